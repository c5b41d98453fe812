package cn.zhenglu.seal.verify;

/** A part of the document is such that looking further into it makes no sense; becomes a failed check. */
final class Refusal extends Exception {

    private static final long serialVersionUID = 1L;

    private final Rule rule;

    /** @param sentence in Chinese, see {@link Check#sentence()} */
    Refusal(Rule rule, String sentence) {
        super(sentence);
        this.rule = rule;
    }

    /** The same, keeping what caused it. */
    Refusal(Rule rule, String sentence, Throwable cause) {
        super(sentence, cause);
        this.rule = rule;
    }

    Rule rule() {
        return rule;
    }

    Check toCheck() {
        return new Check(rule, Outcome.FAILED, getMessage());
    }
}
