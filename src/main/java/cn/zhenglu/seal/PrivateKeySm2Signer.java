package cn.zhenglu.seal;

import java.security.InvalidKeyException;
import java.security.PrivateKey;
import org.bouncycastle.crypto.CryptoException;
import org.bouncycastle.crypto.params.AsymmetricKeyParameter;
import org.bouncycastle.crypto.signers.SM2Signer;
import org.bouncycastle.jcajce.provider.asymmetric.util.ECUtil;

/** Signs with a private key in memory; Bouncy Castle's light-weight API is more than twice as fast as its JCA face. */
final class PrivateKeySm2Signer implements Sm2Signer {

    /** One a thread, ready for the next message after each: to begin anew, it would work out the public key again. */
    private final ThreadLocal<SM2Signer> signers;

    /** @throws IllegalArgumentException when it is no elliptic curve key */
    PrivateKeySm2Signer(PrivateKey key) {
        try {
            AsymmetricKeyParameter parameter = ECUtil.generatePrivateKeyParameter(key);
            this.signers = ThreadLocal.withInitial(() -> signer(parameter));
        } catch (InvalidKeyException e) {
            throw new IllegalArgumentException("not an elliptic curve key: " + key.getAlgorithm(), e);
        }
    }

    @Override
    public byte[] sign(byte[] message) {
        SM2Signer signer = signers.get();
        signer.reset();
        signer.update(message, 0, message.length);
        try {
            return signer.generateSignature();
        } catch (CryptoException e) {
            throw new IllegalStateException("SM2 signature with a key in memory", e);
        }
    }

    /** Its defaults are SM3, DER and the identity 1234567812345678. */
    private static SM2Signer signer(AsymmetricKeyParameter key) {
        SM2Signer signer = new SM2Signer();
        signer.init(true, key);
        return signer;
    }
}
