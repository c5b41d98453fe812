package cn.zhenglu.ledger;

import static cn.zhenglu.ledger.LedgerUnderTest.arrival;
import static cn.zhenglu.ledger.LedgerUnderTest.record;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import cn.zhenglu.ledger.LedgerUnderTest.Database;
import cn.zhenglu.ledger.Resubmission.State;
import cn.zhenglu.ledger.Resubmission.Work;
import cn.zhenglu.licence.Answered;
import cn.zhenglu.licence.CallOutcome;
import cn.zhenglu.licence.LicenceDocument;
import cn.zhenglu.licence.Operation;
import cn.zhenglu.licence.Receipt;
import cn.zhenglu.licence.RelayCall;
import cn.zhenglu.licence.Standing;
import cn.zhenglu.licence.Submission;
import cn.zhenglu.reconcile.Runs;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ResubmissionTest {

    private static final String A = "（闽）JZ安许证字[2023]000001";
    private static final String B = "（闽）JZ安许证字[2023]000002";

    @TempDir
    Path folder;

    @ParameterizedTest
    @EnumSource
    void aLicenceIsCollectedAgainUnderItsOwnIdAndNothingElseChanges(Database database) {
        try (LedgerUnderTest it = new LedgerUnderTest(database, folder)) {
            Submission issued = issue(it, "1", Operation.NEW, A);
            Licences.Licence before = it.licences.find(A).orElseThrow();

            assertThat(resubmission(it).ask("reconciliation:1", List.of(A, "（闽）JZ安许证字[2023]999999"), "operator")).isEqualTo(1);
            Work work = resubmission(it).begin(resubmission(it).due().get(0));

            assertThat(work.call()).isEqualTo(RelayCall.COLLECT);
            assertThat(work.submission().id()).isEqualTo(issued.id());
            assertThat(work.submission().code()).isEqualTo(issued.code());
            // 「已存在」 is the answer to expect, and it is ours
            assertThat(work.submission().begunBefore(RelayCall.COLLECT)).isTrue();
            resubmission(it).done(work, answered(work.submission(), RelayCall.COLLECT));

            assertThat(it.licences.find(A)).contains(before);
            assertThat(it.ledger.find(issued.id()).orElseThrow()).returns(Standing.DONE, Submission::standing)
                    .returns(issued.stage(), Submission::stage);
            assertThat(it.jdbc.sql("select count(*) from submission").query(Long.class).single()).isEqualTo(1);
            assertThat(it.history.of(issued.id())).last().returns("resubmit", History.Step::outcome)
                    .returns("operator", History.Step::actor);
            assertThat(it.relayCalls.of(issued.id())).filteredOn(call -> call.call() == RelayCall.COLLECT).hasSize(2)
                    .extracting(RelayCalls.Call::outcome).containsOnly(CallOutcome.DONE);
            assertThat(resubmission(it).count("reconciliation:1")).isEqualTo(Map.of(State.DONE, 1L));
            assertThat(resubmission(it).due()).isEmpty();
            it.clock.pass(Duration.ofDays(1));
            assertThat(it.dispatcher.due()).as("nothing is issued again").isEmpty();
        }
    }

    @ParameterizedTest
    @EnumSource
    void theStateThatCameAfterFollowsTheCollection(Database database) {
        try (LedgerUnderTest it = new LedgerUnderTest(database, folder)) {
            issue(it, "1", Operation.NEW, A);
            Submission suspended = change(it, "2", Operation.SUSPEND, A);

            resubmission(it).ask("reconciliation:1", List.of(A), "operator");

            Work first = resubmission(it).begin(only(resubmission(it).due()));
            assertThat(first.call()).isEqualTo(RelayCall.COLLECT);
            assertThat(resubmission(it).due()).as("one after the other").isEmpty();
            resubmission(it).done(first, answered(first.submission(), RelayCall.COLLECT));
            Work second = resubmission(it).begin(only(resubmission(it).due()));
            assertThat(second.call()).isEqualTo(RelayCall.UPDATE);
            assertThat(second.submission().id()).isEqualTo(suspended.id());
        }
    }

    @ParameterizedTest
    @EnumSource
    void anEndedLicenceToo(Database database) {
        try (LedgerUnderTest it = new LedgerUnderTest(database, folder)) {
            issue(it, "1", Operation.NEW, A);
            change(it, "2", Operation.SUSPEND, A);
            Submission ended = change(it, "3", Operation.END, A);

            resubmission(it).ask("reconciliation:1", List.of(A), "operator");
            Work first = resubmission(it).begin(only(resubmission(it).due()));
            resubmission(it).done(first, answered(first.submission(), RelayCall.COLLECT));

            assertThat(resubmission(it).begin(only(resubmission(it).due())).submission().id()).isEqualTo(ended.id());
        }
    }

    @ParameterizedTest
    @EnumSource
    void itWaitsForWhatIsUnderWayAndIsVoidOnceThereIsANewVersion(Database database) {
        try (LedgerUnderTest it = new LedgerUnderTest(database, folder)) {
            issue(it, "1", Operation.NEW, A);
            resubmission(it).ask("reconciliation:1", List.of(A), "operator");
            it.arrivals.receive(List.of(arrival("2", record(Operation.RENEW, A))));

            assertThat(resubmission(it).due()).isEmpty();
            finish(it, Operation.RENEW);

            assertThat(resubmission(it).begin(only(resubmission(it).due()))).isNull();
            assertThat(resubmission(it).count("reconciliation:1")).isEqualTo(Map.of(State.VOID, 1L));
        }
    }

    @ParameterizedTest
    @EnumSource
    void aRefusalStopsItUntilAPersonRetriesAndADelayComesBackByItself(Database database) {
        try (LedgerUnderTest it = new LedgerUnderTest(database, folder)) {
            issue(it, "1", Operation.NEW, A);
            issue(it, "2", Operation.NEW, B);
            resubmission(it).ask("reconciliation:1", List.of(A, B), "operator");
            List<Long> due = resubmission(it).due();

            Work refused = resubmission(it).begin(due.get(0));
            resubmission(it).stop(refused, "平台不认识该编码");
            Work delayed = resubmission(it).begin(due.get(1));
            resubmission(it).postpone(delayed, null, "操作太快");

            assertThat(resubmission(it).due()).isEmpty();
            assertThat(resubmission(it).stopped()).isEqualTo(1);
            assertThat(resubmission(it).list("reconciliation:1", 10, 0).get(0).reason()).isEqualTo("平台不认识该编码");
            it.clock.pass(Duration.ofSeconds(6));
            assertThat(resubmission(it).due()).containsExactly(due.get(1));
            assertThat(resubmission(it).retry(due.get(0))).isTrue();
            assertThat(resubmission(it).retry(due.get(0))).isFalse();
            assertThat(resubmission(it).due()).containsExactlyElementsOf(due);
        }
    }

    @ParameterizedTest
    @EnumSource
    void twoServersDoNotBothDoItAndALateAnswerOfTheFirstCountsNoMore(Database database) {
        try (LedgerUnderTest it = new LedgerUnderTest(database, folder)) {
            issue(it, "1", Operation.NEW, A);
            resubmission(it).ask("reconciliation:1", List.of(A), "operator");
            assertThat(resubmission(it).ask("reconciliation:1", List.of(A), "operator")).as("asked for once").isZero();
            long id = only(resubmission(it).due());

            Work first = resubmission(it).begin(id);
            assertThat(resubmission(it).begin(id)).isNull();
            it.clock.pass(Duration.ofMinutes(3));
            Work second = resubmission(it).begin(id);

            assertThatThrownBy(() -> resubmission(it).done(first, answered(first.submission(), RelayCall.COLLECT)))
                    .isInstanceOf(ClaimLost.class);
            resubmission(it).done(second, answered(second.submission(), RelayCall.COLLECT));
            assertThat(resubmission(it).count("reconciliation:1")).isEqualTo(Map.of(State.DONE, 1L));
        }
    }

    @ParameterizedTest
    @EnumSource
    void aLaterReconciliationTakesThePlaceOfWhatIsLeftOfAnEarlierOne(Database database) {
        try (LedgerUnderTest it = new LedgerUnderTest(database, folder)) {
            issue(it, "1", Operation.NEW, A);
            resubmission(it).ask("reconciliation:1", List.of(A), "operator");
            resubmission(it).stop(resubmission(it).begin(only(resubmission(it).due())), "平台不认识该编码");

            assertThat(resubmission(it).ask("reconciliation:2", List.of(A), "operator")).isEqualTo(1);

            assertThat(resubmission(it).count("reconciliation:1")).isEqualTo(Map.of(State.VOID, 1L));
            assertThat(resubmission(it).due()).hasSize(1);
        }
    }

    @ParameterizedTest
    @EnumSource
    void whatStoppedStaysInSightWhenItsLicenceIsNotTakenAgain(Database database) {
        try (LedgerUnderTest it = new LedgerUnderTest(database, folder)) {
            issue(it, "1", Operation.NEW, A);
            resubmission(it).ask("reconciliation:1", List.of(A), "operator");
            resubmission(it).stop(resubmission(it).begin(only(resubmission(it).due())), "平台不认识该编码");
            it.jdbc.sql("update licence set replaced_by = :b where cert_num = :a").param("a", A).param("b", B).update();

            assertThat(resubmission(it).ask("reconciliation:2", List.of(A), "operator")).isZero();

            assertThat(resubmission(it).count("reconciliation:1")).isEqualTo(Map.of(State.STOPPED, 1L));
        }
    }

    @ParameterizedTest
    @EnumSource
    void aYesIsForTheSetThatWasShownAndForNoOther(Database database) {
        try (LedgerUnderTest it = new LedgerUnderTest(database, folder)) {
            issue(it, "1", Operation.NEW, A);
            issue(it, "2", Operation.NEW, B);
            long run = run(it);
            missingThere(it, run, A);
            missingThere(it, run, B);

            assertThat(it.runs.missingThere(run, "fuzhou")).isEqualTo(2);
            assertThat(it.runs.resubmit(run, null, 3, "operator")).isEqualTo(Runs.Answer.CHANGED);
            assertThat(it.runs.resubmit(run, "xiamen", 2, "operator")).isEqualTo(Runs.Answer.CHANGED);
            assertThat(resubmission(it).due()).isEmpty();

            assertThat(it.runs.resubmit(run, "fuzhou", 2, "operator")).isEqualTo(Runs.Answer.ASKED);
            assertThat(resubmission(it).due()).hasSize(2);
            assertThat(it.runs.missingThere(run, null)).isZero();
            assertThat(it.runs.resubmit(run, "fuzhou", 2, "another")).as("the same yes twice").isEqualTo(Runs.Answer.CHANGED);
            assertThat(it.jdbc.sql("select actor from audit where action = 'reconciliation.resubmit'").query(String.class).list())
                    .containsExactly("operator");

            missingThere(it, run, "（闽）JZ安许证字[2023]000003");
            run(it);
            assertThat(it.runs.resubmit(run, null, 1, "operator")).isEqualTo(Runs.Answer.OUTDATED);
        }
    }

    private static long run(LedgerUnderTest it) {
        it.jdbc.sql("insert into reconciliation (via, source, node, standing, started_at) values ('FILE', 'a.csv', 'a', 'DONE', :now)")
                .param("now", Rows.timestamp(it.clock.instant())).update();
        return it.jdbc.sql("select max(id) from reconciliation").query(Long.class).single();
    }

    private static void missingThere(LedgerUnderTest it, long run, String certNum) {
        it.jdbc.sql("insert into reconciliation_difference (run_id, kind, cert_num, department) values (:run, 'MISSING_THERE', :cert, 'fuzhou')")
                .param("run", run).param("cert", certNum).update();
    }

    private static Resubmission resubmission(LedgerUnderTest it) {
        return it.resubmission;
    }

    private static long only(List<Long> ids) {
        assertThat(ids).hasSize(1);
        return ids.get(0);
    }

    private static Submission issue(LedgerUnderTest it, String key, Operation operation, String certNum) {
        it.arrivals.receive(List.of(arrival(key, record(operation, certNum))));
        return finish(it, operation);
    }

    private static Submission change(LedgerUnderTest it, String key, Operation operation, String certNum) {
        it.arrivals.receive(List.of(arrival(key, record(operation, certNum))));
        return finish(it, operation);
    }

    /** Takes the one that is under way to its end. */
    private static Submission finish(LedgerUnderTest it, Operation operation) {
        String id = it.jdbc.sql("select id from submission where standing = 'ACTIVE'").query(String.class).single();
        Submission submission = it.ledger.identify(it.ledger.claim(id));
        if (!operation.makesDocument()) {
            submission = it.ledger.intend(submission, RelayCall.UPDATE);
            return it.ledger.updated(answered(submission, RelayCall.UPDATE));
        }
        submission = it.ledger.checked(answered(it.ledger.intend(submission, RelayCall.CHECK), RelayCall.CHECK));
        submission = it.ledger.intend(submission, RelayCall.CODE);
        submission = it.ledger.coded(answered(submission.withCode("CODE-" + id), RelayCall.CODE));
        it.ledger.sealed(new LicenceDocument(submission, new byte[] {1}, null));
        submission = it.ledger.intend(it.ledger.claim(id), RelayCall.COLLECT);
        return it.ledger.collected(answered(submission, RelayCall.COLLECT));
    }

    private static Answered answered(Submission submission, RelayCall call) {
        return new Answered(submission, new Receipt(call, null, null, 200, "{}", "{}", null));
    }
}
