package cn.zhenglu.intake;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

import cn.zhenglu.licence.NeedsPerson;

/** A file of rows, read row by row: never more than a row of it is held. What it is, its content says, not its name. */
interface RowFile extends Closeable {

    /** One row; {@code number} as people count: 1 for the first. */
    record Line(int number, List<String> cells) {

        /** PostgreSQL keeps no U+0000: one row that has it must not stop the others. */
        public Line {
            cells = cells.stream().map(cell -> cell.replace('\0', '\uFFFD')).toList();
        }

        boolean isBlank() {
            return cells.stream().allMatch(String::isBlank);
        }

        /** Without the cells, which hold personal data. */
        @Override
        public String toString() {
            return "Line[" + number + ']';
        }
    }

    /** The name, for messages. */
    String name();

    /** How it is read, for messages, e.g. GB 18030. */
    String readAs();

    /** What its rows are counted in, for messages: 行 as in 第 5 行. */
    default String unit() {
        return "行";
    }

    /**
     * The next row that is not blank, the column names first; empty at the end.
     *
     * @throws NeedsPerson {@code file.broken} with the row from which on nothing can be made out
     */
    Optional<Line> next();

    @Override
    void close();

    /**
     * Opens a file.
     *
     * @throws NeedsPerson          {@code file.empty}, {@code file.binary}, {@code file.encoding}, {@code file.too-large} or
     *                              {@code file.broken}
     * @throws UncheckedIOException if it cannot be read at all
     */
    static RowFile open(Path file) {
        if (Files.isSymbolicLink(file)) {
            // whoever may write into a shared folder must not have files read to them that only this server may read
            throw new NeedsPerson("file.broken", null, "「" + file.getFileName() + "」是链接，不是文件", "请投放文件本身");
        }
        byte[] start;
        try (InputStream in = Files.newInputStream(file)) {
            start = in.readNBytes(TextFile.LOOKED_AT);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + file, e);
        }
        if (startsWith(start, 'P', 'K', 3, 4)) {
            return new XlsxFile(file);
        }
        TextFile text = TextFile.of(file, start);
        return text.looksLikeJson() ? new JsonFile(text) : new CsvFile(text);
    }

    private static boolean startsWith(byte[] bytes, int... expected) {
        for (int i = 0; i < expected.length; i++) {
            if (i >= bytes.length || (bytes[i] & 0xFF) != expected[i]) {
                return false;
            }
        }
        return true;
    }
}
