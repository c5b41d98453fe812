package cn.zhenglu.ledger;

import static cn.zhenglu.ledger.LedgerUnderTest.arrival;
import static cn.zhenglu.ledger.LedgerUnderTest.record;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import cn.zhenglu.FreshDatabase;
import cn.zhenglu.console.LargeLedger;
import cn.zhenglu.ledger.LedgerUnderTest.Database;
import cn.zhenglu.licence.CallOutcome;
import cn.zhenglu.licence.Operation;
import cn.zhenglu.licence.Receipt;
import cn.zhenglu.licence.RelayCall;
import cn.zhenglu.licence.Submission;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * What PostgreSQL itself says it has read while licences went through a ledger of many others and of many that wait: no table from end
 * to end, and no index along what waits.
 */
class LargeLedgerPlanTest {

    private static final int ROWS = 40_000;
    private static final int WAITING = 8_000;
    /** So many that statements are prepared for good (after five), and planned without their values. */
    private static final int LICENCES = 12;
    /** Entries of one index for one licence: a few for each of its statements, and three dispatches that count the fifty under way. */
    private static final int FEW = 250;
    private static final String LARGE = "('submission', 'history', 'relay_call', 'licence', 'dead_letter')";

    @TempDir
    Path folder;

    @Test
    void aLicenceReadsAsMuchInALargeLedgerAsInASmallOne() throws Exception {
        JdbcClient statistics;
        try (LedgerUnderTest it = new LedgerUnderTest(Database.POSTGRESQL, folder)) {
            String name = it.jdbc.sql("select current_database()").query(String.class).single();
            statistics = JdbcClient.create(FreshDatabase.postgres().getDatabase("postgres", name));
            through(it, 0);
            LargeLedger.fill(FreshDatabase.postgres().getDatabase("postgres", name), ROWS);
            aStockWaits(it);
            it.clock.pass(Duration.between(it.clock.instant(), Instant.now()));
            JdbcClient before = statistics;
            await().until(() -> {
                before.sql("select pg_stat_reset()").query().singleRow();
                return read(before).values().stream().mapToLong(Long::longValue).sum() == 0;
            });
            for (int i = 1; i <= LICENCES; i++) {
                through(it, i);
            }
        } // each connection tells what it has read when it ends

        AtomicReference<Map<String, Long>> last = new AtomicReference<>(Map.of());
        await().pollInterval(Duration.ofMillis(700)).until(() -> {
            Map<String, Long> now = read(statistics);
            return now.values().stream().anyMatch(entries -> entries > 0) && now.equals(last.getAndSet(now));
        });
        assertThat(statistics.sql("select relname || ': ' || seq_scan from pg_stat_user_tables where seq_scan > 0 and relname in " + LARGE)
                .query(String.class).list()).as("tables read from end to end").isEmpty();
        assertThat(last.get()).as("entries of indexes read for " + LICENCES + " licences")
                .allSatisfy((index, entries) -> assertThat(entries).as(index).isLessThan((long) FEW * LICENCES));
    }

    private static Map<String, Long> read(JdbcClient statistics) {
        Map<String, Long> read = new TreeMap<>();
        statistics.sql("select indexrelname, idx_tup_read from pg_stat_user_indexes where relname in " + LARGE)
                .query(row -> {
                    read.put(row.getString(1), row.getLong(2));
                });
        return read;
    }

    /** Existing licences of a batch, which have not begun. */
    private static void aStockWaits(LedgerUnderTest it) {
        it.jdbc.sql("update stock_batch set standing = 'RUNNING', ended_at = null where id = 1").update();
        it.jdbc.sql("""
                update submission set standing = 'ACTIVE', stage = 'RECEIVED', batch_id = 1, turn = 1
                where id in (select id from submission where operation = 'NEW' and standing = 'DONE' and source = 'existing' limit :waiting)
                """).param("waiting", WAITING).update();
        it.jdbc.sql("analyze").update();
    }

    /** Each statement of the daily way, a failed call and a dead letter included. */
    private static void through(LedgerUnderTest it, int number) {
        String id = received(it, number, "（闽）JZ安许证字[2025]%06d".formatted(number));
        List<Dispatcher.Pointer> due = it.dispatcher.due();
        assertThat(due).extracting(Dispatcher.Pointer::submissionId).contains(id);
        it.dispatcher.published(due);
        LedgerWalk.seal(it, id);
        Submission sealed = it.ledger.claim(id);
        it.ledger.intend(sealed, RelayCall.COLLECT);
        it.relayCalls.keep(sealed, new Receipt(RelayCall.COLLECT, it.clock.instant(), null, 0, "{}", null, null), CallOutcome.UNKNOWN, "没有应答");
        it.ledger.postpone(sealed, Duration.ZERO, "没有应答");
        it.dispatcher.due();
        LedgerWalk.upload(it, id);

        String bad = received(it, 1_000 + number, "（闽）JZ安许证字[2025]%06d".formatted(1_000 + number));
        it.dispatcher.due();
        LedgerTest.fail(it, bad);
    }

    private static String received(LedgerUnderTest it, int key, String certNum) {
        assertThat(it.arrivals.receive(List.of(arrival("k" + key, record(Operation.NEW, certNum))))).isEqualTo(1);
        return it.jdbc.sql("select id from submission where cert_num = :number").param("number", certNum).query(String.class).single();
    }
}
