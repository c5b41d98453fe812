package cn.zhenglu.simulator;

import com.fasterxml.jackson.annotation.JsonCreator;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * How the stand-in misbehaves; also the JSON body of {@code /simulator/behaviour}, where what is left out is as in {@link #GOOD}.
 *
 * @param seed           of the dice, so that a run can be repeated
 * @param rules          each may strike; the first that does wins
 * @param callsPerSecond above this rate calls are refused as too fast; 0 = no limit
 * @param down           whether every connection is closed without an answer
 * @param delay          before each answer, ISO 8601, e.g. {@code PT0.5S}
 * @param clockSkew      how far its clock is ahead of the true time, negative when it is behind; unless zero, {@code Retry-After}
 *                       is a date of that clock
 */
public record Behaviour(long seed, List<Rule> rules, int callsPerSecond, boolean down, Duration delay, Duration clockSkew) {

    /** No fault at all. */
    public static final Behaviour GOOD = new Behaviour(0, List.of(), 0, false, Duration.ZERO, Duration.ZERO);

    public Behaviour {
        rules = rules == null ? List.of() : List.copyOf(rules);
        delay = delay == null ? Duration.ZERO : delay;
        clockSkew = clockSkew == null ? Duration.ZERO : clockSkew;
        demand(callsPerSecond >= 0, "callsPerSecond 不应小于 0");
        demand(!delay.isNegative(), "delay 不应小于 0");
    }

    private static void demand(boolean condition, String otherwise) {
        if (!condition) {
            throw new IllegalArgumentException(otherwise);
        }
    }

    /**
     * When a fault strikes.
     *
     * @param fault       what goes wrong
     * @param calls       the calls it may strike; empty = all but {@link Call#TOKEN}
     * @param next        the next so many of these calls for certain
     * @param probability and after them each with this chance, 0 to 1
     */
    public record Rule(Fault fault, Set<Call> calls, int next, double probability) {

        public Rule {
            calls = calls == null ? Set.of() : Set.copyOf(calls);
            demand(fault != null, "每条差错都应写明 fault：" + Fault.names());
            demand(next >= 0, "next 不应小于 0");
            demand(probability >= 0 && probability <= 1, "probability 应在 0 至 1 之间");
        }

        /** Strikes the next {@code count} calls of a kind, and no more. */
        public static Rule next(Fault fault, Call call, int count) {
            return new Rule(fault, Set.of(call), count, 0);
        }

        boolean concerns(Call call) {
            return calls.isEmpty() ? call != Call.TOKEN : calls.contains(call);
        }
    }

    /** What can go wrong with a call. */
    public enum Fault {
        /** The connection is closed before anything was done. */
        LOST_BEFORE,
        /** The work is done, then the connection is closed. */
        LOST_AFTER,
        /** The work is done, then nothing comes for longer than anybody waits. */
        SILENT,
        /** The work is done, the reply is empty with status 200. */
        EMPTY,
        /** The work is done, the reply is a page of HTML with status 200. */
        HTML,
        /** The work is done, the reply is the first half of the JSON. */
        TRUNCATED,
        /** The work is done, the reply is status 502. */
        BAD_GATEWAY,
        /** Nothing is done, status 503 with {@code Retry-After}. */
        UNAVAILABLE,
        /** Nothing is done, refused as 操作太快. */
        TOO_FAST,
        /** Nothing is done, refused with a text that no table knows. */
        REFUSED,
        /** All tokens are forgotten, so that this call is refused with status 401. */
        TOKEN_FORGOTTEN,
        /** All tokens are forgotten, and this call is refused with status 200 and a text. */
        TOKEN_REFUSED_IN_TEXT;

        /** As it is written in settings or over HTTP: either case, with hyphens or underscores. */
        @JsonCreator
        static Fault named(String name) {
            return Stream.of(values()).filter(fault -> fault.name().equals(name.toUpperCase(Locale.ROOT).replace('-', '_'))).findFirst()
                    .orElseThrow(() -> new IllegalArgumentException("没有这种差错：" + name + "。可用的有：" + names()));
        }

        private static String names() {
            return Stream.of(values()).map(fault -> fault.name().toLowerCase(Locale.ROOT).replace('_', '-'))
                    .collect(Collectors.joining("、"));
        }
    }
}
