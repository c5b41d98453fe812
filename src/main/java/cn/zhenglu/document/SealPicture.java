package cn.zhenglu.document;

import java.io.IOException;
import java.util.Enumeration;
import java.util.Locale;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1IA5String;
import org.bouncycastle.asn1.ASN1Integer;
import org.bouncycastle.asn1.ASN1OctetString;
import org.bouncycastle.asn1.ASN1Primitive;
import org.bouncycastle.asn1.ASN1Sequence;

/**
 * The picture inside an electronic signature ({@code SES_Signature}: GB/T 38540-2020, 7.2 and 8; GM/T 0031-2014
 * alike). Only the way to the picture is known here: signed data, seal, seal information, picture. Nothing is verified.
 *
 * @param format {@code png}, {@code jpg}, {@code bmp}, {@code ofd}… as the seal says, in lower case
 * @param bytes  the picture's file
 */
record SealPicture(String format, byte[] bytes) {

    /** @throws IllegalArgumentException when there is none */
    static SealPicture of(byte[] signature) {
        try {
            if (!(ASN1Primitive.fromByteArray(signature) instanceof ASN1Sequence whole)) { // null when there are no bytes
                throw new IllegalArgumentException("签名值为空，或不是电子签章数据");
            }
            ASN1Sequence signed = sequence(whole, 0);
            ASN1Sequence information = sequence(sequence(signed, 1), 0);
            for (Enumeration<?> parts = information.getObjects(); parts.hasMoreElements();) {
                if (parts.nextElement() instanceof ASN1Sequence part && part.size() >= 4
                        && part.getObjectAt(0) instanceof ASN1IA5String format
                        && part.getObjectAt(1) instanceof ASN1OctetString data
                        && part.getObjectAt(2) instanceof ASN1Integer && part.getObjectAt(3) instanceof ASN1Integer) {
                    return new SealPicture(format.getString().toLowerCase(Locale.ROOT), data.getOctets());
                }
            }
        } catch (IOException | ClassCastException | IllegalStateException | ArrayIndexOutOfBoundsException notThat) {
            throw new IllegalArgumentException("签名值不是 GB/T 38540 规定的电子签章数据", notThat);
        }
        throw new IllegalArgumentException("电子印章中没有印章图片");
    }

    private static ASN1Sequence sequence(ASN1Sequence parent, int index) {
        ASN1Encodable element = parent.getObjectAt(index);
        return ASN1Sequence.getInstance(element);
    }
}
