package cn.zhenglu.ledger;

import static cn.zhenglu.ledger.LedgerUnderTest.arrival;
import static cn.zhenglu.ledger.LedgerUnderTest.record;
import static org.assertj.core.api.Assertions.assertThat;

import cn.zhenglu.deadletter.DeadLetterTrend.Group;
import cn.zhenglu.ledger.Backlog.Calls;
import cn.zhenglu.ledger.Backlog.Lag;
import cn.zhenglu.ledger.LedgerUnderTest.Database;
import cn.zhenglu.ledger.Overview.Flow;
import cn.zhenglu.licence.Operation;
import cn.zhenglu.licence.RelayCall;
import cn.zhenglu.licence.Stage;
import cn.zhenglu.licence.Standing;
import java.nio.file.Path;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What alerts ask the ledger. */
class TrendTest {

    @TempDir
    Path folder;

    @ParameterizedTest
    @EnumSource(Database.class)
    void deadLettersAreCountedByKindAndDepartmentAndAge(Database database) {
        try (LedgerUnderTest it = new LedgerUnderTest(database, folder)) {
            for (int i = 1; i <= 3; i++) {
                it.deadLetters.undeliverable(submission(it, i), "zhenglu.issue");
            }
            it.deadLetters.undeliverable("not ours", "zhenglu.issue");
            Instant raised = it.clock.instant();
            it.clock.pass(Duration.ofHours(25));

            assertThat(it.trend.openSince(raised)).isEmpty();
            assertThat(it.trend.openSince(raised.plusSeconds(1))).containsExactly(
                    new Group("message.undeliverable", "fuzhou", 3), new Group("message.unreadable", null, 1));
            assertThat(it.trend.raisedSince(raised, 3)).containsExactly(new Group("message.undeliverable", "fuzhou", 3));
            assertThat(it.trend.raisedSince(raised, 4)).isEmpty();
            assertThat(it.trend.raisedSince(raised.plusSeconds(1), 1)).isEmpty();
        }
    }

    @ParameterizedTest
    @EnumSource(Database.class)
    void whatIsNotFinishedAfterItsTimeLags(Database database) {
        try (LedgerUnderTest it = new LedgerUnderTest(database, folder)) {
            Instant received = it.clock.instant();
            submission(it, 1);
            it.deadLetters.undeliverable(submission(it, 2), "zhenglu.issue");

            assertThat(it.backlog.unfinishedSince(received)).isEmpty();
            assertThat(it.backlog.unfinishedSince(received.plusSeconds(1))).as("a dead letter does not wait for us")
                    .containsExactly(new Lag("approval-database", 1, received));
        }
    }

    @ParameterizedTest
    @EnumSource(Database.class)
    void aRelayThatAnswersNothingIsToldFromOneThatRefuses(Database database) {
        try (LedgerUnderTest it = new LedgerUnderTest(database, folder)) {
            String id = submission(it, 1);
            Instant from = it.clock.instant();
            assertThat(it.backlog.calls(from, from.plusSeconds(60))).isEqualTo(new Calls(0, 0));
            call(it, id, from, null);
            call(it, id, from.plusSeconds(1), 502);
            assertThat(it.backlog.calls(from, from.plusSeconds(60))).isEqualTo(new Calls(2, 0));
            call(it, id, from.plusSeconds(2), 200);
            call(it, id, from.plusSeconds(3), 401);
            assertThat(it.backlog.calls(from, from.plusSeconds(60))).isEqualTo(new Calls(4, 2));
            assertThat(it.backlog.calls(from.plusSeconds(3), from.plusSeconds(60))).isEqualTo(new Calls(1, 1));
        }
    }

    @ParameterizedTest
    @EnumSource(Database.class)
    void theStepsOfADayAreCountedByHourAndStage(Database database) {
        try (LedgerUnderTest it = new LedgerUnderTest(database, folder)) {
            Overview overview = new Overview(it.jdbc);
            Instant first = it.clock.instant();
            String stopped = submission(it, 1);
            it.clock.pass(Duration.ofMinutes(59));
            String done = submission(it, 2);
            it.clock.pass(Duration.ofMinutes(1));
            Instant second = it.clock.instant();
            it.deadLetters.undeliverable(stopped, "zhenglu.issue");
            it.history.append(done, second, Stage.UPDATED, Standing.DONE, "ok", null, null, History.SYSTEM);
            it.history.append(done, second, Stage.UPDATED, Standing.WAITING, "later", null, null, History.SYSTEM);

            assertThat(overview.flow(first)).containsExactlyInAnyOrder(new Flow(first, Stage.RECEIVED, false, 2),
                    new Flow(second, Stage.RECEIVED, true, 1), new Flow(second, Stage.UPDATED, false, 1));
            assertThat(overview.flow(second.plusMillis(1))).isEmpty();
            assertThat(overview.finished(first)).isEqualTo(1);
            assertThat(overview.oldestWaiting()).isEmpty();
            it.jdbc.sql("update submission set standing = 'WAITING' where id = :id").param("id", done).update();
            assertThat(overview.oldestWaiting()).hasValue(second.minusSeconds(60));
        }
    }

    @ParameterizedTest
    @EnumSource(Database.class)
    void theRelaysCallsAreCountedByKindWithTheirMeanTime(Database database) {
        try (LedgerUnderTest it = new LedgerUnderTest(database, folder)) {
            Overview overview = new Overview(it.jdbc);
            String id = submission(it, 1);
            Instant from = it.clock.instant();
            call(it, id, from.minusSeconds(1), 200);
            call(it, id, from, null);
            assertThat(overview.calls(from)).containsExactly(new Overview.Calls(RelayCall.CHECK, 1, 0, 0, null));

            for (int seconds : new int[] {1, 2}) {
                call(it, id, from.plusSeconds(10), 200);
                it.jdbc.sql("update relay_call set answered_at = :at, outcome = 'REFUSED' where id = (select max(id) from relay_call)")
                        .param("at", Timestamp.from(from.plusSeconds(10 + seconds))).update();
            }
            assertThat(overview.calls(from)).containsExactly(new Overview.Calls(RelayCall.CHECK, 3, 2, 2, Duration.ofMillis(1500)));
        }
    }

    private static String submission(LedgerUnderTest it, int serial) {
        it.arrivals.receive(List.of(arrival(String.valueOf(serial), record(Operation.NEW, "（闽）JZ安许证字[2023]00000" + serial))));
        return it.jdbc.sql("select id from submission where source_key = :key").param("key", String.valueOf(serial))
                .query(String.class).single();
    }

    private static void call(LedgerUnderTest it, String id, Instant at, Integer status) {
        it.jdbc.sql("insert into relay_call (submission_id, call, begun_at, status) values (:id, 'CHECK', :at, :status)")
                .param("id", id).param("at", Timestamp.from(at)).param("status", status).update();
    }
}
