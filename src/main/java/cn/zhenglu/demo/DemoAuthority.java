package cn.zhenglu.demo;

import cn.zhenglu.seal.BouncyCastle;
import cn.zhenglu.seal.Seal;
import cn.zhenglu.seal.ses.CertList;
import cn.zhenglu.seal.ses.SESeal;
import cn.zhenglu.seal.ses.SealHeader;
import cn.zhenglu.seal.ses.SealInfo;
import cn.zhenglu.seal.ses.SealPicture;
import cn.zhenglu.seal.ses.SealProperty;
import cn.zhenglu.seal.ses.SesSignature;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.SecureRandom;
import java.security.Signature;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Date;
import java.util.List;
import java.util.UUID;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x500.X500NameBuilder;
import org.bouncycastle.asn1.x500.style.BCStyle;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.cert.CertIOException;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509ExtensionUtils;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/**
 * A certificate authority and a seal maker for the demo (GB/T 20518 certificates, SM2 with SM3). Both keys live only as
 * long as this object, so that nobody can ever make another seal that the demo trusts.
 */
final class DemoAuthority {

    private static final int SIGNING_YEARS = 3;
    private static final int ROOT_YEARS = 10;

    private final SecureRandom random = new SecureRandom();
    private final Instant now;
    private final Identity root;
    private final Identity maker;

    /** @param now from when everything is valid */
    DemoAuthority(Instant now) throws GeneralSecurityException {
        this.now = now;
        KeyPair rootKey = keyPair();
        this.root = new Identity(rootKey, certificate(subject("证路演示根证书"), rootKey, null, true, ROOT_YEARS));
        this.maker = identity("证路演示制章者");
    }

    /** A key and the certificate for it. */
    record Identity(KeyPair key, X509Certificate certificate) {

        /** Without the key. */
        @Override
        public String toString() {
            return "Identity[" + certificate.getSubjectX500Principal() + ']';
        }
    }

    X509Certificate root() {
        return root.certificate();
    }

    /** A new signing identity: key usage digitalSignature and nonRepudiation. */
    Identity identity(String commonName) throws GeneralSecurityException {
        KeyPair key = keyPair();
        return new Identity(key, certificate(subject(commonName), key, root, false, SIGNING_YEARS));
    }

    /**
     * A seal, signed by the seal maker, with which this signer alone may sign.
     *
     * @param picture PNG
     * @param size    of the picture, millimetres
     */
    SESeal seal(String title, byte[] picture, int size, X509Certificate signer) throws GeneralSecurityException {
        SealProperty property = new SealProperty(1, title, new CertList.Certificates(List.of(signer.getEncoded())),
                now, now, signer.getNotAfter().toInstant());
        SealInfo info = new SealInfo(SealHeader.v4("ZhengluDemo"), UUID.randomUUID().toString().replace("-", ""), property,
                new SealPicture("PNG", picture, size, size), null);
        Signature sm2 = Signature.getInstance("SM3withSM2", BouncyCastle.PROVIDER);
        sm2.initSign(maker.key().getPrivate(), random);
        sm2.update(info.encoded());
        return new SESeal(info, maker.certificate().getEncoded(), SesSignature.SM2_WITH_SM3, sm2.sign());
    }

    private KeyPair keyPair() throws GeneralSecurityException {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("EC", BouncyCastle.PROVIDER);
        generator.initialize(new ECGenParameterSpec("sm2p256v1"), random);
        return generator.generateKeyPair();
    }

    private static X500Name subject(String commonName) {
        return new X500NameBuilder(BCStyle.INSTANCE)
                .addRDN(BCStyle.C, "CN").addRDN(BCStyle.O, Seal.DEMO_MARK).addRDN(BCStyle.CN, commonName).build();
    }

    /** @param issuer {@code null}: signed with its own key */
    private X509Certificate certificate(X500Name subject, KeyPair key, Identity issuer, boolean authority, int years)
            throws GeneralSecurityException {
        try {
            JcaX509ExtensionUtils identifiers = new JcaX509ExtensionUtils();
            X500Name issued = issuer == null ? subject
                    : X500Name.getInstance(issuer.certificate().getSubjectX500Principal().getEncoded());
            JcaX509v3CertificateBuilder builder = new JcaX509v3CertificateBuilder(issued,
                    new BigInteger(127, random).setBit(126), Date.from(now),
                    Date.from(now.atZone(ZoneOffset.UTC).plusYears(years).toInstant()), subject, key.getPublic());
            builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(authority));
            builder.addExtension(Extension.keyUsage, true, new KeyUsage(authority
                    ? KeyUsage.keyCertSign | KeyUsage.cRLSign : KeyUsage.digitalSignature | KeyUsage.nonRepudiation));
            builder.addExtension(Extension.subjectKeyIdentifier, false,
                    identifiers.createSubjectKeyIdentifier(key.getPublic()));
            builder.addExtension(Extension.authorityKeyIdentifier, false,
                    identifiers.createAuthorityKeyIdentifier(issuer == null ? key.getPublic() : issuer.key().getPublic()));
            return new JcaX509CertificateConverter().setProvider(BouncyCastle.PROVIDER).getCertificate(builder.build(
                    new JcaContentSignerBuilder("SM3withSM2").setProvider(BouncyCastle.PROVIDER)
                            .build((issuer == null ? key : issuer.key()).getPrivate())));
        } catch (CertIOException | OperatorCreationException e) {
            throw new GeneralSecurityException("certificate for " + subject, e);
        }
    }
}
