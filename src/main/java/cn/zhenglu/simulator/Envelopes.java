package cn.zhenglu.simulator;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Base64;
import javax.crypto.Cipher;
import javax.crypto.spec.SecretKeySpec;
import org.bouncycastle.jce.provider.BouncyCastleProvider;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The relay's envelope, {@code {"citynum","data"}} with SM4/ECB/PKCS5, from its own side. */
final class Envelopes {

    private static final BouncyCastleProvider PROVIDER = new BouncyCastleProvider();
    private static final JsonMapper JSON = new JsonMapper();

    private final SecretKeySpec key;

    /** @param sm4Key 16 characters, or {@code null} when bodies come bare */
    Envelopes(String sm4Key) {
        this.key = sm4Key == null ? null : new SecretKeySpec(sm4Key.getBytes(StandardCharsets.UTF_8), "SM4");
    }

    /** The bare body of a request, enveloped or not. */
    JsonNode open(String body) throws Refused {
        try {
            JsonNode node = JSON.readTree(body);
            if (key == null || !node.has("data")) {
                return node;
            }
            FieldRules.demand(node.path("citynum").asString("").matches("\\d{6}"), "citynum应为6位行政区划代码");
            byte[] sealed = Base64.getDecoder().decode(node.path("data").asString(""));
            return JSON.readTree(new String(cipher(Cipher.DECRYPT_MODE, sealed), StandardCharsets.UTF_8));
        } catch (JacksonException | GeneralSecurityException | IllegalArgumentException e) {
            throw new Refused("报文格式不正确或解密失败");
        }
    }

    /** The value of {@code data} for a text. */
    String seal(String text) {
        try {
            return Base64.getEncoder().encodeToString(cipher(Cipher.ENCRYPT_MODE, text.getBytes(StandardCharsets.UTF_8)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("SM4 is not available", e);
        }
    }

    private byte[] cipher(int mode, byte[] input) throws GeneralSecurityException {
        Cipher cipher = Cipher.getInstance("SM4/ECB/PKCS5Padding", PROVIDER);
        cipher.init(mode, key);
        return cipher.doFinal(input);
    }
}
