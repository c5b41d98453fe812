package cn.zhenglu.licence;

/**
 * A submission that the relay has said yes to.
 *
 * @param submission with whatever the reply brought
 * @param receipt    the evidence
 * @param noted      whether the {@link RelayJournal} holds the evidence; if not, it is to be put down together with the step that it proves
 */
public record Answered(Submission submission, Receipt receipt, boolean noted) {

    /** One whose evidence nobody has put down yet. */
    public Answered(Submission submission, Receipt receipt) {
        this(submission, receipt, false);
    }
}
