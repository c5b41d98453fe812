package cn.zhenglu.document;

import cn.zhenglu.licence.CertificateType;
import cn.zhenglu.licence.Issuer;
import cn.zhenglu.licence.LicenceField;
import cn.zhenglu.licence.Submission;
import java.time.LocalDate;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import tools.jackson.databind.json.JsonMapper;

/**
 * The licence for machines, attached to the document as JSON and as XML. What it says is the certificate type's to name, as the
 * coding call names it, so each type has its own namespace and schemas, {@code docs/schema/}; dates yyyy-MM-dd. Identity numbers are
 * left out; the code, which only the QR symbol shows, is there so that the two can be compared.
 */
final class RecordAttachment {

    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final CertificateType type;
    private final Map<String, String> fields = new LinkedHashMap<>();

    RecordAttachment(Submission submission, Issuer issuer) {
        this.type = submission.record().type();
        put("certTypeName", type.name());
        put("certTypeCode", type.code());
        type.attachment().forEach(name -> put(name, value(name, submission, issuer)));
        put("assignedCode", submission.code());
    }

    byte[] json() {
        return JSON.writeValueAsBytes(fields);
    }

    byte[] xml() {
        XmlPart xml = XmlPart.plain("urn:zhenglu:" + type.id() + ":1", "licence");
        fields.forEach(xml::leaf);
        return xml.bytes();
    }

    private static Object value(String name, Submission submission, Issuer issuer) {
        return switch (name) {
            case "zzeCertID" -> submission.identifier();
            case "associatedZzeCertID" -> submission.replacedIdentifier();
            case "issuAuth" -> issuer.name();
            case "issuAuthCode" -> issuer.code();
            default -> {
                LicenceField field = submission.record().type().fieldOnTheWire(name).orElseThrow();
                yield field.in(submission.record()) == null ? field.otherwise() : field.in(submission.record());
            }
        };
    }

    /** A {@link LocalDate} prints itself as yyyy-MM-dd. */
    private void put(String name, Object value) {
        if (value != null) {
            fields.put(name, Objects.toString(value));
        }
    }
}
