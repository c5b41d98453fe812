package cn.zhenglu.console;

import cn.zhenglu.licence.LicenceField;
import cn.zhenglu.licence.LicenceRecord;
import cn.zhenglu.licence.Problem;
import java.util.List;
import java.util.Objects;

/**
 * One field of a record as people see it.
 *
 * @param field   whose name is shown
 * @param value   {@code null} when the record does not have it; identity numbers masked
 * @param message key of the text to show in its place, {@code null} for the value itself
 * @param refused whether a problem is about it
 */
record RecordLine(LicenceField field, String value, String message, boolean refused) {

    /** All fields, in their usual order. */
    static List<RecordLine> of(LicenceRecord record, List<Problem> problems) {
        return record.type().fields().stream()
                .map(field -> new RecordLine(field, Objects.toString(field.shown(record), null), message(field, record),
                        problems.stream().anyMatch(problem -> field.component().equals(problem.field()))))
                .toList();
    }

    private static String message(LicenceField field, LicenceRecord record) {
        return field.in(record) instanceof Enum<?> constant ? field.component() + '.' + constant.name() : null;
    }
}
