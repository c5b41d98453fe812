package cn.zhenglu.intake;

import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

import cn.zhenglu.licence.HalfWidth;

/** A source row: the columns as they were, and found whatever the case, width and spacing of their names. */
final class Row {

    private final Map<String, String> columns;
    private final Map<String, String> byName = new HashMap<>();

    /** @param columns in order; values may be {@code null} */
    Row(Map<String, String> columns) {
        this.columns = Collections.unmodifiableMap(new LinkedHashMap<>(columns));
        columns.forEach((name, value) -> byName.put(canonical(name), value));
    }

    /** The name under which a column is looked for. */
    static String canonical(String column) {
        return HalfWidth.of(column).replaceAll("[\\s\\p{Z}\\p{Cc}\\p{Cf}]+", "").toLowerCase(Locale.ROOT);
    }

    /** The columns as they were. */
    Map<String, String> columns() {
        return columns;
    }

    /** {@linkplain #canonical Canonical} names of all columns. */
    Set<String> names() {
        return Collections.unmodifiableSet(byName.keySet());
    }

    /** The value of a column, {@code null} when it is empty or missing. */
    String get(String column) {
        String value = byName.get(canonical(column));
        return value == null || value.isBlank() ? null : value;
    }
}
