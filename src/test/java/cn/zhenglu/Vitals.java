package cn.zhenglu;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** What a running server holds: live objects, threads, open files, files on disk. */
final class Vitals {

    private final ServerProcess server;

    Vitals(ServerProcess server) {
        this.server = server;
    }

    /**
     * Live objects, bytes: what is left after a full collection, which asking for the histogram makes, unless some thread is packing or
     * unpacking at that moment; then Java says so, and counts garbage as well.
     */
    long liveHeap() throws IOException, InterruptedException {
        long skipped = skippedCollections();
        String said = jcmd("GC.class_histogram");
        for (long now = skippedCollections(); now > skipped; now = skippedCollections()) {
            skipped = now;
            said = jcmd("GC.class_histogram");
        }
        Matcher total = Pattern.compile("Total\\s+\\d+\\s+(\\d+)").matcher(said);
        return total.find() ? Long.parseLong(total.group(1)) : -1;
    }

    private long skippedCollections() {
        return server.output().lines().filter(line -> line.contains("pre-dump GC was skipped")).count();
    }

    /** What the kernel counts of the server: threads (task), open files (fd). */
    long entries(String kind) throws IOException {
        try (Stream<Path> entries = Files.list(Path.of("/proc/" + server.pid(), kind))) {
            return entries.count();
        }
    }

    /** What Java's own command says of the server. */
    String jcmd(String... command) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(Stream.concat(Stream.of(Path.of(System.getProperty("java.home"), "bin", "jcmd").toString(),
                Long.toString(server.pid())), Stream.of(command)).toList()).redirectErrorStream(true).start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        process.waitFor();
        return said;
    }

    static long megabytes(Path folder) {
        return files(folder, path -> true).stream().map(Path::toFile).mapToLong(File::length).sum() >> 20;
    }

    /** All files below a folder but those in folders that are left out; files come and go meanwhile. */
    static List<Path> files(Path folder, Predicate<Path> enters) {
        List<Path> found = new ArrayList<>();
        try {
            Files.walkFileTree(folder, new SimpleFileVisitor<>() {
                @Override
                public FileVisitResult preVisitDirectory(Path below, BasicFileAttributes attributes) {
                    return enters.test(below) ? FileVisitResult.CONTINUE : FileVisitResult.SKIP_SUBTREE;
                }

                @Override
                public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
                    found.add(file);
                    return FileVisitResult.CONTINUE;
                }

                @Override
                public FileVisitResult visitFileFailed(Path gone, IOException why) {
                    return FileVisitResult.CONTINUE;
                }
            });
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return found;
    }
}
