package cn.zhenglu.ledger;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;

/**
 * The row of {@code relay_gate} as it was read, and the rules by which it changes. Times are the database's.
 *
 * @param now         when it was read
 * @param nextAt      the first moment that no call has been given yet
 * @param pausedAt    when the last pause began, or {@code null}
 * @param pausedUntil when it ends, or {@code null}
 * @param pauses      in a row
 * @param failures    calls in a row without a usable answer
 * @param openUntil   while the relay is down, when it is next asked; {@code null} while it is up
 * @param probeUntil  until when somebody is finding out whether it is back, or {@code null}
 * @param rampFrom    since when the pace grows back to its full rate, or {@code null}
 * @param since       when the present pause or outage began, or {@code null}
 * @param reason      of the last pause or outage, in Chinese, or {@code null}
 * @param share       of the calls lately, without outages, those that brought no usable answer: 0 to 1
 */
record GateState(Instant now, Instant nextAt, Instant pausedAt, Instant pausedUntil, int pauses, int failures, Instant openUntil,
        Instant probeUntil, Instant rampFrom, Instant since, String reason, double share) {

    static final String COLUMNS = "current_timestamp as read_at, next_at, paused_at, paused_until, pauses, failures, open_until,"
            + " probe_until, ramp_from, since, reason, failing_share";

    /** The pace starts again with this part of its full rate. */
    private static final double LOWEST_PACE = 0.2;
    private static final int LONGEST_REASON = 1000;
    /** The last some thirty calls make the share. */
    private static final double WEIGHT = 1 / 32.0;
    /** What happens by chance less often than this is taken for something else. */
    private static final double CHANCE = 0.001;
    private static final double UNTROUBLED = 0.01;
    /** Worse than this it may as well be down: the calls that find it out stay some sixty. */
    private static final double WORST = 0.9;

    static GateState of(ResultSet row, int n) throws SQLException {
        return new GateState(Rows.instant(row.getTimestamp("read_at")), Rows.instant(row.getTimestamp("next_at")),
                Rows.instant(row.getTimestamp("paused_at")), Rows.instant(row.getTimestamp("paused_until")), row.getInt("pauses"),
                row.getInt("failures"), Rows.instant(row.getTimestamp("open_until")), Rows.instant(row.getTimestamp("probe_until")),
                Rows.instant(row.getTimestamp("ramp_from")), Rows.instant(row.getTimestamp("since")), row.getString("reason"),
                row.getDouble("failing_share"));
    }

    boolean isDown() {
        return openUntil != null;
    }

    boolean isPaused() {
        return pausedUntil != null && now.isBefore(pausedUntil);
    }

    /** How long nobody may call; zero or less when somebody may. */
    Duration closedFor() {
        Instant opens = now;
        if (isDown()) {
            opens = probeUntil == null || !now.isBefore(probeUntil) ? openUntil : probeUntil;
        }
        return Duration.between(now, isPaused() && pausedUntil.isAfter(opens) ? pausedUntil : opens);
    }

    /**
     * How long who may not call now is put off: while somebody finds out whether the relay is back, no longer than from one such call
     * to the next. It is turned away again if the relay is not.
     */
    Duration putOff(GateSettings settings) {
        Duration closed = closedFor();
        return isDown() && closed.compareTo(settings.probeInterval()) > 0 ? settings.probeInterval() : closed;
    }

    /** The part of the full rate that is allowed at a moment, above 0 and at most 1. */
    double pace(Instant at, Duration rampUp) {
        if (rampFrom == null || rampUp.isZero()) {
            return 1;
        }
        double grown = Math.max(0, Duration.between(rampFrom, at).toNanos()) / (double) rampUp.toNanos();
        return Math.min(1, LOWEST_PACE + (1 - LOWEST_PACE) * grown);
    }

    /** The first moment of the next calls. */
    Instant firstSlot() {
        return nextAt.isAfter(now) ? nextAt : now;
    }

    GateState given(Instant next) {
        return new GateState(now, next, pausedAt, pausedUntil, pauses, failures, openUntil, probeUntil, rampFrom, since, reason, share);
    }

    GateState probing(Duration longest) {
        return new GateState(now, nextAt, pausedAt, pausedUntil, pauses, failures, openUntil, now.plus(longest), rampFrom, since, reason, share);
    }

    GateState answered(GateSettings settings) {
        return new GateState(now, nextAt, pausedAt, pausedUntil, pauses, 0, null, null, isDown() ? now : rampFrom,
                isPaused() ? since : null, isPaused() ? reason : null, shareWithAnswer(settings));
    }

    /** Failures count when they have ended, so that an outage raises what is usual of a sound relay but little. */
    private double shareWithAnswer(GateSettings settings) {
        int ofChance = Math.min(failures, Math.max(settings.failures(), usualFailures()));
        double afterFailures = 1 - Math.pow(1 - WEIGHT, ofChance) * (1 - share);
        double afterAnswer = afterFailures * (1 - WEIGHT);
        return afterAnswer < UNTROUBLED ? 0 : afterAnswer;
    }

    /** So many failures in a row say nothing new of a relay that fails as often as this one does lately; 0 of a sound one. */
    int usualFailures() {
        return share == 0 ? 0 : (int) (Math.log(CHANCE) / Math.log(Math.min(share, WORST)));
    }

    GateState unanswered(boolean probe, String why, GateSettings settings) {
        boolean opens = probe || !isDown() && failures + 1 >= Math.max(settings.failures(), usualFailures());
        return new GateState(now, nextAt, pausedAt, pausedUntil, pauses, failures + 1,
                opens ? now.plus(settings.probeInterval()) : openUntil, probe ? null : probeUntil, rampFrom,
                opens && !isDown() ? now : since, opens ? shortened(why) : reason, share);
    }

    /** @param calledAt when the call that was refused had its pass: of many refused together the first makes the pause */
    GateState throttled(Instant calledAt, Duration after, String why, GateSettings settings) {
        boolean known = pausedAt != null && calledAt.isBefore(pausedAt);
        boolean recovered = rampFrom == null || now.isAfter(rampFrom.plus(settings.rampUp()));
        int number = known ? pauses : recovered ? 1 : pauses + 1;
        Instant until = after != null ? now.plus(after) : known ? pausedUntil : now.plus(settings.pause(number));
        if (pausedUntil != null && pausedUntil.isAfter(until)) {
            until = pausedUntil;
        }
        return new GateState(now, nextAt, known ? pausedAt : now, until, number, 0, null, null, until,
                isPaused() ? since : now, shortened(why), share);
    }

    private static String shortened(String text) {
        return text == null || text.length() <= LONGEST_REASON ? text : text.substring(0, LONGEST_REASON);
    }
}
