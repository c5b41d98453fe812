package cn.zhenglu.simulator;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.HexFormat;
import javax.crypto.Cipher;
import javax.crypto.spec.SecretKeySpec;
import org.bouncycastle.jce.provider.BouncyCastleProvider;

/** Encrypts a code for the province: DES under a fresh 8-character key, and that key under the province's RSA key. */
final class CodeSealer {

    private static final BouncyCastleProvider PROVIDER = new BouncyCastleProvider();
    private static final String KEY_ALPHABET = "ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnpqrstuvwxyz23456789";

    private final PublicKey province;
    private final SecureRandom random = new SecureRandom();

    CodeSealer(PublicKey province) {
        this.province = province;
    }

    /**
     * @param encryCertid upper-case hex
     * @param encryKey    base64
     */
    record SealedCode(String encryCertid, String encryKey) {
    }

    SealedCode seal(String code) {
        StringBuilder key = new StringBuilder();
        for (int i = 0; i < 8; i++) {
            key.append(KEY_ALPHABET.charAt(random.nextInt(KEY_ALPHABET.length())));
        }
        byte[] desKey = key.toString().getBytes(StandardCharsets.US_ASCII);
        try {
            Cipher des = Cipher.getInstance("DES/ECB/PKCS5Padding", PROVIDER);
            des.init(Cipher.ENCRYPT_MODE, new SecretKeySpec(desKey, "DES"));
            Cipher rsa = Cipher.getInstance("RSA/ECB/PKCS1Padding", PROVIDER);
            rsa.init(Cipher.ENCRYPT_MODE, province);
            return new SealedCode(
                    HexFormat.of().withUpperCase().formatHex(des.doFinal(code.getBytes(StandardCharsets.UTF_8))),
                    Base64.getEncoder().encodeToString(rsa.doFinal(desKey)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("The province's public key cannot encrypt", e);
        }
    }
}
