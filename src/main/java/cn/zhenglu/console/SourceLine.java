package cn.zhenglu.console;

import cn.zhenglu.licence.IdentityNumber;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * One column of the source row as people see it.
 *
 * @param value {@code null} when it was empty; anything that looks like an identity number masked
 */
record SourceLine(String column, String value) {

    /** Long runs of digits in a source row may be identity or phone numbers, whatever their column is called. */
    private static final Pattern PERSONAL = Pattern.compile("(?<![0-9A-Za-z])(?:\\d{17}[\\dXx]|\\d{15}|1[3-9]\\d{9})(?![0-9A-Za-z])");

    static List<SourceLine> of(Map<String, String> row, Collection<String> identityNumbers) {
        return row.entrySet().stream().map(cell -> new SourceLine(cell.getKey(), masked(cell.getValue(), identityNumbers))).toList();
    }

    private static String masked(String value, Collection<String> identityNumbers) {
        if (value == null || value.isBlank()) {
            return null;
        }
        if (identityNumbers.stream().anyMatch(value.strip()::equalsIgnoreCase)) {
            return IdentityNumber.mask(value.strip());
        }
        return PERSONAL.matcher(value).replaceAll(found -> IdentityNumber.mask(found.group()));
    }
}
