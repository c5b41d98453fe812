package cn.zhenglu.seal;

import cn.zhenglu.seal.ses.CertList;
import cn.zhenglu.seal.ses.SESeal;
import cn.zhenglu.seal.ses.SealProperty;
import cn.zhenglu.seal.ses.SesSignature;
import java.io.ByteArrayInputStream;
import java.security.GeneralSecurityException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Arrays;

/**
 * A seal and the certificate that signs with it, found to belong together before the first licence is sealed with them: better
 * here, once, than by whoever verifies that licence.
 *
 * @param structure   the seal maker's seal, which goes into every signature
 * @param certificate 签章者证书, DER
 * @param seal        what may be shown
 */
record MatchedSeal(SESeal structure, byte[] certificate, Seal seal) {

    /** Bits of the key usage, X.509. */
    private static final int DIGITAL_SIGNATURE = 0;
    private static final int NON_REPUDIATION = 1;

    /**
     * Where the two come from, for sentences.
     *
     * @param certificate e.g. 密钥库 x.p12 中的证书
     * @param seal        e.g. 印章文件 x.esl
     * @param setting     as {@link BrokenSeal#setting()}
     */
    record Origin(String certificate, String seal, String setting) {

        BrokenSeal broken(String reason, Throwable cause) {
            return new BrokenSeal(setting, reason, cause);
        }
    }

    /**
     * Matches the two.
     *
     * @param name    of the seal under {@code zhenglu.seals}
     * @param encoded {@code SESeal} of GB/T 38540-2020, DER
     * @throws BrokenSeal when one of them cannot be used, or they do not belong together
     */
    static MatchedSeal of(String name, byte[] encoded, X509Certificate certificate, Origin origin) {
        try {
            requireSigning(certificate, origin);
            byte[] der = certificate.getEncoded();
            SESeal structure = parse(encoded, origin);
            requireMaker(structure, origin);
            requireSigner(structure.info().property().signers(), der, origin);
            return new MatchedSeal(structure, der, describe(name, structure, encoded, certificate));
        } catch (GeneralSecurityException e) {
            throw origin.broken(origin.certificate() + "或" + origin.seal() + "中的证书无法使用：" + e.getMessage(), e);
        }
    }

    /** GB/T 20518: a certificate that says what its key is for must say that it is for signing. */
    private static void requireSigning(X509Certificate certificate, Origin origin) {
        if (!Sm2.isKeyOf(certificate)) {
            throw origin.broken(origin.certificate() + "不是 SM2 证书", null);
        }
        boolean[] usage = certificate.getKeyUsage();
        if (usage != null && !usage[DIGITAL_SIGNATURE] && !usage[NON_REPUDIATION]) {
            throw origin.broken(origin.certificate() + "不是签名证书（密钥用法不含数字签名），可能误用了加密证书", null);
        }
    }

    private static SESeal parse(byte[] encoded, Origin origin) {
        try {
            return SESeal.parse(encoded);
        } catch (IllegalArgumentException e) {
            throw origin.broken(origin.seal() + "不是 GB/T 38540-2020 第 4 版印章：" + e.getMessage(), e);
        }
    }

    private static void requireMaker(SESeal structure, Origin origin) throws GeneralSecurityException {
        X509Certificate maker = (X509Certificate) CertificateFactory.getInstance("X.509", BouncyCastle.PROVIDER)
                .generateCertificate(new ByteArrayInputStream(structure.maker()));
        if (maker == null || !SesSignature.SM2_WITH_SM3.equals(structure.algorithm())
                || !Sm2.verifies(maker.getPublicKey(), structure.info().encoded(), structure.signature())) {
            throw origin.broken(origin.seal() + "的制章者签名无效，印章可能被改动", null);
        }
    }

    private static void requireSigner(CertList signers, byte[] certificate, Origin origin) {
        byte[] digest = Sm3.digest(certificate);
        boolean named = signers instanceof CertList.Certificates list
                ? list.der().stream().anyMatch(one -> Arrays.equals(one, certificate))
                : ((CertList.Digests) signers).entries().stream().anyMatch(one -> Arrays.equals(one.value(), digest));
        if (!named) {
            throw origin.broken(origin.certificate() + "不在" + origin.seal() + "的签章者证书列表中，两者不是一套", null);
        }
    }

    private static Seal describe(String name, SESeal structure, byte[] encoded, X509Certificate certificate) {
        SealProperty property = structure.info().property();
        Instant from = certificate.getNotBefore().toInstant();
        Instant until = certificate.getNotAfter().toInstant();
        return new Seal(name, property.name(), structure.info().picture(), certificate,
                property.validFrom().isAfter(from) ? property.validFrom() : from,
                property.validUntil().isBefore(until) ? property.validUntil() : until,
                encoded);
    }
}
