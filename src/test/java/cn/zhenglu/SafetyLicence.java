package cn.zhenglu;

import cn.zhenglu.intake.CertificateTypes;
import cn.zhenglu.licence.CertificateType;
import cn.zhenglu.licence.Family;
import cn.zhenglu.licence.LicenceField;
import cn.zhenglu.licence.LicenceRecord;
import cn.zhenglu.licence.LicenceState;
import cn.zhenglu.licence.Operation;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The shipped type of the 安全生产许可证 with names for its fields, and all shipped types. */
public final class SafetyLicence {

    public static final Path FILE = Path.of("config", "types", "c0292.yaml");
    public static final CertificateType TYPE = CertificateTypes.load(FILE);
    public static final Family FAMILY = CertificateTypes.loadAll(FILE.getParent());

    public static final LicenceField OPERATION = field("operation");
    public static final LicenceField DEPARTMENT = field("department");
    public static final LicenceField CERT_NUM = field("certNum");
    public static final LicenceField COMPANY_NAME = field("companyName");
    public static final LicenceField CREDIT_CODE = field("creditCode");
    public static final LicenceField COMPANY_ADDRESS = field("companyAddress");
    public static final LicenceField ECONOMIC_TYPE = field("economicType");
    public static final LicenceField RESPONSIBLE_PERSON = field("responsiblePerson");
    public static final LicenceField RESPONSIBLE_PERSON_ID = field("responsiblePersonId");
    public static final LicenceField RESPONSIBLE_PERSON_ID_TYPE = field("responsiblePersonIdType");
    public static final LicenceField LICENCE_SCOPE = field("licenceScope");
    public static final LicenceField FIRST_ISSUE_DATE = field("firstIssueDate");
    public static final LicenceField ISSUE_DATE = field("issueDate");
    public static final LicenceField VALID_FROM = field("validFrom");
    public static final LicenceField VALID_TO = field("validTo");
    public static final LicenceField STATE = field("state");
    public static final LicenceField STATE_NOTE = field("stateNote");
    public static final LicenceField REPLACES = field("replaces");

    private SafetyLicence() {
    }

    private static LicenceField field(String component) {
        return TYPE.field(component).orElseThrow();
    }

    /** The record of these fields, the others {@code null}. */
    public static LicenceRecord of(Map<LicenceField, ?> fields) {
        Map<String, Object> values = new HashMap<>();
        fields.forEach((field, value) -> values.put(field.component(), value));
        return LicenceRecord.of(TYPE, values);
    }

    /** The record of all fields. */
    public static LicenceRecord record(Operation operation, String department, String certNum, String companyName, String creditCode,
            String companyAddress, String economicType, String responsiblePerson, String responsiblePersonId,
            String responsiblePersonIdType, String licenceScope, LocalDate firstIssueDate, LocalDate issueDate, LocalDate validFrom,
            LocalDate validTo, LicenceState state, String stateNote, String replaces) {
        Map<String, String> own = new HashMap<>();
        own.put("companyName", companyName);
        own.put("creditCode", creditCode);
        own.put("companyAddress", companyAddress);
        own.put("economicType", economicType);
        own.put("responsiblePerson", responsiblePerson);
        own.put("responsiblePersonId", responsiblePersonId);
        own.put("responsiblePersonIdType", responsiblePersonIdType);
        own.put("licenceScope", licenceScope);
        return new LicenceRecord(TYPE, operation, department, certNum, own, firstIssueDate, issueDate, validFrom, validTo, state,
                stateNote, replaces);
    }

    /** All fields, in their order. */
    public static List<LicenceField> fields() {
        return TYPE.fields();
    }
}
