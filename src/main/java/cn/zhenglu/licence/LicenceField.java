package cn.zhenglu.licence;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;

/** The components of {@link LicenceRecord} with the names that people know them by; mappings and problems speak of them. */
public enum LicenceField {
    OPERATION("operation", "业务类型", LicenceRecord::operation),
    DEPARTMENT("department", "审批部门", LicenceRecord::department),
    CERT_NUM("certNum", "证书编号", LicenceRecord::certNum),
    COMPANY_NAME("companyName", "企业名称", LicenceRecord::companyName),
    CREDIT_CODE("creditCode", "统一社会信用代码", LicenceRecord::creditCode),
    COMPANY_ADDRESS("companyAddress", "单位地址", LicenceRecord::companyAddress),
    ECONOMIC_TYPE("economicType", "经济类型", LicenceRecord::economicType),
    RESPONSIBLE_PERSON("responsiblePerson", "法定代表人", LicenceRecord::responsiblePerson),
    RESPONSIBLE_PERSON_ID("responsiblePersonId", "法定代表人证件号码", LicenceRecord::responsiblePersonId),
    RESPONSIBLE_PERSON_ID_TYPE("responsiblePersonIdType", "法定代表人证件类型", LicenceRecord::responsiblePersonIdType),
    LICENCE_SCOPE("licenceScope", "许可范围", LicenceRecord::licenceScope),
    FIRST_ISSUE_DATE("firstIssueDate", "首次发证日期", LicenceRecord::firstIssueDate),
    ISSUE_DATE("issueDate", "发证日期", LicenceRecord::issueDate),
    VALID_FROM("validFrom", "有效期起始日期", LicenceRecord::validFrom),
    VALID_TO("validTo", "有效期截止日期", LicenceRecord::validTo),
    STATE("state", "证照状态", LicenceRecord::state),
    STATE_NOTE("stateNote", "状态说明", LicenceRecord::stateNote),
    REPLACES("replaces", "原证书编号", LicenceRecord::replaces);

    private final String component;
    private final String label;
    private final Function<LicenceRecord, Object> value;

    LicenceField(String component, String label, Function<LicenceRecord, Object> value) {
        this.component = component;
        this.label = label;
        this.value = value;
    }

    /** The field of that component name, e.g. {@code certNum}. */
    public static Optional<LicenceField> named(String component) {
        return Arrays.stream(values()).filter(field -> field.component.equals(component)).findFirst();
    }

    /** Name of the record's component, e.g. {@code certNum}; what {@link Problem#field()} holds. */
    public String component() {
        return component;
    }

    /** The official Chinese name. */
    public String label() {
        return label;
    }

    /** What the record says, or {@code null}. */
    public Object in(LicenceRecord record) {
        return value.apply(record);
    }

    /** Problem code of that kind for this field, e.g. {@code cert-num.missing}. */
    public String code(String kind) {
        return name().toLowerCase(Locale.ROOT).replace('_', '-') + '.' + kind;
    }
}
