package cn.zhenglu.seal;

import cn.zhenglu.seal.ses.CertList;
import cn.zhenglu.seal.ses.SESeal;
import cn.zhenglu.seal.ses.SealProperty;
import cn.zhenglu.seal.ses.SesSignature;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.SignatureException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import org.bouncycastle.asn1.gm.GMObjectIdentifiers;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;

/** Reads a seal's files and makes sure that they belong together, before the first licence is sealed with them. */
final class FileSealReader {

    /** Bits of the key usage, X.509. */
    private static final int DIGITAL_SIGNATURE = 0;
    private static final int NON_REPUDIATION = 1;

    private FileSealReader() {
    }

    /**
     * Reads a seal. The dates are not judged here.
     *
     * @throws BrokenSeal when a file is missing or unreadable, or the files do not belong together
     */
    static FileSeal read(String name, SealSettings.SealSetting setting) {
        try {
            KeyStore keystore = keystore(setting);
            String alias = onlyKey(keystore, setting.keystore());
            X509Certificate certificate = (X509Certificate) keystore.getCertificate(alias);
            if (certificate == null) {
                throw new BrokenSeal("密钥库 " + setting.keystore() + " 中的私钥没有证书", null);
            }
            requireSm2(certificate, setting.keystore());
            requireSigning(certificate, setting.keystore());
            byte[] der = certificate.getEncoded();
            byte[] file = Files.readAllBytes(setting.sealOrBeside());
            SESeal structure = parse(file, setting.sealOrBeside());
            requireMaker(structure, setting.sealOrBeside());
            requireSigner(structure.info().property().signers(), der, setting);
            requirePicture(structure, setting);
            Sm2Signer signer = new PrivateKeySm2Signer((PrivateKey) keystore.getKey(alias, setting.password()));
            requireKeyOf(certificate, signer, setting.keystore());
            return new FileSeal(describe(name, structure, file, certificate), structure, der, signer);
        } catch (NoSuchFileException e) {
            throw new BrokenSeal("文件 " + e.getFile() + " 不存在", e);
        } catch (IOException e) {
            throw new BrokenSeal("文件无法读取：" + e.getMessage(), e);
        } catch (GeneralSecurityException e) {
            throw new BrokenSeal("密钥库 " + setting.keystore() + " 中的密钥或证书无法使用：" + e.getMessage(), e);
        }
    }

    private static KeyStore keystore(SealSettings.SealSetting setting) throws IOException, GeneralSecurityException {
        KeyStore keystore = KeyStore.getInstance("PKCS12", BouncyCastle.PROVIDER);
        try (InputStream file = Files.newInputStream(setting.keystore())) {
            keystore.load(file, setting.password());
            return keystore;
        } catch (NoSuchFileException e) {
            throw e;
        } catch (IOException e) {
            throw new BrokenSeal("密钥库 " + setting.keystore() + " 无法打开，口令不正确，或不是 PKCS#12 文件", e);
        }
    }

    private static String onlyKey(KeyStore keystore, Path file) throws GeneralSecurityException {
        List<String> aliases = new ArrayList<>();
        for (String alias : Collections.list(keystore.aliases())) {
            if (keystore.isKeyEntry(alias)) {
                aliases.add(alias);
            }
        }
        if (aliases.size() != 1) {
            throw new BrokenSeal("密钥库 " + file + " 应当只含一个私钥，实际含 " + aliases.size() + " 个", null);
        }
        return aliases.get(0);
    }

    private static void requireSm2(X509Certificate certificate, Path file) {
        SubjectPublicKeyInfo key = SubjectPublicKeyInfo.getInstance(certificate.getPublicKey().getEncoded());
        if (!GMObjectIdentifiers.sm2p256v1.equals(key.getAlgorithm().getParameters())) {
            throw new BrokenSeal("密钥库 " + file + " 中的证书不是 SM2 证书", null);
        }
    }

    /** GB/T 20518: a certificate that says what its key is for must say that it is for signing. */
    private static void requireSigning(X509Certificate certificate, Path file) {
        boolean[] usage = certificate.getKeyUsage();
        if (usage != null && !usage[DIGITAL_SIGNATURE] && !usage[NON_REPUDIATION]) {
            throw new BrokenSeal("密钥库 " + file + " 中的证书不是签名证书（密钥用法不含数字签名），可能误用了加密证书", null);
        }
    }

    private static void requireKeyOf(X509Certificate certificate, Sm2Signer signer, Path file)
            throws GeneralSecurityException {
        byte[] probe = Sm3.digest(certificate.getEncoded());
        if (!verifies(certificate, probe, signer.sign(probe))) {
            throw new BrokenSeal("密钥库 " + file + " 中的私钥与证书不匹配", null);
        }
    }

    private static boolean verifies(X509Certificate certificate, byte[] message, byte[] signature)
            throws GeneralSecurityException {
        Signature sm2 = Signature.getInstance("SM3withSM2", BouncyCastle.PROVIDER);
        sm2.initVerify(certificate.getPublicKey());
        sm2.update(message);
        try {
            return sm2.verify(signature);
        } catch (SignatureException e) {
            return false; // not even a signature in form
        }
    }

    /** Better found out here, once, than by whoever verifies the first licence. */
    private static void requireMaker(SESeal structure, Path file) throws GeneralSecurityException {
        X509Certificate maker = (X509Certificate) CertificateFactory.getInstance("X.509", BouncyCastle.PROVIDER)
                .generateCertificate(new ByteArrayInputStream(structure.maker()));
        if (!SesSignature.SM2_WITH_SM3.equals(structure.algorithm())
                || !verifies(maker, structure.info().encoded(), structure.signature())) {
            throw new BrokenSeal("印章文件 " + file + " 的制章者签名无效，文件可能被改动", null);
        }
    }

    private static SESeal parse(byte[] file, Path path) {
        try {
            return SESeal.parse(file);
        } catch (IllegalArgumentException e) {
            throw new BrokenSeal("印章文件 " + path + " 不是 GB/T 38540-2020 第 4 版印章：" + e.getMessage(), e);
        }
    }

    private static void requireSigner(CertList signers, byte[] certificate, SealSettings.SealSetting setting) {
        byte[] digest = Sm3.digest(certificate);
        boolean named = signers instanceof CertList.Certificates list
                ? list.der().stream().anyMatch(one -> Arrays.equals(one, certificate))
                : ((CertList.Digests) signers).entries().stream().anyMatch(one -> Arrays.equals(one.value(), digest));
        if (!named) {
            throw new BrokenSeal("密钥库 " + setting.keystore() + " 的证书不在印章文件 " + setting.sealOrBeside()
                    + " 的签章者证书列表中，两者不是一套", null);
        }
    }

    private static void requirePicture(SESeal structure, SealSettings.SealSetting setting) throws IOException {
        if (setting.picture() != null
                && !Arrays.equals(Files.readAllBytes(setting.picture()), structure.info().picture().data())) {
            throw new BrokenSeal("印模图像 " + setting.picture() + " 与印章文件 " + setting.sealOrBeside() + " 中的图像不同", null);
        }
    }

    private static Seal describe(String name, SESeal structure, byte[] file, X509Certificate certificate) {
        SealProperty property = structure.info().property();
        Instant from = certificate.getNotBefore().toInstant();
        Instant until = certificate.getNotAfter().toInstant();
        return new Seal(name, property.name(), structure.info().picture(), certificate,
                property.validFrom().isAfter(from) ? property.validFrom() : from,
                property.validUntil().isBefore(until) ? property.validUntil() : until,
                file);
    }
}
