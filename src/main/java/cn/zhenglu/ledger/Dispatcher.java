package cn.zhenglu.ledger;

import cn.zhenglu.licence.Operation;
import cn.zhenglu.licence.Stage;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/**
 * The outbox: names the submissions whose time has come and the queue each belongs to. A submission waits for every earlier
 * one on its certificate number, one that needs a person included, so that a change never overtakes the issue before it.
 * Database and broker share no transaction: a submission taken here and not confirmed is named again a little later, and one
 * that is published twice finds itself claimed or finished.
 */
@Component
public class Dispatcher {

    private final JdbcClient jdbc;
    private final LedgerSettings settings;
    private final Clock clock;

    Dispatcher(JdbcClient jdbc, LedgerSettings settings, Clock clock) {
        this.jdbc = jdbc;
        this.settings = settings;
        this.clock = clock;
    }

    /**
     * A message to be sent.
     *
     * @param queue        queue name
     * @param submissionId its whole content
     */
    public record Pointer(String queue, String submissionId) {
    }

    /** Takes the submissions that are due, oldest first. */
    @Transactional
    public List<Pointer> due() {
        Instant now = clock.instant();
        List<Pointer> due = jdbc.sql("""
                select id, operation, stage from submission s
                where standing in ('ACTIVE', 'WAITING') and due_at <= :now
                  and not exists (select 1 from submission earlier where """ + Rows.EARLIER + """
                )
                order by coalesce(place, seq), seq limit :most
                for update skip locked
                """)
                .param("now", Rows.timestamp(now))
                .param("most", settings.batchSize())
                .query((row, n) -> new Pointer(queue(row.getString("operation"), Stage.valueOf(row.getString("stage"))),
                        row.getString("id")))
                .list();
        if (!due.isEmpty()) {
            jdbc.sql("update submission set standing = 'ACTIVE', due_at = :next where id in (:ids)")
                    .param("next", Rows.timestamp(now.plus(settings.publish())))
                    .param("ids", due.stream().map(Pointer::submissionId).toList())
                    .update();
        }
        return due;
    }

    /** They are in their queues now; should nothing happen to one, it is published again after a long while. */
    @Transactional
    public void published(List<Pointer> pointers) {
        if (pointers.isEmpty()) {
            return;
        }
        Instant now = clock.instant();
        jdbc.sql("""
                update submission set due_at = :next
                where id in (:ids) and standing = 'ACTIVE' and claimed_until is null and due_at <= :publishing
                """)
                .param("next", Rows.timestamp(now.plus(settings.handOver())))
                .param("publishing", Rows.timestamp(now.plus(settings.publish())))
                .param("ids", pointers.stream().map(Pointer::submissionId).toList())
                .update();
    }

    private static String queue(String operation, Stage stage) {
        if (stage == Stage.SEALED) {
            return "zhenglu.upload";
        }
        return operation == null || Operation.valueOf(operation).makesDocument() ? "zhenglu.issue" : "zhenglu.state";
    }
}
