package cn.zhenglu.console;

import cn.zhenglu.ledger.StockProgress;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * What was converted, as a table of days and departments.
 *
 * @param departments ids, in order
 * @param lines       the newest day last
 */
record StockDays(List<String> departments, List<Line> lines) {

    /** Shown at once; the workbook has them all. */
    private static final int SHOWN = 31;

    /** @param done by department */
    record Line(LocalDate day, Map<String, Long> done) {

        public long of(String department) {
            return done.getOrDefault(department, 0L);
        }

        public long total() {
            return done.values().stream().mapToLong(Long::longValue).sum();
        }
    }

    static StockDays of(List<StockProgress.Day> days) {
        TreeSet<String> departments = new TreeSet<>();
        TreeMap<LocalDate, Map<String, Long>> lines = new TreeMap<>();
        for (StockProgress.Day day : days) {
            departments.add(day.department());
            lines.computeIfAbsent(day.day(), none -> new HashMap<>()).put(day.department(), day.done());
        }
        List<Line> all = new ArrayList<>();
        lines.forEach((day, done) -> all.add(new Line(day, done)));
        return new StockDays(List.copyOf(departments), List.copyOf(all.subList(Math.max(0, all.size() - SHOWN), all.size())));
    }
}
