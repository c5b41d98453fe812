package cn.zhenglu.ledger;

import cn.zhenglu.licence.Stage;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.sql.Types;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.support.GeneratedKeyHolder;
import org.springframework.jdbc.support.KeyHolder;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.annotation.Transactional;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Batches of existing licences that are converted (存量转换): what was asked for, how far their reading is, and what people do with
 * them. Their rows are submissions like all others, see {@link Arrivals} and {@link StockTurn}.
 */
@Component
public class StockBatches {

    private static final Logger LOG = LoggerFactory.getLogger(StockBatches.class);

    /** A node that has read nothing for so long has died. */
    private static final Duration LONGEST_SILENCE = Duration.ofMinutes(2);
    private static final int SWEPT_AT_ONCE = 500;
    private static final int LONGEST_REASON = 1000;

    private final JdbcClient jdbc;
    private final Audit audit;
    private final LedgerSettings settings;
    private final Clock clock;
    private final TransactionTemplate transaction;

    StockBatches(JdbcClient jdbc, Audit audit, LedgerSettings settings, Clock clock, PlatformTransactionManager transactions) {
        this.jdbc = jdbc;
        this.audit = audit;
        this.settings = settings;
        this.clock = clock;
        this.transaction = new TransactionTemplate(transactions);
    }

    /** Where the rows of a batch are. */
    public enum Kind { FILE, FOLDER, QUERY }

    /** What becomes of a batch. */
    public enum Standing {
        /** 进行中: it is read, and its licences go their way. */
        RUNNING,
        /** 已暂停: what has begun is finished, nothing else begins. */
        PAUSED,
        /** 已取消: likewise, for ever. */
        CANCELLED,
        /** 已结束: each licence is done, or needs a person. */
        DONE,
        /** 无法读取: nothing could be made of it, see the reason. */
        FAILED
    }

    /**
     * What is asked for.
     *
     * @param source     name of the file or folder, or of the configured query
     * @param folder     where its files and reports lie, under the stock's own folder
     * @param department of all its rows, or {@code null} when each names its own
     * @param perMinute  most licences begun in a minute, or {@code null}
     * @param request    key of the command that asks, or {@code null}
     */
    public record Order(Kind kind, String source, String folder, String department, boolean dryRun, Integer perMinute, String request) {
    }

    /**
     * One batch.
     *
     * @param rowsRead  so far
     * @param rowsBad   those among them that need a person
     * @param rowsKnown those among them that the ledger had already, from elsewhere
     * @param readAt    when all rows were read; {@code null} while there are more
     * @param endedAt   {@code null} while anything may still happen by itself
     * @param reason    what could not be read, in Chinese, or {@code null}
     */
    public record Batch(long id, Kind kind, String source, String folder, String department, boolean dryRun, Standing standing,
            Integer perMinute, long rowsRead, long rowsBad, long rowsKnown, Instant readAt, String askedBy, Instant askedAt,
            Instant endedAt, String reason) {

        /** Whether rows are still to be read, or licences to be converted. */
        public boolean moving() {
            return endedAt == null && standing != Standing.PAUSED;
        }

        /** Whether somebody may pause, resume, throttle or cancel it. */
        public boolean open() {
            return standing == Standing.RUNNING || standing == Standing.PAUSED;
        }
    }

    /** Takes an order. */
    @Transactional
    public long start(Order order, String actor) {
        KeyHolder key = new GeneratedKeyHolder();
        jdbc.sql("""
                insert into stock_batch (kind, source, folder, department, dry_run, standing, request, per_minute, next_at, asked_by, asked_at)
                values (:kind, :source, :folder, :department, :dryRun, 'RUNNING', :request, :perMinute, :now, :actor, :now)
                """)
                .param("kind", order.kind().name()).param("source", Arrivals.shorten(order.source(), 400)).param("folder", order.folder())
                .param("department", order.department()).param("dryRun", order.dryRun()).param("request", order.request())
                .param("perMinute", order.perMinute(), Types.INTEGER).param("actor", actor).param("now", now())
                .update(key, "id");
        long id = key.getKey().longValue();
        audit.append(actor, order.dryRun() ? "stock.dry-run" : "stock.start", target(id),
                order.source() + (order.department() == null ? "" : "，审批部门 " + order.department()));
        return id;
    }

    /** One batch. */
    public Optional<Batch> find(long id) {
        return jdbc.sql("select * from stock_batch where id = :id").param("id", id).query(StockBatches::batch).optional();
    }

    /** What a command's request has become. */
    public Optional<Batch> ofRequest(String request) {
        return jdbc.sql("select * from stock_batch where request = :request").param("request", request).query(StockBatches::batch)
                .optional();
    }

    /** The newest first. */
    public List<Batch> list(int limit, long offset) {
        return jdbc.sql("select * from stock_batch order by id desc limit :limit offset :offset")
                .param("limit", limit).param("offset", offset).query(StockBatches::batch).list();
    }

    /** How many there are. */
    public long count() {
        return jdbc.sql("select count(*) from stock_batch").query(Long.class).single();
    }

    /** Those that are not at their end. */
    public List<Batch> open() {
        return jdbc.sql("select * from stock_batch where standing in ('RUNNING', 'PAUSED') order by id").query(StockBatches::batch).list();
    }

    /**
     * Lets nothing begin any more, until {@link #resume}.
     *
     * @return false when it does not run
     */
    @Transactional
    public boolean pause(long id, String actor) {
        return move(id, "RUNNING", Standing.PAUSED, "stock.pause", "暂停", actor);
    }

    /** @return false when it is not paused */
    @Transactional
    public boolean resume(long id, String actor) {
        return move(id, "PAUSED", Standing.RUNNING, "stock.resume", "继续", actor);
    }

    /**
     * Ends it: what has begun is finished, the rest is put away; imported again, it goes on.
     *
     * @return false when it is at its end already
     */
    @Transactional
    public boolean cancel(long id, String actor) {
        return move(id, "RUNNING', 'PAUSED", Standing.CANCELLED, "stock.cancel", "取消", actor);
    }

    private boolean move(long id, String from, Standing to, String action, String detail, String actor) {
        boolean moved = jdbc.sql("update stock_batch set standing = :to, next_at = :now where id = :id and standing in ('" + from + "')")
                .param("to", to.name()).param("now", now()).param("id", id).update() == 1;
        if (moved) {
            audit.append(actor, action, target(id), detail);
        }
        return moved;
    }

    /**
     * Sets its pace.
     *
     * @param perMinute most licences begun in a minute, at least 1; {@code null} for no limit but that of the relay
     * @return false when it is at its end
     */
    @Transactional
    public boolean throttle(long id, Integer perMinute, String actor) {
        Optional<Batch> before = find(id).filter(Batch::open);
        if (before.isPresent()) {
            jdbc.sql("update stock_batch set per_minute = :perMinute, next_at = :now where id = :id")
                    .param("perMinute", perMinute, Types.INTEGER).param("now", now()).param("id", id).update();
            audit.append(actor, "stock.throttle", target(id), "限速", pace(before.get().perMinute()), pace(perMinute));
        }
        return before.isPresent();
    }

    private static String pace(Integer perMinute) {
        return perMinute == null ? "不限" : "每分钟 " + perMinute + " 件";
    }

    private static String target(long id) {
        return "stock-" + id;
    }

    /**
     * The leave to read a batch.
     *
     * @param fence of this reader; a batch that another has taken over has a higher one
     */
    public record Reading(Batch batch, long fence) {
    }

    /** The oldest batch that is to be read and that nobody reads; what an earlier reader has counted starts again. */
    @Transactional
    public Optional<Reading> takeReading() {
        Optional<Long> free = jdbc.sql("""
                select id from stock_batch
                where standing = 'RUNNING' and read_at is null and (reader is null or reader = :node or reader_until <= :now)
                order by id limit 1 for update skip locked
                """).param("node", settings.node()).param("now", now()).query(Long.class).optional();
        return free.map(id -> {
            jdbc.sql("""
                    update stock_batch set reader = :node, reader_until = :until, fence = fence + 1, rows_read = 0, rows_bad = 0, rows_known = 0,
                        reason = null
                    where id = :id
                    """).param("node", settings.node()).param("until", readerUntil()).param("id", id).update();
            jdbc.sql("delete from stock_number where batch_id = :id").param("id", id).update();
            jdbc.sql("delete from stock_trial where batch_id = :id").param("id", id).update();
            long fence = jdbc.sql("select fence from stock_batch where id = :id").param("id", id).query(Long.class).single();
            return new Reading(find(id).orElseThrow(), fence);
        });
    }

    /** Rows read since the last time. */
    public record Counts(long read, long bad, long known) {
    }

    /**
     * Counts rows, within the transaction that takes them in.
     *
     * @return false when the batch was paused, cancelled or taken over: nothing of it may be recorded any more
     */
    public boolean counted(Reading reading, Counts counts) {
        return jdbc.sql("""
                update stock_batch set rows_read = rows_read + :read, rows_bad = rows_bad + :bad, rows_known = rows_known + :known,
                    reader_until = :until
                where id = :id and fence = :fence and standing = 'RUNNING'
                """)
                .param("read", counts.read()).param("bad", counts.bad()).param("known", counts.known()).param("until", readerUntil())
                .param("id", reading.batch().id()).param("fence", reading.fence()).update() == 1;
    }

    /** Gives a batch back that is not read to its end. */
    @Transactional
    public void leave(Reading reading) {
        jdbc.sql("update stock_batch set reader = null where id = :id and fence = :fence")
                .param("id", reading.batch().id()).param("fence", reading.fence()).update();
    }

    /**
     * The first row of this batch with that certificate number; another row with it is a second licence under the first one's number.
     *
     * @param origin of this row
     * @return where it is; this row's origin when there is none before it
     */
    public String firstOf(Reading reading, String certNum, String origin) {
        String number = Arrivals.shorten(certNum, 100);
        String place = Arrivals.shorten(origin, 400);
        int first = jdbc.sql("insert into stock_number (batch_id, cert_num, origin) values (:batch, :number, :origin) on conflict do nothing")
                .param("batch", reading.batch().id()).param("number", number).param("origin", place).update();
        return first == 1 ? place : jdbc.sql("select origin from stock_number where batch_id = :batch and cert_num = :number")
                .param("batch", reading.batch().id()).param("number", number).query(String.class).single();
    }

    /** Adds to what a dry run has found of a department's rows. */
    public void tried(Reading reading, String department, long good, long bad) {
        String name = department == null ? "" : Arrivals.shorten(department, 60);
        int known = jdbc.sql("""
                update stock_trial set good = good + :good, bad = bad + :bad where batch_id = :batch and department = :department
                """).param("good", good).param("bad", bad).param("batch", reading.batch().id()).param("department", name).update();
        if (known == 0) {
            jdbc.sql("insert into stock_trial (batch_id, department, good, bad) values (:batch, :department, :good, :bad)")
                    .param("good", good).param("bad", bad).param("batch", reading.batch().id()).param("department", name).update();
        }
    }

    /**
     * All rows were read.
     *
     * @param reason what could not be read, or {@code null}
     */
    @Transactional
    public void read(Reading reading, String reason) {
        long id = reading.batch().id();
        jdbc.sql("""
                update stock_batch set read_at = :now, reader = null, reason = :reason,
                    standing = case when rows_read = 0 then 'FAILED' when dry_run then 'DONE' else standing end,
                    ended_at = case when rows_read = 0 or dry_run then cast(:now as timestamp with time zone) end
                where id = :id and fence = :fence and standing = 'RUNNING'
                """)
                .param("now", now()).param("reason", Arrivals.shorten(reason, LONGEST_REASON)).param("id", id).param("fence", reading.fence())
                .update();
        jdbc.sql("delete from stock_number where batch_id = :id").param("id", id).update();
    }

    /** Ends what is at its end; to be called again and again, on every node. */
    public void tend() {
        Map<Long, Standing> open = new TreeMap<>();
        jdbc.sql("select id, standing from stock_batch where ended_at is null"
                        + " and (standing = 'CANCELLED' or standing in ('RUNNING', 'PAUSED') and not dry_run)")
                .query(row -> {
                    open.put(row.getLong("id"), Standing.valueOf(row.getString("standing")));
                });
        if (open.isEmpty()) {
            return;
        }
        // what a server has left half done, as it died, does not go to the back of its batch
        jdbc.sql("""
                update submission set turn = 0
                where stage in ('CHECKED', 'CODED', 'SEALED') and standing = 'ACTIVE' and turn <> 0 and due_at <= :now
                """).param("now", now()).update();
        open.forEach((id, standing) -> {
            if (standing == Standing.CANCELLED) {
                sweep(id);
            } else if (standing == Standing.RUNNING) {
                end(id);
            }
        });
    }

    /** When all its rows were read and nothing of it moves any more. */
    private void end(long batch) {
        int ended = jdbc.sql("""
                update stock_batch set standing = 'DONE', ended_at = :now where id = :id and standing = 'RUNNING' and read_at is not null
                and not exists (select 1 from submission where batch_id = :id and standing in ('ACTIVE', 'WAITING'))
                """).param("now", now()).param("id", batch).update();
        if (ended == 1) {
            LOG.info("存量转换第 {} 批已结束", batch);
        }
    }

    /** Puts away what has not begun of a cancelled batch, some hundred at a time; the rest needs no turn to be finished. */
    private void sweep(long batch) {
        boolean more = true;
        while (more) {
            more = Boolean.TRUE.equals(transaction.execute(status -> {
                List<String> ids = jdbc.sql("""
                        select id from submission where turn = :batch and standing in ('ACTIVE', 'WAITING') limit :most for update
                        """).param("batch", batch).param("most", SWEPT_AT_ONCE).query(String.class).list();
                if (!ids.isEmpty()) {
                    putAway(batch, ids);
                }
                return !ids.isEmpty();
            }));
        }
        jdbc.sql("update stock_batch set ended_at = :now where id = :id and ended_at is null and standing = 'CANCELLED'")
                .param("now", now()).param("id", batch).update();
    }

    private void putAway(long batch, List<String> ids) {
        jdbc.sql("""
                update submission set standing = 'WITHDRAWN', changed_at = :now
                where id in (:ids) and stage = 'RECEIVED' and (claimed_until is null or claimed_until <= :now)
                """).param("now", now()).param("ids", ids).update();
        jdbc.sql("""
                insert into history (submission_id, at, stage, standing, outcome, detail, actor)
                select id, cast(:now as timestamp with time zone), :stage, 'WITHDRAWN', 'archive', :detail, :actor from submission
                where id in (:ids) and standing = 'WITHDRAWN'
                """).param("now", now()).param("stage", Stage.RECEIVED.name()).param("detail", "存量转换第 " + batch + " 批已取消")
                .param("actor", History.SYSTEM).param("ids", ids).update();
        jdbc.sql("update submission set turn = 0 where id in (:ids)").param("ids", ids).update();
    }

    private static Batch batch(ResultSet row, int n) throws SQLException {
        return new Batch(row.getLong("id"), Kind.valueOf(row.getString("kind")), row.getString("source"), row.getString("folder"),
                row.getString("department"), row.getBoolean("dry_run"), Standing.valueOf(row.getString("standing")),
                row.getObject("per_minute", Integer.class), row.getLong("rows_read"), row.getLong("rows_bad"), row.getLong("rows_known"),
                Rows.instant(row.getTimestamp("read_at")), row.getString("asked_by"), Rows.instant(row.getTimestamp("asked_at")),
                Rows.instant(row.getTimestamp("ended_at")), row.getString("reason"));
    }

    private Timestamp readerUntil() {
        return Timestamp.from(clock.instant().plus(LONGEST_SILENCE).truncatedTo(ChronoUnit.MILLIS));
    }

    private Timestamp now() {
        return Timestamp.from(clock.instant().truncatedTo(ChronoUnit.MILLIS));
    }
}
