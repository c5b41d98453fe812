package cn.zhenglu.licence;

import cn.zhenglu.licence.LicenceField.Core;
import cn.zhenglu.licence.LicenceField.Kind;
import java.time.LocalDate;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;

/**
 * What an approval says about a certificate, normalised, before the rules have judged it: anything may be {@code null} when the
 * source left it out or it could not be read. {@link LicenceRules} tells what is missing.
 *
 * @param type           which certificate; it has the fields of {@code own}
 * @param operation      what is done; {@code null} when the source's value is in no dictionary
 * @param department     id of the department that approved (configuration, {@code zhenglu.departments})
 * @param certNum        证书编号, in the type's canonical form
 * @param own            the fields of the type by component, all of them in its order; personal data among them
 * @param firstIssueDate 首次发证日期
 * @param issueDate      发证日期
 * @param validFrom      有效期 from
 * @param validTo        有效期 to, inclusive
 * @param state          the state after the operation
 * @param stateNote      说明, mandatory with {@link LicenceState#OTHER}
 * @param replaces       certificate number of the replaced licence when it differs from {@code certNum}, or {@code null}
 */
public record LicenceRecord(
        CertificateType type,
        Operation operation,
        String department,
        String certNum,
        Map<String, String> own,
        LocalDate firstIssueDate,
        LocalDate issueDate,
        LocalDate validFrom,
        LocalDate validTo,
        LicenceState state,
        String stateNote,
        String replaces) {

    public LicenceRecord {
        Map<String, String> ordered = new LinkedHashMap<>();
        for (LicenceField field : type.ownFields()) {
            ordered.put(field.component(), own.get(field.component()));
        }
        own = Collections.unmodifiableMap(ordered);
    }

    /**
     * The record of these fields, the others {@code null}.
     *
     * @param fields by component, of the field's type each: {@code LocalDate}, {@link Operation}, {@link LicenceState}, else text
     * @throws ClassCastException if a value is of another type
     */
    public static LicenceRecord of(CertificateType type, Map<String, ?> fields) {
        Map<String, String> own = new LinkedHashMap<>();
        type.ownFields().forEach(field -> own.put(field.component(), (String) fields.get(field.component())));
        return new LicenceRecord(type,
                (Operation) fields.get(Core.OPERATION.component()),
                (String) fields.get(Core.DEPARTMENT.component()),
                (String) fields.get(Core.CERT_NUM.component()),
                own,
                (LocalDate) fields.get(Core.FIRST_ISSUE_DATE.component()),
                (LocalDate) fields.get(Core.ISSUE_DATE.component()),
                (LocalDate) fields.get(Core.VALID_FROM.component()),
                (LocalDate) fields.get(Core.VALID_TO.component()),
                (LicenceState) fields.get(Core.STATE.component()),
                (String) fields.get(Core.STATE_NOTE.component()),
                (String) fields.get(Core.REPLACES.component()));
    }

    /** What it says, by component, {@code null} for nothing. */
    public Map<String, Object> values() {
        Map<String, Object> values = new LinkedHashMap<>();
        type.fields().forEach(field -> values.put(field.component(), field.in(this)));
        return values;
    }

    /** A field of the type, or {@code null}. */
    public String text(String component) {
        return own.get(component);
    }

    /** 持证主体名称: the company or person that the certificate is about. */
    public String holderName() {
        return own.get(type.holder().name());
    }

    /** 持证主体代码: credit code, or identity number and then personal data; see {@link #registeredCode}. */
    public String holderCode() {
        return own.get(type.holder().code());
    }

    /** The holder's code as lists, registers and messages have it: an identity number masked. */
    public String registeredCode() {
        return type.holder().person() && holderCode() != null ? IdentityNumber.mask(holderCode()) : holderCode();
    }

    /** All identity numbers that it holds. */
    public List<String> identityNumbers() {
        return type.fields().stream().filter(field -> field.kind() == Kind.IDENTITY_NUMBER).map(field -> text(field.component()))
                .filter(Objects::nonNull).filter(number -> !number.isBlank()).collect(Collectors.toUnmodifiableList());
    }

    /** The same with another state. */
    public LicenceRecord withState(LicenceState other, String note) {
        return new LicenceRecord(type, operation, department, certNum, own, firstIssueDate, issueDate, validFrom, validTo, other, note,
                replaces);
    }

    /** The certificate number under which the replaced or affected licence is known. */
    public String predecessorCertNum() {
        return replaces == null ? certNum : replaces;
    }

    /** Without personal data: logs print records. */
    @Override
    public String toString() {
        return "LicenceRecord[" + operation + ' ' + certNum + (type.holder().person() ? "" : " " + holderName()) + ']';
    }
}
