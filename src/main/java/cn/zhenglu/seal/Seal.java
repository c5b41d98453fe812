package cn.zhenglu.seal;

import cn.zhenglu.seal.ses.SealPicture;
import java.security.cert.X509Certificate;
import java.time.Instant;

/**
 * A seal as far as it may be shown: everything but its key.
 *
 * @param name        its name under {@code zhenglu.seals}
 * @param title       印章名称, what the seal says it is
 * @param picture     what is seen on the page
 * @param certificate 签章者证书, whose key signs
 * @param validFrom   when seal and certificate are both valid for the first time
 * @param validUntil  when the first of the two ends
 * @param encoded     the seal maker's {@code SESeal}, DER. Not copied: treat as read-only
 */
public record Seal(String name, String title, SealPicture picture, X509Certificate certificate,
        Instant validFrom, Instant validUntil, byte[] encoded) {

    /** Stands in the subject of every certificate that was made for the demo, where a reader of the document sees it. */
    public static final String DEMO_MARK = "仅供演示 DEMO ONLY";

    /** Whether it was made by the demo, and so proves nothing. */
    public boolean isDemo() {
        return certificate.getSubjectX500Principal().getName().contains(DEMO_MARK);
    }

    @Override
    public String toString() {
        return "Seal[" + name + ", " + title + ", " + validFrom + " to " + validUntil + ']';
    }
}
