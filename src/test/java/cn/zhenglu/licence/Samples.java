package cn.zhenglu.licence;

import static cn.zhenglu.SafetyLicence.CERT_NUM;
import static cn.zhenglu.SafetyLicence.COMPANY_ADDRESS;
import static cn.zhenglu.SafetyLicence.COMPANY_NAME;
import static cn.zhenglu.SafetyLicence.CREDIT_CODE;
import static cn.zhenglu.SafetyLicence.DEPARTMENT;
import static cn.zhenglu.SafetyLicence.ECONOMIC_TYPE;
import static cn.zhenglu.SafetyLicence.FIRST_ISSUE_DATE;
import static cn.zhenglu.SafetyLicence.ISSUE_DATE;
import static cn.zhenglu.SafetyLicence.LICENCE_SCOPE;
import static cn.zhenglu.SafetyLicence.OPERATION;
import static cn.zhenglu.SafetyLicence.RESPONSIBLE_PERSON;
import static cn.zhenglu.SafetyLicence.RESPONSIBLE_PERSON_ID;
import static cn.zhenglu.SafetyLicence.RESPONSIBLE_PERSON_ID_TYPE;
import static cn.zhenglu.SafetyLicence.STATE;
import static cn.zhenglu.SafetyLicence.VALID_FROM;
import static cn.zhenglu.SafetyLicence.VALID_TO;

import cn.zhenglu.SafetyLicence;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.Map;

/** A certificate type and records for the tests of this room. */
final class Samples {

    static final Issuer ISSUER = new Issuer("福建省住房和城乡建设厅", "11350000003591037R");

    static final CertificateType TYPE = SafetyLicence.TYPE;

    private Samples() {
    }

    /** A good new licence with some fields replaced; a {@code null} value empties the field. */
    static LicenceRecord record(Object... fieldsAndValues) {
        Map<LicenceField, Object> fields = new HashMap<>();
        fields.put(OPERATION, Operation.NEW);
        fields.put(DEPARTMENT, "fuzhou");
        fields.put(CERT_NUM, "（闽）JZ安许证字[2023]000001");
        fields.put(COMPANY_NAME, "福建某某建筑工程有限公司");
        fields.put(CREDIT_CODE, "91110000600037341L");
        fields.put(COMPANY_ADDRESS, "福州市鼓楼区某路1号");
        fields.put(ECONOMIC_TYPE, "有限责任公司");
        fields.put(RESPONSIBLE_PERSON, "张三");
        fields.put(RESPONSIBLE_PERSON_ID, "11010519491231002X");
        fields.put(RESPONSIBLE_PERSON_ID_TYPE, "111");
        fields.put(LICENCE_SCOPE, "建筑施工");
        fields.put(FIRST_ISSUE_DATE, LocalDate.of(2020, 6, 1));
        fields.put(ISSUE_DATE, LocalDate.of(2023, 6, 1));
        fields.put(VALID_FROM, LocalDate.of(2023, 6, 1));
        fields.put(VALID_TO, LocalDate.of(2026, 5, 31));
        fields.put(STATE, LicenceState.VALID);
        for (int i = 0; i < fieldsAndValues.length; i += 2) {
            fields.put((LicenceField) fieldsAndValues[i], fieldsAndValues[i + 1]);
        }
        return SafetyLicence.of(fields);
    }

    /** What a source sends when a licence only changes its state. */
    static LicenceRecord stateChange(Operation operation, LicenceState state) {
        Map<LicenceField, Object> fields = new HashMap<>();
        fields.put(OPERATION, operation);
        fields.put(DEPARTMENT, "fuzhou");
        fields.put(CERT_NUM, "（闽）JZ安许证字[2023]000001");
        fields.put(CREDIT_CODE, "91110000600037341L");
        fields.put(STATE, state);
        return SafetyLicence.of(fields);
    }
}
