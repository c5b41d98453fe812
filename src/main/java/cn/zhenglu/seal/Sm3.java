package cn.zhenglu.seal;

import java.io.IOException;
import java.io.InputStream;
import org.bouncycastle.crypto.digests.SM3Digest;

/** The digest SM3 (GB/T 32905), 32 bytes. */
final class Sm3 {

    /** 1.2.156.10197.1.401 (GB/T 33560). */
    static final String OID = "1.2.156.10197.1.401";

    private Sm3() {
    }

    static byte[] digest(byte[] content) {
        SM3Digest sm3 = new SM3Digest();
        sm3.update(content, 0, content.length);
        return result(sm3);
    }

    /** Of all that is left in the stream; the caller closes it. */
    static byte[] digest(InputStream content) throws IOException {
        SM3Digest sm3 = new SM3Digest();
        byte[] buffer = new byte[8192];
        for (int read = content.read(buffer); read >= 0; read = content.read(buffer)) {
            sm3.update(buffer, 0, read);
        }
        return result(sm3);
    }

    private static byte[] result(SM3Digest sm3) {
        byte[] digest = new byte[sm3.getDigestSize()];
        sm3.doFinal(digest, 0);
        return digest;
    }
}
