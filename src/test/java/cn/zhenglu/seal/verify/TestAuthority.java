package cn.zhenglu.seal.verify;

import java.io.StringWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Date;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.cert.CertIOException;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v2CRLBuilder;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.jce.provider.BouncyCastleProvider;
import org.bouncycastle.openssl.jcajce.JcaPEMWriter;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/** A certificate authority made on the spot, with holders of all kinds. */
final class TestAuthority {

    static final BouncyCastleProvider BC = new BouncyCastleProvider();
    static final Instant FROM = Instant.parse("2025-01-01T00:00:00Z");
    static final Instant TO = Instant.parse("2028-01-01T00:00:00Z");
    private static final int CA_USAGE = KeyUsage.keyCertSign | KeyUsage.cRLSign;
    private static final int SIGNING_USAGE = KeyUsage.digitalSignature | KeyUsage.nonRepudiation;

    /** A key and its certificate. */
    record Identity(KeyPair keys, X509Certificate certificate) {

        byte[] der() {
            try {
                return certificate.getEncoded();
            } catch (GeneralSecurityException e) {
                throw new IllegalStateException(e);
            }
        }
    }

    private final Identity root;

    TestAuthority(String name) {
        root = selfSigned(name);
    }

    Identity root() {
        return root;
    }

    Identity holder(String name) {
        return holder(name, FROM, TO);
    }

    Identity holder(String name, Instant from, Instant to) {
        return issue(root, sm2(), name, from, to, false, SIGNING_USAGE, null);
    }

    Identity holderOfRsaKey(String name) {
        return issue(root, rsa(), name, FROM, TO, false, SIGNING_USAGE, null);
    }

    Identity holderForEncryptionOnly(String name) {
        return issue(root, sm2(), name, FROM, TO, false, KeyUsage.keyEncipherment, null);
    }

    Identity timestampAuthority(String name) {
        return issue(root, sm2(), name, FROM, TO, false, KeyUsage.digitalSignature, KeyPurposeId.id_kp_timeStamping);
    }

    Identity intermediate(String name) {
        return issue(root, sm2(), name, FROM, TO, true, CA_USAGE, null);
    }

    /** Somebody with an ordinary certificate who plays authority. */
    static Identity issuedBy(Identity issuer, String name) {
        return issue(issuer, sm2(), name, FROM, TO, false, SIGNING_USAGE, null);
    }

    /**
     * A revocation list.
     *
     * @param reason of RFC 5280, 5.3.1
     */
    byte[] revocationList(Instant from, Instant until, X509Certificate revoked, Instant at, int reason) {
        try {
            JcaX509v2CRLBuilder builder = new JcaX509v2CRLBuilder(root.certificate.getSubjectX500Principal(), Date.from(from));
            builder.setNextUpdate(Date.from(until));
            if (revoked != null) {
                builder.addCRLEntry(revoked.getSerialNumber(), Date.from(at), reason);
            }
            return builder.build(new JcaContentSignerBuilder("SM3withSM2").setProvider(BC).build(root.keys.getPrivate())).getEncoded();
        } catch (OperatorCreationException | IOException e) {
            throw new IllegalStateException(e);
        }
    }

    void writeRoot(Path folder) {
        StringWriter pem = new StringWriter();
        try (JcaPEMWriter writer = new JcaPEMWriter(pem)) {
            writer.writeObject(root.certificate);
            writer.flush();
            Files.createDirectories(folder);
            Files.writeString(folder.resolve(root.certificate.getSerialNumber() + ".pem"), pem.toString());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Identity selfSigned(String name) {
        return issue(null, sm2(), name, FROM, TO.plus(3650, ChronoUnit.DAYS), true, CA_USAGE, null);
    }

    private static KeyPair sm2() {
        return keys("EC", new ECGenParameterSpec("sm2p256v1"));
    }

    private static KeyPair rsa() {
        return keys("RSA", null);
    }

    private static KeyPair keys(String algorithm, ECGenParameterSpec curve) {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance(algorithm, BC);
            if (curve == null) {
                generator.initialize(2048);
            } else {
                generator.initialize(curve);
            }
            return generator.generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Identity issue(Identity issuer, KeyPair keys, String name, Instant from, Instant to, boolean authority, int usage,
                                  KeyPurposeId purpose) {
        try {
            X500Name subject = new X500Name("C=CN,CN=" + name);
            X500Name issuerName = issuer == null ? subject : X500Name.getInstance(issuer.certificate.getSubjectX500Principal().getEncoded());
            JcaX509v3CertificateBuilder builder = new JcaX509v3CertificateBuilder(issuerName, BigInteger.valueOf(System.nanoTime()),
                    Date.from(from), Date.from(to), subject, keys.getPublic());
            builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(authority));
            builder.addExtension(Extension.keyUsage, true, new KeyUsage(usage));
            if (purpose != null) {
                builder.addExtension(Extension.extendedKeyUsage, true, new ExtendedKeyUsage(purpose));
            }
            var signer = new JcaContentSignerBuilder("SM3withSM2").setProvider(BC)
                    .build(issuer == null ? keys.getPrivate() : issuer.keys.getPrivate());
            return new Identity(keys, new JcaX509CertificateConverter().setProvider(BC).getCertificate(builder.build(signer)));
        } catch (CertIOException | OperatorCreationException | GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }
}
