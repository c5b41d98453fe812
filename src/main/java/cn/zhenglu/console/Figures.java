package cn.zhenglu.console;

import cn.zhenglu.ledger.ExpirySweep;
import cn.zhenglu.ledger.Overview;
import cn.zhenglu.web.ChinaTime;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Collections;
import java.util.List;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;

/**
 * What pages count over the whole ledger. A small ledger is counted for each page. In a large one counting takes a good part of a
 * second: then pages show the last count and its time, and it is renewed in the background, a twentieth of the time but at least
 * every minute.
 */
@Component
class Figures {

    private static final Duration QUICK = Duration.ofMillis(100);
    private static final Duration SHORTEST = Duration.ofSeconds(10);
    private static final Duration LONGEST = Duration.ofMinutes(1);
    private static final int SHARE = 20;

    private final Overview overview;
    private final ExpirySweep expiry;
    private final Clock clock;
    private volatile Counted last;
    private volatile Duration took = Duration.ZERO;

    Figures(Overview overview, ExpirySweep expiry, Clock clock) {
        this.overview = overview;
        this.expiry = expiry;
        this.clock = clock;
    }

    /**
     * One count.
     *
     * @param at            when it was made
     * @param work          all submissions
     * @param oldestWaiting when the waiting submission that arrived first did so, or {@code null}
     * @param today         the steps of this day of China
     * @param lastHour      submissions finished within the last hour
     * @param calls         the relay's, of the last hour
     * @param expiry        licences that run out
     */
    record Counted(Instant at, List<Overview.WorkCount> work, Instant oldestWaiting, DayFlow today, long lastHour,
            List<Overview.Calls> calls, ExpirySweep.Outlook expiry) {
    }

    /** The last count, or a new one where that is quick. */
    Counted latest() {
        Counted known = last;
        return known != null && took.compareTo(QUICK) > 0 ? known : count();
    }

    /** Renews a count that takes long. */
    @Scheduled(initialDelay = 5_000, fixedDelay = 1_000)
    void renew() {
        Counted known = last;
        Duration pause = Collections.max(List.of(SHORTEST, Collections.min(List.of(LONGEST, took.multipliedBy(SHARE)))));
        if (known == null || took.compareTo(QUICK) > 0 && known.at().plus(pause).isBefore(clock.instant())) {
            count();
        }
    }

    private synchronized Counted count() {
        long start = System.nanoTime();
        Instant now = clock.instant();
        Instant midnight = LocalDate.ofInstant(now, ChinaTime.ZONE).atStartOfDay(ChinaTime.ZONE).toInstant();
        Instant hourAgo = now.minus(Duration.ofHours(1));
        Counted counted = new Counted(now, overview.byWork(), overview.oldestWaiting().orElse(null),
                DayFlow.of(overview.flow(midnight), midnight, now), overview.finished(hourAgo), overview.calls(hourAgo), expiry.outlook());
        took = Duration.ofNanos(System.nanoTime() - start);
        last = counted;
        return counted;
    }
}
