package cn.zhenglu.console;

import cn.zhenglu.ledger.StockProgress;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;

/** The figures of the conversion of existing licences, all batches together. */
@Component
class StockFigures {

    private final LedgerCount<Counted> count;

    StockFigures(StockProgress progress, Clock clock) {
        this.count = new LedgerCount<>(clock, now -> Counted.of(now, progress.departments(), progress.days(null)));
    }

    /**
     * One count.
     *
     * @param at   when it was made
     * @param days the last of them
     * @param all  all days
     */
    record Counted(Instant at, List<StockProgress.Department> departments, StockDays days, List<StockProgress.Day> all) {

        static Counted of(Instant at, List<StockProgress.Department> departments, List<StockProgress.Day> all) {
            return new Counted(at, departments, StockDays.of(all), all);
        }
    }

    Counted latest() {
        return count.latest();
    }

    @Scheduled(initialDelay = 6_000, fixedDelay = 1_000)
    void renew() {
        count.renew();
    }
}
