package cn.zhenglu.deadletter;

import static cn.zhenglu.ledger.LedgerUnderTest.record;
import static org.assertj.core.api.Assertions.assertThat;

import cn.zhenglu.ledger.LedgerUnderTest;
import cn.zhenglu.ledger.LedgerUnderTest.Database;
import cn.zhenglu.licence.NeedsPerson;
import cn.zhenglu.licence.Operation;
import cn.zhenglu.licence.Stage;
import cn.zhenglu.licence.Submission;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class RetryRunsTest {

    private static final int PACE = 20;
    private static final Search OPEN = Search.of(DeadLetter.Standing.OPEN);

    @TempDir
    Path folder;

    @ParameterizedTest
    @EnumSource
    void aRunActsOnWhatWasShownAndOnNothingThatCameLater(Database database) {
        try (LedgerUnderTest it = new LedgerUnderTest(database, folder)) {
            List<DeadLetter> shown = letters(it, 0, 3);
            List<DeadLetter> later = letters(it, 3, 1);
            it.deadLetters.record("not one of ours");
            RetryRuns runs = runs(it);

            long run = runs.prepare(OPEN, shown.get(2).id(), "lin").orElseThrow();

            assertThat(runs.members(run, null, 0, 10)).extracting(RetryRuns.Member::deadLetter)
                    .containsExactlyElementsOf(shown.stream().map(DeadLetter::id).toList()).doesNotContain(later.get(0).id());
            assertThat(runs.prospect(runs.find(run).orElseThrow(), 10)).satisfies(prospect -> {
                assertThat(prospect.stages()).isEqualTo(Map.of(Stage.RECEIVED, 3L));
                assertThat(prospect.tried()).isEqualTo(3);
                assertThat(prospect.refused()).isZero();
            });
            runs.proceed();
            assertThat(it.deadLetters.countOpen()).as("nothing before the yes").isEqualTo(5);
            assertThat(runs.prepare(List.of(), "lin")).isEmpty();
            assertThat(runs.prepare(List.of(-1L), "lin")).isEmpty();
            assertThat(it.jdbc.sql("select count(*) from retry_run").query(Long.class).single()).isEqualTo(1);
        }
    }

    @ParameterizedTest
    @EnumSource
    void aRunKeepsItsPaceAndTellsAtTheEndWhatWorkedAndWhatDidNot(Database database) {
        try (LedgerUnderTest it = new LedgerUnderTest(database, folder)) {
            List<DeadLetter> all = letters(it, 0, 50);
            RetryRuns runs = runs(it);
            long run = runs.prepare(all.stream().map(DeadLetter::id).toList(), "lin").orElseThrow();
            assertThat(runs.start(run, "lin")).isTrue();
            assertThat(runs.start(run, "lin")).as("twice").isFalse();
            it.deadLetters.archive(all.get(49).id(), "不再办理", "chen");

            runs.proceed();
            runs.proceed();
            assertThat(runs.find(run).orElseThrow().counts()).as("one lot in a second")
                    .isEqualTo(Map.of(RetryRuns.Outcome.HANDED, (long) PACE, RetryRuns.Outcome.PENDING, 30L));
            it.clock.pass(Duration.ofSeconds(1));
            runs.proceed();
            it.clock.pass(Duration.ofSeconds(1));
            runs.proceed();
            assertThat(runs.find(run).orElseThrow()).returns(49L, r -> r.of(RetryRuns.Outcome.HANDED))
                    .returns(1L, r -> r.of(RetryRuns.Outcome.TAKEN)).returns(true, RetryRuns.Run::moving);

            all.subList(0, 49).forEach(letter -> {
                Submission claimed = it.ledger.claim(letter.submissionId());
                if (letter.id() % 7 == 0) {
                    it.deadLetters.record(it.deadLetters.describe(claimed, new NeedsPerson("relay.refused.check", null, "仍未通过", "请更正")));
                } else {
                    it.jdbc.sql("update submission set standing = 'DONE', stage = 'COLLECTED' where id = :id").param("id", claimed.id()).update();
                }
            });
            runs.proceed();

            long failed = all.subList(0, 49).stream().filter(letter -> letter.id() % 7 == 0).count();
            assertThat(runs.find(run).orElseThrow()).returns(RetryRuns.Standing.DONE, RetryRuns.Run::standing)
                    .returns(failed, r -> r.of(RetryRuns.Outcome.FAILED)).returns(49 - failed, r -> r.of(RetryRuns.Outcome.DONE))
                    .returns(50L, RetryRuns.Run::settled).returns(false, RetryRuns.Run::moving);
            assertThat(runs.list(10, 0)).hasSize(1);
        }
    }

    @ParameterizedTest
    @EnumSource
    void whatACancelledRunHadNotHandedOverStaysOpen(Database database) {
        try (LedgerUnderTest it = new LedgerUnderTest(database, folder)) {
            List<DeadLetter> all = letters(it, 0, 30);
            RetryRuns runs = runs(it);
            long run = runs.prepare(OPEN, Long.MAX_VALUE, "lin").orElseThrow();
            runs.start(run, "lin");
            runs.proceed();

            assertThat(runs.cancel(run, "chen")).isTrue();
            assertThat(runs.cancel(run, "chen")).as("twice").isFalse();
            it.clock.pass(Duration.ofSeconds(5));
            runs.proceed();

            assertThat(it.deadLetters.countOpen()).isEqualTo(10);
            assertThat(runs.find(run).orElseThrow().counts()).isEqualTo(Map.of(RetryRuns.Outcome.HANDED, 20L, RetryRuns.Outcome.CANCELLED, 10L));
            it.jdbc.sql("update submission set standing = 'DONE' where standing = 'ACTIVE'").update();
            runs.proceed();
            assertThat(runs.find(run).orElseThrow()).returns(20L, r -> r.of(RetryRuns.Outcome.DONE))
                    .returns(RetryRuns.Standing.CANCELLED, RetryRuns.Run::standing).returns(false, RetryRuns.Run::moving)
                    .returns((long) all.size(), RetryRuns.Run::size);
        }
    }

    @ParameterizedTest
    @EnumSource
    void severalNodesTogetherKeepThePaceAndHandNothingOverTwice(Database database) throws Exception {
        try (LedgerUnderTest it = new LedgerUnderTest(database, folder)) {
            letters(it, 0, 40);
            RetryRuns runs = runs(it);
            long run = runs.prepare(OPEN, Long.MAX_VALUE, "lin").orElseThrow();
            runs.start(run, "lin");
            ExecutorService nodes = Executors.newFixedThreadPool(4);
            Callable<Void> node = () -> {
                runs.proceed();
                return null;
            };

            for (var turn : nodes.invokeAll(List.of(node, node, node, node))) {
                turn.get();
            }
            assertThat(runs.find(run).orElseThrow().of(RetryRuns.Outcome.HANDED)).isEqualTo(PACE);
            it.clock.pass(Duration.ofSeconds(1));
            for (var turn : nodes.invokeAll(List.of(node, node, node, node))) {
                turn.get();
            }
            nodes.shutdown();

            assertThat(runs.find(run).orElseThrow().of(RetryRuns.Outcome.HANDED)).isEqualTo(40);
            assertThat(it.jdbc.sql("select count(*) from history where outcome = 'retry'").query(Long.class).single()).isEqualTo(40);
        }
    }

    private static List<DeadLetter> letters(LedgerUnderTest it, int from, int count) {
        Letters letters = new Letters(it);
        return IntStream.range(from, from + count)
                .mapToObj(i -> letters.stopped(record(Operation.NEW, "（闽）JZ安许证字[2023]%06d".formatted(i)), "relay.refused.check", "校验未通过"))
                .toList();
    }

    private static RetryRuns runs(LedgerUnderTest it) {
        return it.context.getBean(RetryRuns.class);
    }
}
