package cn.zhenglu.ledger;

import static cn.zhenglu.ledger.LedgerUnderTest.arrival;
import static cn.zhenglu.ledger.LedgerUnderTest.record;
import static org.assertj.core.api.Assertions.assertThat;

import cn.zhenglu.MeasuredFault;
import cn.zhenglu.ledger.LedgerUnderTest.Database;
import cn.zhenglu.licence.Answered;
import cn.zhenglu.licence.LicenceDocument;
import cn.zhenglu.licence.Operation;
import cn.zhenglu.licence.Receipt;
import cn.zhenglu.licence.RelayCall;
import cn.zhenglu.licence.RelayGate.Pass;
import cn.zhenglu.licence.Stage;
import cn.zhenglu.licence.Submission;
import cn.zhenglu.licence.TryLater;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.jdbc.support.JdbcTransactionManager;

/**
 * A relay that for hours brings no usable answer to a part of all calls, whichever they are, with a pile of work and one more every minute;
 * to one submission it never answers. {@code -Dhalf.share=…} fails another part, {@code -Dhalf.seed=…} others of them.
 */
class HalfAliveRelayTest {

    private static final double SHARE = Double.parseDouble(System.getProperty("half.share", "0.5"));
    private static final long SEED = Long.getLong("half.seed", 20261130);
    private static final int PILE = 100;
    private static final Duration LASTS = Duration.ofHours(2);
    private static final int CALLS_PER_SECOND = 5;
    /** So much faster in the test: between calls the gate lets real time go by. */
    private static final int FASTER = 80;
    private static final GateSettings AS_DELIVERED = new GateSettings(Duration.ofSeconds(10), Duration.ofHours(1), 5, Duration.ofSeconds(15),
            Duration.ofSeconds(30));

    @TempDir
    Path folder;

    private final Random dice = new Random(SEED);
    private LedgerUnderTest it;
    private SharedGate gate;
    private boolean away;
    private boolean later;
    private String unlucky;
    private Duration longestWait = Duration.ZERO;
    private Duration longestOfUnlucky = Duration.ZERO;
    private int calls;
    private int failed;
    private int outages;
    private int received;

    @BeforeEach
    void begin() {
        it = new LedgerUnderTest(Database.POSTGRESQL, folder);
        gate = new SharedGate(it.jdbc, new JdbcTransactionManager(it.source), AS_DELIVERED, CALLS_PER_SECOND * FASTER);
        receive();
        unlucky = it.jdbc.sql("select id from submission").query(String.class).single();
        for (int n = 0; n < PILE; n++) {
            receive();
        }
    }

    @AfterEach
    void end() {
        it.close();
    }

    @Test
    void itsFailuresHoldUpNothingForLongButTheSubmissionThatAloneFails() {
        hours("failed").tell();
        assertThat(longestWait).isLessThanOrEqualTo(Duration.ofMinutes(2));

        away = true;
        calls = 0;
        receive();
        receive();
        while (!gate.standing().down()) {
            round();
        }
        assertThat(calls).as("until it is noticed that it has gone").isLessThan(SHARE > 0.5 ? 70 : 20);
    }

    /** 「系统繁忙，请稍后再试」: no failing, but each must wait. With other seeds one may be refused eight times in a row, and the pile take longer. */
    @Test
    void whatItRefusesUntilLaterIsAskedAgainWithinSecondsAndThenEverMoreSeldom() {
        later = true;
        hours("refused until later").tell();
        assertThat(outages).isZero();
    }

    /** Two hours of it, and until all is done. */
    private MeasuredFault hours(String what) {
        Instant began = it.clock.instant();
        Instant pileDone = null;
        while (it.clock.instant().isBefore(began.plus(LASTS)) || done() < received - 1) {
            while (it.clock.instant().isBefore(began.plus(LASTS)) && began.plusSeconds(60L * (received - PILE)).isBefore(it.clock.instant())) {
                receive();
            }
            round();
            if (pileDone == null && count("select count(*) from submission where seq <= (select min(seq) from submission) + " + PILE
                    + " and standing <> 'DONE'") == 1) {
                pileDone = it.clock.instant();
            }
            assertThat(Duration.between(began, it.clock.instant())).as("all done").isLessThan(LASTS.multipliedBy(5));
        }
        Duration allDone = Duration.between(began.plus(LASTS), it.clock.instant());
        List<Long> seconds = it.jdbc.sql("select extract(epoch from changed_at - received_at) from submission where standing = 'DONE' and seq > "
                + "(select min(seq) from submission) + " + PILE + " order by 1").query(Long.class).list();
        System.out.printf("half alive: %.0f %% of %d calls %s, %d outages; %d piled up done after %d s, %d others after %d s (median), "
                + "%d s (longest); longest wait %d s, of the one that never succeeds %d s%n", 100 * SHARE, calls, what, outages, PILE,
                Duration.between(began, pileDone).toSeconds(), seconds.size(), seconds.get(seconds.size() / 2), seconds.get(seconds.size() - 1),
                longestWait.toSeconds(), longestOfUnlucky.toSeconds());
        assertThat(count("select count(*) from submission where standing = 'DEAD'")).isZero();
        assertThat(count("select count(*) from dead_letter")).isZero();
        assertThat(Duration.between(began, pileDone)).as("the pile").isLessThan(Duration.ofMinutes(15));
        assertThat(seconds.get(seconds.size() / 2)).as("median of the others").isLessThan(60);
        assertThat(longestOfUnlucky).isEqualTo(Duration.ofMinutes(10));
        return it.measured("%.0f %% of all calls to the relay %s, at random, for two hours, simulated clock".formatted(100 * SHARE, what), failed,
                count("select count(*) from submission"), MeasuredFault.text(allDone) + " (simulated)");
    }

    private void receive() {
        it.arrivals.receive(List.of(arrival("new-" + received, record(Operation.NEW, "（闽）JZ安许证字[2023]%06d".formatted(received)))));
        received++;
    }

    private void round() {
        List<Dispatcher.Pointer> due = it.dispatcher.due();
        due.forEach(pointer -> work(pointer.submissionId()));
        if (due.isEmpty()) {
            it.pass(Duration.ofSeconds(1));
        }
    }

    /** As the routes do it. */
    private void work(String id) {
        Submission submission = it.ledger.claim(id);
        try {
            if (submission.stage() == Stage.RECEIVED) {
                submission = it.ledger.identify(submission);
                submission = it.ledger.checked(called(submission, RelayCall.CHECK));
            }
            if (submission.stage() == Stage.CHECKED) {
                submission = it.ledger.coded(called(submission.withCode("CODE-" + id), RelayCall.CODE));
            }
            if (submission.stage() == Stage.CODED) {
                it.ledger.sealed(new LicenceDocument(submission, new byte[] {1}, null));
                submission = it.ledger.claim(id);
            }
            it.ledger.collected(called(submission, RelayCall.COLLECT));
        } catch (TryLater e) {
            it.ledger.postpone(submission, e.after(), e.getMessage());
            Duration wait = it.untilDue(id);
            if (id.equals(unlucky)) {
                longestOfUnlucky = wait.compareTo(longestOfUnlucky) > 0 ? wait : longestOfUnlucky;
            } else {
                longestWait = wait.compareTo(longestWait) > 0 ? wait : longestWait;
            }
        }
    }

    private Answered called(Submission submission, RelayCall call) {
        it.ledger.intend(submission, call);
        Pass pass = gate.enter();
        calls++;
        GateState state = state();
        it.pass(Duration.ofMillis((long) (1e3 / CALLS_PER_SECOND / state.pace(state.now(), AS_DELIVERED.rampUp()))));
        if (away || submission.id().equals(unlucky) || dice.nextDouble() < SHARE) {
            failed++;
            if (later) {
                gate.answered(pass);
                throw new TryLater("系统繁忙，请稍后再试", null); // as refusals.yaml has it
            }
            boolean down = state.isDown();
            gate.unanswered(pass, "中转平台应答超时，结果未知");
            outages += !down && state().isDown() ? 1 : 0;
            throw new TryLater("中转平台应答超时，结果未知", null);
        }
        gate.answered(pass);
        return new Answered(submission, new Receipt(call, it.clock.instant(), it.clock.instant(), 200, "{}", "{}", null));
    }

    private GateState state() {
        return it.jdbc.sql("select " + GateState.COLUMNS + " from relay_gate").query(GateState::of).single();
    }

    private int done() {
        return (int) count("select count(*) from submission where standing = 'DONE'");
    }

    private long count(String sql) {
        return it.jdbc.sql(sql).query(Long.class).single();
    }
}
