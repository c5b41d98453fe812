package cn.zhenglu.licence;

/** What is known of a relay call after it was made. */
public enum CallOutcome {
    /** 已办: the platform has done it, now or before. */
    DONE,
    /** 未办: the platform has said that it did not do it. */
    REFUSED,
    /** 结果未知: the answer was lost or broken, so that the platform may have done it. */
    UNKNOWN,
    /** 未送达: the request never reached the relay. */
    HELD
}
