package cn.zhenglu.seal;

import cn.zhenglu.seal.ses.SESeal;
import cn.zhenglu.seal.ses.SesSignature;
import cn.zhenglu.seal.ses.TbsSign;
import java.time.Instant;

/**
 * A seal with its key at hand.
 *
 * @param seal        what may be shown
 * @param structure   the seal maker's seal, which goes into every signature
 * @param certificate 签章者证书, DER
 * @param signer      has the certificate's key
 */
record FileSeal(Seal seal, SESeal structure, byte[] certificate, Sm2Signer signer) {

    /** As {@link SealProvider#sign}. */
    byte[] sign(byte[] digest, String propertyInfo, Instant time) {
        TbsSign tbs = new TbsSign(structure.info().header().version(), structure, time, digest, propertyInfo, null);
        return new SesSignature(tbs, certificate, SesSignature.SM2_WITH_SM3, signer.sign(tbs.encoded()), null).encoded();
    }

    /** Without the key. */
    @Override
    public String toString() {
        return "FileSeal[" + seal + ']';
    }
}
