package cn.zhenglu.ledger;

import static cn.zhenglu.ledger.LedgerUnderTest.arrival;
import static cn.zhenglu.ledger.LedgerUnderTest.record;
import static org.assertj.core.api.Assertions.assertThat;

import cn.zhenglu.ledger.Arrivals.Taken;
import cn.zhenglu.ledger.LedgerUnderTest.Database;
import cn.zhenglu.ledger.StockBatches.Batch;
import cn.zhenglu.ledger.StockBatches.Kind;
import cn.zhenglu.ledger.StockBatches.Order;
import cn.zhenglu.ledger.StockBatches.Standing;
import cn.zhenglu.licence.Answered;
import cn.zhenglu.licence.Arrival;
import cn.zhenglu.licence.Operation;
import cn.zhenglu.licence.Receipt;
import cn.zhenglu.licence.RelayCall;
import cn.zhenglu.licence.Submission;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDate;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Existing licences in the ledger: they come after the daily work, a bounded number at a time, and as people want it. */
class StockTest {

    private static final int IN_FLIGHT = 50;

    @TempDir
    Path folder;

    private LedgerUnderTest it;
    private StockBatches batches;

    private long batch(int rows, Integer perMinute) {
        long id = batches.start(new Order(Kind.FILE, "清单.csv", "f", null, false, perMinute, null), "lin");
        IntStream.rangeClosed(1, rows).forEach(i -> assertThat(it.arrivals.receive(id, row(i)).taken()).isEqualTo(Taken.NEW));
        it.clock.pass(Duration.ofMillis(10));
        return id;
    }

    private static String number(int i) {
        return "（闽）JZ安许证字[2023]%06d".formatted(i);
    }

    private static Arrival row(int i) {
        Arrival daily = arrival("s" + i, record(Operation.NEW, number(i)));
        return new Arrival("shared-folder", daily.key(), "清单.csv 第 " + i + " 行", daily.row(), daily.record(), List.of());
    }

    private LedgerUnderTest open(Database database) {
        it = new LedgerUnderTest(database, folder);
        batches = it.context.getBean(StockBatches.class);
        return it;
    }

    private List<String> named() {
        return it.dispatcher.due().stream().map(Dispatcher.Pointer::submissionId).map(id -> it.ledger.find(id).orElseThrow().record().certNum())
                .toList();
    }

    @ParameterizedTest
    @EnumSource
    void theDailyWorkIsNamedFirstAndOfTheStockABoundedNumberIsUnderWay(Database database) {
        try (LedgerUnderTest opened = open(database)) {
            batch(2 * IN_FLIGHT, null);
            it.arrivals.receive(List.of(arrival("1", record(Operation.NEW, "D1"))));

            List<Dispatcher.Pointer> due = it.dispatcher.due();
            assertThat(due).hasSize(IN_FLIGHT + 1);
            assertThat(it.ledger.find(due.get(0).submissionId()).orElseThrow()).returns("D1", s -> s.record().certNum())
                    .returns(false, Submission::yields);
            assertThat(due.get(0).priority()).isGreaterThan(due.get(1).priority());
            assertThat(it.ledger.find(due.get(1).submissionId()).orElseThrow()).returns(number(1), s -> s.record().certNum())
                    .returns(true, Submission::yields);
            it.dispatcher.published(due);
            assertThat(named()).isEmpty();

            // a place is free as soon as one has ended
            Submission one = it.ledger.claim(due.get(1).submissionId());
            assertThat(it.ledger.stop(one.id(), one.fence(), "有误")).isTrue();
            assertThat(named()).containsExactly(number(IN_FLIGHT + 1));
        }
    }

    @ParameterizedTest
    @EnumSource
    void batchesShareThePlacesAndKeepTheirOwnPace(Database database) {
        try (LedgerUnderTest opened = open(database)) {
            long slow = batch(10, 60);
            long other = batches.start(new Order(Kind.FILE, "另一份.csv", "g", null, false, null, null), "lin");
            IntStream.rangeClosed(101, 110).forEach(i -> it.arrivals.receive(other, row(i)));
            it.clock.pass(Duration.ofMillis(10));

            assertThat(named()).hasSize(11).contains(number(1)).doesNotContain(number(2));
            it.clock.pass(Duration.ofMillis(500));
            assertThat(named()).isEmpty();
            it.clock.pass(Duration.ofMillis(500));
            assertThat(named()).containsExactly(number(2));
            // what was not used is not made up for at once
            it.clock.pass(Duration.ofSeconds(20));
            assertThat(named()).hasSizeLessThanOrEqualTo(3);

            assertThat(batches.throttle(slow, null, "lin")).isTrue();
            it.clock.pass(Duration.ofMillis(10));
            assertThat(named()).hasSizeGreaterThan(4);
        }
    }

    @ParameterizedTest
    @EnumSource
    void aPausedBatchBeginsNothingAndFinishesWhatHasBegun(Database database) {
        try (LedgerUnderTest opened = open(database)) {
            long id = batch(IN_FLIGHT + 5, null);
            List<Dispatcher.Pointer> due = it.dispatcher.due();
            Submission begun = it.ledger.claim(due.get(0).submissionId());
            begun = it.ledger.intend(it.ledger.identify(begun), RelayCall.CHECK);
            begun = it.ledger.checked(new Answered(begun, new Receipt(RelayCall.CHECK, it.clock.instant(), it.clock.instant(), 200, "", "", null)));
            assertThat(batches.pause(id, "lin")).isTrue();
            assertThat(batches.pause(id, "lin")).isFalse();
            it.ledger.postpone(begun, Duration.ofSeconds(5), "平台繁忙");
            it.ledger.postpone(it.ledger.claim(due.get(1).submissionId()), Duration.ofSeconds(5), "平台繁忙");
            it.clock.pass(Duration.ofHours(1));

            assertThat(named()).containsExactly(number(1));
            assertThat(batches.resume(id, "lin")).isTrue();
            assertThat(named()).hasSize(IN_FLIGHT).contains(number(2)).doesNotContain(number(1));
        }
    }

    @ParameterizedTest
    @EnumSource
    void aCancelledBatchPutsAwayWhatHasNotBegunAndAnotherMayTakeItUp(Database database) {
        try (LedgerUnderTest opened = open(database)) {
            long id = batch(IN_FLIGHT + 5, null);
            Submission begun = it.ledger.claim(it.dispatcher.due().get(0).submissionId());

            assertThat(batches.cancel(id, "lin")).isTrue();
            batches.tend();

            Batch cancelled = batches.find(id).orElseThrow();
            assertThat(cancelled.standing()).isEqualTo(Standing.CANCELLED);
            assertThat(cancelled.endedAt()).isNotNull();
            assertThat(standings("WITHDRAWN")).isEqualTo(IN_FLIGHT + 4);
            assertThat(it.ledger.identify(begun).identifier()).as("goes on").isNotNull();
            assertThat(it.dispatcher.due()).isEmpty();

            long next = batches.start(new Order(Kind.FILE, "清单.csv", "h", null, false, null, null), "lin");
            assertThat(it.arrivals.receive(next, row(1)).taken()).isEqualTo(Taken.KNOWN);
            assertThat(it.arrivals.receive(next, row(2)).taken()).isEqualTo(Taken.NEW);
            assertThat(it.arrivals.receive(next, row(2)).taken()).isEqualTo(Taken.AGAIN);
            it.clock.pass(Duration.ofMillis(10));
            assertThat(named()).containsExactly(number(2));
        }
    }

    @ParameterizedTest
    @EnumSource
    void theDailyWorkDoesNotWaitForTheTurnOfTheLicenceThatItBuildsOn(Database database) {
        try (LedgerUnderTest opened = open(database)) {
            long id = batch(IN_FLIGHT + 20, null);
            batches.pause(id, "lin");

            it.arrivals.receive(List.of(arrival("1", record(Operation.CHANGE, number(60)))));

            assertThat(named()).as("the change waits for it, and for nothing else").containsExactly(number(60));
        }
    }

    @ParameterizedTest
    @EnumSource
    void progressIsCountedByDepartmentAndDayAndABatchEndsWithItsLastLicence(Database database) {
        try (LedgerUnderTest opened = open(database)) {
            long id = batch(3, null);
            StockBatches.Reading reading = batches.takeReading().orElseThrow();
            assertThat(batches.counted(reading, new StockBatches.Counts(3, 1, 0))).isTrue();
            batches.read(reading, null);
            StockProgress progress = it.context.getBean(StockProgress.class);
            List<Dispatcher.Pointer> due = it.dispatcher.due();
            Submission failed = it.ledger.claim(due.get(0).submissionId());
            it.ledger.stop(failed.id(), failed.fence(), "有误");
            // 22:00 in London is the next day in China
            it.jdbc.sql("update submission set standing = 'DONE', changed_at = timestamp with time zone '2023-06-20 22:00:00+00' where cert_num = :number").param("number", number(2))
                    .update();
            batches.tend();
            assertThat(batches.find(id).orElseThrow().standing()).isEqualTo(Standing.RUNNING);
            assertThat(progress.of(batches.find(id).orElseThrow()).departments())
                    .containsExactly(new StockProgress.Department("fuzhou", 1, 1, 1, 0, 1));
            assertThat(progress.days(null)).containsExactly(new StockProgress.Day(LocalDate.of(2023, 6, 21), "fuzhou", 1));
            assertThat(progress.departments()).containsExactly(new StockProgress.Department("fuzhou", 1, 1, 1, 0, 0));

            it.jdbc.sql("update submission set standing = 'DONE' where cert_num = :number").param("number", number(3)).update();
            batches.tend();
            assertThat(batches.find(id).orElseThrow()).returns(Standing.DONE, Batch::standing).returns(3L, Batch::rowsRead)
                    .returns(1L, Batch::rowsBad);
        }
    }

    @ParameterizedTest
    @EnumSource
    void whatAPersonTriesAgainGoesAlsoWhenItsBatchHasEnded(Database database) {
        try (LedgerUnderTest opened = open(database)) {
            long id = batch(1, null);
            Submission failed = it.ledger.claim(it.dispatcher.due().get(0).submissionId());
            it.ledger.stop(failed.id(), failed.fence(), "有误");
            StockBatches.Reading reading = batches.takeReading().orElseThrow();
            batches.counted(reading, new StockBatches.Counts(1, 1, 0));
            batches.read(reading, null);
            batches.tend();
            assertThat(batches.find(id).orElseThrow().standing()).isEqualTo(Standing.DONE);

            it.ledger.resume(failed.id(), "lin");

            assertThat(named()).containsExactly(number(1));
        }
    }

    @ParameterizedTest
    @EnumSource
    void aReaderThatIsOvertakenRecordsNothingMore(Database database) {
        try (LedgerUnderTest opened = open(database)) {
            long id = batches.start(new Order(Kind.FILE, "清单.csv", "f", null, false, null, null), "lin");
            StockBatches.Reading dead = batches.takeReading().orElseThrow();
            assertThat(batches.firstOf(dead, number(1), "第 2 行")).isEqualTo("第 2 行");
            assertThat(batches.firstOf(dead, number(1), "第 3 行")).isEqualTo("第 2 行");
            it.jdbc.sql("update stock_batch set reader = 'node-b'").update();
            assertThat(batches.takeReading()).as("another node reads it").isEmpty();
            it.clock.pass(Duration.ofMinutes(3));

            StockBatches.Reading next = batches.takeReading().orElseThrow();
            assertThat(batches.counted(dead, new StockBatches.Counts(200, 0, 0))).isFalse();
            assertThat(batches.counted(next, new StockBatches.Counts(200, 0, 0))).isTrue();
            assertThat(batches.firstOf(next, number(1), "第 3 行")).as("it starts again").isEqualTo("第 3 行");
            batches.pause(id, "lin");
            assertThat(batches.counted(next, new StockBatches.Counts(200, 0, 0))).isFalse();
        }
    }

    private long standings(String standing) {
        return it.jdbc.sql("select count(*) from submission where standing = :standing").param("standing", standing).query(Long.class).single();
    }
}
