package cn.zhenglu.console;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.function.Function;

/**
 * Something that pages count over the whole ledger. In a small ledger it is counted for each page. In a large one counting takes a
 * good part of a second: then pages show the last count and its time, and it is renewed in the background, a twentieth of the time
 * but at least every minute.
 */
final class LedgerCount<T> {

    private static final Duration QUICK = Duration.ofMillis(100);
    private static final Duration SHORTEST = Duration.ofSeconds(10);
    private static final Duration LONGEST = Duration.ofMinutes(1);
    private static final int SHARE = 20;

    private final Clock clock;
    private final Function<Instant, T> count;
    private volatile Made<T> last;
    private volatile Duration took = Duration.ZERO;

    /** @param count is given the time of the count */
    LedgerCount(Clock clock, Function<Instant, T> count) {
        this.clock = clock;
        this.count = count;
    }

    private record Made<T>(Instant at, T value) {
    }

    /** The last count, or a new one where that is quick. */
    T latest() {
        Made<T> known = last;
        return known != null && took.compareTo(QUICK) > 0 ? known.value() : make();
    }

    /** Renews a count that takes long, when its time has come. */
    void renew() {
        Made<T> known = last;
        Duration pause = Collections.max(List.of(SHORTEST, Collections.min(List.of(LONGEST, took.multipliedBy(SHARE)))));
        if (known == null || took.compareTo(QUICK) > 0 && known.at().plus(pause).isBefore(clock.instant())) {
            make();
        }
    }

    private synchronized T make() {
        long start = System.nanoTime();
        Instant now = clock.instant();
        T counted = count.apply(now);
        took = Duration.ofNanos(System.nanoTime() - start);
        last = new Made<>(now, counted);
        return counted;
    }
}
