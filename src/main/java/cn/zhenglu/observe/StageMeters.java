package cn.zhenglu.observe;

import cn.zhenglu.ledger.StageChange;
import cn.zhenglu.licence.Stage;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;
import org.springframework.transaction.event.TransactionPhase;
import org.springframework.transaction.event.TransactionalEventListener;

/** {@code zhenglu.stage}: how often each stage was reached or missed on this node, and how long the work took. */
@Component
class StageMeters {

    private static final Logger LOG = LoggerFactory.getLogger(StageMeters.class);

    private static final List<String> OUTCOMES = List.of("ok", "later", "person");

    private final MeterRegistry meters;

    /** There from the start, at 0: an increase that begins with the series is none to Prometheus, and the rare ones are what matters. */
    StageMeters(MeterRegistry meters) {
        this.meters = meters;
        for (Stage stage : Stage.values()) {
            OUTCOMES.forEach(outcome -> timer(stage, outcome));
        }
    }

    /** Only what has been committed has happened. */
    @TransactionalEventListener(phase = TransactionPhase.AFTER_COMMIT, fallbackExecution = true)
    void record(StageChange change) {
        timer(change.stage(), change.outcome()).record(change.took() == null ? Duration.ZERO : change.took());
        LOG.debug("{} {}", change.stage(), change.outcome());
    }

    private Timer timer(Stage stage, String outcome) {
        return Timer.builder("zhenglu.stage")
                .description("Steps of submissions on this node, with the time that the work took")
                .tag("stage", stage.name())
                .tag("outcome", outcome)
                .register(meters);
    }
}
