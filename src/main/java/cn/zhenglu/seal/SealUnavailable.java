package cn.zhenglu.seal;

import cn.zhenglu.licence.TryLater;
import java.time.Duration;

/**
 * A department's seal cannot be used: missing, broken, expired, not yet valid, revoked. No licence is at fault, so the licences of that
 * department wait until the seal is mended.
 */
public class SealUnavailable extends TryLater {

    private static final long serialVersionUID = 1L;

    /** Long enough not to hammer, short enough that a mended seal is soon noticed. */
    private static final Duration WAIT = Duration.ofMinutes(10);

    private final String seal;
    private final String department;
    private final String reason;

    /**
     * @param seal       its name under {@code zhenglu.seals}
     * @param department full Chinese name
     * @param reason     in Chinese, what is wrong and what to do
     */
    SealUnavailable(String seal, String department, String reason, Throwable cause) {
        super(department + "的印章「" + seal + "」不可用：" + reason, WAIT, cause);
        this.seal = seal;
        this.department = department;
        this.reason = reason;
    }

    /** Its name under {@code zhenglu.seals}. */
    public String seal() {
        return seal;
    }

    /** Full Chinese name of the department whose licences wait. */
    public String department() {
        return department;
    }

    /** What is wrong and what to do, in Chinese. */
    public String reason() {
        return reason;
    }
}
