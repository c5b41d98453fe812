package cn.zhenglu.licence;

/** Where the relay's client puts down what it said, what came back, and what it did not understand. */
public interface RelayJournal {

    /** For a client whose calls concern no submission. */
    RelayJournal NONE = new RelayJournal() {

        @Override
        public void keep(Submission submission, Receipt receipt, CallOutcome outcome, String remark) {
        }

        @Override
        public void unknownRefusal(Submission submission, RelayCall call, String text) {
        }
    };

    /**
     * One attempt.
     *
     * @param receipt its {@code answeredAt} and {@code reply} are {@code null} when nothing came back
     * @param remark  why, in Chinese; {@code null} when there is nothing to say
     */
    void keep(Submission submission, Receipt receipt, CallOutcome outcome, String remark);

    /**
     * A refusal whose meaning is in no table.
     *
     * @param text identity numbers masked
     */
    void unknownRefusal(Submission submission, RelayCall call, String text);
}
