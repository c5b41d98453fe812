package cn.zhenglu.console;

import cn.zhenglu.ledger.AuditTrail.Entry;
import cn.zhenglu.web.ChinaTime;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.format.DateTimeFormatter;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import tools.jackson.databind.SequenceWriter;
import tools.jackson.dataformat.csv.CsvMapper;

/**
 * The audit as CSV, written line by line: UTF-8 with a byte order mark, without which Excel takes it for GBK. A cell that a
 * spreadsheet would run as a formula gets an apostrophe in front (OWASP, CSV injection): users and sources wrote these texts.
 */
final class AuditFile implements AutoCloseable {

    private static final byte[] BYTE_ORDER_MARK = "\uFEFF".getBytes(StandardCharsets.UTF_8);
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss").withZone(ChinaTime.ZONE);
    private static final CsvMapper CSV = CsvMapper.builder().build();

    private final SequenceWriter lines;
    private final UnaryOperator<String> texts;

    /** @param texts the pages' text of a key, or the key itself */
    AuditFile(OutputStream out, UnaryOperator<String> texts) throws IOException {
        this.texts = texts;
        out.write(BYTE_ORDER_MARK);
        this.lines = CSV.writer().writeValues(out);
        lines.write(Stream.of("id", "at", "actor", "action", "target", "detail", "before", "after")
                .map(column -> texts.apply("audit." + column)).toArray(String[]::new));
    }

    void add(Entry entry) {
        lines.write(Stream.of(String.valueOf(entry.id()), TIME.format(entry.at()), entry.actor(),
                texts.apply("audit.action." + entry.action()), entry.target(), entry.detail(), entry.before(), entry.after())
                .map(AuditFile::harmless).toArray(String[]::new));
    }

    private static String harmless(String cell) {
        if (cell == null) {
            return "";
        }
        return cell.isEmpty() || "=+-@\t\r\n＝＋－＠".indexOf(cell.charAt(0)) < 0 ? cell : '\'' + cell;
    }

    @Override
    public void close() {
        lines.close();
    }
}
