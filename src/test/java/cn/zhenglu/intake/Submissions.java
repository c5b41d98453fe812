package cn.zhenglu.intake;

import java.util.Map;

import cn.zhenglu.licence.Arrival;
import cn.zhenglu.licence.Stage;
import cn.zhenglu.licence.Standing;
import cn.zhenglu.licence.Submission;

/** Arrivals as the ledger will hand them out. */
final class Submissions {

    private Submissions() {
    }

    static Submission of(Arrival arrival) {
        return new Submission("0".repeat(32), arrival.record(), arrival.problems(), arrival.origin(), Stage.RECEIVED,
                Standing.ACTIVE, null, null, null, null, null, null, Map.of(), 0);
    }
}
