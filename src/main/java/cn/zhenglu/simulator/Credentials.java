package cn.zhenglu.simulator;

import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPairGenerator;
import java.security.NoSuchAlgorithmException;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.interfaces.RSAPrivateCrtKey;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.RSAPublicKeySpec;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What a client needs to be let in by the stand-in and to read its replies.
 *
 * @param clientId     {@code client_id}
 * @param clientSecret {@code client_secret}
 * @param sm4Key       16 characters; opens enveloped bodies
 * @param privateKey   RSA key that opens the code replies, base64 PKCS#8
 */
public record Credentials(String clientId, String clientSecret, String sm4Key, String privateKey) {

    private static final String ALPHABET = "abcdefghijkmnpqrstuvwxyz23456789";
    private static final int KEY_BITS = 2048;

    /** Drawn at random. */
    public static Credentials fresh(String clientId) {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
            generator.initialize(KEY_BITS);
            String privateKey = Base64.getEncoder().encodeToString(generator.generateKeyPair().getPrivate().getEncoded());
            return new Credentials(clientId, random(32), random(16), privateKey);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java platform has RSA", e);
        }
    }

    /** @param length characters, each of 32 that are not mistaken for one another */
    public static String random(int length) {
        SecureRandom random = new SecureRandom();
        StringBuilder text = new StringBuilder(length);
        for (int i = 0; i < length; i++) {
            text.append(ALPHABET.charAt(random.nextInt(ALPHABET.length())));
        }
        return text.toString();
    }

    /**
     * The key that code replies are encrypted under.
     *
     * @throws GeneralSecurityException when the private key is no RSA key in base64 PKCS#8
     */
    public PublicKey publicKey() throws GeneralSecurityException {
        try {
            KeyFactory rsa = KeyFactory.getInstance("RSA");
            byte[] encoded = Base64.getDecoder().decode(privateKey);
            if (rsa.generatePrivate(new PKCS8EncodedKeySpec(encoded)) instanceof RSAPrivateCrtKey key) {
                return rsa.generatePublic(new RSAPublicKeySpec(key.getModulus(), key.getPublicExponent()));
            }
            throw new GeneralSecurityException("The private key lacks its public exponent");
        } catch (IllegalArgumentException e) {
            throw new GeneralSecurityException("The private key is not base64", e);
        }
    }

    /** Settings of a client of a stand-in on that port; in the enveloped form, so that it is tried as well. */
    public Map<String, String> relaySettings(int port) {
        Map<String, String> settings = new LinkedHashMap<>();
        settings.put("zhenglu.relay.base-url", "http://127.0.0.1:" + port);
        settings.put("zhenglu.relay.client-id", clientId);
        settings.put("zhenglu.relay.client-secret", clientSecret);
        settings.put("zhenglu.relay.envelope", "sm4");
        settings.put("zhenglu.relay.sm4-key", sm4Key);
        settings.put("zhenglu.relay.private-key", privateKey);
        return settings;
    }

    /** Without secrets. */
    @Override
    public String toString() {
        return "Credentials[" + clientId + "]";
    }
}
