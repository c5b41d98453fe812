package cn.zhenglu.seal.verify;

import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.bouncycastle.asn1.ASN1Primitive;
import org.bouncycastle.asn1.cms.CMSObjectIdentifiers;
import org.bouncycastle.asn1.cms.ContentInfo;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.cert.X509CertificateHolder;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cms.CMSException;
import org.bouncycastle.cms.CMSSignedData;
import org.bouncycastle.cms.jcajce.JcaSimpleSignerInfoVerifierBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.tsp.TSPException;
import org.bouncycastle.tsp.TimeStampToken;

/** Verifies the timestamp over a seal's signature value (GB/T 38540-2020, 7.1; GB/T 20520, RFC 3161). */
final class TimestampVerification {

    private final Set<X509Certificate> roots;
    private final Recurring recurring;
    private final Findings findings;

    TimestampVerification(Set<X509Certificate> roots, Recurring recurring, Findings findings) {
        this.roots = roots;
        this.recurring = recurring;
        this.findings = findings;
    }

    /** @return its time when it is valid, else {@code null} */
    Instant verify(SesSignature ses) {
        try {
            ContentInfo content = ContentInfo.getInstance(ASN1Primitive.fromByteArray(ses.timestamp()));
            if (content == null || !CMSObjectIdentifiers.signedData.equals(content.getContentType())) {
                findings.failed(Rule.TIMESTAMP, "时间戳不是签名数据。");
                return null;
            }
            TimeStampToken token = new TimeStampToken(new CMSSignedData(content));
            String problem = problem(token, ses);
            Instant time = token.getTimeStampInfo().getGenTime().toInstant();
            findings.judge(problem == null, Rule.TIMESTAMP, "时间戳有效，时间为 " + CertificateChain.shown(time) + "。", problem);
            return problem == null ? time : null;
        } catch (TSPException | CMSException | OperatorCreationException | IOException | GeneralSecurityException | RuntimeException e) {
            // the token is hostile input too: BouncyCastle answers nonsense with any of these
            findings.failed(Rule.TIMESTAMP, "时间戳已损坏，或者其签名不正确。");
            return null;
        }
    }

    private String problem(TimeStampToken token, SesSignature ses)
            throws TSPException, OperatorCreationException, GeneralSecurityException, IOException {
        if (!Sm.SM3.equals(token.getTimeStampInfo().getMessageImprintAlgOID().getId())
                || !Arrays.equals(token.getTimeStampInfo().getMessageImprintDigest(), Sm.digest(ses.signature()))) {
            return "时间戳不是对本签章的签名值加盖的。";
        }
        List<X509Certificate> enclosed = new ArrayList<>();
        X509Certificate authority = null;
        JcaX509CertificateConverter converter = new JcaX509CertificateConverter().setProvider(Sm.PROVIDER);
        for (X509CertificateHolder holder : token.getCertificates().getMatches(null)) {
            X509Certificate certificate = converter.getCertificate(holder);
            enclosed.add(certificate);
            if (token.getSID().match(holder)) {
                authority = certificate;
            }
        }
        if (authority == null) {
            return "时间戳没有附带时间戳机构的证书。";
        }
        if (!Sm.isSm2(CertificateChain.key(authority))) {
            return "时间戳机构的密钥不是 SM2。";
        }
        token.validate(new JcaSimpleSignerInfoVerifierBuilder().setProvider(Sm.PROVIDER).build(authority));
        Instant time = token.getTimeStampInfo().getGenTime().toInstant();
        String chainProblem = new CertificateChain(roots, time, recurring).chainProblem(authority, enclosed);
        if (chainProblem != null) {
            return "时间戳机构证书“" + CertificateChain.name(authority) + "”" + chainProblem;
        }
        List<String> usage = authority.getExtendedKeyUsage();
        if (usage == null || !usage.contains(KeyPurposeId.id_kp_timeStamping.getId())) {
            return "时间戳机构的证书不可用于时间戳。";
        }
        return timeProblem(time, ses);
    }

    /** A seal that was stamped with a time before it was made, or after its certificate had run out, was not made when it says. */
    private String timeProblem(Instant stamped, SesSignature ses) {
        return stamped.isBefore(ses.time().minus(SignatureVerification.CLOCK_SKEW))
                ? "时间戳的时间 " + CertificateChain.shown(stamped) + " 早于签章时间 " + CertificateChain.shown(ses.time()) + "。" : null;
    }
}
