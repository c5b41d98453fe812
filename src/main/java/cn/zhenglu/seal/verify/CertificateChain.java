package cn.zhenglu.seal.verify;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.cert.CertPathBuilder;
import java.security.cert.CertPathBuilderException;
import java.security.cert.CertStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.cert.CollectionCertStoreParameters;
import java.security.cert.PKIXBuilderParameters;
import java.security.cert.PKIXCertPathBuilderResult;
import java.security.cert.TrustAnchor;
import java.security.cert.X509CertSelector;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Date;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.bouncycastle.asn1.ASN1Encoding;
import org.bouncycastle.asn1.ASN1Primitive;
import org.bouncycastle.asn1.x500.RDN;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x500.style.BCStyle;
import org.bouncycastle.asn1.x500.style.IETFUtils;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;

/** Judges a certificate at the time of signing: dates, key usage, and the chain to a trusted root (RFC 5280, GB/T 20518). */
final class CertificateChain {

    private static final int DIGITAL_SIGNATURE = 0;
    private static final int NON_REPUDIATION = 1;
    private static final int KEY_CERT_SIGN = 5;
    /** CA certificates between root and holder. */
    private static final int MAX_INTERMEDIATES = 5;
    private static final DateTimeFormatter DATE_TIME =
            DateTimeFormatter.ofPattern("uuuu年M月d日 HH:mm:ss").withZone(ZoneId.of("Asia/Shanghai"));

    /** Whose certificate is judged. */
    enum Holder {

        SIGNER("签章人", Rule.SIGNER_VALIDITY, Rule.SIGNER_USAGE, Rule.SIGNER_CHAIN),
        MAKER("制章人", Rule.MAKER_VALIDITY, Rule.MAKER_USAGE, Rule.MAKER_CHAIN);

        private final String label;
        private final Rule validity;
        private final Rule usage;
        private final Rule chain;

        Holder(String label, Rule validity, Rule usage, Rule chain) {
            this.label = label;
            this.validity = validity;
            this.usage = usage;
            this.chain = chain;
        }
    }

    private final Set<X509Certificate> roots;
    private final Instant at;
    private final Recurring recurring;

    /**
     * @param roots     trusted certificates
     * @param at        time of signing
     * @param recurring knows chains that were found earlier
     */
    CertificateChain(Set<X509Certificate> roots, Instant at, Recurring recurring) {
        this.roots = roots;
        this.at = at;
        this.recurring = recurring;
    }

    /**
     * Reads one certificate that must be DER from the first byte to the last. BouncyCastle reads the parts of a certificate when they
     * are asked for; those that are needed later are asked for here, where it can be said what is broken.
     */
    static X509Certificate parse(byte[] der, String what) throws Refusal {
        try {
            if (!Arrays.equals(ASN1Primitive.fromByteArray(der).getEncoded(ASN1Encoding.DER), der)) {
                throw Der.broken(what, "不是 DER 编码");
            }
            Certificate certificate = CertificateFactory.getInstance("X.509", Sm.PROVIDER).generateCertificate(new ByteArrayInputStream(der));
            X509Certificate x509 = (X509Certificate) certificate;
            x509.checkValidity(x509.getNotBefore());
            x509.getExtendedKeyUsage();
            maySign(x509);
            key(x509);
            name(x509);
            return x509;
        } catch (GeneralSecurityException | IOException | RuntimeException e) {
            throw new Refusal(Rule.SEAL_STRUCTURE, what + "不是完好的 X.509 证书。", e);
        }
    }

    /** The public key as it stands in the certificate. */
    static SubjectPublicKeyInfo key(X509Certificate certificate) {
        return SubjectPublicKeyInfo.getInstance(certificate.getPublicKey().getEncoded());
    }

    /** The holder's common name, or the whole name when there is none. */
    static String name(X509Certificate certificate) {
        X500Name subject = X500Name.getInstance(certificate.getSubjectX500Principal().getEncoded());
        RDN[] names = subject.getRDNs(BCStyle.CN);
        return names.length == 0 ? subject.toString() : IETFUtils.valueToString(names[0].getFirst().getValue());
    }

    /** Records the three checks of one certificate. */
    void judge(Holder holder, X509Certificate certificate, Collection<X509Certificate> others, Findings findings) {
        String who = holder.label + "证书“" + name(certificate) + "”";
        findings.judge(inForce(certificate), holder.validity,
                who + "在签章时处于有效期内。",
                who + "在签章时不在有效期内：有效期为 " + shown(certificate.getNotBefore().toInstant()) + " 至 "
                        + shown(certificate.getNotAfter().toInstant()) + "，签章时间为 " + shown(at) + "。");
        findings.judge(maySign(certificate), holder.usage,
                who + "的密钥用途允许签名。",
                who + "的密钥用途不允许签名，或者它是 CA 证书。");
        String problem = chainProblem(certificate, others);
        findings.judge(problem == null, holder.chain, who + "的证书链可信。", who + problem);
    }

    private boolean inForce(X509Certificate certificate) {
        return inForce(certificate, at);
    }

    static boolean inForce(X509Certificate certificate, Instant at) {
        return !at.isBefore(certificate.getNotBefore().toInstant()) && !at.isAfter(certificate.getNotAfter().toInstant());
    }

    private static boolean maySign(X509Certificate certificate) {
        boolean[] usage = certificate.getKeyUsage();
        return usage != null && (usage[DIGITAL_SIGNATURE] || usage[NON_REPUDIATION]) && certificate.getBasicConstraints() < 0;
    }

    /** What is wrong with the chain, as the rest of a sentence, or {@code null}. */
    String chainProblem(X509Certificate certificate, Collection<X509Certificate> others) {
        if (roots.isEmpty()) {
            return "无从核验：没有配置受信任的根证书。";
        }
        PKIXCertPathBuilderResult path;
        try {
            path = recurring.chain(certificate, others, roots, at, () -> build(certificate, others));
        } catch (CertPathBuilderException noPath) {
            return "在签章时未能连到受信任的根证书；其签发者为“" + certificate.getIssuerX500Principal().getName() + "”。";
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("BouncyCastle cannot build certificate paths", e);
        }
        List<X509Certificate> chain = new ArrayList<>();
        path.getCertPath().getCertificates().forEach(link -> chain.add((X509Certificate) link));
        for (X509Certificate link : chain) {
            if (!Sm.SM2_WITH_SM3.equals(link.getSigAlgOID()) || !Sm.isSm2(key(link))) {
                return "的证书链中，“" + name(link) + "”未采用 SM2、SM3 算法。";
            }
        }
        X509Certificate root = path.getTrustAnchor().getTrustedCert();
        // RFC 5280 takes trust anchors as they are; a root that is no CA or had run out is a mistake all the same
        if (!Sm.isSm2(key(root)) || root.getBasicConstraints() < 0 || root.getKeyUsage() != null && !root.getKeyUsage()[KEY_CERT_SIGN]) {
            return "的根证书“" + name(root) + "”不是 SM2 的 CA 证书。";
        }
        return inForce(root) ? null : "的根证书“" + name(root) + "”在签章时不在有效期内。";
    }

    private PKIXCertPathBuilderResult build(X509Certificate certificate, Collection<X509Certificate> others)
            throws GeneralSecurityException {
        X509CertSelector target = new X509CertSelector();
        target.setCertificate(certificate);
        Set<TrustAnchor> anchors = roots.stream().map(root -> new TrustAnchor(root, null)).collect(Collectors.toSet());
        PKIXBuilderParameters parameters = new PKIXBuilderParameters(anchors, target);
        List<X509Certificate> candidates = new ArrayList<>(others);
        candidates.add(certificate);
        parameters.addCertStore(CertStore.getInstance("Collection", new CollectionCertStoreParameters(candidates), Sm.PROVIDER));
        parameters.setDate(Date.from(at));
        parameters.setMaxPathLength(MAX_INTERMEDIATES);
        // No line to the authorities is assumed; the report says so
        parameters.setRevocationEnabled(false);
        return (PKIXCertPathBuilderResult) CertPathBuilder.getInstance("PKIX", Sm.PROVIDER).build(parameters);
    }

    /** Beijing time, to the second. */
    static String shown(Instant time) {
        return DATE_TIME.format(time);
    }
}
