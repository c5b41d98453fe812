package cn.zhenglu.relay;

import cn.zhenglu.licence.TryLater;
import java.time.Duration;

/** The request never reached the relay, so nothing can have been done. */
final class NotDelivered extends TryLater {

    private static final long serialVersionUID = 1L;

    NotDelivered(String reason, Duration after, Throwable cause) {
        super(reason, after, cause);
    }
}
