package cn.zhenglu.observe;

import cn.zhenglu.ledger.StageChange;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;
import org.springframework.transaction.event.TransactionPhase;
import org.springframework.transaction.event.TransactionalEventListener;

/** {@code zhenglu.stage}: how often each stage was reached or missed on this node, and how long the work took. */
@Component
class StageMeters {

    private static final Logger LOG = LoggerFactory.getLogger(StageMeters.class);

    private final MeterRegistry meters;

    StageMeters(MeterRegistry meters) {
        this.meters = meters;
    }

    /** Only what has been committed has happened. */
    @TransactionalEventListener(phase = TransactionPhase.AFTER_COMMIT, fallbackExecution = true)
    void record(StageChange change) {
        Timer.builder("zhenglu.stage")
                .description("Steps of submissions on this node, with the time that the work took")
                .tag("stage", change.stage().name())
                .tag("outcome", change.outcome())
                .register(meters)
                .record(change.took() == null ? Duration.ZERO : change.took());
        LOG.debug("{} {}", change.stage(), change.outcome());
    }
}
