package cn.zhenglu.console;

import static org.assertj.core.api.Assertions.assertThat;

import cn.zhenglu.ledger.AuditTrail.Entry;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AuditFileTest {

    @ParameterizedTest
    @ValueSource(strings = {"=HYPERLINK(\"http://x\")", "+1", "-1", "@SUM(A1)", "\t=1", "＝1"})
    void noCellIsAFormula(String text) throws IOException {
        assertThat(line(text)).contains('\'' + text.substring(0, 1));
    }

    @Test
    void textsKeepTheirCommasQuotesAndLines() throws IOException {
        assertThat(line("重复，\"原件\",\n第二行")).contains("\"重复，\"\"原件\"\",\n第二行\"");
    }

    private static String line(String detail) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (AuditFile file = new AuditFile(out, key -> key)) {
            file.add(new Entry(7, Instant.parse("2026-01-02T03:04:05Z"), "lin", "dead-letter.archive", "#1", detail, null, null));
        }
        String[] lines = out.toString(StandardCharsets.UTF_8).split("\n", 2);
        assertThat(lines[1]).startsWith("7,\"2026-01-02 11:04:05\",lin,\"audit.action.dead-letter.archive\",\"#1\",");
        return lines[1];
    }
}
