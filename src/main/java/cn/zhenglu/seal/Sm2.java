package cn.zhenglu.seal;

import java.security.GeneralSecurityException;
import java.security.PublicKey;
import java.security.Signature;
import java.security.SignatureException;
import java.security.cert.X509Certificate;
import org.bouncycastle.asn1.gm.GMObjectIdentifiers;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;

/** SM2 signatures over SM3 digests (GB/T 32918.2), as far as sealing must check those of others. */
final class Sm2 {

    private Sm2() {
    }

    /** Whether a certificate's key lies on the curve of GB/T 32918.5. */
    static boolean isKeyOf(X509Certificate certificate) {
        SubjectPublicKeyInfo key = SubjectPublicKeyInfo.getInstance(certificate.getPublicKey().getEncoded());
        return GMObjectIdentifiers.sm2p256v1.equals(key.getAlgorithm().getParameters());
    }

    /** Whether the signature (DER of r and s) was made over this message, with the identity {@code 1234567812345678}. */
    static boolean verifies(PublicKey key, byte[] message, byte[] signature) {
        try {
            Signature sm2 = Signature.getInstance("SM3withSM2", BouncyCastle.PROVIDER);
            sm2.initVerify(key);
            sm2.update(message);
            return sm2.verify(signature);
        } catch (SignatureException e) {
            return false; // not even a signature in form
        } catch (GeneralSecurityException e) {
            return false; // no SM2 key
        }
    }
}
