package cn.zhenglu.ledger;

import cn.zhenglu.SafetyLicence;
import cn.zhenglu.FreshDatabase;
import cn.zhenglu.MeasuredFault;
import cn.zhenglu.deadletter.DeadLetterTrend;
import cn.zhenglu.deadletter.DeadLetters;
import cn.zhenglu.licence.Arrival;
import cn.zhenglu.licence.Department;
import cn.zhenglu.licence.Family;
import cn.zhenglu.licence.Issuer;
import cn.zhenglu.licence.LicenceRecord;
import cn.zhenglu.licence.LicenceState;
import cn.zhenglu.licence.Operation;
import cn.zhenglu.reconcile.Runs;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import javax.sql.DataSource;
import org.springframework.boot.context.properties.ConfigurationPropertiesScan;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.annotation.EnableTransactionManagement;

/** The real ledger on a fresh real database, with a clock that the test moves. */
public final class LedgerUnderTest implements AutoCloseable {

    /** The two databases that it must run on. */
    public enum Database { H2, POSTGRESQL }

    public final TestClock clock = new TestClock();
    public final Arrivals arrivals;
    public final Ledger ledger;
    public final Dispatcher dispatcher;
    final Licences licences;
    public final History history;
    public final DeadLetters deadLetters;
    final ReadPosition readPosition;
    final RelayCalls relayCalls;
    final SharedGate gate;
    final ExpirySweep expiry;
    final DataSource source;
    final WriteBacks writeBacks;
    final Resubmission resubmission;
    final Runs runs;
    public final JdbcClient jdbc;
    public final AnnotationConfigApplicationContext context = new AnnotationConfigApplicationContext();
    final Audit audit;
    final AuditTrail auditTrail;
    final Backlog backlog;
    final DeadLetterTrend trend;

    public LedgerUnderTest(Database database, Path folder) {
        this(database == Database.H2 ? FreshDatabase.h2Ledger() : FreshDatabase.postgresLedger(), folder);
    }

    /** On a ledger that is there already. */
    LedgerUnderTest(DataSource source, Path folder) {
        this.source = source;
        context.registerBean(DataSource.class, () -> source);
        context.registerBean(Clock.class, () -> clock);
        context.registerBean(LedgerSettings.class, () -> new LedgerSettings("node-a", Duration.ofMinutes(2),
                Duration.ofSeconds(30), Duration.ofMinutes(15), 200, Duration.ofSeconds(5), Duration.ofMinutes(10)));
        context.registerBean(GateSettings.class, () -> new GateSettings(Duration.ofSeconds(10), Duration.ofHours(1), 5,
                Duration.ofSeconds(15), Duration.ofSeconds(30)));
        context.registerBean(DocumentStore.class, () -> new DocumentStore(folder));
        context.registerBean(Family.class, () -> SafetyLicence.FAMILY);
        context.registerBean(Issuer.class, () -> new Issuer("福建省住房和城乡建设厅", "11350000003591037R"));
        context.register(Wiring.class, Arrivals.class, Ledger.class, Dispatcher.class, Licences.class, History.class, Audit.class,
                DueSubmissions.class, StockTurn.class, StockBatches.class, StockProgress.class,
                ReadPosition.class, RelayCalls.class, SharedGate.class, Resubmission.class, Runs.class, ExpirySweep.class,
                Amendments.class, Submissions.class, AuditTrail.class, Backlog.class, DeadLetterTrend.class);
        context.registerBean(WriteBacks.class, () -> new WriteBacks(context.getBean(JdbcClient.class), clock, "https://example.cn"));
        context.scan("cn.zhenglu.deadletter");
        context.registerBean("departments", List.class, () -> List.of(new Department("fuzhou", "350100", "福州市城乡建设局", "fuzhou")));
        context.refresh();
        arrivals = context.getBean(Arrivals.class);
        ledger = context.getBean(Ledger.class);
        dispatcher = context.getBean(Dispatcher.class);
        licences = context.getBean(Licences.class);
        history = context.getBean(History.class);
        deadLetters = context.getBean(DeadLetters.class);
        readPosition = context.getBean(ReadPosition.class);
        gate = context.getBean(SharedGate.class);
        expiry = context.getBean(ExpirySweep.class);
        relayCalls = context.getBean(RelayCalls.class);
        writeBacks = context.getBean(WriteBacks.class);
        resubmission = context.getBean(Resubmission.class);
        runs = context.getBean(Runs.class);
        audit = context.getBean(Audit.class);
        auditTrail = context.getBean(AuditTrail.class);
        backlog = context.getBean(Backlog.class);
        trend = context.getBean(DeadLetterTrend.class);
        jdbc = context.getBean(JdbcClient.class);
    }

    /** A sound record. */
    public static LicenceRecord record(Operation operation, String certNum) {
        LocalDate from = LocalDate.of(2023, 6, 1);
        LicenceState state = switch (operation) {
            case SUSPEND -> LicenceState.SUSPENDED;
            case END -> LicenceState.CANCELLED;
            case CORRECT -> null;
            default -> LicenceState.VALID;
        };
        return SafetyLicence.record(operation, "fuzhou", certNum, "福建闽江建设工程有限公司", "91350100MA23000045", "福州市新华路 1 号",
                "有限责任公司", "林建华", "350102197001011255", "111", "建筑施工", from, from, from, from.plusYears(3).minusDays(1),
                state, null, null);
    }

    /** One row of the approval database. */
    public static Arrival arrival(String key, LicenceRecord record) {
        return new Arrival("approval-database", key, "审批库，id=" + key, Map.of("id", key), record, List.of());
    }

    /** Time goes by for the ledger, whose clock is moved on, and for the gate, which goes by the database's: its times are moved back. */
    void pass(Duration time) {
        clock.pass(time);
        String back = " - interval '" + time.toNanos() / 1e9 + "' second";
        jdbc.sql("update relay_gate set next_at = next_at" + back + ", paused_at = paused_at" + back + ", paused_until = paused_until" + back
                + ", open_until = open_until" + back + ", probe_until = probe_until" + back + ", ramp_from = ramp_from" + back
                + ", since = since" + back).update();
    }

    /** How many submissions are under way. */
    public long underWay() {
        return jdbc.sql("select count(*) from submission where standing in ('ACTIVE', 'WAITING')").query(Long.class).single();
    }

    /** How long a submission waits from now on. */
    Duration untilDue(String id) {
        return Duration.between(clock.instant(), jdbc.sql("select due_at from submission where id = :id").param("id", id)
                .query((row, n) -> row.getTimestamp(1).toInstant()).single());
    }

    /** Of so many, when the ledger has held nothing else: those that neither go on nor have come to an end. */
    long lost(long inFlight) {
        return inFlight - jdbc.sql("""
                select count(*) from submission s where s.standing <> 'DEAD'
                  or exists (select 1 from dead_letter d where d.submission_id = s.id and d.standing = 'OPEN')
                """).query(Long.class).single();
    }

    /** Steps of submissions, and calls for them, that were done more than once. */
    public static long doneTwice(JdbcClient ledger) {
        return ledger.sql("""
                select count(*) from (
                    select submission_id from relay_call where outcome = 'DONE' group by submission_id, call having count(*) > 1
                    union all
                    select submission_id from history where outcome = 'ok' group by submission_id, stage having count(*) > 1) twice
                """).query(Long.class).single();
    }

    /** What this ledger tells of a fault, when it has held nothing else. */
    MeasuredFault measured(String fault, int tried, long inFlight, String recovered) {
        return new MeasuredFault(fault, tried, inFlight, lost(inFlight), doneTwice(jdbc), deadLetters.countOpen(), recovered);
    }

    @Override
    public void close() {
        context.close();
    }

    @Configuration
    @EnableTransactionManagement(proxyTargetClass = true) // as Spring Boot does it
    @ConfigurationPropertiesScan("cn.zhenglu.deadletter")
    static class Wiring {

        @Bean
        PlatformTransactionManager transactions(DataSource source) {
            return new JdbcTransactionManager(source);
        }

        @Bean
        JdbcClient jdbcClient(DataSource source) {
            return JdbcClient.create(source);
        }
    }

    /** Stands still until it is moved. */
    public static final class TestClock extends Clock {

        private Instant now = Instant.parse("2023-06-20T08:00:00Z");

        public void pass(Duration time) {
            now = now.plus(time);
        }

        @Override
        public Instant instant() {
            return now;
        }

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }
    }
}
