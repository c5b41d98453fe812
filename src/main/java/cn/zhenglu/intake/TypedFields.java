package cn.zhenglu.intake;

import static cn.zhenglu.intake.Normaliser.CERTIFICATE_NUMBER;
import static cn.zhenglu.intake.Normaliser.DATE;
import static cn.zhenglu.intake.Normaliser.HALF_WIDTH;
import static cn.zhenglu.intake.Normaliser.NO_SPACES;
import static cn.zhenglu.intake.Normaliser.TRIM;
import static cn.zhenglu.intake.Normaliser.UPPER_CASE;

import cn.zhenglu.licence.CertificateType;
import cn.zhenglu.licence.Department;
import cn.zhenglu.licence.LicenceField;
import cn.zhenglu.licence.LicenceRecord;
import cn.zhenglu.licence.Problem;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** Fields as a person types them into a form, read as a source's are: the same mending, the same words, the same problems. */
public final class TypedFields {

    private final Vocabulary vocabulary;

    /** @param departments known by id and by name */
    public TypedFields(CertificateType type, Collection<Department> departments) {
        this.vocabulary = new Vocabulary(type, departments);
    }

    /**
     * What was understood.
     *
     * @param problems of the fields that could not be read, which are {@code null} in the record
     */
    public record Reading(LicenceRecord record, List<Problem> problems) {
    }

    /**
     * A record with other values in some fields.
     *
     * @param typed text by field, blank for none; a field that is missing here stays as it is
     */
    public Reading read(LicenceRecord before, Map<LicenceField, String> typed) {
        Map<LicenceField, Object> values = new EnumMap<>(LicenceField.class);
        List<Problem> problems = new ArrayList<>();
        for (LicenceField field : LicenceField.values()) {
            values.put(field, typed.containsKey(field) ? value(field, typed.get(field), problems) : field.in(before));
        }
        return new Reading(LicenceRecord.of(values), List.copyOf(problems));
    }

    private Object value(LicenceField field, String typed, List<Problem> problems) {
        try {
            String text = typed;
            for (Normaliser normaliser : normalisers(field)) {
                text = text.isBlank() ? text : normaliser.apply(text, null); // none of these looks anything up
            }
            return text.isBlank() ? null : vocabulary.value(field, text);
        } catch (Unreadable e) {
            problems.add(new Problem(field.code(e.kind()), field.component(), field.label() + Problem.quote(typed) + e.getMessage(),
                    "请重新填写"));
            return null;
        }
    }

    private static List<Normaliser> normalisers(LicenceField field) {
        return switch (field) {
            case CERT_NUM, REPLACES -> List.of(CERTIFICATE_NUMBER);
            case CREDIT_CODE, RESPONSIBLE_PERSON_ID -> List.of(HALF_WIDTH, NO_SPACES, UPPER_CASE);
            case FIRST_ISSUE_DATE, ISSUE_DATE, VALID_FROM, VALID_TO -> List.of(DATE);
            case OPERATION, STATE, RESPONSIBLE_PERSON_ID_TYPE -> List.of(HALF_WIDTH, TRIM);
            default -> List.of(TRIM);
        };
    }
}
