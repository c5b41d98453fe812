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
        this.count = new LedgerCount<>(clock, now -> new Counted(now, progress.departments(), StockDays.of(progress.days(null))));
    }

    /** @param at when it was counted */
    record Counted(Instant at, List<StockProgress.Department> departments, StockDays days) {
    }

    Counted latest() {
        return count.latest();
    }

    @Scheduled(initialDelay = 6_000, fixedDelay = 1_000)
    void renew() {
        count.renew();
    }
}
