package cn.zhenglu.document;

import cn.zhenglu.licence.CertificateType;
import cn.zhenglu.licence.Issuer;
import cn.zhenglu.licence.LicenceRecord;
import cn.zhenglu.licence.Submission;
import java.time.LocalDate;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import tools.jackson.databind.json.JsonMapper;

/**
 * The licence for machines, attached to the document as JSON and as XML; schemas: {@code schema/licence.schema.json},
 * {@code schema/licence.xsd} in the resources. Names are those of the coding call; dates yyyy-MM-dd. The identity
 * number is left out; the code, which only the QR symbol shows, is there so that the two can be compared.
 */
final class RecordAttachment {

    static final String NAMESPACE = "urn:zhenglu:licence:1";

    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final Map<String, String> fields = new LinkedHashMap<>();

    RecordAttachment(Submission submission, CertificateType type, Issuer issuer) {
        LicenceRecord licence = submission.record();
        put("certTypeName", type.name());
        put("certTypeCode", type.code());
        put("certNum", licence.certNum());
        put("zzeCertID", submission.identifier());
        put("companyName", licence.companyName());
        put("creditCode", licence.creditCode());
        put("companyAddress", licence.companyAddress());
        put("economicType", licence.economicType());
        put("responsiblePerson", licence.responsiblePerson());
        put("licenseScope", PrintedField.scope(submission, type));
        put("issuAuth", issuer.name());
        put("issuAuthCode", issuer.code());
        put("firstIssuDate", licence.firstIssueDate());
        put("issuDate", licence.issueDate());
        put("effectiveDate", licence.validFrom());
        put("expiringDate", licence.validTo());
        put("associatedZzeCertID", submission.replacedIdentifier());
        put("assignedCode", submission.code());
    }

    byte[] json() {
        return JSON.writeValueAsBytes(fields);
    }

    byte[] xml() {
        XmlPart xml = XmlPart.plain(NAMESPACE, "licence");
        fields.forEach(xml::leaf);
        return xml.bytes();
    }

    /** A {@link LocalDate} prints itself as yyyy-MM-dd. */
    private void put(String name, Object value) {
        if (value != null) {
            fields.put(name, Objects.toString(value));
        }
    }
}
