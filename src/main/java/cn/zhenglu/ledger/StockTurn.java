package cn.zhenglu.ledger;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * Which of the existing licences (存量) may go on their way now: of each running batch no more than its own pace allows, of all
 * together no more than a few at a time on all servers, so that the queues stay short for the daily work.
 */
@Component
class StockTurn {

    /** A pace that was not used up, e.g. while the relay was down, is not made up for at once. */
    private static final Duration LONGEST_ARREARS = Duration.ofSeconds(2);

    private final JdbcClient jdbc;
    private final DueSubmissions submissions;
    private final int inFlight;

    StockTurn(JdbcClient jdbc, DueSubmissions submissions, @Value("${zhenglu.stock.in-flight:50}") int inFlight) {
        this.jdbc = jdbc;
        this.submissions = submissions;
        this.inFlight = inFlight;
    }

    /** A running batch. */
    private record Batch(long id, Integer perMinute, Instant nextAt) {

        Duration interval() {
            return Duration.ofMinutes(1).dividedBy(perMinute);
        }

        Instant from(Instant now) {
            Instant earliest = now.minus(LONGEST_ARREARS);
            return nextAt.isBefore(earliest) ? earliest : nextAt;
        }

        /** How many its pace allows now. */
        long allowed(Instant now) {
            return perMinute == null ? Long.MAX_VALUE
                    : nextAt.isAfter(now) ? 0 : Duration.between(from(now), now).dividedBy(interval()) + 1;
        }
    }

    /**
     * Pointers to them, to be called within the dispatcher's transaction. One server at a time: others that ask meanwhile get none.
     *
     * @param most  room that the daily work has left
     * @param probe also one whose time has not come: it finds out whether the relay is back
     */
    List<Dispatcher.Pointer> due(Instant now, int most, boolean probe) {
        List<Batch> batches = jdbc.sql("""
                select id, per_minute, next_at from stock_batch where standing = 'RUNNING' and not dry_run order by id
                for update skip locked
                """)
                .query((row, n) -> new Batch(row.getLong("id"), row.getObject("per_minute", Integer.class),
                        Rows.instant(row.getTimestamp("next_at")))).list();
        List<Dispatcher.Pointer> due = new ArrayList<>();
        if (batches.isEmpty()) {
            return due;
        }
        long room = Math.min(most, inFlight - submissions.underWay(begun(), now));
        int left = batches.size();
        for (Batch batch : batches) {
            // an equal share of what the ones before have left
            long share = (room - due.size() + left - 1) / left--;
            long allowed = Math.min(share, batch.allowed(now));
            if (allowed > 0) {
                List<Dispatcher.Pointer> named = submissions.of(batch.id, now, (int) allowed, probe);
                charge(batch, now, named.size());
                due.addAll(named);
            }
        }
        return due;
    }

    /** Batches of which some may be on their way. */
    private List<Long> begun() {
        return jdbc.sql("select id from stock_batch where standing in ('RUNNING', 'PAUSED', 'CANCELLED')").query(Long.class).list();
    }

    private void charge(Batch batch, Instant now, int named) {
        if (batch.perMinute != null && named > 0) {
            jdbc.sql("update stock_batch set next_at = :next where id = :id")
                    .param("next", Rows.timestamp(batch.from(now).plus(batch.interval().multipliedBy(named)))).param("id", batch.id).update();
        }
    }
}
