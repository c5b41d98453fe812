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
import cn.zhenglu.licence.Submission;
import cn.zhenglu.licence.TryLater;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.jdbc.support.JdbcTransactionManager;

/** Six hours without the relay, as two servers live through them. */
class RelayOutageTest {

    private static final int LICENCES = 120;
    /** Of so many licences a suspension waits behind the issue. */
    private static final int SUSPENSIONS = 20;
    private static final Duration OUTAGE = Duration.ofHours(6);
    private static final Duration TIMEOUT = Duration.ofSeconds(2);
    /** How often the servers look, while the relay is away and afterwards. */
    private static final Duration LOOK = Duration.ofSeconds(5);
    private static final Duration LOOK_CLOSELY = Duration.ofSeconds(1);
    private static final GateSettings AS_DELIVERED = new GateSettings(Duration.ofSeconds(10), Duration.ofHours(1), 5, Duration.ofSeconds(15),
            Duration.ofSeconds(30));
    /** More than as delivered: between calls the gate lets real time go by. */
    private static final int CALLS_PER_SECOND = 400;

    @TempDir
    Path folder;

    private LedgerUnderTest it;
    private SharedGate gate;
    private boolean away = true;
    private double paceAtFirst;
    private final Deque<Dispatcher.Pointer> named = new ArrayDeque<>();
    private final List<Instant> probes = new ArrayList<>();
    private final List<Pass> calls = new ArrayList<>();

    @Test
    void afterSixHoursEverythingIsDueWithinHalfAMinuteAndNothingHasBecomeAPersonsWork() {
        try (LedgerUnderTest ledger = new LedgerUnderTest(Database.POSTGRESQL, folder)) {
            it = ledger;
            gate = new SharedGate(it.jdbc, new JdbcTransactionManager(it.source), AS_DELIVERED, CALLS_PER_SECOND);
            IntStream.range(0, LICENCES).forEach(n -> receive(Operation.NEW, n));
            IntStream.range(0, SUSPENSIONS).forEach(n -> receive(Operation.SUSPEND, n));

            Instant began = it.clock.instant();
            while (Duration.between(began, it.clock.instant()).compareTo(OUTAGE) < 0) {
                round(LOOK);
            }

            Duration cycle = AS_DELIVERED.probeInterval().plus(TIMEOUT);
            assertThat(probes).hasSizeBetween((int) OUTAGE.dividedBy(cycle.plus(LOOK)), (int) OUTAGE.dividedBy(cycle));
            assertThat(calls.size() - probes.size()).as("calls until it was noticed, those that had their moment already included").isLessThan(40);
            assertThat(IntStream.range(1, probes.size()).mapToObj(n -> Duration.between(probes.get(n - 1), probes.get(n))))
                    .allMatch(gap -> gap.compareTo(AS_DELIVERED.probeInterval()) >= 0 && gap.compareTo(cycle.plus(LOOK)) <= 0);
            assertThat(count("select count(*) from submission where standing = 'DEAD'")).isZero();
            assertThat(count("select count(*) from submission where stage <> 'RECEIVED'")).isZero();

            long waiting = it.underWay();
            away = false;
            calls.clear();
            Instant back = it.clock.instant();
            while (count("select count(*) from submission where standing <> 'DONE'") > 0) {
                assertThat(Duration.between(back, it.clock.instant())).as("all due").isLessThan(AS_DELIVERED.probeInterval().multipliedBy(2));
                round(LOOK_CLOSELY);
            }

            Duration recovered = Duration.between(back, it.clock.instant());
            System.out.printf("outage: %d probes in %s, all done %s after it was over%n", probes.size(), OUTAGE, recovered);
            assertThat(calls).as("each call once").hasSize(3 * LICENCES + SUSPENSIONS);
            assertThat(paceAtFirst).isLessThan(0.3);
            it.pass(AS_DELIVERED.rampUp());
            assertThat(pace()).isEqualTo(1);
            assertThat(count("select count(*) from dead_letter")).isZero();
            assertThat(count("""
                    select count(*) from submission later join submission earlier on earlier.cert_num = later.cert_num and earlier.seq < later.seq
                    join history issued on issued.submission_id = earlier.id and issued.standing = 'DONE'
                    join history begun on begun.submission_id = later.id and begun.stage = 'UPDATED' and begun.id < issued.id
                    """)).as("overtook the one before it").isZero();
            it.measured("relay away for six hours, simulated clock, two servers", 1, waiting, MeasuredFault.text(recovered) + " (simulated)").tell();
        }
    }

    /** The part of the full rate that is allowed now. */
    private double pace() {
        GateState state = it.jdbc.sql("select " + GateState.COLUMNS + " from relay_gate").query(GateState::of).single();
        return state.pace(state.now(), AS_DELIVERED.rampUp());
    }

    private void receive(Operation operation, int n) {
        it.arrivals.receive(List.of(arrival(operation + "-" + n, record(operation, "（闽）JZ安许证字[2023]%06d".formatted(n)))));
    }

    /**
     * Both servers name what is due, and it is worked on; then time goes by. In the outage the second one comes by at every tenth call only,
     * to spare the test time.
     */
    private void round(Duration step) {
        named.addAll(it.dispatcher.due());
        if (!away || probes.size() % 10 == 0) {
            named.addAll(it.dispatcher.due());
        }
        while (!named.isEmpty()) {
            work(named.poll().submissionId());
        }
        it.pass(step);
    }

    /** As the routes do it. */
    private void work(String id) {
        Submission submission = it.ledger.claim(id);
        try {
            submission = it.ledger.identify(submission);
            if (submission.record().operation() == Operation.SUSPEND) {
                it.ledger.updated(called(submission, RelayCall.UPDATE));
                return;
            }
            submission = it.ledger.checked(called(submission, RelayCall.CHECK));
            submission = it.ledger.coded(called(submission.withCode("CODE-" + id), RelayCall.CODE));
            it.ledger.sealed(new LicenceDocument(submission, new byte[] {1}, null));
            submission = it.ledger.claim(id);
            it.ledger.collected(called(submission, RelayCall.COLLECT));
        } catch (TryLater e) {
            it.ledger.postpone(submission, e.after(), e.getMessage());
        }
    }

    private Answered called(Submission submission, RelayCall call) {
        it.ledger.intend(submission, call);
        Pass pass = gate.enter();
        calls.add(pass);
        if (pass.probe()) {
            probes.add(it.clock.instant());
            if (!named.isEmpty()) {
                work(named.poll().submissionId()); // the other server has one at the same time
            }
        }
        if (away) {
            if (pass.probe()) {
                it.pass(TIMEOUT);
            }
            gate.unanswered(pass, "中转平台应答超时，结果未知");
            throw new TryLater("中转平台应答超时，结果未知", null);
        }
        gate.answered(pass);
        if (pass.probe()) {
            paceAtFirst = pace();
        }
        return new Answered(submission, new Receipt(call, it.clock.instant(), it.clock.instant(), 200, "{}", "{}", null));
    }

    private long count(String sql) {
        return it.jdbc.sql(sql).query(Long.class).single();
    }
}
