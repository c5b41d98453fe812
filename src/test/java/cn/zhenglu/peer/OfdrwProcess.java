package cn.zhenglu.peer;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Starts {@link OfdrwPeer} with ofdrw's own class path, which the build copies to {@code target/ofdrw-peer}. */
public final class OfdrwProcess {

    private static final Path TARGET = Path.of("target").toAbsolutePath();

    private OfdrwProcess() {
    }

    /**
     * Runs one command to its end.
     *
     * @return what it printed, a line each
     * @throws AssertionError when it failed
     */
    public static List<String> run(Object... arguments) {
        List<String> command = new ArrayList<>(List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Djava.awt.headless=true", "-Duser.timezone=Asia/Shanghai", "-XX:TieredStopAtLevel=1", "-cp",
                TARGET.resolve("ofdrw-peer") + "/*" + File.pathSeparator + TARGET.resolve("test-classes"),
                OfdrwPeer.class.getName()));
        Arrays.stream(arguments).map(Object::toString).forEach(command::add);
        try {
            Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
            String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            if (process.waitFor() != 0) {
                throw new AssertionError(command + "\n" + output);
            }
            return output.lines().toList();
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new AssertionError(interrupted);
        }
    }
}
