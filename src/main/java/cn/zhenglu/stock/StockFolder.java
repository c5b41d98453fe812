package cn.zhenglu.stock;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import java.util.stream.Stream;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.stereotype.Component;

/**
 * Where files of the stock lie, under {@code <data-dir>/stock}, which all servers share: {@code inbox/} until somebody starts
 * them from the console, {@code requests/} while a command hands them over, {@code batches/<name>/} from then on.
 */
@Component
class StockFolder {

    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("yyyyMMdd-HHmmss");
    private static final String FILES = "source";
    private static final String REPORT = "-有误.xlsx";

    private final Path root;
    private final Clock clock;

    StockFolder(@Value("${zhenglu.data-dir}") Path dataDir, Clock clock) {
        this.root = dataDir.resolve("stock");
        this.clock = clock;
    }

    Path inbox() {
        return made(root.resolve("inbox"));
    }

    Path requests() {
        return made(root.resolve("requests"));
    }

    /** Files and folders that wait in the inbox, by name. */
    List<String> waiting() {
        return children(inbox()).stream().map(path -> path.getFileName().toString()).toList();
    }

    /** A new batch's folder; empty. */
    String open() {
        String name = TIME.format(LocalDateTime.now(clock)) + '-' + UUID.randomUUID().toString().substring(0, 8);
        made(root.resolve("batches").resolve(name));
        return name;
    }

    /**
     * Takes a file, or a folder with all its files, into a batch.
     *
     * @throws UncheckedIOException when it is gone, or another program holds it
     */
    void take(Path from, String batch) {
        Path files = of(batch).resolve(FILES);
        try {
            if (Files.isDirectory(from)) {
                Files.move(from, files);
            } else {
                Files.createDirectories(files);
                Files.move(from, files.resolve(from.getFileName()));
            }
        } catch (IOException e) {
            throw new UncheckedIOException("「" + from.getFileName() + "」无法移入 " + files + "：" + e.getMessage(), e);
        }
    }

    /** The folder of a batch. */
    Path of(String batch) {
        return root.resolve("batches").resolve(batch);
    }

    /** A batch's files, by name. */
    List<Path> files(String batch) {
        Path files = of(batch).resolve(FILES);
        return Files.isDirectory(files) ? children(files).stream().filter(Files::isRegularFile).toList() : List.of();
    }

    /** Where the report on a file, or on a query, belongs. */
    Path report(String batch, String source) {
        return of(batch).resolve(source.replaceFirst("[.][^.]*$", "") + REPORT);
    }

    /** Reports on the rows of a batch that need a person, by name. */
    List<Path> reports(String batch) {
        return Files.isDirectory(of(batch))
                ? children(of(batch)).stream().filter(path -> path.getFileName().toString().endsWith(REPORT)).toList() : List.of();
    }

    /** Hidden and unfinished ones are nobody's business yet. */
    private static List<Path> children(Path folder) {
        try (Stream<Path> children = Files.list(folder)) {
            return children.filter(path -> !path.getFileName().toString().toLowerCase(Locale.ROOT).matches("[.~].*|.*[.](tmp|part)"))
                    .sorted().toList();
        } catch (IOException e) {
            throw new UncheckedIOException("无法读取目录 " + folder + "：" + e.getMessage(), e);
        }
    }

    private static Path made(Path folder) {
        try {
            return Files.createDirectories(folder);
        } catch (IOException e) {
            throw new UncheckedIOException("无法建立目录 " + folder + "：" + e.getMessage(), e);
        }
    }
}
