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
import java.util.List;
import java.util.Map;

/** Fields as a person types them into a form, read as a source's are: the same mending, the same words, the same problems. */
public final class TypedFields {

    private final List<Department> departments;

    /** @param departments known by id and by name */
    public TypedFields(Collection<Department> departments) {
        this.departments = List.copyOf(departments);
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
        Vocabulary vocabulary = new Vocabulary(before.type(), departments);
        Map<String, Object> values = before.values();
        List<Problem> problems = new ArrayList<>();
        before.type().fields().stream().filter(typed::containsKey)
                .forEach(field -> values.put(field.component(), value(field, typed.get(field), vocabulary, problems)));
        return new Reading(LicenceRecord.of(before.type(), values), List.copyOf(problems));
    }

    private static Object value(LicenceField field, String typed, Vocabulary vocabulary, List<Problem> problems) {
        try {
            Normaliser.Help help = new Normaliser.Help(null, vocabulary.type().number()); // nothing here is a district
            String text = typed;
            for (Normaliser normaliser : normalisers(field, vocabulary.type())) {
                text = text.isBlank() ? text : normaliser.apply(text, help);
            }
            return text.isBlank() ? null : vocabulary.value(field, text);
        } catch (Unreadable e) {
            problems.add(new Problem(field.code(e.kind()), field.component(), field.label() + Problem.quote(typed) + e.getMessage(),
                    "请重新填写"));
            return null;
        }
    }

    private static List<Normaliser> normalisers(LicenceField field, CertificateType type) {
        return switch (field.kind()) {
            case CERTIFICATE_NUMBER -> List.of(CERTIFICATE_NUMBER);
            case CREDIT_CODE, IDENTITY_NUMBER -> List.of(HALF_WIDTH, NO_SPACES, UPPER_CASE);
            case DATE -> List.of(DATE);
            case OPERATION, STATE -> List.of(HALF_WIDTH, TRIM);
            case TEXT -> type.tellsKindOfDocument(field) ? List.of(HALF_WIDTH, TRIM) : List.of(TRIM);
            case DEPARTMENT, PERSON, CODE -> List.of(TRIM);
        };
    }
}
