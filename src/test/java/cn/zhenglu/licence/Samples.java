package cn.zhenglu.licence;

import static cn.zhenglu.licence.LicenceField.CERT_NUM;
import static cn.zhenglu.licence.LicenceField.COMPANY_ADDRESS;
import static cn.zhenglu.licence.LicenceField.COMPANY_NAME;
import static cn.zhenglu.licence.LicenceField.CREDIT_CODE;
import static cn.zhenglu.licence.LicenceField.DEPARTMENT;
import static cn.zhenglu.licence.LicenceField.ECONOMIC_TYPE;
import static cn.zhenglu.licence.LicenceField.FIRST_ISSUE_DATE;
import static cn.zhenglu.licence.LicenceField.ISSUE_DATE;
import static cn.zhenglu.licence.LicenceField.LICENCE_SCOPE;
import static cn.zhenglu.licence.LicenceField.OPERATION;
import static cn.zhenglu.licence.LicenceField.RESPONSIBLE_PERSON;
import static cn.zhenglu.licence.LicenceField.RESPONSIBLE_PERSON_ID;
import static cn.zhenglu.licence.LicenceField.RESPONSIBLE_PERSON_ID_TYPE;
import static cn.zhenglu.licence.LicenceField.STATE;
import static cn.zhenglu.licence.LicenceField.VALID_FROM;
import static cn.zhenglu.licence.LicenceField.VALID_TO;

import java.time.LocalDate;
import java.util.EnumMap;
import java.util.Map;
import java.util.Set;

/** A certificate type and records for the tests of this room. */
final class Samples {

    static final Issuer ISSUER = new Issuer("福建省住房和城乡建设厅", "11350000003591037R");

    static final CertificateType TYPE = new CertificateType("建筑施工企业安全生产许可证", "11100000000013338W050", "C0292-2022", "建筑施工",
            Map.of(Operation.NEW, "01", Operation.RENEW, "02", Operation.SUSPEND, "03", Operation.EXPIRE, "04",
                    Operation.END, "05", Operation.RESTORE, "06", Operation.OTHER, "07", Operation.CHANGE, "08"),
            Map.of(LicenceState.VALID, "01", LicenceState.SUSPENDED, "02", LicenceState.REVOKED, "03",
                    LicenceState.WITHDRAWN, "04", LicenceState.CANCELLED, "05", LicenceState.EXPIRED, "06",
                    LicenceState.OTHER, "99"),
            Map.of(Operation.NEW, Set.of(LicenceState.VALID), Operation.RENEW, Set.of(LicenceState.VALID),
                    Operation.CHANGE, Set.of(LicenceState.VALID), Operation.RESTORE, Set.of(LicenceState.VALID),
                    Operation.SUSPEND, Set.of(LicenceState.SUSPENDED), Operation.EXPIRE, Set.of(LicenceState.EXPIRED),
                    Operation.END, Set.of(LicenceState.REVOKED, LicenceState.WITHDRAWN, LicenceState.CANCELLED),
                    Operation.OTHER, Set.of(LicenceState.OTHER)));

    private Samples() {
    }

    /** A good new licence with some fields replaced; a {@code null} value empties the field. */
    static LicenceRecord record(Object... fieldsAndValues) {
        Map<LicenceField, Object> fields = new EnumMap<>(LicenceField.class);
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
        return LicenceRecord.of(fields);
    }

    /** What a source sends when a licence only changes its state. */
    static LicenceRecord stateChange(Operation operation, LicenceState state) {
        Map<LicenceField, Object> fields = new EnumMap<>(LicenceField.class);
        fields.put(OPERATION, operation);
        fields.put(DEPARTMENT, "fuzhou");
        fields.put(CERT_NUM, "（闽）JZ安许证字[2023]000001");
        fields.put(CREDIT_CODE, "91110000600037341L");
        fields.put(STATE, state);
        return LicenceRecord.of(fields);
    }
}
