package cn.zhenglu.seal.ses;

import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1IA5String;
import org.bouncycastle.asn1.ASN1Integer;
import org.bouncycastle.asn1.ASN1Primitive;
import org.bouncycastle.asn1.ASN1Sequence;
import org.bouncycastle.asn1.DERIA5String;
import org.bouncycastle.asn1.DEROctetString;
import org.bouncycastle.asn1.DERSequence;

/**
 * 印章图像数据, {@code SES_ESPictureInfo} (GB/T 38540-2020, 6.1).
 *
 * @param type   image format: {@code PNG}, {@code GIF}, {@code SVG} …
 * @param data   the image file
 * @param width  millimetres
 * @param height millimetres
 */
public record SealPicture(String type, byte[] data, int width, int height) implements ASN1Encodable {

    static SealPicture of(ASN1Encodable encoded) {
        ASN1Sequence picture = Asn1.sequence("SES_ESPictureInfo", encoded, 4, 4);
        return new SealPicture(
                ASN1IA5String.getInstance(picture.getObjectAt(0)).getString(),
                Asn1.octets(picture.getObjectAt(1)),
                Asn1.integer(picture.getObjectAt(2)),
                Asn1.integer(picture.getObjectAt(3)));
    }

    @Override
    public ASN1Primitive toASN1Primitive() {
        return new DERSequence(new ASN1Encodable[] {
            new DERIA5String(type, true), new DEROctetString(data), new ASN1Integer(width), new ASN1Integer(height)});
    }

    @Override
    public String toString() {
        return "SealPicture[" + type + ", " + data.length + " bytes, " + width + " × " + height + " mm]";
    }
}
