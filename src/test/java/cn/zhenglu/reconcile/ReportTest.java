package cn.zhenglu.reconcile;

import static cn.zhenglu.reconcile.ReconcileUnderTest.certNum;
import static org.assertj.core.api.Assertions.assertThat;

import cn.zhenglu.licence.LicenceState;
import cn.zhenglu.reconcile.ReconcileUnderTest.Database;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.ZipFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ReportTest {

    private static final Runs.Filter ALL = new Runs.Filter(null, null);

    @TempDir
    Path inbox;

    @Test
    void aCompanyNameThatIsAFormulaIsTextInBothFiles() throws IOException {
        ReconcileUnderTest it = new ReconcileUnderTest(Database.H2, inbox);
        it.licence(1, 1, LicenceState.VALID);
        Path list = Files.writeString(inbox.resolve("list.csv"), "证书编号,企业名称\n" + certNum(1)
                + ",\"=HYPERLINK(\"\"http://x\"\",\"\"a\"\")\"\n" + certNum(2) + ",\"公司\"\"甲\"\",乙\"\n");
        Run run = it.compare(list);
        Report report = new Report(it.runs, ReconcileUnderTest.DEPARTMENTS);

        ByteArrayOutputStream csv = new ByteArrayOutputStream();
        report.csv(run.id(), ALL, csv);
        ByteArrayOutputStream xlsx = new ByteArrayOutputStream();
        report.xlsx(run.id(), ALL, xlsx);

        assertThat(csv.toString(StandardCharsets.UTF_8)).startsWith("\uFEFF\"差异\",\"审批部门\"")
                .contains("\"'=HYPERLINK(\"\"http://x\"\",\"\"a\"\")\"").contains("\"公司\"\"甲\"\",乙\"").contains("福州市城乡建设局");
        String sheet = sheet(xlsx.toByteArray());
        assertThat(sheet).contains("=HYPERLINK", "inlineStr", "[2023]000001", "[2023]000002").doesNotContain("<f>", "<f ");
    }

    @ParameterizedTest
    @ValueSource(strings = {"=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "＝1", "  =1", "\u0000=1"})
    void whatASpreadsheetWouldComputeIsMadeText(String cell) {
        assertThat(Report.harmless(cell)).startsWith("'");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "福建闽江建设", "（闽）JZ安许证字[2023]000001", "1"})
    void ordinaryTextStaysAsItIs(String cell) {
        assertThat(Report.harmless(cell)).isEqualTo(cell);
    }

    /** By its directory, as spreadsheets open it: the writer streams and does not know sizes beforehand. */
    private String sheet(byte[] workbook) throws IOException {
        Path file = Files.write(inbox.resolve("report.xlsx"), workbook);
        try (ZipFile zip = new ZipFile(file.toFile());
                InputStream sheet = zip.getInputStream(zip.getEntry("xl/worksheets/sheet1.xml"))) {
            return new String(sheet.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
