package cn.zhenglu.stock;

import cn.zhenglu.ledger.StockProgress;
import cn.zhenglu.licence.Department;
import java.io.IOException;
import java.io.OutputStream;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.dhatim.fastexcel.Workbook;
import org.dhatim.fastexcel.Worksheet;
import org.springframework.stereotype.Component;

/** The progress as the province asks for it: who lags. Two sheets: each department as it stands, and what it did on each day. */
@Component
public class StockReport {

    private final List<Department> departments;

    StockReport(List<Department> departments) {
        this.departments = departments;
    }

    /**
     * As an Excel workbook.
     *
     * @param parts all departments
     * @param done  what was converted on all days
     * @param out   is left open
     */
    public void xlsx(List<StockProgress.Department> parts, List<StockProgress.Day> done, OutputStream out) throws IOException {
        Workbook workbook = new Workbook(out, "zhenglu", "1.0");
        standing(workbook.newWorksheet("各部门进度"), parts);
        days(workbook.newWorksheet("每日办结"), done);
        workbook.finish();
    }

    private void standing(Worksheet sheet, List<StockProgress.Department> parts) throws IOException {
        header(sheet, List.of("审批部门", "存量总数", "办结", "转人工", "等待", "完成率"));
        int row = 1;
        for (StockProgress.Department part : parts) {
            sheet.value(row, 0, name(part.department()));
            sheet.value(row, 1, part.total());
            sheet.value(row, 2, part.done());
            sheet.value(row, 3, part.failed());
            sheet.value(row, 4, part.waiting());
            sheet.value(row, 5, part.total() == 0 ? 0 : (double) part.done() / part.total());
            sheet.style(row, 5).format("0.0%").set();
            row++;
        }
        sheet.finish();
    }

    private void days(Worksheet sheet, List<StockProgress.Day> done) throws IOException {
        SortedMap<LocalDate, Map<String, Long>> days = new TreeMap<>();
        SortedMap<String, Integer> columns = new TreeMap<>();
        for (StockProgress.Day day : done) {
            days.computeIfAbsent(day.day(), none -> new HashMap<>()).put(day.department(), day.done());
            columns.put(day.department(), 0);
        }
        int column = 1;
        sheet.value(0, 0, "日期");
        for (Map.Entry<String, Integer> department : columns.entrySet()) {
            department.setValue(column);
            sheet.value(0, column, name(department.getKey()));
            sheet.width(column++, 24);
        }
        sheet.value(0, column, "合计");
        sheet.width(0, 14);
        int row = 1;
        for (Map.Entry<LocalDate, Map<String, Long>> day : days.entrySet()) {
            sheet.value(row, 0, day.getKey());
            sheet.style(row, 0).format("yyyy-mm-dd").set();
            for (Map.Entry<String, Integer> department : columns.entrySet()) {
                sheet.value(row, department.getValue(), day.getValue().getOrDefault(department.getKey(), 0L));
            }
            sheet.value(row++, column, day.getValue().values().stream().mapToLong(Long::longValue).sum());
        }
        sheet.freezePane(1, 1);
        sheet.finish();
    }

    private static void header(Worksheet sheet, List<String> names) {
        sheet.freezePane(0, 1);
        sheet.width(0, 36);
        for (int i = 0; i < names.size(); i++) {
            sheet.value(0, i, names.get(i));
            sheet.style(0, i).bold().set();
        }
    }

    /** What a row wrote may be no department; it must not become a formula either. */
    private String name(String id) {
        return departments.stream().filter(known -> known.id().equals(id)).map(Department::name).findFirst()
                .orElse(id.isEmpty() ? "未写明" : "未登记：" + id);
    }
}
