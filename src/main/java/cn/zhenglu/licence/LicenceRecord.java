package cn.zhenglu.licence;

import java.time.LocalDate;
import java.util.Map;

/**
 * What an approval says about a licence, normalised, before the rules have judged it: any component may be {@code null} when
 * the source left it out or it could not be read. {@link LicenceRules} tells what is missing.
 *
 * @param operation           what is done; {@code null} when the source's value is in no dictionary
 * @param department          id of the department that approved (configuration, {@code zhenglu.departments})
 * @param certNum             证书编号, canonical form {@code （闽）JZ安许证字[2023]000001}
 * @param companyName         企业名称
 * @param creditCode          统一社会信用代码, 18 characters, GB 32100
 * @param companyAddress      单位地址
 * @param economicType        经济类型, text or GB/T 12402 code
 * @param responsiblePerson   法定代表人 or 主要负责人
 * @param responsiblePersonId that person's identity number: personal data, never logged or shown whole
 * @param responsiblePersonIdType kind of that number, 111 = 居民身份证 (GB/T 36903 appendix)
 * @param licenceScope        许可范围
 * @param firstIssueDate      首次发证日期
 * @param issueDate           发证日期
 * @param validFrom           有效期 from
 * @param validTo             有效期 to, inclusive
 * @param state               the state after the operation
 * @param stateNote           说明, mandatory with {@link LicenceState#OTHER}
 * @param replaces            certificate number of the replaced licence when it differs from {@code certNum}, or {@code null}
 */
public record LicenceRecord(
        Operation operation,
        String department,
        String certNum,
        String companyName,
        String creditCode,
        String companyAddress,
        String economicType,
        String responsiblePerson,
        String responsiblePersonId,
        String responsiblePersonIdType,
        String licenceScope,
        LocalDate firstIssueDate,
        LocalDate issueDate,
        LocalDate validFrom,
        LocalDate validTo,
        LicenceState state,
        String stateNote,
        String replaces) {

    /**
     * The record of these fields, the others {@code null}.
     *
     * @param fields of the component's type each: {@code LocalDate}, {@link Operation}, {@link LicenceState}, else text
     * @throws ClassCastException if a value is of another type
     */
    public static LicenceRecord of(Map<LicenceField, ?> fields) {
        return new LicenceRecord(
                (Operation) fields.get(LicenceField.OPERATION),
                (String) fields.get(LicenceField.DEPARTMENT),
                (String) fields.get(LicenceField.CERT_NUM),
                (String) fields.get(LicenceField.COMPANY_NAME),
                (String) fields.get(LicenceField.CREDIT_CODE),
                (String) fields.get(LicenceField.COMPANY_ADDRESS),
                (String) fields.get(LicenceField.ECONOMIC_TYPE),
                (String) fields.get(LicenceField.RESPONSIBLE_PERSON),
                (String) fields.get(LicenceField.RESPONSIBLE_PERSON_ID),
                (String) fields.get(LicenceField.RESPONSIBLE_PERSON_ID_TYPE),
                (String) fields.get(LicenceField.LICENCE_SCOPE),
                (LocalDate) fields.get(LicenceField.FIRST_ISSUE_DATE),
                (LocalDate) fields.get(LicenceField.ISSUE_DATE),
                (LocalDate) fields.get(LicenceField.VALID_FROM),
                (LocalDate) fields.get(LicenceField.VALID_TO),
                (LicenceState) fields.get(LicenceField.STATE),
                (String) fields.get(LicenceField.STATE_NOTE),
                (String) fields.get(LicenceField.REPLACES));
    }

    /** The same with another state. */
    public LicenceRecord withState(LicenceState other, String note) {
        return new LicenceRecord(operation, department, certNum, companyName, creditCode, companyAddress, economicType,
                responsiblePerson, responsiblePersonId, responsiblePersonIdType, licenceScope, firstIssueDate, issueDate, validFrom,
                validTo, other, note, replaces);
    }

    /** The certificate number under which the replaced or affected licence is known. */
    public String predecessorCertNum() {
        return replaces == null ? certNum : replaces;
    }

    /** Without personal data: logs print records. */
    @Override
    public String toString() {
        return "LicenceRecord[" + operation + ' ' + certNum + ' ' + companyName + ']';
    }
}
