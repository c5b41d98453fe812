package cn.zhenglu.seal;

import cn.zhenglu.seal.ses.CertList;
import cn.zhenglu.seal.ses.SESeal;
import cn.zhenglu.seal.ses.SealHeader;
import cn.zhenglu.seal.ses.SealInfo;
import cn.zhenglu.seal.ses.SealPicture;
import cn.zhenglu.seal.ses.SealProperty;
import cn.zhenglu.seal.ses.SesSignature;
import java.io.IOException;
import java.io.OutputStream;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Date;
import java.util.List;
import java.util.Map;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v2CRLBuilder;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.openssl.jcajce.JcaPEMWriter;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/** A certificate authority and seal maker whose keys stay at hand, to renew and to revoke what they have made. */
final class TestMaker {

    private static final byte[] PNG = Base64.getDecoder().decode(
            "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mP8z8BQDwAEhQGAhKmMIQAAAABJRU5ErkJggg==");
    private static final String PASSWORD = "password-of-the-test";

    /** A key and its certificate. */
    record Identity(KeyPair keys, X509Certificate certificate) {
    }

    final Identity root;
    final Identity maker;
    private final Instant from;
    private long serial = 1;

    /** @param from when the authority was made */
    TestMaker(String name, Instant from) {
        this.from = from;
        root = issue(null, name, from, from.plus(Duration.ofDays(7300)), KeyUsage.keyCertSign | KeyUsage.cRLSign, null);
        maker = identity("制章机构", from, from.plus(Duration.ofDays(3650)));
    }

    Identity identity(String name, Instant from, Instant until) {
        return issue(root, name, from, until, KeyUsage.digitalSignature | KeyUsage.nonRepudiation, null);
    }

    Identity timestampAuthority(String name) {
        return issue(root, name, from, from.plus(Duration.ofDays(3650)), KeyUsage.digitalSignature, KeyPurposeId.id_kp_timeStamping);
    }

    /** Writes keystore and seal over those that are there; returns the settings. */
    Map<String, String> seal(Path folder, String name, Identity signer) {
        try {
            Files.createDirectories(folder);
            KeyStore keystore = KeyStore.getInstance("PKCS12"); // the JDK's: a tenth of Bouncy Castle's rounds of key derivation
            keystore.load(null, null);
            keystore.setKeyEntry(name, signer.keys().getPrivate(), PASSWORD.toCharArray(), new Certificate[] {signer.certificate()});
            try (OutputStream out = Files.newOutputStream(folder.resolve(name + ".p12"))) {
                keystore.store(out, PASSWORD.toCharArray());
            }
            SealProperty property = new SealProperty(1, "福建省住房和城乡建设厅行政审批专用章",
                    new CertList.Certificates(List.of(signer.certificate().getEncoded())), signer.certificate().getNotBefore().toInstant(),
                    signer.certificate().getNotBefore().toInstant(), signer.certificate().getNotAfter().toInstant());
            SealInfo info = new SealInfo(SealHeader.v4("Test"), "seal-" + serial++, property, new SealPicture("PNG", PNG, 42, 42), null);
            Files.write(folder.resolve(name + ".esl"), new SESeal(info, maker.certificate().getEncoded(), SesSignature.SM2_WITH_SM3,
                    new PrivateKeySm2Signer(maker.keys().getPrivate()).sign(info.encoded())).encoded());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
        String prefix = "zhenglu.seals." + name + '.';
        return Map.of(prefix + "kind", "file", prefix + "keystore", folder.resolve(name + ".p12").toString(), prefix + "password", PASSWORD);
    }

    void writeRoot(Path folder) {
        StringWriter pem = new StringWriter();
        try (JcaPEMWriter writer = new JcaPEMWriter(pem)) {
            writer.writeObject(root.certificate);
            writer.flush();
            Files.createDirectories(folder);
            Files.writeString(folder.resolve("root.pem"), pem.toString());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    void writeRevocationList(Path file, Instant until, X509Certificate revoked, Instant at) {
        try {
            JcaX509v2CRLBuilder builder = new JcaX509v2CRLBuilder(root.certificate.getSubjectX500Principal(), Date.from(from));
            builder.setNextUpdate(Date.from(until));
            if (revoked != null) {
                builder.addCRLEntry(revoked.getSerialNumber(), Date.from(at), 0);
            }
            Files.createDirectories(file.getParent());
            Files.write(file, builder.build(new JcaContentSignerBuilder("SM3withSM2").setProvider(BouncyCastle.PROVIDER)
                    .build(root.keys.getPrivate())).getEncoded());
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    private Identity issue(Identity issuer, String name, Instant from, Instant until, int usage, KeyPurposeId purpose) {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("EC", BouncyCastle.PROVIDER);
            generator.initialize(new ECGenParameterSpec("sm2p256v1"));
            KeyPair keys = generator.generateKeyPair();
            X500Name subject = new X500Name("C=CN,CN=" + name);
            X500Name by = issuer == null ? subject : X500Name.getInstance(issuer.certificate.getSubjectX500Principal().getEncoded());
            JcaX509v3CertificateBuilder builder = new JcaX509v3CertificateBuilder(by, BigInteger.valueOf(System.nanoTime()),
                    Date.from(from), Date.from(until), subject, keys.getPublic());
            builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(issuer == null));
            builder.addExtension(Extension.keyUsage, true, new KeyUsage(usage));
            if (purpose != null) {
                builder.addExtension(Extension.extendedKeyUsage, true, new ExtendedKeyUsage(purpose));
            }
            return new Identity(keys, new JcaX509CertificateConverter().setProvider(BouncyCastle.PROVIDER).getCertificate(builder.build(
                    new JcaContentSignerBuilder("SM3withSM2").setProvider(BouncyCastle.PROVIDER)
                            .build((issuer == null ? keys : issuer.keys()).getPrivate()))));
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }
}
