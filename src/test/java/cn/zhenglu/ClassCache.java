package cn.zhenglu;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Duration;

/**
 * Java's class cache of the laid-open jar, as {@code bin/zhenglu} keeps one: written once in a build, it takes a third
 * off each start behind that.
 */
final class ClassCache {

    private static final Path JAR = Path.of("target", "app", "zhenglu.jar");
    private static final Path CACHE = Path.of("target", "class-cache.jsa");
    private static final Path FOLDER = Path.of("target", "class-cache");
    private static final Duration START = Duration.ofMinutes(5);

    private ClassCache() {
    }

    /** Java's option to use it; the first who asks writes it, those who ask meanwhile, also in other processes, wait. */
    static synchronized String option() {
        try (FileChannel lock = FileChannel.open(Path.of("target", "class-cache.lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
            lock.lock();
            if (Files.notExists(CACHE) || Files.getLastModifiedTime(CACHE).compareTo(Files.getLastModifiedTime(JAR)) < 0) {
                write();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return "-XX:SharedArchiveFile=" + CACHE.toAbsolutePath();
    }

    private static void write() throws IOException {
        Folders.clear(FOLDER);
        Path half = FOLDER.resolve("half.jsa").toAbsolutePath();
        try (ServerProcess server = ServerProcess.ofLaidOpenJar(Files.createDirectories(FOLDER.resolve("server")))
                .with("-XX:ArchiveClassesAtExit=" + half, "-Xlog:cds=off", "-Xlog:cds+dynamic=off")) {
            server.startDemo().untilReady(START).stop();
        }
        Files.move(half, CACHE, StandardCopyOption.REPLACE_EXISTING);
    }
}
