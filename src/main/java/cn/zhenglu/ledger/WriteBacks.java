package cn.zhenglu.ledger;

import cn.zhenglu.licence.Stage;
import cn.zhenglu.licence.Standing;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.SQLNonTransientConnectionException;
import java.sql.SQLTransientConnectionException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/**
 * Tells the approval database how its approvals fare (回写); bean {@code writeBacks} of the route. Each submission's newest step is
 * told at least once; a statement that is run again says the same again.
 */
@Component
public class WriteBacks {

    private static final int BATCH = 200;
    /** A step's number is given before its transaction commits: numbers up to so long ago can no longer appear. */
    private static final Duration SETTLED = Duration.ofMinutes(2);
    private static final Duration FIRST_WAIT = Duration.ofSeconds(30);
    private static final Duration LONGEST_WAIT = Duration.ofHours(1);
    private static final String SELECT = """
            select s.id, s.source_key, s.origin, s.stage, s.standing, s.identifier, s.code, s.preview_token, h.id as history_id,
                h.detail, h.at
            from submission s join history h on h.id = (select max(n.id) from history n where n.submission_id = s.id)
            left join write_back w on w.submission_id = s.id
            """;

    private final JdbcClient jdbc;
    private final Clock clock;
    private final String baseUrl;

    WriteBacks(JdbcClient jdbc, Clock clock, @Value("${zhenglu.public-base-url}") String baseUrl) {
        this.jdbc = jdbc;
        this.clock = clock;
        this.baseUrl = baseUrl;
    }

    /**
     * What is to be told of one submission.
     *
     * @param parameters named parameters of the route's statement: {@code key} (number when it is one), {@code stage} and
     *                   {@code standing} by their Chinese names, {@code identifier}, {@code code}, {@code address} (only once it
     *                   answers), {@code reason} (of a refusal or delay), {@code changed}; values may be {@code null}
     */
    public record Due(String submissionId, long historyId, String origin, Map<String, Object> parameters) {
    }

    /**
     * The submissions of a source that have changed since it was last told, the longest waiting first.
     *
     * @param source see {@link cn.zhenglu.licence.Arrival#source()}
     */
    public List<Due> due(String source) {
        return jdbc.sql(SELECT + """
                where s.source = :source and (
                    (w.submission_id is null or w.history_id < h.id) and h.id in (
                        select max(n.id) from history n
                        where n.id > (select history_id from write_back_position where id = 1) group by n.submission_id)
                    or w.failures > 0 and w.retry_at <= :now)
                order by h.id limit :limit
                """)
                .param("source", source).param("now", Rows.timestamp(clock.instant())).param("limit", BATCH)
                .query(this::read).list();
    }

    private Due read(ResultSet row, int n) throws SQLException {
        Stage stage = Stage.valueOf(row.getString("stage"));
        Standing standing = Standing.valueOf(row.getString("standing"));
        String key = row.getString("source_key");
        Map<String, Object> parameters = new HashMap<>();
        parameters.put("key", key.matches("\\d{1,18}") ? (Object) Long.valueOf(key) : key);
        parameters.put("stage", stage.label());
        parameters.put("standing", standing.name());
        parameters.put("identifier", row.getString("identifier"));
        parameters.put("code", row.getString("code"));
        boolean sealed = stage == Stage.SEALED || stage == Stage.COLLECTED;
        parameters.put("address", sealed ? baseUrl + "/p/" + row.getString("preview_token") : null);
        boolean stopped = standing == Standing.DEAD || standing == Standing.WAITING || standing == Standing.WITHDRAWN;
        parameters.put("reason", stopped ? row.getString("detail") : null);
        parameters.put("changed", row.getTimestamp("at"));
        return new Due(row.getString("id"), row.getLong("history_id"), row.getString("origin"), parameters);
    }

    /**
     * The statement has been run.
     *
     * @param rows how many rows it has changed
     */
    @Transactional
    public void written(Due due, int rows) {
        if (rows == 0) {
            note(due, 1 + failures(due), "语句没有改动任何一行，来源表中可能没有这一行");
        } else {
            note(due, 0, null);
        }
    }

    /**
     * The statement could not be run for this submission; it is tried again later, and the others go on.
     *
     * @throws IllegalStateException when the database is away, which is nothing of this submission
     */
    @Transactional
    public void failed(Due due, Exception cause) {
        Throwable root = cause;
        for (Throwable t = cause; t != null; t = t.getCause()) {
            root = t;
            if (t instanceof SQLTransientConnectionException || t instanceof SQLNonTransientConnectionException
                    || t instanceof SQLException sql && sql.getSQLState() != null && sql.getSQLState().startsWith("08")) {
                throw new IllegalStateException("回写时无法连接审批数据库：" + t.getMessage(), cause);
            }
        }
        note(due, 1 + failures(due), String.valueOf(root.getMessage()));
    }

    /**
     * A round is over: what lies far enough back need not be looked at again.
     *
     * @param told how many submissions were due in this round
     * @throws IllegalStateException in Chinese, when there are submissions that the source could not be told about
     */
    @Transactional
    public void finish(int told) {
        if (told < BATCH) {
            jdbc.sql("""
                    update write_back_position set history_id = coalesce((select max(h.id) from history h
                        where h.at < :settled and h.id > write_back_position.history_id), history_id) where id = 1
                    """)
                    .param("settled", Rows.timestamp(clock.instant().minus(SETTLED))).update();
        }
        List<String> failures = jdbc.sql("""
                select s.origin, w.error from write_back w join submission s on s.id = w.submission_id where w.failures > 0
                order by w.history_id limit 3
                """).query((row, n) -> row.getString("origin") + "：" + row.getString("error")).list();
        if (!failures.isEmpty()) {
            long count = jdbc.sql("select count(*) from write_back where failures > 0").query(Long.class).single();
            throw new IllegalStateException(count + " 件未能回写，将继续重试：" + String.join("；", failures));
        }
    }

    private int failures(Due due) {
        return jdbc.sql("select failures from write_back where submission_id = :id").param("id", due.submissionId())
                .query(Integer.class).optional().orElse(0);
    }

    private void note(Due due, int failures, String error) {
        Instant retry = clock.instant().plus(wait(failures));
        int known = jdbc.sql("""
                update write_back set history_id = :history, failures = :failures, error = :error, retry_at = :retry
                where submission_id = :id
                """)
                .param("history", due.historyId()).param("failures", failures).param("error", shorten(error))
                .param("retry", Rows.timestamp(retry)).param("id", due.submissionId()).update();
        if (known == 0) {
            jdbc.sql("""
                    insert into write_back (submission_id, history_id, failures, error, retry_at)
                    values (:id, :history, :failures, :error, :retry) on conflict do nothing
                    """)
                    .param("id", due.submissionId()).param("history", due.historyId()).param("failures", failures)
                    .param("error", shorten(error)).param("retry", Rows.timestamp(retry)).update();
        }
    }

    private static Duration wait(int failures) {
        Duration wait = FIRST_WAIT.multipliedBy(1L << Math.min(failures, 10));
        return wait.compareTo(LONGEST_WAIT) < 0 ? wait : LONGEST_WAIT;
    }

    private static String shorten(String text) {
        return text == null || text.length() <= 1_000 ? text : text.substring(0, 1_000);
    }
}
