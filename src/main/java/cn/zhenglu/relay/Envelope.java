package cn.zhenglu.relay;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.Optional;
import org.bouncycastle.crypto.CryptoException;
import org.bouncycastle.crypto.RuntimeCryptoException;
import org.bouncycastle.crypto.engines.SM4Engine;
import org.bouncycastle.crypto.paddings.PKCS7Padding;
import org.bouncycastle.crypto.paddings.PaddedBufferedBlockCipher;
import org.bouncycastle.crypto.params.KeyParameter;
import tools.jackson.databind.json.JsonMapper;

/** How a body is wrapped on its way to the relay. */
sealed interface Envelope {

    /**
     * @param json    the body
     * @param citynum region of the department that sends it, GB/T 2260
     */
    String wrap(String json, String citynum);

    /** The text inside an encrypted {@code data} value of a reply; empty when it cannot be opened. */
    Optional<String> open(String data);

    static Envelope of(RelaySettings settings) {
        return switch (settings.envelope()) {
            case PLAIN -> new Plain();
            case SM4 -> new Sm4(settings.sm4Key().getBytes(StandardCharsets.UTF_8));
        };
    }

    /** The platform's own way: bare JSON. */
    record Plain() implements Envelope {

        @Override
        public String wrap(String json, String citynum) {
            return json;
        }

        @Override
        public Optional<String> open(String data) {
            return Optional.empty();
        }
    }

    /**
     * SM4 (GB/T 32907) in ECB mode with PKCS#5 padding, base64: weak by today's measure, but what the relay speaks. Transport
     * security is the network's or TLS's.
     */
    final class Sm4 implements Envelope {

        private static final JsonMapper JSON = new JsonMapper();

        private final KeyParameter key;

        /** @param key 16 bytes */
        Sm4(byte[] key) {
            this.key = new KeyParameter(key);
        }

        @Override
        public String wrap(String json, String citynum) {
            try {
                byte[] sealed = cipher(true, json.getBytes(StandardCharsets.UTF_8));
                return JSON.createObjectNode()
                        .put("citynum", citynum)
                        .put("data", Base64.getEncoder().encodeToString(sealed))
                        .toString();
            } catch (CryptoException e) {
                throw new IllegalStateException("SM4 encryption cannot fail on padded input", e);
            }
        }

        @Override
        public Optional<String> open(String data) {
            try {
                byte[] clear = cipher(false, Base64.getMimeDecoder().decode(data));
                return Optional.of(new String(clear, StandardCharsets.UTF_8));
            } catch (CryptoException | RuntimeCryptoException | IllegalArgumentException e) {
                return Optional.empty(); // not under our key: the caller reports the reply as unreadable
            }
        }

        private byte[] cipher(boolean encrypt, byte[] input) throws CryptoException {
            PaddedBufferedBlockCipher cipher = new PaddedBufferedBlockCipher(new SM4Engine(), new PKCS7Padding());
            cipher.init(encrypt, key);
            byte[] output = new byte[cipher.getOutputSize(input.length)];
            int length = cipher.processBytes(input, 0, input.length, output, 0);
            length += cipher.doFinal(output, length);
            return Arrays.copyOf(output, length);
        }
    }
}
