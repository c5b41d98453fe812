package cn.zhenglu.demo;

import cn.zhenglu.seal.BouncyCastle;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.cert.X509Certificate;
import org.bouncycastle.asn1.DERBMPString;
import org.bouncycastle.asn1.DERNull;
import org.bouncycastle.asn1.nist.NISTObjectIdentifiers;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.cert.jcajce.JcaX509ExtensionUtils;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.OutputEncryptor;
import org.bouncycastle.pkcs.PKCS12PfxPduBuilder;
import org.bouncycastle.pkcs.PKCS12SafeBag;
import org.bouncycastle.pkcs.PKCS12SafeBagBuilder;
import org.bouncycastle.pkcs.PKCSException;
import org.bouncycastle.pkcs.jcajce.JcaPKCS12SafeBagBuilder;
import org.bouncycastle.pkcs.jcajce.JcePKCS12MacCalculatorBuilder;
import org.bouncycastle.pkcs.jcajce.JcePKCSPBEOutputEncryptorBuilder;

/** Writes PKCS#12 (RFC 7292) with AES-256: OpenSSL 3 no longer reads the triple DES and RC2 of old. */
final class DemoKeystore {

    /**
     * Bouncy Castle's own keystore counts to 51,200, three times a file, which takes seconds for fourteen seals at every
     * start. That protects guessable passwords; ours are 24 random bytes.
     */
    private static final int ITERATIONS = 2048;

    private DemoKeystore() {
    }

    /** A keystore with one key, its certificate, and the root that issued it. */
    static byte[] pkcs12(String alias, DemoAuthority.Identity identity, X509Certificate root, char[] password)
            throws GeneralSecurityException, IOException {
        try {
            OutputEncryptor aes = new JcePKCSPBEOutputEncryptorBuilder(NISTObjectIdentifiers.id_aes256_CBC)
                    .setProvider(BouncyCastle.PROVIDER)
                    .setPRF(new AlgorithmIdentifier(PKCSObjectIdentifiers.id_hmacWithSHA256, DERNull.INSTANCE))
                    .setIterationCount(ITERATIONS).build(password);
            PKCS12SafeBag key = named(new JcaPKCS12SafeBagBuilder(identity.key().getPrivate(), aes), alias, identity);
            PKCS12SafeBag certificate = named(new JcaPKCS12SafeBagBuilder(identity.certificate()), alias, identity);
            return new PKCS12PfxPduBuilder()
                    .addData(key)
                    .addEncryptedData(aes, new PKCS12SafeBag[] {certificate, new JcaPKCS12SafeBagBuilder(root).build()})
                    .build(new JcePKCS12MacCalculatorBuilder(NISTObjectIdentifiers.id_sha256)
                            .setProvider(BouncyCastle.PROVIDER).setIterationCount(ITERATIONS), password)
                    .getEncoded();
        } catch (OperatorCreationException | PKCSException e) {
            throw new GeneralSecurityException("keystore " + alias, e);
        }
    }

    /** The same name and id on key and certificate tell that they belong together. */
    private static PKCS12SafeBag named(PKCS12SafeBagBuilder bag, String alias, DemoAuthority.Identity identity)
            throws GeneralSecurityException {
        return bag
                .addBagAttribute(PKCSObjectIdentifiers.pkcs_9_at_friendlyName, new DERBMPString(alias))
                .addBagAttribute(PKCSObjectIdentifiers.pkcs_9_at_localKeyId,
                        new JcaX509ExtensionUtils().createSubjectKeyIdentifier(identity.certificate().getPublicKey()))
                .build();
    }
}
