package cn.zhenglu.relay;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.interfaces.RSAPrivateCrtKey;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.RSAPublicKeySpec;
import java.util.Base64;

/** What OpenSSL computed, see {@code vectors.sh} beside the files. */
final class Vectors {

    private static final Path FOLDER = Path.of("src/test/resources/relay");

    private Vectors() {
    }

    static String text(String file) throws IOException {
        return Files.readString(path(file)).strip();
    }

    /** PEM, PKCS#8, 512 bits. */
    static String privateKey() throws IOException {
        return text("rsa512-pkcs8.pem");
    }

    /** Of the same pair. */
    static PublicKey publicKey() throws IOException, GeneralSecurityException {
        String base64 = privateKey().replaceAll("-----[A-Z ]+-----", "");
        KeyFactory rsa = KeyFactory.getInstance("RSA");
        RSAPrivateCrtKey key = (RSAPrivateCrtKey) rsa.generatePrivate(new PKCS8EncodedKeySpec(Base64.getMimeDecoder().decode(base64)));
        return rsa.generatePublic(new RSAPublicKeySpec(key.getModulus(), key.getPublicExponent()));
    }

    static Path path(String file) {
        return FOLDER.resolve(file);
    }
}
