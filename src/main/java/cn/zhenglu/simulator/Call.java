package cn.zhenglu.simulator;

/** The calls of the exchange protocol. */
public enum Call {
    /** 令牌. */
    TOKEN("/oauth2/token", "令牌"),
    /** 校验. */
    CHECK("/check", "校验"),
    /** 赋码. */
    CODE("/code", "赋码"),
    /** 归集. */
    COLLECT("/collect", "归集"),
    /** 状态更新. */
    UPDATE("/update", "状态更新"),
    /** 更正. */
    CORRECT("/correct", "更正");

    private final String path;
    private final String label;

    Call(String path, String label) {
        this.path = path;
        this.label = label;
    }

    String path() {
        return path;
    }

    String label() {
        return label;
    }
}
