package cn.zhenglu.console;

import cn.zhenglu.licence.IdentityNumber;
import cn.zhenglu.licence.LicenceField;
import cn.zhenglu.licence.LicenceRecord;
import cn.zhenglu.licence.Problem;
import java.util.Arrays;
import java.util.List;

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
        return Arrays.stream(LicenceField.values())
                .map(field -> new RecordLine(field, value(field, record), message(field, record),
                        problems.stream().anyMatch(problem -> field.component().equals(problem.field()))))
                .toList();
    }

    private static String value(LicenceField field, LicenceRecord record) {
        Object value = field.in(record);
        if (value == null || value.toString().isBlank()) {
            return null;
        }
        return field == LicenceField.RESPONSIBLE_PERSON_ID
                ? IdentityNumber.mask(value.toString())
                : IdentityNumber.maskIn(value.toString());
    }

    private static String message(LicenceField field, LicenceRecord record) {
        Object value = field.in(record);
        return value instanceof Enum<?> constant ? field.component() + '.' + constant.name() : null;
    }
}
