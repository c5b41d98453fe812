package cn.zhenglu.deadletter;

import cn.zhenglu.licence.LicenceField;
import cn.zhenglu.licence.LicenceField.Core;
import cn.zhenglu.licence.RelayCall;
import cn.zhenglu.licence.Stage;
import cn.zhenglu.licence.Submission;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What of a submission may be edited.
 *
 * @param fields what may not; all of them when {@code reason} speaks of the whole
 * @param reason why, or {@link Reason#NONE} when everything may be edited
 */
public record Locks(Set<LicenceField> fields, Reason reason) {

    /** Why fields are locked. */
    public enum Reason {
        /** Nothing is locked: the platform has nothing under this submission. */
        NONE,
        /** It is in nobody's hands: tried again, archived, or a message that is not ours. */
        NOT_OPEN,
        /** The platform has a code for the record as it is: it may only go on as it is, or be corrected (更正) when it is done. */
        CODED,
        /** A coding or state call was made and nobody knows what came of it: the record as it is may be at the platform. */
        UNKNOWN,
        /**
         * Such a call was refused, but one may have been done before: number and operation stay, so that the platform sees that
         * another submission is about the same licence, and refuses a second one.
         */
        IDENTITY
    }

    /** What the platform tells one licence from another by. */
    private static final List<Core> IDENTITY = List.of(Core.OPERATION, Core.CERT_NUM, Core.REPLACES);

    /** The number was coded for somebody else before this submission had asked at all: nothing is there under this one. */
    private static final String OF_ANOTHER = "relay.already-exists";

    /** Whether nothing may be edited. */
    public boolean all() {
        return reason != Reason.NONE && reason != Reason.IDENTITY;
    }

    static Locks of(DeadLetter letter, Submission submission) {
        if (letter.standing() != DeadLetter.Standing.OPEN || submission == null) {
            return whole(letter, Reason.NOT_OPEN);
        }
        if (submission.code() != null || submission.stage() != Stage.RECEIVED && submission.stage() != Stage.CHECKED) {
            return whole(letter, Reason.CODED);
        }
        int calls = changing(submission, RelayCall.CODE) + changing(submission, RelayCall.UPDATE)
                + changing(submission, RelayCall.CORRECT);
        if (calls == 0 || letter.code().equals(OF_ANOTHER)) {
            return new Locks(Set.of(), Reason.NONE);
        }
        if (!refused(letter.code())) {
            return whole(letter, Reason.UNKNOWN);
        }
        return new Locks(IDENTITY.stream().map(submission.record().type()::field).collect(Collectors.toSet()), Reason.IDENTITY);
    }

    private static int changing(Submission submission, RelayCall call) {
        return submission.attempts().getOrDefault(call, 0);
    }

    /** Whether the platform has looked at the record and said no, so that it has done nothing. */
    private static boolean refused(String code) {
        return code.equals("relay.refused.code") || code.equals("relay.refused.update") || code.equals("relay.refused.correct");
    }

    private static Locks whole(DeadLetter letter, Reason reason) {
        return new Locks(letter.record() == null ? Set.of() : Set.copyOf(letter.record().type().fields()), reason);
    }
}
