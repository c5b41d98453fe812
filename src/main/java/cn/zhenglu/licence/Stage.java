package cn.zhenglu.licence;

/** How far a submission has come. A document passes the first five in order; a state change goes from the first to the last. */
public enum Stage {
    /** 已接收: taken from the source, nothing sent yet. */
    RECEIVED("已接收"),
    /** 已校验: our rules and the platform's check have passed. */
    CHECKED("已校验"),
    /** 已赋码: the platform has assigned the code. */
    CODED("已赋码"),
    /** 已签章: the document is sealed, verified and stored. */
    SEALED("已签章"),
    /** 已归集: the platform has the licence; the end for a document. */
    COLLECTED("已归集"),
    /** 已更新: the platform has the new state; the end for a state change. */
    UPDATED("已更新");

    private final String label;

    Stage(String label) {
        this.label = label;
    }

    /** The official Chinese name. */
    public String label() {
        return label;
    }

    /** Whether nothing is left to do. */
    public boolean isFinal() {
        return this == COLLECTED || this == UPDATED;
    }
}
