package cn.zhenglu.seal.verify;

import java.io.IOException;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1OctetString;
import org.bouncycastle.asn1.ASN1Primitive;

/**
 * The content of SignedValue.dat: SES_Signature of GB/T 38540-2020, 7.1 (version 4), or of GM/T 0031-2014.
 *
 * @param seal         the seal inside
 * @param time         when it was put on the document, by the signer's own word
 * @param dataHash     SM3 of Signature.xml
 * @param propertyInfo path of Signature.xml
 * @param signer       certificate of the signer, DER
 * @param algorithm    OID of the signature algorithm
 * @param signedBytes  DER of TBS_Sign, which the signer signed
 * @param signature    the signer's signature, DER of r and s (GB/T 35276)
 * @param timestamp    token of a timestamp authority over the signature (GB/T 20520), or {@code null}
 */
record SesSignature(SesSeal seal, Instant time, byte[] dataHash, String propertyInfo, byte[] signer, String algorithm,
                    byte[] signedBytes, byte[] signature, byte[] timestamp) {

    private static final DateTimeFormatter UTC_TIME = DateTimeFormatter.ofPattern("uuuuMMddHHmmss'Z'").withZone(ZoneOffset.UTC);
    /** Without a zone: makers write the time of their clocks, which is that of China. */
    private static final DateTimeFormatter CHINA_TIME = DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss")
            .withZone(ZoneId.of("Asia/Shanghai"));

    /** Takes SignedValue.dat apart, the seal and all. */
    static SesSignature parse(byte[] encoded) throws Refusal {
        try {
            Der signature = Der.parse(encoded, "电子签章数据");
            // GM/T 0031: TBS_Sign and signature; since GB/T 38540 the certificate and the algorithm stand beside them
            return signature.size() == 2 ? older(signature) : current(signature);
        } catch (RuntimeException malformed) {
            // BouncyCastle reads values when they are asked for, and answers nonsense with all kinds of these
            throw new Refusal(Rule.SEAL_STRUCTURE, "电子签章数据不是完好的 ASN.1 数据。", malformed);
        }
    }

    private static SesSignature current(Der signature) throws Refusal {
        ASN1Encodable tbsObject = signature.any();
        Der tbs = Der.sequence(tbsObject, "签章信息");
        BigInteger version = tbs.integer();
        SesSeal seal = SesSeal.parse(tbs.any());
        if (seal.version() != SesSeal.CURRENT || !version.equals(BigInteger.valueOf(SesSeal.CURRENT))) {
            throw Der.broken("签章信息", "的版本与其印章的版本不符");
        }
        Instant time = SesTime.parse(tbs.any(), "签章时间");
        byte[] dataHash = tbs.bits();
        String propertyInfo = tbs.ia5();
        ASN1Encodable extensions = tbs.tagged(0);
        if (extensions != null) {
            SesExtensions.refuseCritical(extensions);
        }
        tbs.end();
        byte[] signer = signature.octets();
        String algorithm = signature.oid();
        byte[] value = signature.bits();
        ASN1Encodable token = signature.tagged(0);
        byte[] timestamp = token == null ? null : signature.bits(token);
        signature.end();
        return new SesSignature(seal, time, dataHash, propertyInfo, signer, algorithm, Der.encoded(tbsObject, "签章信息"), value, timestamp);
    }

    private static SesSignature older(Der signature) throws Refusal {
        ASN1Encodable tbsObject = signature.any();
        Der tbs = Der.sequence(tbsObject, "签章信息");
        tbs.integer();
        SesSeal seal = SesSeal.parse(tbs.any());
        if (seal.version() >= SesSeal.CURRENT) {
            throw Der.broken("签章信息", "的版本与其印章的版本不符");
        }
        Instant time = olderTime(octetsOrBits(tbs));
        byte[] dataHash = octetsOrBits(tbs);
        String propertyInfo = tbs.ia5();
        byte[] signer = tbs.octets();
        String algorithm = tbs.oid();
        tbs.end();
        byte[] value = signature.bits();
        signature.end();
        return new SesSignature(seal, time, dataHash, propertyInfo, signer, algorithm, Der.encoded(tbsObject, "签章信息"), value, null);
    }

    /** GM/T 0031 says BIT STRING; makers write OCTET STRING as well. */
    private static byte[] octetsOrBits(Der tbs) throws Refusal {
        ASN1Encodable element = tbs.any();
        return element instanceof ASN1OctetString octets ? octets.getOctets() : tbs.bits(element);
    }

    /** GM/T 0031 leaves the form open: a DER time, or its characters in one way or another. */
    private static Instant olderTime(byte[] value) throws Refusal {
        try {
            if (value.length == 0 || !Character.isDigit(value[0])) {
                return SesTime.parse(ASN1Primitive.fromByteArray(value), "签章时间");
            }
            String text = new String(value, StandardCharsets.US_ASCII);
            return (text.endsWith("Z") ? UTC_TIME : CHINA_TIME).parse(text, Instant::from);
        } catch (DateTimeParseException | IOException e) {
            throw new Refusal(Rule.SEAL_STRUCTURE, "签章时间的形式不受支持。", e);
        }
    }
}
