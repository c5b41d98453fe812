package cn.zhenglu.seal.ses;

import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1EncodableVector;
import org.bouncycastle.asn1.ASN1IA5String;
import org.bouncycastle.asn1.ASN1Primitive;
import org.bouncycastle.asn1.ASN1Sequence;
import org.bouncycastle.asn1.DERIA5String;
import org.bouncycastle.asn1.DERSequence;

/**
 * 印章信息, {@code SES_SealInfo} (GB/T 38540-2020, 6.1): what the seal maker signs.
 *
 * @param header     印章头
 * @param id         印章标识 ({@code esID}), unique; ASCII
 * @param property   印章属性
 * @param picture    印章图像数据
 * @param extensions 自定义数据 ({@code extDatas}) of the maker, kept as they are because his signature covers them, or
 *                   {@code null}
 */
public record SealInfo(SealHeader header, String id, SealProperty property, SealPicture picture, ASN1Primitive extensions)
        implements ASN1Encodable {

    static SealInfo of(ASN1Encodable encoded) {
        ASN1Sequence info = Asn1.sequence("SES_SealInfo", encoded, 4, 5);
        return new SealInfo(
                SealHeader.of(info.getObjectAt(0)),
                ASN1IA5String.getInstance(info.getObjectAt(1)).getString(),
                SealProperty.of(info.getObjectAt(2)),
                SealPicture.of(info.getObjectAt(3)),
                info.size() == 5 ? info.getObjectAt(4).toASN1Primitive() : null);
    }

    /** What the seal maker signs, DER. */
    public byte[] encoded() {
        return Asn1.der(this);
    }

    @Override
    public ASN1Primitive toASN1Primitive() {
        ASN1EncodableVector elements = new ASN1EncodableVector(5);
        elements.add(header);
        elements.add(new DERIA5String(id, true));
        elements.add(property);
        elements.add(picture);
        elements.addOptional(extensions);
        return new DERSequence(elements);
    }
}
