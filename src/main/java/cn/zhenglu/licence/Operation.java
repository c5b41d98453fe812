package cn.zhenglu.licence;

/**
 * What is done to a licence (业务类型, {@code operateType}). The wire codes 01…08 are data of the certificate type, see
 * {@link CertificateType}.
 */
public enum Operation {
    /** 新办: the first licence of a company, or an existing one converted (存量证照转换). */
    NEW("新办"),
    /** 延续: a new version for another three years. */
    RENEW("延续"),
    /** 变更: a new version with other particulars. */
    CHANGE("变更"),
    /** 暂扣: the licence must not be used for a while. */
    SUSPEND("暂扣"),
    /** 暂扣发还: a suspended licence may be used again. */
    RESTORE("暂扣发还"),
    /** 过期失效: the last day of validity has passed. */
    EXPIRE("过期失效"),
    /** 注销、撤销、吊销: the licence ends; which of the three is told by the state. */
    END("注销（撤销、吊销）"),
    /** 其他: anything else, explained by the state note. */
    OTHER("其他"),
    /** 更正: corrects a data mistake; keeps code and identifier. It has no wire code but a call of its own. */
    CORRECT("更正");

    private final String label;

    Operation(String label) {
        this.label = label;
    }

    /** The official Chinese name. */
    public String label() {
        return label;
    }

    /** Whether it is answered with a code and makes a new sealed document; the others only change the state. */
    public boolean makesDocument() {
        return this == NEW || this == RENEW || this == CHANGE;
    }

    /** Whether a licence must already exist for it: everything but {@link #NEW}. */
    public boolean needsPredecessor() {
        return this != NEW;
    }
}
