package cn.zhenglu.seal;

import java.security.InvalidKeyException;
import java.security.PrivateKey;
import org.bouncycastle.crypto.CryptoException;
import org.bouncycastle.crypto.params.AsymmetricKeyParameter;
import org.bouncycastle.crypto.signers.SM2Signer;
import org.bouncycastle.jcajce.provider.asymmetric.util.ECUtil;

/** Signs with a private key in memory; Bouncy Castle's light-weight API is more than twice as fast as its JCA face. */
final class PrivateKeySm2Signer implements Sm2Signer {

    private final AsymmetricKeyParameter key;

    /** @throws IllegalArgumentException when it is no elliptic curve key */
    PrivateKeySm2Signer(PrivateKey key) {
        try {
            this.key = ECUtil.generatePrivateKeyParameter(key);
        } catch (InvalidKeyException e) {
            throw new IllegalArgumentException("not an elliptic curve key: " + key.getAlgorithm(), e);
        }
    }

    @Override
    public byte[] sign(byte[] message) {
        // one a signature: it is not safe for many threads. Its defaults are SM3, DER and the identity 1234567812345678
        SM2Signer signer = new SM2Signer();
        signer.init(true, key);
        signer.update(message, 0, message.length);
        try {
            return signer.generateSignature();
        } catch (CryptoException e) {
            throw new IllegalStateException("SM2 signature with a key in memory", e);
        }
    }
}
