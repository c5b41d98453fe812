package cn.zhenglu.seal.verify;

import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * Whether the certificates were revoked when the seal was put on. A seal that was good then stays good when its certificate is
 * revoked later, be it because it was renewed; unless the key may have been in other hands: then only a timestamp proves that
 * the signature is older.
 */
final class RevocationVerification {

    private final RevocationLists lists;
    private final Set<X509Certificate> roots;
    private final Findings findings;
    private final Instant now;

    RevocationVerification(RevocationLists lists, Set<X509Certificate> roots, Findings findings, Instant now) {
        this.lists = lists;
        this.roots = roots;
        this.findings = findings;
        this.now = now;
    }

    /**
     * Records the check.
     *
     * @param said   the time of signing, by the signer's own word
     * @param proved the time of a valid timestamp, or {@code null}
     */
    void verify(X509Certificate signer, X509Certificate maker, Instant said, Instant proved) {
        List<String> revoked = new ArrayList<>();
        List<String> unknown = new ArrayList<>();
        List<String> later = new ArrayList<>();
        judge("签章人证书“" + CertificateChain.name(signer) + "”", signer, said, proved, revoked, unknown, later);
        judge("制章人证书“" + CertificateChain.name(maker) + "”", maker, said, proved, revoked, unknown, later);
        if (!revoked.isEmpty()) {
            findings.failed(Rule.CERTIFICATE_REVOCATION, String.join("；", revoked) + "。");
        } else if (unknown.size() == 2 && lists.size() == 0) {
            findings.notApplicable(Rule.CERTIFICATE_REVOCATION, "离线验证，未向发证机构查询证书是否已被吊销。");
        } else if (!unknown.isEmpty()) {
            findings.notApplicable(Rule.CERTIFICATE_REVOCATION, String.join("；", unknown) + "，未核验是否已被吊销。");
        } else {
            findings.passed(Rule.CERTIFICATE_REVOCATION,
                    later.isEmpty() ? "签章人证书和制章人证书均未被吊销。" : String.join("；", later) + "，签章在此之前，不受影响。");
        }
    }

    private void judge(String who, X509Certificate certificate, Instant said, Instant proved, List<String> revoked,
                       List<String> unknown, List<String> later) {
        RevocationLists.Answer answer = lists.ask(certificate, roots, now);
        if (answer == null) {
            unknown.add("没有" + who + "的发证机构的吊销列表");
        } else if (answer.revoked()) {
            String when = who + "已于 " + CertificateChain.shown(answer.revokedAt()) + " 被吊销";
            Instant believed = answer.compromised() ? proved : proved == null ? said : proved;
            if (believed == null) {
                revoked.add(when + "，原因是密钥可能泄露，而没有时间戳证明签章在此之前");
            } else if (believed.isBefore(answer.revokedAt())) {
                later.add(when);
            } else {
                revoked.add(when + "，签章时间为 " + CertificateChain.shown(believed));
            }
        } else if (!answer.current()) {
            unknown.add(who + "的发证机构的吊销列表已过期，列表的时间为 " + CertificateChain.shown(answer.listed()));
        }
    }
}
