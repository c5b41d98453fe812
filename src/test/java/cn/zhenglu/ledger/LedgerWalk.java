package cn.zhenglu.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import cn.zhenglu.licence.Answered;
import cn.zhenglu.licence.LicenceDocument;
import cn.zhenglu.licence.Receipt;
import cn.zhenglu.licence.RelayCall;
import cn.zhenglu.licence.SealPlacement;
import cn.zhenglu.licence.Stage;
import cn.zhenglu.licence.Standing;
import cn.zhenglu.licence.Submission;
import java.nio.charset.StandardCharsets;

/** The steps of a licence, as the routes take them when nothing is in their way. */
public final class LedgerWalk {

    private LedgerWalk() {
    }

    static Submission code(LedgerUnderTest it, String id) {
        Submission s = it.ledger.identify(it.ledger.claim(id));
        s = it.ledger.checked(answered(it, it.ledger.intend(s, RelayCall.CHECK), RelayCall.CHECK));
        s = it.ledger.intend(s, RelayCall.CODE);
        s = it.ledger.coded(answered(it, s.withCode("CODE-" + id), RelayCall.CODE));
        assertThat(s.stage()).isEqualTo(Stage.CODED);
        return s;
    }

    static Submission seal(LedgerUnderTest it, String id) {
        return sealed(it, code(it, id));
    }

    static Submission sealed(LedgerUnderTest it, Submission s) {
        return it.ledger.sealed(new LicenceDocument(s, ("ofd of " + s.id()).getBytes(StandardCharsets.UTF_8),
                new SealPlacement(1, 0, 0, 40, 40)));
    }

    /** To its end. */
    public static Submission collect(LedgerUnderTest it, String id) {
        seal(it, id);
        return upload(it, id);
    }

    static Submission upload(LedgerUnderTest it, String id) {
        Submission s = it.ledger.publishDocument(it.ledger.claim(id));
        Submission done = it.ledger.collected(answered(it, it.ledger.intend(s, RelayCall.COLLECT), RelayCall.COLLECT));
        assertThat(done.standing()).isEqualTo(Standing.DONE);
        return done;
    }

    static void update(LedgerUnderTest it, String id) {
        Submission s = it.ledger.identify(it.ledger.claim(id));
        it.ledger.updated(answered(it, it.ledger.intend(s, RelayCall.UPDATE), RelayCall.UPDATE));
    }

    static Answered answered(LedgerUnderTest it, Submission submission, RelayCall call) {
        return new Answered(submission, new Receipt(call, it.clock.instant(), it.clock.instant(), 200, "{}", "{}", null));
    }
}
