package cn.zhenglu.intake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import cn.zhenglu.MeasuredFault;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;

import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DriverManagerDataSource;

/**
 * Two nodes read an approval database at the same time and are killed with SIGKILL again and again, while rows are committed
 * late, out of order and with equal times. Each row must arrive, and arrive once.
 */
class KilledNodesTest {

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    /** A few in each build; many in the long form, {@code mvn -Pfaults verify}. */
    private static final boolean LONG = Boolean.getBoolean("zhenglu.long");
    private static final int TRANSACTIONS = LONG ? 600 : 80;
    private static final int OPEN_AT_ONCE = 8;
    private static final int KILLS = LONG ? 20 : 2;

    @TempDir
    private Path folder;
    private final List<Process> nodes = new ArrayList<>();
    private final List<Path> logs = new ArrayList<>(List.of(Path.of(""), Path.of("")));
    private final Random random = new Random(20230601);
    private JdbcClient ledger;
    private String ledgerUrl;
    private ApprovalDatabaseUnderTest approvals;
    private long lastId;
    private int kills;
    private long unread;
    private long killed;

    @AfterEach
    void stopNodes() throws InterruptedException {
        for (Process node : nodes) {
            node.destroyForcibly().waitFor(10, TimeUnit.SECONDS);
        }
    }

    @ParameterizedTest
    @EnumSource
    void byWatermarkEveryRowArrivesOnce(ApprovalDatabaseUnderTest.Kind kind) throws Exception {
        open(kind, "watermark");
        String recovered;
        try (Connection late = approvals.connect()) {
            late.setAutoCommit(false);
            long lateId = insert(late, "approval", now());
            writeWhileNodesAreKilled("approval", "watermark");
            await().atMost(PATIENCE).until(() -> arrived() == lastId - 1);
            recovered = MeasuredFault.since(killed);
            // all that came after it has been read long since
            late.commit();
            await().atMost(PATIENCE).until(() -> arrived() == lastId);
            assertThat(ledger.sql("select count(*) from submission where source_key = :key").param("key", Long.toString(lateId))
                    .query(Long.class).single()).isOne();
            correct(late);
        }
        await().atMost(PATIENCE).until(() -> arrived() == lastId + 1);
        eachRowOnceAnd(1);
        measured(kind, "by watermark", 1, recovered).tell();
    }

    @ParameterizedTest
    @EnumSource
    void byClaimEveryRowArrivesOnceAndTheOutboxIsEmptied(ApprovalDatabaseUnderTest.Kind kind) throws Exception {
        open(kind, "claim");
        writeWhileNodesAreKilled("approval_outbox", "claim");
        await().atMost(PATIENCE).until(() -> arrived() == lastId);
        await().atMost(PATIENCE).until(() -> waiting() == 0);
        String recovered = MeasuredFault.since(killed);
        eachRowOnceAnd(0);
        measured(kind, "by claim", 0, recovered).tell();
    }

    private void open(ApprovalDatabaseUnderTest.Kind kind, String way) throws SQLException, IOException {
        approvals = new ApprovalDatabaseUnderTest(kind);
        ledgerUrl = ApprovalDatabaseUnderTest.freshPostgres();
        DriverManagerDataSource source = new DriverManagerDataSource(ledgerUrl, "postgres", "");
        Flyway.configure().dataSource(source).load().migrate();
        ledger = JdbcClient.create(source);
        nodes.add(start(0, way));
        nodes.add(start(1, way));
    }

    /** Several transactions are always open; they begin and commit in different orders, many with one and the same time. */
    private void writeWhileNodesAreKilled(String table, String way) throws Exception {
        List<Connection> open = new ArrayList<>();
        for (int i = 0; i < TRANSACTIONS; i++) {
            Connection transaction = approvals.connect();
            transaction.setAutoCommit(false);
            Timestamp time = random.nextBoolean() ? now() : Timestamp.from(Instant.now().truncatedTo(ChronoUnit.SECONDS));
            for (int row = 0; row <= random.nextInt(4); row++) {
                insert(transaction, table, time);
            }
            open.add(transaction);
            if (open.size() > OPEN_AT_ONCE) {
                commit(open.remove(random.nextInt(open.size())));
            }
            if (i % (TRANSACTIONS / KILLS) == TRANSACTIONS / KILLS / 2) {
                int node = kills++ % 2;
                await().atMost(PATIENCE).until(() -> Files.readString(logs.get(node)).contains("running"));
                long before = arrived();
                for (int some = 0; some < OPEN_AT_ONCE / 2 && !open.isEmpty(); some++) {
                    commit(open.remove(random.nextInt(open.size())));
                }
                // in the midst of reading these
                await().pollInterval(Duration.ofMillis(5)).atMost(PATIENCE).until(() -> arrived() > before);
                kill(node, way);
            }
        }
        while (!open.isEmpty()) {
            commit(open.remove(random.nextInt(open.size())));
        }
    }

    private static void commit(Connection transaction) throws SQLException {
        transaction.commit();
        transaction.close();
    }

    private long insert(Connection connection, String table, Timestamp time) throws SQLException {
        ApprovalDatabaseUnderTest.insert(connection, table, ++lastId, time);
        return lastId;
    }

    /** The department mends a row: the same key with another content. */
    private static void correct(Connection connection) throws SQLException {
        try (var update = connection.prepareStatement("update approval set company_address = '福州市某路2号', updated_at = ? where id = 2")) {
            update.setTimestamp(1, now());
            update.executeUpdate();
        }
        connection.commit();
    }

    private void kill(int index, String way) throws Exception {
        Process node = nodes.get(index);
        unread += lastId - arrived();
        node.destroyForcibly();
        killed = System.nanoTime();
        assertThat(node.waitFor(10, TimeUnit.SECONDS)).isTrue();
        nodes.set(index, start(index, way));
    }

    private Process start(int index, String way) throws IOException {
        Path log = Files.createTempFile(folder, "node", ".log");
        logs.set(index, log);
        return new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-Xmx256m", "-XX:TieredStopAtLevel=1",
                "-cp", System.getProperty("java.class.path"), IntakeNode.class.getName(), "node-" + index, way, approvals.url(), approvals.user(),
                ledgerUrl).redirectErrorStream(true).redirectOutput(log.toFile()).start();
    }

    private void eachRowOnceAnd(int corrections) {
        assertThat(keys()).isEqualTo(lastId);
        assertThat(arrived()).isEqualTo(lastId + corrections);
        assertThat(withProblems()).isZero();
    }

    /** Lost or doubled, of all rows; in flight, of those written when a node was killed and not read. */
    private MeasuredFault measured(ApprovalDatabaseUnderTest.Kind kind, String way, int corrections, String recovered) {
        return new MeasuredFault("a node killed while rows are read " + way + ", " + kind, kills, unread, lastId - keys(),
                arrived() - corrections - keys(), withProblems(), recovered);
    }

    private long keys() {
        return ledger.sql("select count(distinct source_key) from submission").query(Long.class).single();
    }

    private long withProblems() {
        return ledger.sql("select count(*) from submission where problems <> '[]'").query(Long.class).single();
    }

    private long arrived() {
        return ledger.sql("select count(*) from submission").query(Long.class).single();
    }

    private long waiting() throws SQLException {
        try (Connection connection = approvals.connect(); var statement = connection.createStatement();
                var rows = statement.executeQuery("select count(*) from approval_outbox")) {
            rows.next();
            return rows.getLong(1);
        }
    }

    private static Timestamp now() {
        return Timestamp.from(Instant.now().truncatedTo(ChronoUnit.MICROS));
    }
}
