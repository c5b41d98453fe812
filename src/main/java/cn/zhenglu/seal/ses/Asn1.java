package cn.zhenglu.seal.ses;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.text.ParseException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1Encoding;
import org.bouncycastle.asn1.ASN1GeneralizedTime;
import org.bouncycastle.asn1.ASN1Integer;
import org.bouncycastle.asn1.ASN1OctetString;
import org.bouncycastle.asn1.ASN1Sequence;
import org.bouncycastle.asn1.DERGeneralizedTime;

/** The few ASN.1 idioms that all structures of the standard share. */
final class Asn1 {

    private static final DateTimeFormatter UTC_SECONDS =
            DateTimeFormatter.ofPattern("uuuuMMddHHmmss'Z'").withZone(ZoneOffset.UTC);

    private Asn1() {
    }

    /** A sequence of {@code least} to {@code most} elements; anything else is not the structure called {@code name}. */
    static ASN1Sequence sequence(String name, ASN1Encodable encoded, int least, int most) {
        ASN1Sequence sequence = ASN1Sequence.getInstance(encoded);
        if (sequence.size() < least || sequence.size() > most) {
            throw new IllegalArgumentException(
                    name + " has " + sequence.size() + " elements, expected " + least + " to " + most);
        }
        return sequence;
    }

    /** DER, the one encoding that signatures are made over. */
    static byte[] der(ASN1Encodable structure) {
        try {
            return structure.toASN1Primitive().getEncoded(ASN1Encoding.DER);
        } catch (IOException e) {
            throw new UncheckedIOException("DER in memory", e);
        }
    }

    static int integer(ASN1Encodable encoded) {
        return ASN1Integer.getInstance(encoded).intValueExact();
    }

    static byte[] octets(ASN1Encodable encoded) {
        return ASN1OctetString.getInstance(encoded).getOctets();
    }

    /** GeneralizedTime in UTC, whole seconds: the only form that DER and GB/T 20520 both allow. */
    static ASN1GeneralizedTime time(Instant instant) {
        return new DERGeneralizedTime(UTC_SECONDS.format(instant));
    }

    static Instant instant(ASN1Encodable encoded) {
        try {
            return ASN1GeneralizedTime.getInstance(encoded).getDate().toInstant();
        } catch (ParseException e) {
            throw new IllegalArgumentException("not a GeneralizedTime: " + encoded, e);
        }
    }
}
