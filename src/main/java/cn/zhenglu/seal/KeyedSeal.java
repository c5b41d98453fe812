package cn.zhenglu.seal;

import cn.zhenglu.seal.ses.SesSignature;
import cn.zhenglu.seal.ses.TbsSign;
import java.time.Instant;

/**
 * A seal whose key signs for us, in a file or a device: the signature's structure is made here.
 *
 * @param matched seal and certificate
 * @param signer  has the certificate's key
 * @param files   what it was read from
 */
record KeyedSeal(MatchedSeal matched, Sm2Signer signer, FileStamps files) implements OpenSeal {

    /**
     * @throws BrokenSeal when the key is not the certificate's, which a first signature tells
     */
    static KeyedSeal of(MatchedSeal matched, Sm2Signer signer, FileStamps files, MatchedSeal.Origin origin) {
        byte[] probe = Sm3.digest(matched.certificate());
        if (!Sm2.verifies(matched.seal().certificate().getPublicKey(), probe, signer.sign(probe))) {
            throw origin.broken(origin.certificate() + "与私钥不匹配", null);
        }
        return new KeyedSeal(matched, signer, files);
    }

    @Override
    public Seal seal() {
        return matched.seal();
    }

    @Override
    public byte[] sign(byte[] content, String propertyInfo, Instant time) {
        TbsSign tbs = new TbsSign(matched.structure().info().header().version(), matched.structure(), time,
                Sm3.digest(content), propertyInfo, null);
        return new SesSignature(tbs, matched.certificate(), SesSignature.SM2_WITH_SM3, signer.sign(tbs.encoded()), null).encoded();
    }

    @Override
    public boolean outdated() {
        return files.changed();
    }

    /** Without the key. */
    @Override
    public String toString() {
        return "KeyedSeal[" + seal() + ']';
    }
}
