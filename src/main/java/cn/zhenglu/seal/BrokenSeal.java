package cn.zhenglu.seal;

/** A seal cannot be used until somebody mends it; the message says why and what to do, in Chinese. */
final class BrokenSeal extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final String setting;

    /**
     * @param setting the one under {@code zhenglu.seals.<name>} that must be mended: a server does not start with it;
     *                {@code null} when the cause lies elsewhere or ends by itself, so that the server starts and the licences wait
     * @param reason  without the seal's name
     */
    BrokenSeal(String setting, String reason, Throwable cause) {
        super(reason, cause);
        this.setting = setting;
    }

    /** As given to the constructor. */
    String setting() {
        return setting;
    }
}
