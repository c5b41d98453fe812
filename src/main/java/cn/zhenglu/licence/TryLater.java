package cn.zhenglu.licence;

import java.time.Duration;

/** Nothing is wrong with the submission; the other side cannot take it now. */
public class TryLater extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final transient Duration after;

    /**
     * @param reason in Chinese, for the history
     * @param after  how long to wait, or {@code null} to let the waiting grow with the number of attempts
     */
    public TryLater(String reason, Duration after) {
        super(reason);
        this.after = after;
    }

    /** The same, keeping what caused it. */
    public TryLater(String reason, Duration after, Throwable cause) {
        super(reason, cause);
        this.after = after;
    }

    /** How long to wait, or {@code null} to let the waiting grow with the number of attempts. */
    public Duration after() {
        return after;
    }
}
