package cn.zhenglu.console;

import cn.zhenglu.ledger.ExpirySweep;
import cn.zhenglu.ledger.Overview;
import cn.zhenglu.web.ChinaTime;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;

/** The figures of the daily work. */
@Component
class Figures {

    private final Overview overview;
    private final ExpirySweep expiry;
    private final LedgerCount<Counted> count;

    Figures(Overview overview, ExpirySweep expiry, Clock clock) {
        this.overview = overview;
        this.expiry = expiry;
        this.count = new LedgerCount<>(clock, this::counted);
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

    Counted latest() {
        return count.latest();
    }

    @Scheduled(initialDelay = 5_000, fixedDelay = 1_000)
    void renew() {
        count.renew();
    }

    private Counted counted(Instant now) {
        Instant midnight = LocalDate.ofInstant(now, ChinaTime.ZONE).atStartOfDay(ChinaTime.ZONE).toInstant();
        Instant hourAgo = now.minus(Duration.ofHours(1));
        return new Counted(now, overview.byWork(), overview.oldestWaiting().orElse(null),
                DayFlow.of(overview.flow(midnight), midnight, now), overview.finished(hourAgo), overview.calls(hourAgo), expiry.outlook());
    }
}
