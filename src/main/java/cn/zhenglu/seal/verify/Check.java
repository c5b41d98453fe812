package cn.zhenglu.seal.verify;

/**
 * One finding of a verification.
 *
 * @param rule     what was looked at
 * @param outcome  how it ended
 * @param sentence the finding in Chinese, naming the file or value concerned
 */
public record Check(Rule rule, Outcome outcome, String sentence) {

    /** The rule's stable key, e.g. {@code signature.digests}. */
    public String code() {
        return rule.code();
    }

    /** Whether this finding speaks against the document. */
    public boolean failed() {
        return outcome == Outcome.FAILED;
    }
}
