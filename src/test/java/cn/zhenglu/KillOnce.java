package cn.zhenglu;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A step that a test puts into a route, or a helper of Byteman's rules, which makes a class of its own of it: at the exchange told it kills
 * its own process, the first time that it is started.
 */
public class KillOnce {

    private static final AtomicInteger PASSED = new AtomicInteger();

    /**
     * @param point    names the marker file that tells the next start that this point has been tried
     * @param exchange which one, of all such steps together
     * @throws InterruptedException never in practice: SIGKILL comes first
     */
    public void at(String point, int exchange) throws IOException, InterruptedException {
        if (PASSED.incrementAndGet() < exchange) {
            return;
        }
        synchronized (PASSED) { // until the kill comes no other thread gets further, or two points would be used up by one kill
            Path marker = Path.of("killed-" + point);
            if (Files.notExists(marker)) {
                Files.createFile(marker);
                new ProcessBuilder("kill", "-9", Long.toString(ProcessHandle.current().pid())).start().waitFor();
                Thread.currentThread().join();
            }
        }
    }
}
