package cn.zhenglu.seal.ses;

import java.io.IOException;
import org.bouncycastle.asn1.ASN1BitString;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1EncodableVector;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.ASN1Primitive;
import org.bouncycastle.asn1.ASN1Sequence;
import org.bouncycastle.asn1.ASN1TaggedObject;
import org.bouncycastle.asn1.DERBitString;
import org.bouncycastle.asn1.DEROctetString;
import org.bouncycastle.asn1.DERSequence;
import org.bouncycastle.asn1.DERTaggedObject;

/**
 * 电子签章数据, {@code SES_Signature} (GB/T 38540-2020, 7.1): the content of SignedValue.dat.
 *
 * @param tbs         what is signed
 * @param certificate 签章者证书, DER
 * @param algorithm   签名算法标识, {@link #SM2_WITH_SM3}
 * @param signature   over the DER of {@code tbs}: for SM2 the DER sequence of r and s (GB/T 35276)
 * @param timestamp   时间戳 over {@code signature}, RFC 3161 token in DER (GB/T 20520), or {@code null}
 */
public record SesSignature(TbsSign tbs, byte[] certificate, String algorithm, byte[] signature, byte[] timestamp)
        implements ASN1Encodable {

    /** SM2 signature with SM3 digest (GB/T 33560). */
    public static final String SM2_WITH_SM3 = "1.2.156.10197.1.501";

    /**
     * Reads a signature.
     *
     * @throws IllegalArgumentException when it is not of this structure
     */
    public static SesSignature parse(byte[] der) {
        try {
            return of(ASN1Primitive.fromByteArray(der));
        } catch (IOException | RuntimeException e) {
            throw new IllegalArgumentException("not a seal signature of GB/T 38540-2020: " + e.getMessage(), e);
        }
    }

    static SesSignature of(ASN1Encodable encoded) {
        ASN1Sequence signature = Asn1.sequence("SES_Signature", encoded, 4, 5);
        return new SesSignature(
                TbsSign.of(signature.getObjectAt(0)),
                Asn1.octets(signature.getObjectAt(1)),
                ASN1ObjectIdentifier.getInstance(signature.getObjectAt(2)).getId(),
                ASN1BitString.getInstance(signature.getObjectAt(3)).getOctets(),
                signature.size() == 5 ? timestamp(signature.getObjectAt(4)) : null);
    }

    private static byte[] timestamp(ASN1Encodable encoded) {
        return ASN1BitString.getInstance(ASN1TaggedObject.getInstance(encoded, 128, 0), true).getOctets();
    }

    /** The signature as a file, DER. */
    public byte[] encoded() {
        return Asn1.der(this);
    }

    @Override
    public ASN1Primitive toASN1Primitive() {
        ASN1EncodableVector elements = new ASN1EncodableVector(5);
        elements.add(tbs);
        elements.add(new DEROctetString(certificate));
        elements.add(new ASN1ObjectIdentifier(algorithm));
        elements.add(new DERBitString(signature));
        if (timestamp != null) {
            elements.add(new DERTaggedObject(true, 0, new DERBitString(timestamp)));
        }
        return new DERSequence(elements);
    }
}
