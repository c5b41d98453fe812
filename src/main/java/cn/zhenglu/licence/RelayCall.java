package cn.zhenglu.licence;

/** The calls of the exchange protocol (数据交换接口规范 V2.0) that carry a submission. */
public enum RelayCall {
    /** 校验: may this operation be done at all. */
    CHECK("校验"),
    /** 赋码: the platform checks the whole record and assigns the code. */
    CODE("赋码"),
    /** 归集: the platform takes in the finished licence. */
    COLLECT("归集"),
    /** 状态更新: the platform takes in a new state. */
    UPDATE("状态更新"),
    /** 更正: the whole record again, under the old code and identifier. */
    CORRECT("更正");

    private final String label;

    RelayCall(String label) {
        this.label = label;
    }

    /** The official Chinese name. */
    public String label() {
        return label;
    }
}
