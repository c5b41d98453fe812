package cn.zhenglu.seal;

/** A configured seal cannot be read; the message says why, in Chinese. */
final class BrokenSeal extends RuntimeException {

    private static final long serialVersionUID = 1L;

    BrokenSeal(String reason, Throwable cause) {
        super(reason, cause);
    }
}
