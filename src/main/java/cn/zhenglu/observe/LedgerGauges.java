package cn.zhenglu.observe;

import cn.zhenglu.deadletter.DeadLetters;
import cn.zhenglu.ledger.Backlog;
import cn.zhenglu.ledger.Overview;
import cn.zhenglu.ledger.Overview.WorkCount;
import cn.zhenglu.ledger.SharedGate;
import cn.zhenglu.licence.Stage;
import cn.zhenglu.seal.SealStanding;
import cn.zhenglu.seal.SealWatch;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.Tags;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;
import org.springframework.transaction.TransactionException;

/**
 * How much is where, as the ledger says; so every node tells the same. Asked at an interval, however often monitoring comes, and in a
 * large ledger less often: counting takes no more than a twentieth of the time, but happens every minute. When the ledger cannot be
 * asked, the age of the figures grows, and they are not to be believed.
 */
@Component
class LedgerGauges {

    private static final Logger LOG = LoggerFactory.getLogger(LedgerGauges.class);
    private static final String NONE = "none";
    private static final int SHARE = 20;
    /** Half the age at which monitoring says that the ledger cannot be read. */
    private static final Duration LONGEST = Duration.ofMinutes(1);

    private final Overview overview;
    private final Backlog backlog;
    private final DeadLetters deadLetters;
    private final SharedGate gate;
    private final SealWatch seals;
    private final Clock clock;
    private final MultiGauge byStage;
    private final MultiGauge byDepartment;
    private final MultiGauge oldest;
    private final MultiGauge sealDays;
    private final AtomicLong letters = new AtomicLong();
    private final AtomicLong relayDown = new AtomicLong();
    private final AtomicLong relayPaused = new AtomicLong();
    private volatile long askedAt;
    private Duration took = Duration.ZERO;

    LedgerGauges(Overview overview, Backlog backlog, DeadLetters deadLetters, SharedGate gate, SealWatch seals, Clock clock,
            MeterRegistry meters) {
        this.overview = overview;
        this.backlog = backlog;
        this.deadLetters = deadLetters;
        this.gate = gate;
        this.seals = seals;
        this.clock = clock;
        this.askedAt = clock.millis();
        byStage = MultiGauge.builder("zhenglu.submissions").description("Submissions in the ledger by stage and standing").register(meters);
        byDepartment = MultiGauge.builder("zhenglu.department.submissions").description("Submissions in the ledger by department and standing")
                .register(meters);
        oldest = MultiGauge.builder("zhenglu.stage.oldest").baseUnit("seconds")
                .description("Age of the oldest submission that is at this stage and still moves on or waits, since it was received; 0: none").register(meters);
        sealDays = MultiGauge.builder("zhenglu.seal.left").baseUnit("days")
                .description("Days until a seal or its certificate ends; negative afterwards").register(meters);
        Gauge.builder("zhenglu.dead.letters", letters, AtomicLong::get).description("Dead letters that wait for a person").register(meters);
        Gauge.builder("zhenglu.relay.down", relayDown, AtomicLong::get).description("1 while the relay gives no valid answer").register(meters);
        Gauge.builder("zhenglu.relay.paused", relayPaused, AtomicLong::get).description("1 while the relay wants to be called less")
                .register(meters);
        Gauge.builder("zhenglu.ledger.age", this, gauges -> (clock.millis() - gauges.askedAt) / 1000.0).baseUnit("seconds")
                .description("Age of the figures taken from the ledger").register(meters);
    }

    @Scheduled(initialDelayString = "1s", fixedDelayString = "${zhenglu.metrics.interval:15s}")
    void ask() {
        try {
            if (clock.millis() - askedAt >= Math.min(took.multipliedBy(SHARE).toMillis(), LONGEST.toMillis())) {
                long begun = System.nanoTime();
                askTheLedger();
                took = Duration.ofNanos(System.nanoTime() - begun);
                askedAt = clock.millis();
            }
        } catch (DataAccessException | TransactionException e) {
            LOG.debug("the ledger cannot be asked; its own health check says why", e);
        }
        sealDays.register(seals.departments().stream().map(LedgerGauges::row).flatMap(List::stream).toList(), true);
    }

    private void askTheLedger() {
        List<WorkCount> work = overview.byWork();
        byStage.register(rows(work, "stage", count -> count.stage().name()), true);
        byDepartment.register(rows(work, "department", count -> count.department() == null ? NONE : count.department()), true);
        Map<Stage, Instant> received = new EnumMap<>(Stage.class);
        backlog.oldest().forEach(stage -> received.put(stage.stage(), stage.receivedAt()));
        Instant now = clock.instant();
        oldest.register(Stream.of(Stage.values()).filter(stage -> !stage.isFinal()).map(stage -> MultiGauge.Row.of(
                Tags.of("stage", stage.name()),
                Math.max(0, Duration.between(received.getOrDefault(stage, now), now).toSeconds()))).toList(), true);
        letters.set(deadLetters.countOpen());
        SharedGate.Standing relay = gate.standing();
        relayDown.set(relay.down() ? 1 : 0);
        relayPaused.set(relay.paused() ? 1 : 0);
    }

    /** Summed up by one property and the standing. */
    private static List<MultiGauge.Row<?>> rows(List<WorkCount> work, String tag, Function<WorkCount, String> property) {
        Map<Tags, Long> sums = work.stream().collect(Collectors.groupingBy(
                count -> Tags.of(tag, property.apply(count), "standing", count.standing().name()), Collectors.summingLong(WorkCount::count)));
        return sums.entrySet().stream().<MultiGauge.Row<?>>map(sum -> MultiGauge.Row.of(sum.getKey(), sum.getValue())).toList();
    }

    private static List<MultiGauge.Row<?>> row(SealWatch.DepartmentSeal department) {
        SealStanding seal = department.seal();
        return seal.daysLeft() == null ? List.of()
                : List.of(MultiGauge.Row.of(Tags.of("department", department.department(), "seal", seal.name()), seal.daysLeft()));
    }
}
