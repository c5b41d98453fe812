package cn.zhenglu.intake;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

import cn.zhenglu.licence.NeedsPerson;

/** A text file in UTF-8 or GB 18030, with or without a byte order mark. */
record TextFile(Path path, Charset charset) {

    /** Bytes that show whether a file is text. */
    static final int LOOKED_AT = 8_192;

    private static final Charset GB18030 = Charset.forName("GB18030");
    private static final char BYTE_ORDER_MARK = '\uFEFF';
    /** Old Excel and old Word files. */
    private static final int[] OLE2 = {0xD0, 0xCF, 0x11, 0xE0};

    /**
     * Finds out the encoding.
     *
     * @param start of the file, at most {@link #LOOKED_AT} bytes
     * @throws NeedsPerson {@code file.empty}, {@code file.binary} or {@code file.encoding}
     */
    static TextFile of(Path path, byte[] start) {
        if (start.length == 0) {
            throw new NeedsPerson("file.empty", null, "文件「" + path.getFileName() + "」是空的", "请重新导出后投放");
        }
        boolean workbook = start.length > OLE2.length;
        for (int i = 0; workbook && i < OLE2.length; i++) {
            workbook = (start[i] & 0xFF) == OLE2[i];
        }
        boolean zero = false;
        for (byte b : start) {
            zero |= b == 0;
        }
        if (workbook || zero) {
            throw new NeedsPerson("file.binary", null,
                    "文件「" + path.getFileName() + "」不是可以识别的表格" + (workbook ? "，可能是旧版 Excel 工作簿（.xls）" : ""),
                    "请在表格软件中另存为 Excel 工作簿（.xlsx）或「CSV UTF-8（逗号分隔）」后重新投放");
        }
        return new TextFile(path, charset(path));
    }

    /** The file's name, for messages. */
    String name() {
        return String.valueOf(path.getFileName());
    }

    /** Its encoding's name, for messages. */
    String encoding() {
        return charset.equals(GB18030) ? "GB 18030" : "UTF-8";
    }

    /** Behind the byte order mark. */
    BufferedReader reader() {
        try {
            BufferedReader reader = Files.newBufferedReader(path, charset);
            reader.mark(1);
            if (reader.read() != BYTE_ORDER_MARK) {
                reader.reset();
            }
            return reader;
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + path, e);
        }
    }

    /** Whether it begins as JSON does; column names of a table do not. */
    boolean looksLikeJson() {
        try (BufferedReader reader = reader()) {
            int c = reader.read();
            for (int i = 0; i < LOOKED_AT && c >= 0 && Character.isWhitespace(c); i++) {
                c = reader.read();
            }
            return c == '{' || c == '[';
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + path, e);
        }
    }

    private static Charset charset(Path path) {
        // text of any length in GB 18030 is hardly ever valid UTF-8 by chance, the other way round it often is: so this order
        for (Charset candidate : List.of(StandardCharsets.UTF_8, GB18030)) {
            if (decodes(path, candidate)) {
                return candidate;
            }
        }
        throw new NeedsPerson("file.encoding", null, "文件「" + path.getFileName() + "」的编码既不是 UTF-8，也不是 GB 18030",
                "请在表格软件中另存为 Excel 工作簿（.xlsx）或「CSV UTF-8（逗号分隔）」后重新投放");
    }

    private static boolean decodes(Path path, Charset candidate) {
        try (BufferedReader reader = Files.newBufferedReader(path, candidate)) {
            reader.transferTo(Writer.nullWriter());
            return true;
        } catch (CharacterCodingException otherEncoding) {
            return false;
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + path, e);
        }
    }
}
