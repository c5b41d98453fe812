package cn.zhenglu.seal.ses;

import java.time.Instant;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1Integer;
import org.bouncycastle.asn1.ASN1Primitive;
import org.bouncycastle.asn1.ASN1Sequence;
import org.bouncycastle.asn1.ASN1UTF8String;
import org.bouncycastle.asn1.DERSequence;
import org.bouncycastle.asn1.DERUTF8String;

/**
 * 印章属性, {@code SES_ESPropertyInfo} (GB/T 38540-2020, 6.1).
 *
 * @param type       印章类型, 1 = seal of an organisation
 * @param name       印章名称, the same as registered with the police
 * @param signers    who may sign with it
 * @param created    制作时间
 * @param validFrom  有效期 from
 * @param validUntil 有效期 to
 */
public record SealProperty(int type, String name, CertList signers, Instant created, Instant validFrom, Instant validUntil)
        implements ASN1Encodable {

    static SealProperty of(ASN1Encodable encoded) {
        ASN1Sequence property = Asn1.sequence("SES_ESPropertyInfo", encoded, 7, 7);
        return new SealProperty(
                Asn1.integer(property.getObjectAt(0)),
                ASN1UTF8String.getInstance(property.getObjectAt(1)).getString(),
                CertList.of(Asn1.integer(property.getObjectAt(2)), property.getObjectAt(3)),
                Asn1.instant(property.getObjectAt(4)),
                Asn1.instant(property.getObjectAt(5)),
                Asn1.instant(property.getObjectAt(6)));
    }

    @Override
    public ASN1Primitive toASN1Primitive() {
        return new DERSequence(new ASN1Encodable[] {
            new ASN1Integer(type), new DERUTF8String(name), new ASN1Integer(signers.type()), signers,
            Asn1.time(created), Asn1.time(validFrom), Asn1.time(validUntil)});
    }
}
