package cn.zhenglu.ledger;

import cn.zhenglu.licence.Operation;
import cn.zhenglu.licence.RelayCall;
import cn.zhenglu.licence.Stage;
import cn.zhenglu.licence.Standing;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Counts over all submissions. With many of them each takes a good part of a second, so pages keep what was counted for a while. */
@Component
public class Overview {

    private static final int SECONDS_OF_AN_HOUR = 3600;

    private final JdbcClient jdbc;

    Overview(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** How many submissions of an operation and a department, each {@code null} when unreadable, are at a stage in a standing. */
    public record WorkCount(Operation operation, String department, Stage stage, Standing standing, long count) {
    }

    /** All submissions, by everything that lists filter by. */
    public List<WorkCount> byWork() {
        return jdbc.sql("""
                select operation, department, stage, standing, count(*) as n from submission
                group by operation, department, stage, standing order by operation, department, stage, standing
                """)
                .query((row, n) -> new WorkCount(
                        row.getString("operation") == null ? null : Operation.valueOf(row.getString("operation")),
                        row.getString("department"), Stage.valueOf(row.getString("stage")), Standing.valueOf(row.getString("standing")),
                        row.getLong("n")))
                .list();
    }

    /** When the waiting submission that arrived first did so; empty when none waits. */
    public Optional<Instant> oldestWaiting() {
        return jdbc.sql("select received_at from submission where standing = 'WAITING' order by seq limit 1")
                .query((row, n) -> Rows.instant(row.getTimestamp("received_at"))).optional();
    }

    /**
     * Steps of one hour.
     *
     * @param hour   its begin
     * @param stage  that was reached, or where it stopped
     * @param person whether it stopped there and needs a person
     */
    public record Flow(Instant hour, Stage stage, boolean person, long count) {
    }

    /** The steps since then, hour by hour; those that reached no stage and need nobody are left out. */
    public List<Flow> flow(Instant since) {
        return jdbc.sql("""
                select hours, stage, outcome, count(*) as n from (
                    select cast(floor(extract(epoch from at)) as bigint) / cast(:hour as bigint) as hours, stage, outcome from history
                    where at >= :since and outcome in ('ok', 'person')) step
                group by hours, stage, outcome order by hours
                """)
                .param("hour", SECONDS_OF_AN_HOUR).param("since", Rows.timestamp(since))
                .query((row, n) -> new Flow(Instant.ofEpochSecond(row.getLong("hours") * SECONDS_OF_AN_HOUR),
                        Stage.valueOf(row.getString("stage")), row.getString("outcome").equals("person"), row.getLong("n")))
                .list();
    }

    /** How many submissions were finished since then. */
    public long finished(Instant since) {
        return jdbc.sql("""
                select count(*) from history where at >= :since and outcome = 'ok' and stage in ('COLLECTED', 'UPDATED')
                """).param("since", Rows.timestamp(since)).query(Long.class).single();
    }

    /**
     * Calls of the relay of one kind.
     *
     * @param answered of those made
     * @param refused  of those answered
     * @param mean     from call to answer, of those answered; {@code null} without any
     */
    public record Calls(RelayCall call, long made, long answered, long refused, Duration mean) {
    }

    /** The calls since then, by kind. */
    public List<Calls> calls(Instant since) {
        return jdbc.sql("""
                select call, count(*) as made, count(answered_at) as answered, count(case when outcome = 'REFUSED' then 1 end) as refused,
                    avg(cast(extract(epoch from answered_at) - extract(epoch from begun_at) as double precision)) as mean
                from relay_call where begun_at >= :since group by call
                """)
                .param("since", Rows.timestamp(since))
                .query((row, n) -> new Calls(RelayCall.valueOf(row.getString("call")), row.getLong("made"), row.getLong("answered"),
                        row.getLong("refused"), row.getLong("answered") == 0 ? null : Duration.ofMillis(Math.round(row.getDouble("mean") * 1000))))
                .list().stream().sorted(java.util.Comparator.comparing(Calls::call)).toList();
    }
}
