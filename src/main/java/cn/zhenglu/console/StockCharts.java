package cn.zhenglu.console;

import cn.zhenglu.ledger.StockProgress;
import java.util.List;
import java.util.function.ToLongFunction;
import org.springframework.context.MessageSource;
import org.springframework.context.i18n.LocaleContextHolder;
import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;

/** Data of the charts on the stock's page, as {@code stock.js} reads them. Each stands beside a table that says the same. */
@Component
class StockCharts {

    private static final JsonMapper JSON = JsonMapper.shared();

    private final DepartmentNames departments;
    private final MessageSource texts;

    StockCharts(DepartmentNames departments, MessageSource texts) {
        this.departments = departments;
        this.texts = texts;
    }

    /**
     * Stacked bars.
     *
     * @param lying  whether the bars lie, so that long labels can be read
     * @param labels one a bar
     * @param series what is stacked
     */
    private record Chart(boolean lying, List<String> labels, List<Series> series) {
    }

    /** @param kind of a colour of the page, or {@code null} */
    private record Series(String name, String kind, List<Long> values) {
    }

    /** Who is how far. */
    String departments(List<StockProgress.Department> parts) {
        return JSON.writeValueAsString(new Chart(true, parts.stream().map(part -> name(part.department())).toList(), List.of(
                series("stock.done", "good", parts, StockProgress.Department::done),
                series("stock.failed", "ended", parts, StockProgress.Department::failed),
                series("stock.waiting", "quiet", parts, StockProgress.Department::waiting))));
    }

    private Series series(String text, String kind, List<StockProgress.Department> parts, ToLongFunction<StockProgress.Department> value) {
        return new Series(text(text), kind, parts.stream().map(value::applyAsLong).toList());
    }

    /** Who did how much on which day. */
    String days(StockDays days) {
        return JSON.writeValueAsString(new Chart(false, days.lines().stream().map(line -> line.day().toString()).toList(),
                days.departments().stream().map(department -> new Series(name(department), null,
                        days.lines().stream().map(line -> line.of(department)).toList())).toList()));
    }

    private String name(String department) {
        return department.isEmpty() ? text("stock.no-department") : departments.of(department);
    }

    private String text(String key) {
        return texts.getMessage(key, null, LocaleContextHolder.getLocale());
    }
}
