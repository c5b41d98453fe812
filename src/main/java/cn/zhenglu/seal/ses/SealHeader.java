package cn.zhenglu.seal.ses;

import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1IA5String;
import org.bouncycastle.asn1.ASN1Integer;
import org.bouncycastle.asn1.ASN1Primitive;
import org.bouncycastle.asn1.ASN1Sequence;
import org.bouncycastle.asn1.DERIA5String;
import org.bouncycastle.asn1.DERSequence;

/**
 * 印章头, {@code SES_Header} (GB/T 38540-2020, 6.1).
 *
 * @param id      always {@code ES}
 * @param version of the seal's structure, 4 for this standard
 * @param vendor  厂商标识, tells the seal makers' software apart; ASCII
 */
public record SealHeader(String id, int version, String vendor) implements ASN1Encodable {

    /** The version that GB/T 38540-2020 defines. */
    public static final int V4 = 4;

    /** The header of a seal made by this standard. */
    public static SealHeader v4(String vendor) {
        return new SealHeader("ES", V4, vendor);
    }

    static SealHeader of(ASN1Encodable encoded) {
        ASN1Sequence header = Asn1.sequence("SES_Header", encoded, 3, 3);
        return new SealHeader(
                ASN1IA5String.getInstance(header.getObjectAt(0)).getString(),
                Asn1.integer(header.getObjectAt(1)),
                ASN1IA5String.getInstance(header.getObjectAt(2)).getString());
    }

    @Override
    public ASN1Primitive toASN1Primitive() {
        return new DERSequence(new ASN1Encodable[] {
            new DERIA5String(id, true), new ASN1Integer(version), new DERIA5String(vendor, true)});
    }
}
