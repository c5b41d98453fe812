package cn.zhenglu.seal.ses;

import java.time.Instant;
import org.bouncycastle.asn1.ASN1BitString;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1EncodableVector;
import org.bouncycastle.asn1.ASN1IA5String;
import org.bouncycastle.asn1.ASN1Integer;
import org.bouncycastle.asn1.ASN1Primitive;
import org.bouncycastle.asn1.ASN1Sequence;
import org.bouncycastle.asn1.DERBitString;
import org.bouncycastle.asn1.DERIA5String;
import org.bouncycastle.asn1.DERSequence;

/**
 * 签章信息, {@code TBS_Sign} (GB/T 38540-2020, 7.1): what the signer signs.
 *
 * @param version      the same as the seal's
 * @param seal         the seal used
 * @param time         签章时间, whole seconds
 * @param dataHash     原文杂凑值: in an OFD the SM3 of Signature.xml (GM/T 0099)
 * @param propertyInfo 原文属性: in an OFD the path of Signature.xml within the package; ASCII
 * @param extensions   自定义数据 ({@code [0] extDatas}) or {@code null}
 */
public record TbsSign(int version, SESeal seal, Instant time, byte[] dataHash, String propertyInfo, ASN1Primitive extensions)
        implements ASN1Encodable {

    static TbsSign of(ASN1Encodable encoded) {
        ASN1Sequence tbs = Asn1.sequence("TBS_Sign", encoded, 5, 6);
        return new TbsSign(
                Asn1.integer(tbs.getObjectAt(0)),
                SESeal.of(tbs.getObjectAt(1)),
                Asn1.instant(tbs.getObjectAt(2)),
                ASN1BitString.getInstance(tbs.getObjectAt(3)).getOctets(),
                ASN1IA5String.getInstance(tbs.getObjectAt(4)).getString(),
                tbs.size() == 6 ? tbs.getObjectAt(5).toASN1Primitive() : null);
    }

    /** What the signer signs, DER. */
    public byte[] encoded() {
        return Asn1.der(this);
    }

    @Override
    public ASN1Primitive toASN1Primitive() {
        ASN1EncodableVector elements = new ASN1EncodableVector(6);
        elements.add(new ASN1Integer(version));
        elements.add(seal);
        elements.add(Asn1.time(time));
        elements.add(new DERBitString(dataHash));
        elements.add(new DERIA5String(propertyInfo, true));
        elements.addOptional(extensions);
        return new DERSequence(elements);
    }
}
