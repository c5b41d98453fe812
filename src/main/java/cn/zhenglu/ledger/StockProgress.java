package cn.zhenglu.ledger;

import java.sql.Timestamp;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** How far the conversion of the stock is: counted when somebody asks, and not so often that the counting would be felt. */
@Component
public class StockProgress {

    /** The rate is that of this time. */
    private static final Duration LATELY = Duration.ofMinutes(5);
    private static final Duration SHORTEST = Duration.ofSeconds(1);
    /** Counting takes at most this part of the time. */
    private static final int PART = 20;

    private final JdbcClient jdbc;
    private final Clock clock;
    private final Map<Long, Count> counts = new ConcurrentHashMap<>();

    StockProgress(JdbcClient jdbc, Clock clock) {
        this.jdbc = jdbc;
        this.clock = clock;
    }

    private record Count(Progress progress, long validUntil) {
    }

    /**
     * Of one department.
     *
     * @param department as the rows name it; empty where they do not
     * @param done       converted; in a dry run, without a fault
     * @param failed     needs a person
     * @param waiting    under way or not begun
     * @param withdrawn  archived, cancelled, or replaced by another submission
     * @param lately     converted within the last five minutes
     */
    public record Department(String department, long done, long failed, long waiting, long withdrawn, long lately) {

        /** All but those withdrawn. */
        public long total() {
            return done + failed + waiting;
        }
    }

    /**
     * Of one batch.
     *
     * @param perMinute licences converted in a minute, of late
     * @param left      until nothing waits any more, at this rate; {@code null} when that cannot be said
     */
    public record Progress(List<Department> departments, double perMinute, Duration left) {

        public long done() {
            return departments.stream().mapToLong(Department::done).sum();
        }

        public long failed() {
            return departments.stream().mapToLong(Department::failed).sum();
        }

        public long waiting() {
            return departments.stream().mapToLong(Department::waiting).sum();
        }

        public long total() {
            return departments.stream().mapToLong(Department::total).sum();
        }
    }

    /** Of one batch, a moment ago. */
    public Progress of(StockBatches.Batch batch) {
        Count count = counts.get(batch.id());
        if (count == null || count.validUntil - System.nanoTime() < 0) {
            long begun = System.nanoTime();
            Progress progress = count(batch);
            long now = System.nanoTime();
            count = new Count(progress, now + Math.max(SHORTEST.toNanos(), PART * (now - begun)));
            counts.put(batch.id(), count);
        }
        return count.progress;
    }

    private Progress count(StockBatches.Batch batch) {
        if (batch.dryRun()) {
            return new Progress(jdbc.sql("select department, good, bad from stock_trial where batch_id = :batch order by department")
                    .param("batch", batch.id())
                    .query((row, n) -> new Department(row.getString(1), row.getLong(2), row.getLong(3), 0, 0, 0)).list(), 0, null);
        }
        Instant now = clock.instant();
        Instant since = now.minus(LATELY);
        List<Department> departments = jdbc.sql("""
                select coalesce(department, '') as name,
                    sum(case when standing = 'DONE' then n else 0 end), sum(case when standing = 'DEAD' then n else 0 end),
                    sum(case when standing in ('ACTIVE', 'WAITING') then n else 0 end),
                    sum(case when standing = 'WITHDRAWN' then n else 0 end), sum(case when standing = 'DONE' then lately else 0 end)
                from (select department, standing, count(*) as n, sum(case when changed_at > :since then 1 else 0 end) as lately
                    from submission where batch_id = :batch group by standing, department) counted
                group by coalesce(department, '') order by name
                """)
                .param("batch", batch.id()).param("since", Timestamp.from(since))
                .query((row, n) -> new Department(row.getString(1), row.getLong(2), row.getLong(3), row.getLong(4), row.getLong(5),
                        row.getLong(6))).list();
        Instant from = batch.askedAt().isAfter(since) ? batch.askedAt() : since;
        double minutes = Math.max(1, ChronoUnit.MILLIS.between(from, now)) / 60_000.0;
        double rate = departments.stream().mapToLong(Department::lately).sum() / minutes;
        long waiting = departments.stream().mapToLong(Department::waiting).sum();
        boolean moves = batch.standing() == StockBatches.Standing.RUNNING && rate > 0 && waiting > 0;
        return new Progress(departments, rate, moves ? Duration.ofSeconds((long) (waiting / rate * 60)) : null);
    }

    /** What was converted of a department on a day of China. */
    public record Day(LocalDate day, String department, long done) {
    }

    /**
     * All that was converted, in the order of days; China is eight hours ahead all year.
     *
     * @param batch of this one; {@code null} for all together
     */
    public List<Day> days(Long batch) {
        return jdbc.sql("""
                select (cast(floor(extract(epoch from changed_at)) as bigint) + 28800) / 86400 as converted,
                    coalesce(department, '') as name, count(*) as n
                from submission where\s""" + (batch == null ? "batch_id is not null" : "batch_id = :batch") + """
                 and standing = 'DONE' group by (cast(floor(extract(epoch from changed_at)) as bigint) + 28800) / 86400,
                    coalesce(department, '')
                order by 1, 2
                """).param("batch", batch)
                .query((row, n) -> new Day(LocalDate.ofEpochDay(row.getLong(1)), row.getString(2), row.getLong(3))).list();
    }

    /** Of all batches together, by department. Dry runs do not count. */
    public List<Department> departments() {
        return jdbc.sql("""
                select coalesce(department, '') as name, sum(case when standing = 'DONE' then 1 else 0 end),
                    sum(case when standing = 'DEAD' then 1 else 0 end),
                    sum(case when standing in ('ACTIVE', 'WAITING') then 1 else 0 end),
                    sum(case when standing = 'WITHDRAWN' then 1 else 0 end)
                from submission where batch_id is not null group by coalesce(department, '') order by name
                """).query((row, n) -> new Department(row.getString(1), row.getLong(2), row.getLong(3), row.getLong(4), row.getLong(5), 0))
                .list();
    }
}
