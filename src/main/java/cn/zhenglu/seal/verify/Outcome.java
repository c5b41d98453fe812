package cn.zhenglu.seal.verify;

/** How a single check ended. */
public enum Outcome {

    PASSED("通过"),
    FAILED("未通过"),
    /** There was nothing to check, or it cannot be checked here; the sentence says which. */
    NOT_APPLICABLE("不适用");

    private final String label;

    Outcome(String label) {
        this.label = label;
    }

    /** What people read. */
    public String label() {
        return label;
    }
}
