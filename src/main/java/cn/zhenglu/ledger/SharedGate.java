package cn.zhenglu.ledger;

import cn.zhenglu.licence.RelayGate;
import cn.zhenglu.licence.TryLater;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * The gate that all servers on one ledger share: a row of {@code relay_gate}. Calls get moments that lie evenly apart, a few at a
 * time, by the clock of the database. Within a server the threads stand in one line, so that none asks the database in vain;
 * the daily work stands before the stock that is converted.
 */
@Component
public class SharedGate implements RelayGate {

    private static final Logger LOG = LoggerFactory.getLogger(SharedGate.class);

    /** What a busy machine may push together must not break the limit: the pace stays a little below it. */
    private static final double MARGIN = 0.95;
    /** A server takes what it needs for so long at once. */
    private static final Duration BLOCK = Duration.ofMillis(50);
    /** So long a worker waits in line, or for a short pause to end, before its submission is put off. */
    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final Duration SHORT_PAUSE = Duration.ofSeconds(2);
    /** A probe that has said nothing for so long has died with its server. */
    private static final Duration LONGEST_PROBE = Duration.ofMinutes(1);
    /** A slot that is taken later than this is lost: to use it would push two calls together. */
    private static final Duration LATE = Duration.ofMillis(20);

    private final JdbcClient jdbc;
    private final TransactionTemplate transaction;
    private final GateSettings settings;
    private final Duration interval;
    private final int blockSize;
    private final WaitingLine line = new WaitingLine();
    private final Deque<Slot> block = new ArrayDeque<>(); // guarded by the line
    private volatile boolean failing;

    SharedGate(JdbcClient jdbc, PlatformTransactionManager transactions, GateSettings settings,
            @Value("${zhenglu.relay.calls-per-second:5}") int callsPerSecond) {
        this.jdbc = jdbc;
        this.transaction = new TransactionTemplate(transactions);
        this.transaction.setPropagationBehavior(TransactionTemplate.PROPAGATION_REQUIRES_NEW);
        this.settings = settings;
        this.interval = Duration.ofNanos((long) (1e9 / (callsPerSecond * MARGIN)));
        this.blockSize = (int) Math.max(1, BLOCK.dividedBy(interval));
    }

    /**
     * How the gate stands, for people.
     *
     * @param down   whether the relay counts as down
     * @param paused whether it has asked to be called less often
     * @param until  when it is next called, by this server's clock; {@code null} while nothing holds it up
     * @param since  when that began, or {@code null}
     * @param reason in Chinese, or {@code null}
     */
    public record Standing(boolean down, boolean paused, Instant until, Instant since, String reason) {
    }

    /** How it stands now. */
    public Standing standing() {
        GateState state = read("");
        Duration closed = state.closedFor();
        boolean held = state.isDown() || state.isPaused();
        return new Standing(state.isDown(), state.isPaused(), held && !closed.isNegative() ? Instant.now().plus(closed) : null,
                held ? state.since() : null, held ? state.reason() : null);
    }

    /**
     * How many submissions may be sent on their way.
     *
     * @param most  none while nobody may call
     * @param probe whether one must find out if the relay is back, also before its own time has come
     */
    record Room(int most, boolean probe) {
    }

    /** @param most when nothing holds them up */
    Room room(int most) {
        GateState state = read("");
        if (state.closedFor().compareTo(Duration.ZERO) > 0) {
            return new Room(0, false);
        }
        return state.isDown() ? new Room(1, true) : new Room(most, false);
    }

    /**
     * While the relay is down, how long a submission is put off whose call has brought no answer: that says nothing about the submission,
     * so its waiting does not grow. Else empty.
     */
    Optional<Duration> putOff() {
        GateState state = read("");
        return state.isDown() ? Optional.of(state.putOff(settings)) : Optional.empty();
    }

    /** Of so many delays in a row of one submission, those that the relay's present failing does not explain: only they are its own. */
    int ownDelays(int delays) {
        return Math.max(0, delays - read("").usualFailures());
    }

    /** A moment for a call: {@link System#nanoTime()}. */
    private record Slot(long at, Pass pass) {

        boolean isLost() {
            return System.nanoTime() - at > LATE.toNanos();
        }
    }

    @Override
    public Pass enter() {
        return enter(false);
    }

    @Override
    public Pass enterLast() {
        return enter(true);
    }

    private Pass enter(boolean yields) {
        long patience = System.nanoTime() + PATIENCE.toNanos();
        try {
            if (!line.enter(yields, PATIENCE.toNanos())) {
                throw new TryLater("报送已达每秒调用次数上限，排队等候", PATIENCE);
            }
            try {
                Slot slot = block.pollFirst();
                while (slot != null && slot.isLost()) {
                    slot = block.pollFirst();
                }
                while (slot == null) {
                    slot = reserve(patience);
                }
                sleepUntil(slot.at);
                return slot.pass;
            } finally {
                line.leave();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new TryLater("服务正在停止，请求未送达", Duration.ZERO, e);
        }
    }

    /** The next slot; {@code null} after a short pause, to be asked again. */
    private Slot reserve(long patience) throws InterruptedException {
        Reservation reservation = transaction.execute(status -> reserve());
        long now = System.nanoTime();
        failing = reservation.state.failures() > 0 || reservation.state.share() > 0;
        if (!reservation.closed.isZero()) {
            long opens = now + reservation.closed.toNanos();
            if (reservation.state.isDown() || reservation.closed.compareTo(SHORT_PAUSE) > 0 || opens - patience > 0) {
                throw new TryLater((reservation.state.isDown() ? "中转平台不可用，恢复后自动继续" : "中转平台要求放慢，暂停报送")
                        + (reservation.state.reason() == null ? "" : "（" + reservation.state.reason() + "）"),
                        reservation.state.putOff(settings));
            }
            sleepUntil(opens);
            return null;
        }
        for (int i = 0; i < reservation.count; i++) {
            long at = now + Duration.between(reservation.state.now(), reservation.first).plus(reservation.step.multipliedBy(i)).toNanos();
            block.addLast(new Slot(at, new Pass(reservation.first.plus(reservation.step.multipliedBy(i)), reservation.probe)));
        }
        return block.pollFirst();
    }

    /** Moments from {@code first} on, each a {@code step} after the other; none while it is {@code closed}. */
    private record Reservation(GateState state, Duration closed, Instant first, Duration step, int count, boolean probe) {
    }

    private Reservation reserve() {
        GateState state = read(" for update");
        Duration closed = state.closedFor();
        if (closed.compareTo(Duration.ZERO) > 0) {
            return new Reservation(state, closed, null, null, 0, false);
        }
        boolean probe = state.isDown();
        int count = probe ? 1 : blockSize;
        Instant first = state.firstSlot();
        Duration step = Duration.ofNanos((long) (interval.toNanos() / state.pace(first, settings.rampUp())));
        GateState given = state.given(first.plus(step.multipliedBy(count)));
        write(probe ? given.probing(LONGEST_PROBE) : given);
        return new Reservation(state, Duration.ZERO, first, step, count, probe);
    }

    @Override
    public void answered(Pass pass) {
        if (pass.probe() || failing) {
            change(state -> state.answered(settings));
        }
    }

    @Override
    public void unanswered(Pass pass, String reason) {
        failing = true;
        change(state -> state.unanswered(pass.probe(), reason, settings));
    }

    @Override
    public void throttled(Pass pass, Duration after, String reason) {
        change(state -> state.throttled(pass.at(), after, reason, settings));
    }

    private void change(Function<GateState, GateState> rule) {
        transaction.executeWithoutResult(status -> {
            GateState before = read(" for update");
            GateState after = rule.apply(before);
            write(after);
            if (after.isDown() && !before.isDown()) {
                LOG.warn("中转平台连续 {} 次没有有效应答，暂停报送，每 {} 秒试探一次：{}", after.failures(),
                        settings.probeInterval().toSeconds(), after.reason());
            } else if (before.isDown() && !after.isDown()) {
                LOG.info("中转平台已恢复，逐步恢复报送");
            }
            if (after.isPaused() && !after.pausedUntil().equals(before.pausedUntil())) {
                LOG.warn("中转平台要求放慢，全部报送暂停 {} 秒：{}", Duration.between(after.now(), after.pausedUntil()).toSeconds(), after.reason());
            }
        });
    }

    private GateState read(String lock) {
        return jdbc.sql("select " + GateState.COLUMNS + " from relay_gate where id = 1" + lock).query(GateState::of).single();
    }

    private void write(GateState state) {
        jdbc.sql("""
                update relay_gate set next_at = :next, paused_at = :pausedAt, paused_until = :pausedUntil, pauses = :pauses,
                    failures = :failures, open_until = :openUntil, probe_until = :probeUntil, ramp_from = :rampFrom, since = :since,
                    reason = :reason, failing_share = :share
                where id = 1
                """)
                .param("next", Rows.timestamp(state.nextAt()))
                .param("pausedAt", Rows.timestamp(state.pausedAt()))
                .param("pausedUntil", Rows.timestamp(state.pausedUntil()))
                .param("pauses", state.pauses())
                .param("failures", state.failures())
                .param("openUntil", Rows.timestamp(state.openUntil()))
                .param("probeUntil", Rows.timestamp(state.probeUntil()))
                .param("rampFrom", Rows.timestamp(state.rampFrom()))
                .param("since", Rows.timestamp(state.since()))
                .param("reason", state.reason())
                .param("share", state.share())
                .update();
    }

    private static void sleepUntil(long nanoTime) throws InterruptedException {
        for (long left = nanoTime - System.nanoTime(); left > 0; left = nanoTime - System.nanoTime()) {
            LockSupport.parkNanos(left);
            if (Thread.interrupted()) {
                throw new InterruptedException();
            }
        }
    }
}
