package cn.zhenglu.seal.verify;

import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** Verifies one seal on a document, from the files it covers up to the root certificate. */
final class SignatureVerification {

    /** How far the clocks of signer and verifier may differ. */
    static final Duration CLOCK_SKEW = Duration.ofMinutes(5);
    /** File names that a sentence spells out. */
    private static final int NAMED = 5;

    /**
     * What a seal says of itself.
     *
     * @param signer   name of the signing certificate's holder
     * @param sealName name of the seal
     * @param signedAt time of signing
     */
    record Seen(String signer, String sealName, Instant signedAt) {
    }

    private final OfdPackage files;
    private final OfdDocument document;
    private final SignatureFile file;
    private final RevocationLists revocations;
    private final Recurring recurring;
    private final Findings findings;

    SignatureVerification(OfdPackage files, OfdDocument document, SignatureFile file, RevocationLists revocations, Recurring recurring,
            Findings findings) {
        this.files = files;
        this.document = document;
        this.file = file;
        this.revocations = revocations;
        this.recurring = recurring;
        this.findings = findings;
    }

    /**
     * Records all checks of this seal.
     *
     * @param exempt files that no signature can cover: Signatures.xml, and what belongs to the signatures themselves
     * @throws Refusal when its data cannot be taken apart; what was checked before stays recorded
     */
    Seen verify(Set<String> exempt, Set<X509Certificate> roots, Instant now) throws Refusal {
        algorithms();
        coverage(exempt);
        digests();
        SesSignature ses = SesSignature.parse(files.bytes(file.signedValue()));
        X509Certificate signer = certificate(ses.signer(), "签章人证书");
        X509Certificate maker = certificate(ses.seal().maker(), "制章人证书");
        findings.passed(Rule.SEAL_STRUCTURE, ses.seal().version() == SesSeal.CURRENT
                ? "签章数据符合 GB/T 38540-2020。" : "签章数据符合 GM/T 0031-2014。");
        signatures(ses, signer, maker);
        times(ses, now);
        certificates(ses, signer, maker, roots, now);
        new StampVerification(files, document, file, findings).verify(ses.seal());
        return new Seen(CertificateChain.name(signer), ses.seal().name(), ses.time());
    }

    private X509Certificate certificate(byte[] der, String what) throws Refusal {
        return recurring.certificate(der, () -> CertificateChain.parse(der, what));
    }

    private void algorithms() {
        findings.judge(file.signatureMethod().equals(Sm.SM2_WITH_SM3) && Sm.isSm3(file.checkMethod()),
                Rule.SIGNATURE_ALGORITHMS,
                "签名文件采用 SM2 签名算法和 SM3 杂凑算法。",
                "签名文件声明的算法（签名“" + file.signatureMethod() + "”，杂凑“" + file.checkMethod() + "”）不是 SM2 和 SM3。");
    }

    private void coverage(Set<String> exempt) {
        Set<String> covered = new HashSet<>();
        Set<String> missing = new TreeSet<>();
        Set<String> repeated = new TreeSet<>();
        for (SignatureFile.Reference reference : file.references()) {
            if (reference.path() == null || !files.has(reference.path())) {
                missing.add(reference.loc());
            } else if (!covered.add(reference.path())) {
                repeated.add(reference.loc());
            }
        }
        Set<String> uncovered = new TreeSet<>(files.paths());
        uncovered.removeAll(covered);
        uncovered.removeAll(exempt);
        findings.judge(uncovered.isEmpty(), Rule.SIGNATURE_COVERAGE,
                "应受签章保护的 " + covered.size() + " 个文件均在保护范围内。",
                "有 " + uncovered.size() + " 个文件不在签章保护范围内，可能是签章后加入的：" + named(uncovered) + "。");
        if (repeated.isEmpty()) {
            findings.judge(missing.isEmpty(), Rule.SIGNATURE_REFERENCES,
                    "签章保护的文件一个不缺。",
                    "签章保护的文件已不存在：" + named(missing) + "。");
        } else {
            findings.failed(Rule.SIGNATURE_REFERENCES, "签名文件重复列出同一文件：" + named(repeated) + "。");
        }
    }

    private void digests() {
        Set<String> changed = new TreeSet<>();
        for (SignatureFile.Reference reference : file.references()) {
            if (reference.path() != null && files.has(reference.path())
                    && !Arrays.equals(files.digest(reference.path()), reference.digest())) {
                changed.add(reference.path());
            }
        }
        findings.judge(changed.isEmpty() && !file.references().isEmpty(), Rule.SIGNATURE_DIGESTS,
                "受保护的文件自签章后均未改动。",
                changed.isEmpty() ? "签章没有保护任何文件。" : "有 " + changed.size() + " 个文件在签章后被改动：" + named(changed) + "。");
    }

    private void signatures(SesSignature ses, X509Certificate signer, X509Certificate maker) {
        SesSeal seal = ses.seal();
        boolean sm2 = Sm.isSm2(CertificateChain.key(signer)) && Sm.isSm2(CertificateChain.key(maker));
        findings.judge(sm2 && ses.algorithm().equals(Sm.SM2_WITH_SM3) && seal.algorithm().equals(Sm.SM2_WITH_SM3), Rule.SEAL_ALGORITHMS,
                "签章与印章均采用 SM2 签名算法和 SM2 密钥。",
                "签章（" + ses.algorithm() + "）或印章（" + seal.algorithm() + "）的算法或密钥不是 SM2。");
        findings.judge(Arrays.equals(ses.dataHash(), files.digest(file.path())), Rule.SEAL_DATA_HASH,
                "签章所签的正是本签名文件。",
                "签名文件“" + file.path() + "”与签章数据中的原文杂凑值不符：签名文件被改动，或者签章取自别的文件。");
        findings.judge(file.path().equals(OfdLocation.resolve("/", ses.propertyInfo())), Rule.SEAL_PROPERTY_INFO,
                "签章数据中的原文属性指向本签名文件。",
                "签章数据中的原文属性“" + ses.propertyInfo() + "”不是本签名文件“" + file.path() + "”。");
        boolean there = Sm.isSignatureValue(ses.signature()) && Sm.isSignatureValue(seal.signature());
        findings.judge(there, Rule.SEAL_SIGNATURE_VALUE,
                "签章与印章均有签名值。",
                "签章或印章的签名值为空、为零，或者不是 SM2 签名值。");
        findings.judge(Sm.verifies(CertificateChain.key(signer), ses.signedBytes(), ses.signature()), Rule.SEAL_SIGNATURE,
                "签章人的签名验证正确。",
                "签章人的签名验证失败：签章数据被改动，或者并非由证书“" + CertificateChain.name(signer) + "”签署。");
        findings.judge(recurring.verifies(maker.getPublicKey().getEncoded(), seal.signedBytes(), seal.signature(),
                () -> Sm.verifies(CertificateChain.key(maker), seal.signedBytes(), seal.signature())), Rule.SEAL_MAKER_SIGNATURE,
                "印章的制章人签名验证正确。",
                "印章“" + seal.name() + "”的制章人签名验证失败：印章是伪造的，或者被改动。");
        findings.judge(seal.lists(ses.signer()), Rule.SEAL_SIGNER_LISTED,
                "签章人有权使用该印章。",
                "签章人证书“" + CertificateChain.name(signer) + "”不在印章“" + seal.name() + "”的证书列表中，无权使用该印章。");
    }

    private void times(SesSignature ses, Instant now) {
        Instant time = ses.time();
        SesSeal seal = ses.seal();
        findings.judge(!time.isAfter(now.plus(CLOCK_SKEW)), Rule.SEAL_TIME,
                "签章时间为 " + CertificateChain.shown(time) + "。",
                "签章时间 " + CertificateChain.shown(time) + " 在将来。");
        findings.judge(!time.isBefore(seal.validFrom()) && !time.isAfter(seal.validTo()), Rule.SEAL_VALIDITY,
                "印章“" + seal.name() + "”在签章时处于有效期内。",
                "印章“" + seal.name() + "”在签章时不在有效期内：有效期为 " + CertificateChain.shown(seal.validFrom()) + " 至 "
                        + CertificateChain.shown(seal.validTo()) + "，签章时间为 " + CertificateChain.shown(time) + "。");
    }

    private void certificates(SesSignature ses, X509Certificate signer, X509Certificate maker, Set<X509Certificate> roots, Instant now) {
        List<X509Certificate> others = new ArrayList<>(List.of(signer, maker));
        CertificateChain chain = new CertificateChain(roots, ses.time(), recurring);
        chain.judge(CertificateChain.Holder.SIGNER, signer, others, findings);
        chain.judge(CertificateChain.Holder.MAKER, maker, others, findings);
        Instant stamped = null;
        if (ses.timestamp() == null) {
            findings.notApplicable(Rule.TIMESTAMP, "签章没有时间戳，签章时间以签章人所述为准。");
        } else {
            stamped = new TimestampVerification(roots, recurring, findings).verify(ses);
        }
        new RevocationVerification(revocations, roots, findings, now).verify(signer, maker, ses.time(), stamped);
    }

    private static String named(Set<String> paths) {
        String first = String.join("、", paths.stream().limit(NAMED).toList());
        return paths.size() > NAMED ? first + " 等" : first;
    }
}
