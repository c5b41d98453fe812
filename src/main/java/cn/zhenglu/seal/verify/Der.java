package cn.zhenglu.seal.verify;

import java.io.IOException;
import java.math.BigInteger;
import java.util.Arrays;
import org.bouncycastle.asn1.ASN1BitString;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1Encoding;
import org.bouncycastle.asn1.ASN1IA5String;
import org.bouncycastle.asn1.ASN1Integer;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.ASN1OctetString;
import org.bouncycastle.asn1.ASN1Primitive;
import org.bouncycastle.asn1.ASN1Sequence;
import org.bouncycastle.asn1.ASN1TaggedObject;
import org.bouncycastle.asn1.ASN1UTF8String;

/** Walks through a DER SEQUENCE element by element; anything but the expected type ends the walk with a {@link Refusal}. */
final class Der {

    private final ASN1Sequence sequence;
    private final String what;
    private int next;

    private Der(ASN1Sequence sequence, String what) {
        this.sequence = sequence;
        this.what = what;
    }

    /** @param what name of the structure, for sentences */
    static Der sequence(ASN1Encodable object, String what) throws Refusal {
        if (object instanceof ASN1Sequence sequence) {
            return new Der(sequence, what);
        }
        throw broken(what, "不是 SEQUENCE");
    }

    /** A SEQUENCE whose bytes are DER from the first to the last: one value has one encoding, and nothing trails behind. */
    static Der parse(byte[] encoded, String what) throws Refusal {
        return sequence(primitive(encoded, what), what);
    }

    private static ASN1Primitive primitive(byte[] encoded, String what) throws Refusal {
        try {
            ASN1Primitive object = ASN1Primitive.fromByteArray(encoded);
            if (object == null || !Arrays.equals(object.getEncoded(ASN1Encoding.DER), encoded)) {
                throw broken(what, "不是 DER 编码");
            }
            return object;
        } catch (IOException e) {
            throw new Refusal(Rule.SEAL_STRUCTURE, what + "不是完好的 ASN.1 数据。", e);
        }
    }

    /** The DER bytes of an element. */
    static byte[] encoded(ASN1Encodable object, String what) throws Refusal {
        try {
            return object.toASN1Primitive().getEncoded(ASN1Encoding.DER);
        } catch (IOException e) {
            throw new Refusal(Rule.SEAL_STRUCTURE, what + "无法编码。", e);
        }
    }

    int size() {
        return sequence.size();
    }

    boolean hasNext() {
        return next < sequence.size();
    }

    /** The next element, whatever it is. */
    ASN1Encodable any() throws Refusal {
        if (!hasNext()) {
            throw broken(what, "缺少第 " + (next + 1) + " 项");
        }
        return sequence.getObjectAt(next++);
    }

    BigInteger integer() throws Refusal {
        return next(ASN1Integer.class, "INTEGER").getValue();
    }

    String ia5() throws Refusal {
        return next(ASN1IA5String.class, "IA5String").getString();
    }

    String utf8() throws Refusal {
        return next(ASN1UTF8String.class, "UTF8String").getString();
    }

    byte[] octets() throws Refusal {
        return next(ASN1OctetString.class, "OCTET STRING").getOctets();
    }

    String oid() throws Refusal {
        return next(ASN1ObjectIdentifier.class, "OBJECT IDENTIFIER").getId();
    }

    byte[] bits() throws Refusal {
        return bits(next(ASN1BitString.class, "BIT STRING"));
    }

    Der sequence(String name) throws Refusal {
        return sequence(any(), name);
    }

    /** The element in an explicit context tag if it comes next, else {@code null}. */
    ASN1Encodable tagged(int tag) {
        if (hasNext() && sequence.getObjectAt(next) instanceof ASN1TaggedObject tagged && tagged.hasContextTag(tag)
                && tagged.isExplicit()) {
            next++;
            return tagged.getExplicitBaseObject();
        }
        return null;
    }

    byte[] bits(ASN1Encodable object) throws Refusal {
        if (object instanceof ASN1BitString bits && bits.getPadBits() == 0) {
            return bits.getOctets();
        }
        throw broken(what, "中的 BIT STRING 不是整字节");
    }

    /** Nothing may follow. */
    void end() throws Refusal {
        if (hasNext()) {
            throw broken(what, "含有 " + (sequence.size() - next) + " 个多余的项");
        }
    }

    private <T> T next(Class<T> type, String name) throws Refusal {
        ASN1Encodable element = any();
        if (!type.isInstance(element)) {
            throw broken(what, "的第 " + next + " 项不是 " + name);
        }
        return type.cast(element);
    }

    static Refusal broken(String what, String how) {
        return new Refusal(Rule.SEAL_STRUCTURE, what + how + "。");
    }
}
