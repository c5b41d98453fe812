package cn.zhenglu.intake;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;

import cn.zhenglu.licence.HalfWidth;

/** A source row: the columns as they were, and found whatever the case, width and spacing of their names. */
final class Row {

    private static final Pattern BLANK = Pattern.compile("[\\s\\p{Z}\\p{Cc}\\p{Cf}]+");

    private final Map<String, String> columns;
    private final SortedMap<String, String> byName = new TreeMap<>();

    /** @param columns in order; values may be {@code null} */
    Row(Map<String, String> columns) {
        this.columns = Collections.unmodifiableMap(new LinkedHashMap<>(columns));
        columns.forEach((name, value) -> byName.put(canonical(name), value));
    }

    /** The name under which a column is looked for. */
    static String canonical(String column) {
        return BLANK.matcher(HalfWidth.of(column)).replaceAll("").toLowerCase(Locale.ROOT);
    }

    /** The columns as they were. */
    Map<String, String> columns() {
        return columns;
    }

    /** The columns by their {@linkplain #canonical canonical} names. */
    SortedMap<String, String> byName() {
        return Collections.unmodifiableSortedMap(byName);
    }

    /** The value of the column of that {@linkplain #canonical canonical} name, {@code null} when it is empty or missing. */
    String get(String canonicalName) {
        String value = byName.get(canonicalName);
        return value == null || value.isBlank() ? null : value;
    }
}
