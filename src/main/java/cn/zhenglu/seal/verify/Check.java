package cn.zhenglu.seal.verify;

/**
 * One finding of a verification.
 *
 * @param rule     what was looked at
 * @param outcome  how it ended
 * @param sentence the finding in Chinese, naming the file or value concerned; made printable and at most 500 characters long
 */
public record Check(Rule rule, Outcome outcome, String sentence) {

    private static final int LONGEST = 500;

    public Check {
        sentence = Printable.text(sentence, LONGEST);
    }

    /** The rule's stable key, e.g. {@code signature.digests}. */
    public String code() {
        return rule.code();
    }

    /** Whether this finding speaks against the document. */
    public boolean failed() {
        return outcome == Outcome.FAILED;
    }
}
