package cn.zhenglu.ledger;

import org.bouncycastle.crypto.digests.SM3Digest;

/** SM3 (GB/T 32905): the digest by which the ledger knows contents and files. */
final class Sm3 {

    private Sm3() {
    }

    /** @return 32 bytes */
    static byte[] digest(byte[] bytes) {
        SM3Digest sm3 = new SM3Digest();
        sm3.update(bytes, 0, bytes.length);
        byte[] result = new byte[sm3.getDigestSize()];
        sm3.doFinal(result, 0);
        return result;
    }
}
