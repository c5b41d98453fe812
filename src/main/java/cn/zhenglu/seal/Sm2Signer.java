package cn.zhenglu.seal;

/** A key that signs with SM2 and SM3 (GB/T 32918.2, GB/T 35276), in a file or a device. Safe for many threads. */
@FunctionalInterface
interface Sm2Signer {

    /**
     * Signs SM3(Z‖message), with the identity {@code 1234567812345678}.
     *
     * @param message whole, not digested
     * @return the DER sequence of r and s
     */
    byte[] sign(byte[] message);
}
