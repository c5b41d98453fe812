package cn.zhenglu.intake;

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
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

import cn.zhenglu.licence.NeedsPerson;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.exc.JacksonIOException;
import tools.jackson.dataformat.csv.CsvFactory;
import tools.jackson.dataformat.csv.CsvMapper;
import tools.jackson.dataformat.csv.CsvReadFeature;

/**
 * A CSV file (RFC 4180) in UTF-8, with or without a byte order mark, or GB 18030, read row by row: never more than a row of it
 * is held. Rows are numbered as a spreadsheet shows them: a line break within quotes does not count, an empty row does.
 */
final class CsvFile implements Closeable {

    /** One row; {@code number} is 1 for the first. */
    record Line(int number, List<String> cells) {

        boolean isBlank() {
            return cells.stream().allMatch(String::isBlank);
        }

        /** Without the cells, which hold personal data. */
        @Override
        public String toString() {
            return "Line[" + number + ']';
        }
    }

    private static final Charset GB18030 = Charset.forName("GB18030");
    private static final char BYTE_ORDER_MARK = '\uFEFF';
    private static final int LONGEST_ROW = 100_000;
    private static final int MOST_COLUMNS = 1_000;
    private static final int LOOKED_AT = 8_192;
    private static final CsvMapper CSV = CsvMapper.builder(CsvFactory.builder()
            .streamReadConstraints(StreamReadConstraints.builder().maxStringLength(LONGEST_ROW).build()).build())
            .disable(CsvReadFeature.ALLOW_TRAILING_COMMA)
            .build();

    private final Path file;
    private final Charset charset;
    private final JsonParser parser;
    private int rows;

    /**
     * Opens the file.
     *
     * @throws NeedsPerson          {@code file.empty}, {@code file.binary} or {@code file.encoding}
     * @throws UncheckedIOException if it cannot be read at all
     */
    CsvFile(Path file) {
        this.file = file;
        try {
            refuseBinary();
            this.charset = charset();
            this.parser = open();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + file, e);
        }
    }

    /** The name, for messages. */
    String name() {
        return String.valueOf(file.getFileName());
    }

    /** Its encoding's name, for messages. */
    String encoding() {
        return charset.equals(GB18030) ? "GB 18030" : "UTF-8";
    }

    /**
     * The next row that is not blank; empty at the end.
     *
     * @throws NeedsPerson {@code file.broken} with the row from which on nothing can be made out
     */
    Optional<Line> next() {
        try {
            for (JsonToken token = parser.nextToken(); token != null; token = parser.nextToken()) {
                if (token == JsonToken.START_ARRAY) {
                    Line line = line();
                    if (!line.isBlank()) {
                        return Optional.of(line);
                    }
                }
            }
            return Optional.empty();
        } catch (JacksonIOException e) {
            throw new UncheckedIOException("cannot read " + file, e.getCause());
        } catch (JacksonException e) {
            NeedsPerson broken = broken();
            broken.initCause(e);
            throw broken;
        }
    }

    private Line line() {
        List<String> cells = new ArrayList<>();
        int length = 0;
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            String cell = parser.getString();
            length += cell.length();
            if (length > LONGEST_ROW || cells.size() == MOST_COLUMNS) {
                throw broken();
            }
            cells.add(cell);
        }
        rows++;
        return new Line(rows, cells);
    }

    private NeedsPerson broken() {
        return new NeedsPerson("file.broken", null,
                "文件「" + name() + "」从第 " + (rows + 1) + " 行起无法读取：双引号不成对，或一行过长", "请更正该行后重新投放整个文件；已接收的行不会重复办理");
    }

    private void refuseBinary() throws IOException {
        byte[] start;
        try (InputStream in = Files.newInputStream(file)) {
            start = in.readNBytes(LOOKED_AT);
        }
        if (start.length == 0) {
            throw new NeedsPerson("file.empty", null, "文件「" + name() + "」是空的", "请重新导出后投放");
        }
        boolean workbook = startsWith(start, 'P', 'K', 3, 4) || startsWith(start, 0xD0, 0xCF, 0x11, 0xE0);
        boolean zero = false;
        for (byte b : start) {
            zero |= b == 0;
        }
        if (workbook || zero) {
            throw new NeedsPerson("file.binary", null, "文件「" + name() + "」不是 CSV 文本" + (workbook ? "，而是 Excel 工作簿或压缩包" : ""),
                    "请在表格软件中另存为「CSV UTF-8（逗号分隔）」后重新投放");
        }
    }

    private static boolean startsWith(byte[] bytes, int... expected) {
        for (int i = 0; i < expected.length; i++) {
            if (i >= bytes.length || (bytes[i] & 0xFF) != expected[i]) {
                return false;
            }
        }
        return true;
    }

    private Charset charset() throws IOException {
        // text of any length in GB 18030 is hardly ever valid UTF-8 by chance, the other way round it often is: so this order
        for (Charset candidate : List.of(StandardCharsets.UTF_8, GB18030)) {
            if (decodes(candidate)) {
                return candidate;
            }
        }
        throw new NeedsPerson("file.encoding", null, "文件「" + name() + "」的编码既不是 UTF-8，也不是 GB 18030",
                "请在表格软件中另存为「CSV UTF-8（逗号分隔）」后重新投放");
    }

    private boolean decodes(Charset candidate) throws IOException {
        try (BufferedReader reader = Files.newBufferedReader(file, candidate)) {
            reader.transferTo(Writer.nullWriter());
            return true;
        } catch (CharacterCodingException otherEncoding) {
            return false;
        }
    }

    private JsonParser open() throws IOException {
        BufferedReader reader = Files.newBufferedReader(file, charset);
        reader.mark(1);
        if (reader.read() != BYTE_ORDER_MARK) {
            reader.reset();
        }
        return CSV.createParser(reader);
    }

    @Override
    public void close() {
        parser.close();
    }
}
