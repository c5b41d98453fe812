package cn.zhenglu.intake;

/** A value that cannot be understood; becomes a problem of its field where column and row are known. */
final class Unreadable extends Exception {

    private static final long serialVersionUID = 1L;

    private final String kind;
    private final String remedy;

    /**
     * @param kind   last part of the problem's code, e.g. {@code unreadable}
     * @param what   follows the quoted value, e.g. 不是可以识别的日期
     * @param remedy what to do
     */
    Unreadable(String kind, String what, String remedy) {
        // an expected outcome, by the thousand in a bad file: no stack trace
        super(what, null, false, false);
        this.kind = kind;
        this.remedy = remedy;
    }

    String kind() {
        return kind;
    }

    String remedy() {
        return remedy;
    }
}
