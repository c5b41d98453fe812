package cn.zhenglu.seal.verify;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Verifies a sealed OFD of any maker (GB/T 33190-2016, GB/T 38540-2020, GM/T 0031-2014) in memory, within limits that hold before
 * anything is unpacked. Whatever the bytes are, the answer is a report.
 */
public final class OfdVerifier {

    private static final Logger LOG = LoggerFactory.getLogger(OfdVerifier.class);

    private final TrustedRoots roots;
    private final RevocationLists revocations;
    private final Clock clock;
    private final Limits limits;
    private final Recurring recurring = new Recurring();

    /**
     * @param roots  where signatures must lead back to
     * @param clock  tells whether a time of signing is in the future
     * @param limits how much a file may ask of us
     */
    public OfdVerifier(TrustedRoots roots, Clock clock, Limits limits) {
        this(roots, new RevocationLists(List.of()), clock, limits);
    }

    /**
     * The same with revocation lists.
     *
     * @param revocations what the authorities have revoked
     */
    public OfdVerifier(TrustedRoots roots, RevocationLists revocations, Clock clock, Limits limits) {
        this.roots = roots;
        this.revocations = revocations;
        this.clock = clock;
        this.limits = limits;
    }

    /**
     * Verifies a file, of which no more is read than the limit allows.
     *
     * @throws IOException when the file does not exist or cannot be read
     * @throws TrustedRoots.UnreadableRoot     when a trusted root is broken, which is no fault of the document
     * @throws RevocationLists.UnreadableList when a revocation list is broken, likewise
     */
    public VerificationReport verify(Path file) throws IOException {
        try (InputStream in = Files.newInputStream(file)) {
            return verify(in.readNBytes(limits.fileBytes() + 1));
        }
    }

    /**
     * Verifies a package.
     *
     * @throws TrustedRoots.UnreadableRoot     when a trusted root is broken, which is no fault of the document
     * @throws RevocationLists.UnreadableList when a revocation list is broken, likewise
     */
    public VerificationReport verify(byte[] ofd) {
        Set<X509Certificate> trusted = roots.certificates();
        Findings findings = new Findings();
        Gathered gathered = new Gathered();
        try {
            verify(ofd, trusted, findings, gathered);
        } catch (Refusal refusal) {
            findings.add(refusal.toCheck());
        } catch (RevocationLists.UnreadableList notOfTheDocument) {
            throw notOfTheDocument;
        } catch (RuntimeException | StackOverflowError defect) {
            LOG.error("the verifier failed on a document of {} bytes", ofd.length, defect);
            findings.failed(Rule.INTERNAL, "验证程序出错，未能得出结论：" + defect.getClass().getSimpleName() + "。");
        }
        return new VerificationReport(findings.checks(), gathered.facts());
    }

    private void verify(byte[] ofd, Set<X509Certificate> trusted, Findings findings, Gathered gathered) throws Refusal {
        OfdPackage files = OfdPackage.open(ofd, limits, recurring);
        findings.passed(Rule.PACKAGE, "压缩包完整，共 " + files.paths().size() + " 个文件，未超出限制。");
        scanXml(files, findings);
        OfdDocument document = OfdDocument.read(files, limits, findings);
        gathered.metadata = document.metadata();
        for (String part : document.others()) { // whatever their names end in
            scan(files, part);
        }
        if (document.signatures() == null) {
            throw new Refusal(Rule.SIGNATURE_PRESENT, "文件没有电子签章。");
        }
        List<SignatureFile> signatures = SignatureFile.list(files, document.signatures(), limits);
        findings.passed(Rule.SIGNATURE_PRESENT, "文件有 " + signatures.size() + " 个电子签章。");
        findings.passed(Rule.SIGNATURE_STRUCTURE, "签名文件完整。");
        Set<String> exempt = new HashSet<>(Set.of(document.signatures()));
        signatures.forEach(signature -> exempt.addAll(signature.ownFiles()));
        for (SignatureFile signature : signatures) {
            try {
                gathered.seal = new SignatureVerification(files, document, signature, revocations, recurring, findings).verify(exempt, trusted, clock.instant());
            } catch (Refusal refusal) {
                findings.add(refusal.toCheck());
            }
        }
        gathered.qr = new ContentVerification(files, document, limits, recurring, findings).verify();
    }

    /** Every XML part, also those that only a reader looks at. What is merely malformed does not keep the rest from being checked. */
    private void scanXml(OfdPackage files, Findings findings) throws Refusal {
        boolean wellFormed = true;
        for (String path : files.paths()) {
            if (path.toLowerCase(Locale.ROOT).endsWith(".xml")) {
                try {
                    scan(files, path);
                } catch (Refusal refusal) {
                    if (refusal.rule() != Rule.XML_MALFORMED) {
                        throw refusal;
                    }
                    findings.add(refusal.toCheck());
                    wellFormed = false;
                }
            }
        }
        if (wellFormed) {
            findings.passed(Rule.XML, "各 XML 文件格式正确，不含外部实体。");
        }
    }

    private void scan(OfdPackage files, String path) throws Refusal {
        recurring.scanned(files.digest(path), () -> {
            SafeXml.scan(path, files.bytes(path), limits);
            return null;
        });
    }

    /** What the document says of itself, as far as reading has come; of several seals the last counts. */
    private static final class Gathered {

        private Map<String, String> metadata = Map.of();
        private SignatureVerification.Seen seal = new SignatureVerification.Seen(null, null, null);
        private String qr;

        VerificationReport.Facts facts() {
            return new VerificationReport.Facts(seal.signer(), seal.sealName(), seal.signedAt(),
                    metadata.get(Metadata.CERT_NUM), metadata.get(Metadata.IDENTIFIER), metadata.get(Metadata.HOLDER), qr);
        }
    }
}
