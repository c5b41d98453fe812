package cn.zhenglu.seal.verify;

import java.io.IOException;
import java.math.BigInteger;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.gm.GMNamedCurves;
import org.bouncycastle.asn1.gm.GMObjectIdentifiers;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.asn1.x9.X9ObjectIdentifiers;
import org.bouncycastle.crypto.digests.SM3Digest;
import org.bouncycastle.crypto.params.AsymmetricKeyParameter;
import org.bouncycastle.crypto.params.ECPublicKeyParameters;
import org.bouncycastle.crypto.params.ParametersWithID;
import org.bouncycastle.crypto.signers.SM2Signer;
import org.bouncycastle.crypto.signers.StandardDSAEncoding;
import org.bouncycastle.crypto.util.PublicKeyFactory;
import org.bouncycastle.jce.provider.BouncyCastleProvider;
import org.bouncycastle.util.Strings;

/** The algorithms that count (GB/T 33560): SM2 signatures over SM3 digests, on the recommended curve. No others. */
final class Sm {

    /** One for the process: making it is expensive. Not registered with the JVM. */
    static final BouncyCastleProvider PROVIDER = new BouncyCastleProvider();

    /** SM2 signature with SM3, 1.2.156.10197.1.501. */
    static final String SM2_WITH_SM3 = GMObjectIdentifiers.sm2sign_with_sm3.getId();
    /** SM3, 1.2.156.10197.1.401. */
    static final String SM3 = GMObjectIdentifiers.sm3.getId();

    /** Default identity of the signer, GB/T 35276-2017, 10. */
    private static final byte[] IDENTITY = Strings.toByteArray("1234567812345678");

    private Sm() {
    }

    /** Whether this names SM3, by its object identifier or, as some makers write it, by its name. */
    static boolean isSm3(String name) {
        return name.equals(SM3) || name.equals("SM3");
    }

    /** SM3 digest, 32 bytes. */
    static byte[] digest(byte[] data) {
        SM3Digest sm3 = new SM3Digest();
        sm3.update(data, 0, data.length);
        byte[] digest = new byte[sm3.getDigestSize()];
        sm3.doFinal(digest, 0);
        return digest;
    }

    /** Whether a key is an SM2 key on the curve of GB/T 32918.5. */
    static boolean isSm2(SubjectPublicKeyInfo key) {
        return X9ObjectIdentifiers.id_ecPublicKey.equals(key.getAlgorithm().getAlgorithm())
                && key.getAlgorithm().getParameters() instanceof ASN1ObjectIdentifier curve
                && GMObjectIdentifiers.sm2p256v1.equals(curve);
    }

    /** Whether a signature value is there at all: the DER of two numbers, neither of them zero. */
    static boolean isSignatureValue(byte[] signature) {
        try {
            BigInteger order = GMNamedCurves.getByOID(GMObjectIdentifiers.sm2p256v1).getN();
            for (BigInteger number : StandardDSAEncoding.INSTANCE.decode(order, signature)) {
                if (number.signum() <= 0) {
                    return false;
                }
            }
            return true;
        } catch (IOException | IllegalArgumentException | ClassCastException notTwoNumbers) {
            return false; // BouncyCastle casts without looking when the sequence holds anything but numbers
        }
    }

    /** Whether the signature over these bytes was made with the key that belongs to this one. */
    static boolean verifies(SubjectPublicKeyInfo key, byte[] signed, byte[] signature) {
        if (!isSm2(key)) {
            return false;
        }
        try {
            AsymmetricKeyParameter parameters = PublicKeyFactory.createKey(key);
            if (!(parameters instanceof ECPublicKeyParameters)) {
                return false;
            }
            SM2Signer verifier = new SM2Signer();
            verifier.init(false, new ParametersWithID(parameters, IDENTITY));
            verifier.update(signed, 0, signed.length);
            return verifier.verifySignature(signature);
        } catch (IOException | IllegalArgumentException notAPointOnTheCurve) {
            return false;
        }
    }
}
