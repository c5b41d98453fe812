package cn.zhenglu.licence;

/**
 * What a licence is worth now (证照状态, {@code certState}). The wire codes are data of the certificate type: sibling
 * certificates number the same states differently.
 */
public enum LicenceState {
    /** 有效: may be relied on. */
    VALID("有效"),
    /** 暂扣: taken away for a while. */
    SUSPENDED("暂扣"),
    /** 吊销: ended as a punishment. */
    REVOKED("吊销"),
    /** 撤销: ended because it should not have been granted. */
    WITHDRAWN("撤销"),
    /** 注销: ended in good order. */
    CANCELLED("注销"),
    /** 失效: past its last day. */
    EXPIRED("失效"),
    /** 其他: explained in words, {@code certStatusDescription} is mandatory. */
    OTHER("其他");

    private final String label;

    LicenceState(String label) {
        this.label = label;
    }

    /** The official Chinese name. */
    public String label() {
        return label;
    }
}
