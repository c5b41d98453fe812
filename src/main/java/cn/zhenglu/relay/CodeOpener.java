package cn.zhenglu.relay;

import cn.zhenglu.licence.NeedsPerson;
import java.io.IOException;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.interfaces.RSAPrivateKey;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import java.util.HexFormat;
import javax.crypto.Cipher;
import javax.crypto.spec.SecretKeySpec;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.bouncycastle.openssl.PEMKeyPair;
import org.bouncycastle.openssl.PEMParser;

/**
 * Opens the encrypted code of a 赋码 reply: {@code encryKey} is base64 RSA (PKCS#1 v1.5) of an 8-byte DES key under the
 * province's public key, {@code encryCertid} hex of DES/ECB/PKCS5 of the code. The RSA keys may be as short as 512 bits.
 */
final class CodeOpener {

    private final RSAPrivateKey key;

    private CodeOpener(RSAPrivateKey key) {
        this.key = key;
    }

    /** @throws NeedsPerson when the configured key cannot be read */
    static CodeOpener of(RelaySettings settings) {
        boolean inline = settings.privateKey() != null && !settings.privateKey().isBlank();
        String source = inline ? "zhenglu.relay.private-key" : "zhenglu.relay.private-key-file=" + settings.privateKeyFile();
        try {
            byte[] encoded = inline ? decode(settings.privateKey()) : Files.readAllBytes(settings.privateKeyFile());
            return new CodeOpener(read(encoded));
        } catch (IOException | GeneralSecurityException | RuntimeException e) {
            // the cause stays out: a parser's message may quote the key
            throw new NeedsPerson("settings.relay.private-key", "zhenglu.relay.private-key",
                    "赋码应答的解密私钥无法读取（" + source + "）", "核对该私钥：RSA，PKCS#8，base64 文本，或 PEM、DER 文件");
        }
    }

    private static byte[] decode(String text) {
        return isPem(text) ? text.getBytes(StandardCharsets.US_ASCII) : Base64.getMimeDecoder().decode(text.strip());
    }

    private static boolean isPem(String text) {
        return text.stripLeading().startsWith("-----BEGIN");
    }

    private static RSAPrivateKey read(byte[] encoded) throws IOException, GeneralSecurityException {
        String text = new String(encoded, StandardCharsets.US_ASCII);
        byte[] pkcs8 = isPem(text) ? unwrapPem(text) : encoded;
        return (RSAPrivateKey) KeyFactory.getInstance("RSA").generatePrivate(new PKCS8EncodedKeySpec(pkcs8));
    }

    private static byte[] unwrapPem(String text) throws IOException {
        try (PEMParser parser = new PEMParser(new StringReader(text))) {
            Object found = parser.readObject();
            PrivateKeyInfo info = found instanceof PEMKeyPair pair ? pair.getPrivateKeyInfo() : (PrivateKeyInfo) found;
            return info.getEncoded();
        }
    }

    /** @throws NeedsPerson {@code relay.code-unreadable} when the reply was not made for our key */
    String open(String encryCertid, String encryKey) {
        try {
            Cipher rsa = Cipher.getInstance("RSA/ECB/PKCS1Padding");
            rsa.init(Cipher.DECRYPT_MODE, key);
            byte[] desKey = rsa.doFinal(Base64.getMimeDecoder().decode(encryKey));
            Cipher des = Cipher.getInstance("DES/ECB/PKCS5Padding");
            des.init(Cipher.DECRYPT_MODE, new SecretKeySpec(desKey, "DES"));
            String code = new String(des.doFinal(HexFormat.of().parseHex(encryCertid.strip())), StandardCharsets.UTF_8);
            if (code.isBlank() || code.chars().anyMatch(c -> c < ' ' || c == '\uFFFD')) {
                throw unreadable(null);
            }
            return code;
        } catch (GeneralSecurityException | IllegalArgumentException e) {
            throw unreadable(e);
        }
    }

    private static NeedsPerson unreadable(Exception cause) {
        NeedsPerson problem = new NeedsPerson("relay.code-unreadable", null, "平台已赋码，但应答中的证照编码无法解密",
                "核对赋码解密私钥（zhenglu.relay.private-key）与报送平台的公钥是否成对；更正后重试，平台将再次返回该编码");
        if (cause != null) {
            problem.initCause(cause);
        }
        return problem;
    }
}
