package cn.zhenglu.deadletter;

import static cn.zhenglu.ledger.LedgerUnderTest.arrival;

import cn.zhenglu.ledger.LedgerUnderTest;
import cn.zhenglu.licence.LicenceRecord;
import cn.zhenglu.licence.NeedsPerson;
import cn.zhenglu.licence.RelayCall;
import cn.zhenglu.licence.Submission;
import java.util.List;

/** Makes dead letters on a real ledger, the way a route does. */
final class Letters {

    private final LedgerUnderTest it;

    Letters(LedgerUnderTest it) {
        this.it = it;
    }

    /** A record that arrives and cannot go on. */
    DeadLetter stopped(LicenceRecord record, String code, String message) {
        return stopped(record, code, message, List.of());
    }

    /** The same after these calls were begun. */
    DeadLetter stopped(LicenceRecord record, String code, String message, List<RelayCall> begun) {
        it.arrivals.receive(List.of(arrival(record.certNum(), record)));
        return stop(newest(), code, message, begun);
    }

    DeadLetter stop(String id, String code, String message, List<RelayCall> begun) {
        Submission claimed = it.ledger.claim(id);
        begun.forEach(call -> it.ledger.intend(claimed, call));
        it.deadLetters.record(it.deadLetters.describe(claimed, new NeedsPerson(code, null, message, "请更正")));
        return it.deadLetters.of(id).get(0);
    }

    /** Id of the submission that arrived last. */
    String newest() {
        return it.jdbc.sql("select id from submission order by seq desc limit 1").query(String.class).single();
    }

    String standing(String submission) {
        return it.jdbc.sql("select standing from submission where id = :id").param("id", submission).query(String.class).single();
    }
}
