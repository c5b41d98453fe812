package cn.zhenglu.licence;

/**
 * A submission that the relay has said yes to.
 *
 * @param submission with whatever the reply brought
 * @param receipt    the evidence
 */
public record Answered(Submission submission, Receipt receipt) {
}
