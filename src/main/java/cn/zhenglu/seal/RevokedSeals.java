package cn.zhenglu.seal;

import cn.zhenglu.seal.ses.SESeal;
import cn.zhenglu.seal.ses.SesSignature;
import java.io.BufferedInputStream;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.CertificateList;
import org.bouncycastle.asn1.x509.TBSCertList;
import org.bouncycastle.cert.X509CRLHolder;
import org.bouncycastle.openssl.PEMParser;

/**
 * Whether the certificates of our own seals have been revoked, by the lists (CRL, GB/T 20518) of {@code zhenglu.crls}. A list counts
 * when an authority of {@code zhenglu.trust} has signed it with SM2 and SM3. The files are read again whenever one has changed.
 */
final class RevokedSeals {

    private static final DateTimeFormatter BEIJING =
            DateTimeFormatter.ofPattern("uuuu年M月d日 HH:mm").withZone(ZoneId.of("Asia/Shanghai"));

    private static final List<String> ENDINGS = List.of(".crl", ".pem", ".der");

    private record RevocationList(Path file, X509CRLHolder crl) {

        Instant nextUpdate() {
            return crl.getNextUpdate() == null ? null : crl.getNextUpdate().toInstant();
        }
    }

    private final List<Path> places;
    private final Authorities authorities;
    private List<Path> files = List.of();
    private FileStamps stamps;
    private List<RevocationList> lists = List.of();
    private final List<String> unusable = new ArrayList<>();

    /** @param places files or folders with lists, DER or PEM */
    RevokedSeals(List<Path> places, Authorities authorities) {
        this.places = places;
        this.authorities = authorities;
    }

    /** Why this seal may not be used any more, in Chinese, when its signer's or its maker's certificate was revoked. */
    synchronized Optional<String> reason(Seal seal, Instant now) {
        read();
        if (lists.isEmpty()) {
            return Optional.empty();
        }
        return revocation(seal.certificate(), now).map(time -> "的签章者证书" + sentence(time))
                .or(() -> revocation(maker(seal), now).map(time -> "的制章者证书" + sentence(time)));
    }

    /** Lists that are outdated or cannot be used, in Chinese. */
    synchronized List<String> warnings(Instant now) {
        read();
        List<String> warnings = new ArrayList<>(unusable);
        for (RevocationList list : lists) {
            Instant until = list.nextUpdate();
            if (until != null && now.isAfter(until)) {
                warnings.add("吊销列表 " + list.file() + " 已于" + BEIJING.format(until) + "过期，此后的吊销无从得知，请更新");
            }
        }
        return warnings;
    }

    private static String sentence(Instant time) {
        return "已于" + BEIJING.format(time) + "被吊销，请向制章机构申请换发";
    }

    private Optional<Instant> revocation(X509Certificate certificate, Instant now) {
        X500Name issuer = X500Name.getInstance(certificate.getIssuerX500Principal().getEncoded());
        return lists.stream().filter(list -> list.crl().getIssuer().equals(issuer))
                .map(list -> list.crl().getRevokedCertificate(certificate.getSerialNumber()))
                .filter(entry -> entry != null).map(entry -> entry.getRevocationDate().toInstant())
                .filter(time -> !time.isAfter(now)).findFirst();
    }

    private static X509Certificate maker(Seal seal) {
        try {
            return (X509Certificate) CertificateFactory.getInstance("X.509", BouncyCastle.PROVIDER)
                    .generateCertificate(new ByteArrayInputStream(SESeal.parse(seal.encoded()).maker()));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("read when the seal was opened", e);
        }
    }

    private void read() {
        List<Path> now = Authorities.files(places, ENDINGS);
        if (stamps != null && now.equals(files) && !stamps.changed()) {
            return;
        }
        stamps = FileStamps.of(now.toArray(Path[]::new));
        files = now;
        unusable.clear();
        List<RevocationList> read = new ArrayList<>();
        List<X509Certificate> trusted = now.isEmpty() ? List.of() : authorities.certificates();
        for (Path file : now) {
            try {
                X509CRLHolder crl = parse(file);
                if (isSigned(crl, trusted)) {
                    read.add(new RevocationList(file, crl));
                } else {
                    unusable.add("吊销列表 " + file + " 不是 zhenglu.trust 中的机构以 SM2、SM3 签发的，不予采用");
                }
            } catch (IOException | RuntimeException e) {
                unusable.add("文件 " + file + " 不是吊销列表（PEM 或 DER 格式的 CRL），不予采用");
            }
        }
        lists = List.copyOf(read);
    }

    private static X509CRLHolder parse(Path file) throws IOException {
        byte[] bytes;
        try (InputStream in = new BufferedInputStream(Files.newInputStream(file))) {
            bytes = in.readAllBytes();
        }
        if (bytes.length > 0 && bytes[0] == 0x30) {
            return new X509CRLHolder(bytes);
        }
        try (PEMParser pem = new PEMParser(Files.newBufferedReader(file))) {
            return (X509CRLHolder) pem.readObject();
        }
    }

    private static boolean isSigned(X509CRLHolder crl, List<X509Certificate> trusted) {
        CertificateList list = crl.toASN1Structure();
        TBSCertList signed = list.getTBSCertList();
        return SesSignature.SM2_WITH_SM3.equals(list.getSignatureAlgorithm().getAlgorithm().getId())
                && trusted.stream()
                .filter(authority -> X500Name.getInstance(authority.getSubjectX500Principal().getEncoded()).equals(crl.getIssuer()))
                .filter(Sm2::isKeyOf)
                .anyMatch(authority -> Sm2.verifies(authority.getPublicKey(), der(signed), list.getSignature().getOctets()));
    }

    private static byte[] der(TBSCertList signed) {
        try {
            return signed.getEncoded("DER");
        } catch (IOException e) {
            throw new UncheckedIOException("DER in memory", e);
        }
    }
}
