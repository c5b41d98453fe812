package cn.zhenglu.ledger;

import cn.zhenglu.licence.Operation;
import cn.zhenglu.licence.Stage;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.annotation.Transactional;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * The outbox: names the submissions whose time has come and the queue each belongs to. A submission waits for every earlier
 * one on its certificate number, one that needs a person included, so that a change never overtakes the issue before it.
 * Database and broker share no transaction: a submission taken here and not confirmed is named again a little later, and one
 * that is published twice finds itself claimed or finished. While the relay must be left alone everything stays where it is.
 * The daily work comes first; of what yields to it a bounded number is on its way, of the stock see {@link StockTurn}.
 */
@Component
public class Dispatcher {

    /** Of what comes behind the daily work, so many are on their way at once: the queues stay short. */
    private static final int BEHIND_AT_ONCE = 50;

    private final JdbcClient jdbc;
    private final TransactionTemplate transaction;
    private final SharedGate gate;
    private final DueSubmissions submissions;
    private final StockTurn stock;
    private final LedgerSettings settings;
    private final Clock clock;

    Dispatcher(JdbcClient jdbc, PlatformTransactionManager transactions, SharedGate gate, DueSubmissions submissions, StockTurn stock,
            LedgerSettings settings, Clock clock) {
        this.jdbc = jdbc;
        this.transaction = new TransactionTemplate(transactions);
        this.gate = gate;
        this.submissions = submissions;
        this.stock = stock;
        this.settings = settings;
        this.clock = clock;
    }

    /**
     * A message to be sent.
     *
     * @param queue        queue name
     * @param submissionId its whole content
     * @param priority     of the message, 0 to 9: in a queue, the daily work overtakes all else
     */
    public record Pointer(String queue, String submissionId, int priority) {

        private static final int DAILY = 4;
        private static final int YIELDING = 1;

        static Pointer of(ResultSet row, boolean yields) throws SQLException {
            return new Pointer(queueOf(row.getString("operation"), Stage.valueOf(row.getString("stage"))), row.getString("id"),
                    yields ? YIELDING : DAILY);
        }
    }

    /** Takes the submissions that are due: daily work, then what comes behind it, then stock. Mostly there are none, which costs one read. */
    public List<Pointer> due() {
        if (!submissions.mayBe(clock.instant())) {
            return List.of();
        }
        SharedGate.Room room = gate.room(settings.batchSize());
        return room.most() > 0 ? transaction.execute(status -> due(room)) : List.of();
    }

    private List<Pointer> due(SharedGate.Room room) {
        Instant now = clock.instant();
        List<Pointer> due = new ArrayList<>(submissions.of(DueSubmissions.DAILY, now, room.most(), room.probe()));
        long behind = Math.min(room.most() - due.size(), BEHIND_AT_ONCE - submissions.underWay(List.of(DueSubmissions.BEHIND), now));
        if (behind > 0) {
            due.addAll(submissions.of(DueSubmissions.BEHIND, now, (int) behind, room.probe()));
        }
        if (due.size() < room.most()) {
            due.addAll(stock.due(now, room.most() - due.size(), room.probe()));
        }
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

    private static String queueOf(String operation, Stage stage) {
        if (stage == Stage.SEALED) {
            return "zhenglu.upload";
        }
        return operation == null || Operation.valueOf(operation).makesDocument() ? "zhenglu.issue" : "zhenglu.state";
    }
}
