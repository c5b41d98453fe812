package cn.zhenglu.console;

import cn.zhenglu.licence.Standing;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.Comparator;
import java.util.function.Function;
import java.util.function.ToLongFunction;

/**
 * Counts in rows by something and columns by standing.
 *
 * @param rows in ascending order of the something; what could not be read ({@code null}) last
 */
record Tally<K>(List<Row<K>> rows) {

    /** One line of it. */
    record Row<K>(K key, Map<Standing, Long> counts) {

        public long of(Standing standing) {
            return counts.getOrDefault(standing, 0L);
        }

        public long total() {
            return counts.values().stream().mapToLong(Long::longValue).sum();
        }
    }

    static <T, K extends Comparable<? super K>> Tally<K> of(List<T> counts, Function<T, K> key, Function<T, Standing> standing,
            ToLongFunction<T> count) {
        Map<K, Map<Standing, Long>> rows = new TreeMap<>(Comparator.nullsLast(Comparator.naturalOrder()));
        for (T each : counts) {
            rows.computeIfAbsent(key.apply(each), k -> new EnumMap<>(Standing.class))
                    .merge(standing.apply(each), count.applyAsLong(each), Long::sum);
        }
        return new Tally<>(rows.entrySet().stream().map(row -> new Row<>(row.getKey(), row.getValue())).toList());
    }

    /** Of one standing, over all rows. */
    public long of(Standing standing) {
        return rows.stream().mapToLong(row -> row.of(standing)).sum();
    }

    public long total() {
        return rows.stream().mapToLong(Row::total).sum();
    }
}
