package cn.zhenglu.reconcile;

import java.io.BufferedWriter;
import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;

import cn.zhenglu.licence.Department;
import org.dhatim.fastexcel.Workbook;
import org.dhatim.fastexcel.Worksheet;
import org.springframework.stereotype.Component;

/**
 * A run's differences as a file, written as they are read. No cell can become a formula: the list comes from outside, and a
 * spreadsheet would compute what begins like one.
 */
@Component("reconciliationReport")
public class Report {

    private static final List<String> HEADER = List.of("差异", "审批部门", "证书编号", "清单行号", "持证主体（本地）", "持证主体（省级）",
            "持证主体代码（本地）", "持证主体代码（省级）", "版本（本地）", "版本（省级）", "状态（本地）", "状态（省级）", "证照标识（本地）",
            "证照标识（省级）", "业务标识", "说明");
    private static final int CHUNK = 1_000;
    /** A sheet ends at 1,048,576 rows. */
    private static final int ROWS_OF_A_SHEET = 1_000_000;
    private static final String FORMULA_STARTS = "=+-@＝＋－＠\t\r\n";

    private final Runs runs;
    private final Map<String, String> departments;

    Report(Runs runs, List<Department> departments) {
        this.runs = runs;
        this.departments = departments.stream().collect(Collectors.toMap(Department::id, Department::name));
    }

    /** As CSV in UTF-8 with a byte order mark, without which Excel takes it for the system's encoding. Leaves {@code out} open. */
    public void csv(long run, Runs.Filter filter, OutputStream out) throws IOException {
        Writer writer = new BufferedWriter(new OutputStreamWriter(out, StandardCharsets.UTF_8));
        writer.write('\uFEFF');
        writer.write(line(HEADER));
        each(run, filter, cells -> writer.write(line(cells)));
        writer.flush();
    }

    /** As an Excel workbook of text cells. Leaves {@code out} open. */
    public void xlsx(long run, Runs.Filter filter, OutputStream out) throws IOException {
        Workbook workbook = new Workbook(out, "zhenglu", "1.0");
        Sheets sheets = new Sheets(workbook);
        each(run, filter, sheets::add);
        sheets.sheet.finish();
        workbook.finish();
    }

    private interface Row {
        void write(List<String> cells) throws IOException;
    }

    private void each(long run, Runs.Filter filter, Row row) throws IOException {
        List<Difference> chunk = runs.differencesAfter(run, filter, 0, CHUNK);
        while (!chunk.isEmpty()) {
            for (Difference difference : chunk) {
                row.write(cells(difference));
            }
            chunk = runs.differencesAfter(run, filter, chunk.get(chunk.size() - 1).id(), CHUNK);
        }
    }

    private List<String> cells(Difference it) {
        Object[] cells = {it.kind().label(), it.department() == null ? null : departments.getOrDefault(it.department(), it.department()),
            it.certNum(), it.line(), it.company(), it.companyThere(), it.creditCode(), it.creditThere(), it.version(),
            it.versionThere(), it.state() == null ? null : it.state().label(), it.stateThere(), it.identifier(), it.identifierThere(),
            it.submissionId(), it.note()};
        return java.util.Arrays.stream(cells).map(cell -> harmless(Objects.toString(cell, ""))).toList();
    }

    /** What a spreadsheet would take for a formula gets an apostrophe in front, which makes it text (OWASP, CSV injection). */
    static String harmless(String cell) {
        String text = cell.replaceAll("[\\p{Cc}&&[^\\n\\t\\r]]|[\\uFFFE\\uFFFF]", "");
        return !text.isEmpty() && FORMULA_STARTS.indexOf(text.stripLeading().isEmpty() ? text.charAt(0) : text.stripLeading().charAt(0)) >= 0
                ? "'" + text : text;
    }

    private static String line(List<String> cells) {
        return cells.stream().map(cell -> '"' + cell.replace("\"", "\"\"") + '"').collect(Collectors.joining(",")) + "\r\n";
    }

    private static final class Sheets {

        private final Workbook workbook;
        private Worksheet sheet;
        private int number;
        private int row;

        Sheets(Workbook workbook) {
            this.workbook = workbook;
            open();
        }

        private void open() {
            number++;
            sheet = workbook.newWorksheet(number == 1 ? "对账差异" : "对账差异" + number);
            sheet.freezePane(0, 1);
            for (int i = 0; i < HEADER.size(); i++) {
                sheet.width(i, 20);
                sheet.inlineString(0, i, HEADER.get(i));
            }
            row = 1;
        }

        void add(List<String> cells) throws IOException {
            if (row == ROWS_OF_A_SHEET) {
                sheet.finish();
                open();
            }
            for (int i = 0; i < cells.size(); i++) {
                if (!cells.get(i).isEmpty()) {
                    // not among the shared texts, which are held in memory
                    sheet.inlineString(row, i, cells.get(i));
                }
            }
            row++;
            if (row % CHUNK == 0) {
                sheet.flush();
            }
        }
    }
}
