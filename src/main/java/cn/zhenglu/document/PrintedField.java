package cn.zhenglu.document;

import cn.zhenglu.licence.CertificateType;
import cn.zhenglu.licence.Issuer;
import cn.zhenglu.licence.Submission;
import java.time.LocalDate;
import java.time.format.DateTimeFormatter;
import java.util.Arrays;
import java.util.Optional;
import java.util.stream.Collectors;

/** What a template may print: the names inside its braces. The identity number is not among them on purpose. */
enum PrintedField {
    CERTIFICATE_TYPE("certificateType", "证照类型名称", (s, type, issuer) -> type.name()),
    CERT_NUM("certNum", "证书编号", (s, type, issuer) -> s.record().certNum()),
    COMPANY_NAME("companyName", "企业名称", (s, type, issuer) -> s.record().companyName()),
    CREDIT_CODE("creditCode", "统一社会信用代码", (s, type, issuer) -> s.record().creditCode()),
    RESPONSIBLE_PERSON("responsiblePerson", "法定代表人", (s, type, issuer) -> s.record().responsiblePerson()),
    COMPANY_ADDRESS("companyAddress", "单位地址", (s, type, issuer) -> s.record().companyAddress()),
    ECONOMIC_TYPE("economicType", "经济类型", (s, type, issuer) -> s.record().economicType()),
    LICENCE_SCOPE("licenceScope", "许可范围", (s, type, issuer) -> scope(s, type)),
    FIRST_ISSUE_DATE("firstIssueDate", "首次发证日期", (s, type, issuer) -> date(s.record().firstIssueDate())),
    ISSUE_DATE("issueDate", "发证日期", (s, type, issuer) -> date(s.record().issueDate())),
    VALID_FROM("validFrom", "有效期起始日期", (s, type, issuer) -> date(s.record().validFrom())),
    VALID_TO("validTo", "有效期截止日期", (s, type, issuer) -> date(s.record().validTo())),
    ISSUER("issuer", "发证机关", (s, type, issuer) -> issuer.name()),
    ISSUER_CODE("issuerCode", "发证机关代码", (s, type, issuer) -> issuer.code()),
    IDENTIFIER("identifier", "证照标识", (s, type, issuer) -> s.identifier() == null ? null : s.identifier().value());

    private static final DateTimeFormatter DATE = DateTimeFormatter.ofPattern("yyyy年MM月dd日");

    private final String key;
    private final String label;
    private final Source source;

    PrintedField(String key, String label, Source source) {
        this.key = key;
        this.label = label;
        this.source = source;
    }

    /** The name in the braces; the record's component where there is one. */
    String key() {
        return key;
    }

    /** The official Chinese name. */
    String label() {
        return label;
    }

    /** What is printed, dates as 2023年01月05日; {@code null} when the submission does not say. */
    String of(Submission submission, CertificateType type, Issuer issuer) {
        return source.of(submission, type, issuer);
    }

    static Optional<PrintedField> named(String key) {
        return Arrays.stream(values()).filter(field -> field.key.equals(key)).findFirst();
    }

    static String allKeys() {
        return Arrays.stream(values()).map(PrintedField::key).collect(Collectors.joining("、"));
    }

    /** 许可范围, from the certificate type when the source gives none. */
    static String scope(Submission submission, CertificateType type) {
        return submission.record().licenceScope() == null ? type.scope() : submission.record().licenceScope();
    }

    private static String date(LocalDate date) {
        return date == null ? null : DATE.format(date);
    }

    private interface Source {
        String of(Submission submission, CertificateType type, Issuer issuer);
    }
}
