package cn.zhenglu.alert;

import java.sql.Timestamp;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * The memory of what was told: in the database, so that it survives a restart and is one for all nodes. Every node may look and
 * send; a unique key and conditional updates make each alert open once and each message sent by one of them. A node that dies
 * between sending and writing so down lets another send the same message again.
 */
@Component
public class Alerts {

    /** How long a node may take for one message before another takes it over. */
    private static final Duration CLAIM = Duration.ofMinutes(2);
    private static final Duration FIRST_WAIT = Duration.ofMinutes(1);
    private static final int GIVEN_UP_AFTER = 20;
    private static final int LONGEST_WAIT_MINUTES = 60;
    private static final int LONGEST_DETAIL = 1000;
    private static final int SHOWN = 100;

    private final JdbcClient jdbc;
    private final TransactionTemplate together;
    private final Clock clock;
    private final Duration recoveredAfter;
    private final Channels channels;
    private final String console;

    Alerts(JdbcClient jdbc, PlatformTransactionManager transactions, Clock clock, AlertSettings settings, Channels channels,
            @Value("${zhenglu.public-base-url}") String console) {
        this.jdbc = jdbc;
        this.together = new TransactionTemplate(transactions);
        this.clock = clock;
        this.recoveredAfter = settings.recoveredAfter();
        this.channels = channels;
        this.console = console;
    }

    /**
     * An alert as the console shows it.
     *
     * @param closedAt  when it was over, or {@code null}
     * @param messages  what was sent about it, in order
     */
    public record Alert(long id, String key, String title, String detail, String path, Instant openedAt, Instant closedAt,
            List<Message> messages) {
    }

    /** How a message stands. */
    public enum Standing { WAITING, SENT, GIVEN_UP }

    /**
     * One message of an alert.
     *
     * @param trouble why the last attempt failed, or {@code null}
     */
    public record Message(boolean recovered, String channel, Standing standing, String trouble) {
    }

    record Due(long id, String channel, int attempts, Notice notice) {
    }

    /** @return whether it is new */
    boolean raise(Condition condition) {
        Timestamp now = now();
        int known = jdbc.sql("update alert set seen_at = :now where open_key = :key")
                .param("now", now).param("key", condition.key()).update();
        if (known > 0) {
            return false;
        }
        try {
            together.executeWithoutResult(status -> {
                jdbc.sql("""
                        insert into alert (alert_key, open_key, title, detail, path, opened_at, seen_at)
                        values (:key, :key, :title, :detail, :path, :now, :now)
                        """)
                        .param("key", condition.key()).param("title", condition.title())
                        .param("detail", shorten(condition.detail(), LONGEST_DETAIL))
                        .param("path", condition.path()).param("now", now).update();
                long id = jdbc.sql("select id from alert where open_key = :key").param("key", condition.key())
                        .query(Long.class).single();
                channels.names().forEach(channel -> message(id, "RAISED", channel, now));
            });
            return true;
        } catch (DuplicateKeyException otherNode) {
            return false;
        }
    }

    /** Closes what nobody has found for a while. @return the titles */
    List<String> closeUnseen() {
        record Open(long id, String title) {
        }
        Timestamp now = now();
        Timestamp limit = Timestamp.from(now.toInstant().minus(recoveredAfter));
        List<String> closed = new ArrayList<>();
        for (Open open : jdbc.sql("select id, title from alert where open_key is not null and seen_at < :limit")
                .param("limit", limit).query((row, n) -> new Open(row.getLong("id"), row.getString("title"))).list()) {
            boolean ours = Boolean.TRUE.equals(together.execute(status -> {
                int rows = jdbc.sql("""
                        update alert set open_key = null, closed_at = :now
                        where id = :id and open_key is not null and seen_at < :limit
                        """).param("now", now).param("id", open.id()).param("limit", limit).update();
                if (rows == 1) {
                    channels.names().forEach(channel -> message(open.id(), "RECOVERED", channel, now));
                }
                return rows == 1;
            }));
            if (ours) {
                closed.add(open.title());
            }
        }
        return closed;
    }

    private void message(long alert, String kind, String channel, Timestamp now) {
        jdbc.sql("insert into alert_message (alert_id, kind, channel, due_at, standing) values (:alert, :kind, :channel, :now, 'WAITING')")
                .param("alert", alert).param("kind", kind).param("channel", channel).param("now", now).update();
    }

    /** Messages that are due, each now this node's for a while; never the end of an alert before its begin. */
    List<Due> claim(int most) {
        record Found(long id, Timestamp due) {
        }
        Timestamp now = now();
        List<Found> found = jdbc.sql("""
                select m.id, m.due_at from alert_message m
                where m.standing = 'WAITING' and m.due_at <= :now
                  and not exists (select 1 from alert_message earlier where earlier.alert_id = m.alert_id
                    and earlier.channel = m.channel and earlier.id < m.id and earlier.standing = 'WAITING')
                order by m.id limit :most
                """).param("now", now).param("most", most)
                .query((row, n) -> new Found(row.getLong("id"), row.getTimestamp("due_at"))).list();
        return found.stream()
                .filter(message -> jdbc.sql("update alert_message set due_at = :until, attempts = attempts + 1"
                                + " where id = :id and standing = 'WAITING' and due_at = :due")
                        .param("until", Timestamp.from(now.toInstant().plus(CLAIM))).param("id", message.id())
                        .param("due", message.due()).update() == 1)
                .map(message -> due(message.id())).filter(Objects::nonNull).toList();
    }

    private Due due(long id) {
        return jdbc.sql("""
                select m.id, m.channel, m.attempts, m.kind, a.title, a.detail, a.path, a.opened_at, a.closed_at
                from alert_message m join alert a on a.id = m.alert_id where m.id = :id
                """).param("id", id)
                .query((row, n) -> {
                    boolean recovered = "RECOVERED".equals(row.getString("kind"));
                    return new Due(row.getLong("id"), row.getString("channel"), row.getInt("attempts"),
                            new Notice(recovered, row.getString("title"), row.getString("detail"),
                                    row.getTimestamp(recovered ? "closed_at" : "opened_at").toInstant(),
                                    console + row.getString("path")));
                }).optional().orElse(null);
    }

    void sent(long id) {
        finish(id, Standing.SENT, null);
    }

    /** Tries again later, ever later, for most of a day. */
    void failed(Due message, String trouble) {
        if (message.attempts() >= GIVEN_UP_AFTER) {
            finish(message.id(), Standing.GIVEN_UP, trouble);
            return;
        }
        long minutes = Math.min(LONGEST_WAIT_MINUTES, FIRST_WAIT.toMinutes() << Math.min(message.attempts() - 1, 10));
        jdbc.sql("update alert_message set due_at = :due, trouble = :trouble where id = :id")
                .param("due", Timestamp.from(now().toInstant().plus(Duration.ofMinutes(minutes))))
                .param("trouble", shorten(trouble, 400)).param("id", message.id()).update();
    }

    private void finish(long id, Standing standing, String trouble) {
        jdbc.sql("update alert_message set standing = :standing, finished_at = :now, trouble = :trouble where id = :id")
                .param("standing", standing.name()).param("now", now())
                .param("trouble", trouble == null ? null : shorten(trouble, 400)).param("id", id).update();
    }

    /** The open ones and the last of the others, the newest first. */
    public List<Alert> latest() {
        return jdbc.sql("""
                select id, alert_key, title, detail, path, opened_at, closed_at from alert
                order by case when closed_at is null then 0 else 1 end, opened_at desc limit :most
                """).param("most", SHOWN)
                .query((row, n) -> new Alert(row.getLong("id"), row.getString("alert_key"), row.getString("title"),
                        row.getString("detail"), row.getString("path"), row.getTimestamp("opened_at").toInstant(),
                        row.getTimestamp("closed_at") == null ? null : row.getTimestamp("closed_at").toInstant(),
                        messages(row.getLong("id"))))
                .list();
    }

    /** Names of the channels that are told; none: alerts are off. */
    public List<String> channels() {
        return channels.names();
    }

    private List<Message> messages(long alert) {
        return jdbc.sql("select kind, channel, standing, trouble from alert_message where alert_id = :alert order by id")
                .param("alert", alert)
                .query((row, n) -> new Message("RECOVERED".equals(row.getString("kind")), row.getString("channel"),
                        Standing.valueOf(row.getString("standing")), row.getString("trouble")))
                .list();
    }

    private static String shorten(String text, int most) {
        return text.length() <= most ? text : text.substring(0, most - 1) + '…';
    }

    private Timestamp now() {
        return Timestamp.from(clock.instant().truncatedTo(ChronoUnit.MILLIS));
    }
}
