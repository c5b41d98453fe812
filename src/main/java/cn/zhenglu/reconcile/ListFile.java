package cn.zhenglu.reconcile;

import java.io.BufferedReader;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import cn.zhenglu.licence.NeedsPerson;

/** A list of the province, read line by line: never more than a line of it is held. CSV or JSON, UTF-8 or GB 18030. */
interface ListFile extends Closeable {

    /**
     * One line.
     *
     * @param number  row of the CSV file as a spreadsheet shows it, or place of the JSON object, from 1
     * @param cells   by {@linkplain #canonical canonical} column name
     * @param problem what is wrong with the line as a whole, in Chinese, or {@code null}
     */
    record Line(long number, Map<String, String> cells, String problem) {
    }

    /** The next line; empty at the end. */
    Optional<Line> next();

    /** Closes the file. */
    @Override
    void close();

    /**
     * Opens a list.
     *
     * @throws NeedsPerson {@code list.empty}, {@code list.binary}, {@code list.encoding} or {@code list.broken}
     */
    static ListFile open(Path file) {
        if (Files.isSymbolicLink(file)) {
            throw new NeedsPerson("list.broken", null, "清单是链接，不是文件", "请投放文件本身"); // it could lead to what only this server may read
        }
        try {
            BufferedReader reader = reader(file);
            try {
                return looksLikeJson(reader) ? new JsonList(reader) : new CsvList(reader);
            } catch (RuntimeException | IOException e) {
                reader.close();
                throw e;
            }
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + file, e);
        }
    }

    /** A column's name without what people and programs add to it. */
    static String canonical(String name) {
        return name.strip().toLowerCase(java.util.Locale.ROOT);
    }

    private static BufferedReader reader(Path file) throws IOException {
        byte[] start;
        try (InputStream in = Files.newInputStream(file)) {
            start = in.readNBytes(8_192);
        }
        if (start.length == 0) {
            throw new NeedsPerson("list.empty", null, "清单是空的", "请重新导出后投放");
        }
        for (byte b : start) {
            if (b == 0) {
                throw new NeedsPerson("list.binary", null, "清单不是文本（可能是 Excel 工作簿或压缩包）", "请另存为 CSV 或 JSON 后重新投放");
            }
        }
        // text in GB 18030 is hardly ever valid UTF-8 by chance, the other way round it often is
        for (Charset charset : List.of(StandardCharsets.UTF_8, Charset.forName("GB18030"))) {
            if (decodes(file, charset)) {
                BufferedReader reader = Files.newBufferedReader(file, charset);
                reader.mark(1);
                if (reader.read() != '\uFEFF') {
                    reader.reset();
                }
                return reader;
            }
        }
        throw new NeedsPerson("list.encoding", null, "清单的编码既不是 UTF-8，也不是 GB 18030", "请另存为 UTF-8 编码的 CSV 或 JSON 后重新投放");
    }

    private static boolean decodes(Path file, Charset charset) throws IOException {
        try (BufferedReader reader = Files.newBufferedReader(file, charset)) {
            reader.transferTo(Writer.nullWriter());
            return true;
        } catch (CharacterCodingException otherEncoding) {
            return false;
        }
    }

    private static boolean looksLikeJson(BufferedReader reader) throws IOException {
        reader.mark(8_192);
        int c = reader.read();
        for (int i = 1; i < 8_000 && c >= 0 && Character.isWhitespace(c); i++) {
            c = reader.read();
        }
        reader.reset();
        return c == '{' || c == '[';
    }
}
