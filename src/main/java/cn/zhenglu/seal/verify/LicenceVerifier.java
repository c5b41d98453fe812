package cn.zhenglu.seal.verify;

import cn.zhenglu.licence.LicenceDocument;
import cn.zhenglu.licence.NeedsPerson;
import cn.zhenglu.licence.Problem;
import cn.zhenglu.licence.Submission;
import cn.zhenglu.licence.TryLater;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** The gate between sealing and handing over: lets through only what {@link OfdVerifier} finds valid and what is the right licence. */
public final class LicenceVerifier {

    /** How long licences wait for somebody to mend the trusted roots. */
    private static final Duration UNTIL_MENDED = Duration.ofMinutes(5);
    private static final String REMEDY = "请核对印章、证书与受信任的根证书（config/trust）后重新办理；原文件不得发出。";

    private final OfdVerifier verifier;
    private final TrustedRoots roots;

    /**
     * @param verifier looks at the document
     * @param roots    the same that the verifier trusts
     */
    public LicenceVerifier(OfdVerifier verifier, TrustedRoots roots) {
        this.verifier = verifier;
        this.roots = roots;
    }

    /**
     * Verifies a sealed document.
     *
     * @return the same
     * @throws NeedsPerson with code {@code seal.verification-failed}, a problem for each failed check
     * @throws TryLater when there are no usable trusted roots: no single licence is at fault
     */
    public LicenceDocument verify(LicenceDocument sealed) {
        VerificationReport report = report(sealed.ofd());
        if (!report.valid()) {
            throw new NeedsPerson(report.failed().stream().map(check -> problem(check.sentence())).toList());
        }
        List<Problem> mixedUp = mixedUp(sealed.submission(), report.facts());
        if (!mixedUp.isEmpty()) {
            throw new NeedsPerson(mixedUp);
        }
        return sealed;
    }

    /** A document can be sound and yet not be this submission's. */
    private static List<Problem> mixedUp(Submission submission, VerificationReport.Facts facts) {
        List<Problem> problems = new ArrayList<>();
        if (submission.identifier() != null && !submission.identifier().toString().equals(facts.identifier())) {
            problems.add(problem("签章文件中的证照标识“" + facts.identifier() + "”不是本次办件的“" + submission.identifier() + "”。"));
        }
        if (submission.code() != null && !submission.code().equals(facts.qr())) {
            problems.add(problem(facts.qr() == null ? "签章文件中的二维码无法识读。" : "签章文件中二维码的内容不是本次办件的赋码。"));
        }
        return problems;
    }

    private VerificationReport report(byte[] ofd) {
        try {
            if (roots.certificates().isEmpty()) {
                throw new TryLater("没有受信任的根证书，无法核验签章。请将根证书放入：" + roots.places() + "。", UNTIL_MENDED);
            }
            return verifier.verify(ofd);
        } catch (TrustedRoots.UnreadableRoot | RevocationLists.UnreadableList e) {
            throw new TryLater(e.getMessage(), UNTIL_MENDED, e);
        }
    }

    private static Problem problem(String sentence) {
        return new Problem("seal.verification-failed", null, sentence, REMEDY);
    }
}
