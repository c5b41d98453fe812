package cn.zhenglu.seal.verify;

import java.text.ParseException;
import java.time.Instant;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1GeneralizedTime;
import org.bouncycastle.asn1.ASN1UTCTime;

/** Times in seals: GeneralizedTime since GB/T 38540-2020, UTCTime before. */
final class SesTime {

    private SesTime() {
    }

    static Instant parse(ASN1Encodable object, String what) throws Refusal {
        try {
            if (object instanceof ASN1GeneralizedTime time) {
                return time.getDate().toInstant();
            }
            if (object instanceof ASN1UTCTime time) {
                return time.getAdjustedDate().toInstant();
            }
        } catch (ParseException e) {
            throw new Refusal(Rule.SEAL_STRUCTURE, what + "不是时间。", e);
        }
        throw Der.broken(what, "不是时间");
    }
}
