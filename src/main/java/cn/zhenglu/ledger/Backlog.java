package cn.zhenglu.ledger;

import cn.zhenglu.licence.Stage;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.List;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** What takes too long: submissions that are not finished, and a relay that answers nothing. */
@Component
public class Backlog {

    /** The newest calls say whether the relay answers; no need to read a year of them. */
    private static final int NEWEST_CALLS = 200;

    private final JdbcClient jdbc;

    Backlog(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /**
     * Unfinished submissions of one source, e.g. the conversion of existing licences.
     *
     * @param oldest when the first of them was received
     */
    public record Lag(String source, long count, Instant oldest) {
    }

    /** Those that were received before that time and still move on by themselves or wait. */
    public List<Lag> unfinishedSince(Instant before) {
        return jdbc.sql("""
                select source, count(*) as n, min(received_at) as oldest from submission
                where standing in ('ACTIVE', 'WAITING') and received_at < :before group by source order by source
                """).param("before", Timestamp.from(before))
                .query((row, n) -> new Lag(row.getString("source"), row.getLong("n"), row.getTimestamp("oldest").toInstant()))
                .list();
    }

    /** When the oldest submission of a stage was received that still moves on by itself or waits. */
    public record Oldest(Stage stage, Instant receivedAt) {
    }

    /** By stage; a stage where nothing is unfinished is left out. */
    public List<Oldest> oldest() {
        return jdbc.sql("""
                select stage, min(received_at) as oldest from submission
                where standing in ('ACTIVE', 'WAITING') and stage not in ('COLLECTED', 'UPDATED') group by stage
                """)
                .query((row, n) -> new Oldest(Stage.valueOf(row.getString("stage")), row.getTimestamp("oldest").toInstant())).list();
    }

    /** @param answered of these calls; none is an answer of a broken server (5xx) */
    public record Calls(long made, long answered) {
    }

    /** The relay calls that were begun within that time. */
    public Calls calls(Instant from, Instant until) {
        return jdbc.sql("""
                select count(*) as made, coalesce(sum(case when status < 500 then 1 else 0 end), 0) as answered
                from (select begun_at, status from relay_call order by id desc limit :newest) newest
                where begun_at >= :from and begun_at < :until
                """)
                .param("newest", NEWEST_CALLS).param("from", Timestamp.from(from)).param("until", Timestamp.from(until))
                .query((row, n) -> new Calls(row.getLong("made"), row.getLong("answered"))).single();
    }
}
