package cn.zhenglu.ledger;

import static cn.zhenglu.ledger.LedgerUnderTest.arrival;
import static cn.zhenglu.ledger.LedgerUnderTest.record;
import static org.assertj.core.api.Assertions.assertThat;

import cn.zhenglu.deadletter.DeadLetter;
import cn.zhenglu.ledger.LedgerUnderTest.Database;
import cn.zhenglu.ledger.Submissions.Filter;
import cn.zhenglu.ledger.Submissions.Summary;
import cn.zhenglu.licence.NeedsPerson;
import cn.zhenglu.licence.Operation;
import cn.zhenglu.licence.RelayCall;
import cn.zhenglu.licence.Stage;
import cn.zhenglu.licence.Standing;
import cn.zhenglu.licence.Submission;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What the console reads from the ledger. */
class ListsTest {

    private static final Filter ALL = new Filter(null, null, null, null, null);

    @TempDir
    Path folder;

    @ParameterizedTest
    @EnumSource
    void submissionsAreListedNewestFirstAndFiltered(Database database) {
        try (LedgerUnderTest it = new LedgerUnderTest(database, folder)) {
            it.arrivals.receive(List.of(arrival("1", record(Operation.NEW, "A")), arrival("2", record(Operation.NEW, "B")),
                    arrival("3", record(Operation.RENEW, "A"))));
            Submissions submissions = new Submissions(it.jdbc);

            assertThat(submissions.list(ALL, 2, 0)).extracting(Summary::origin).containsExactly("审批库，id=3", "审批库，id=2");
            assertThat(submissions.list(ALL, 2, 2)).extracting(Summary::origin).containsExactly("审批库，id=1");
            assertThat(submissions.count(ALL)).isEqualTo(3);
            assertThat(submissions.count(new Filter(null, null, null, null, "A"))).isEqualTo(2);
            assertThat(submissions.count(new Filter(Stage.RECEIVED, Standing.ACTIVE, Operation.NEW, "fuzhou", "A"))).isEqualTo(1);
            assertThat(submissions.count(new Filter(Stage.CODED, null, null, null, null))).isZero();
            assertThat(submissions.count(new Filter(null, null, null, null, "' or 1=1 --"))).isZero();
        }
    }

    @ParameterizedTest
    @EnumSource
    void aSubmissionThatWaitsNamesTheOneItWaitsFor(Database database) {
        try (LedgerUnderTest it = new LedgerUnderTest(database, folder)) {
            it.arrivals.receive(List.of(arrival("1", record(Operation.NEW, "A")), arrival("2", record(Operation.NEW, "B")),
                    arrival("3", record(Operation.RENEW, "A"))));
            Submissions submissions = new Submissions(it.jdbc);
            List<Summary> newestFirst = submissions.list(ALL, 3, 0);

            assertThat(submissions.waitsFor(newestFirst.get(0).id())).get().extracting(Summary::origin).isEqualTo("审批库，id=1");
            assertThat(submissions.waitsFor(newestFirst.get(1).id())).isEmpty();
            assertThat(submissions.waitsFor(newestFirst.get(2).id())).isEmpty();
        }
    }

    @ParameterizedTest
    @EnumSource
    void aCallWhoseAnswerWasLostIsShownAsUnanswered(Database database) {
        try (LedgerUnderTest it = new LedgerUnderTest(database, folder)) {
            it.arrivals.receive(List.of(arrival("1", record(Operation.NEW, "A"))));
            String id = new Submissions(it.jdbc).list(ALL, 1, 0).get(0).id();
            it.ledger.intend(it.ledger.claim(id), RelayCall.CHECK);

            assertThat(it.relayCalls.of(id)).singleElement().satisfies(call -> {
                assertThat(call.call()).isEqualTo(RelayCall.CHECK);
                assertThat(call.begunAt()).isEqualTo(it.clock.instant());
                assertThat(call.answeredAt()).isNull();
                assertThat(call.status()).isNull();
            });
        }
    }

    @ParameterizedTest
    @EnumSource
    void openDeadLettersAreCountedByKindAndListedByStanding(Database database) {
        try (LedgerUnderTest it = new LedgerUnderTest(database, folder)) {
            it.arrivals.receive(List.of(arrival("1", record(Operation.NEW, "A")), arrival("2", record(Operation.NEW, "B")),
                    arrival("3", record(Operation.NEW, "C"))));
            for (Summary each : new Submissions(it.jdbc).list(ALL, 3, 0)) {
                String kind = each.certNum().equals("C") ? "one.kind" : "other.kind";
                Submission claimed = it.ledger.claim(each.id());
                it.deadLetters.record(it.deadLetters.describe(claimed, new NeedsPerson(kind, null, "有误：" + each.certNum(), "请更正")));
            }

            assertThat(it.deadLetters.oldestOpen()).hasValue(it.clock.instant());
            assertThat(it.deadLetters.count(DeadLetter.Standing.OPEN, "other.kind")).isEqualTo(2);

            DeadLetter one = it.deadLetters.list(DeadLetter.Standing.OPEN, "one.kind", 10, 0).get(0);
            it.deadLetters.archive(one.id(), "不再办理", "operator");
            assertThat(it.deadLetters.countOpen()).isEqualTo(2);
            assertThat(it.deadLetters.list(DeadLetter.Standing.ARCHIVED, null, 10, 0)).extracting(DeadLetter::id)
                    .containsExactly(one.id());
            assertThat(it.deadLetters.of(one.submissionId())).extracting(DeadLetter::closedBy).containsExactly("operator");
        }
    }
}
