package cn.zhenglu.reconcile;

import java.sql.Timestamp;
import java.sql.Types;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import javax.sql.DataSource;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** Writes runs: takes the list into a table and lets the database compare, so that neither side is held in memory. */
final class RunRecorder {

    private static final int LONGEST_REASON = 1000;
    private static final String COLUMNS = "run_id, kind, cert_num, department, line, company, company_there, credit_code,"
            + " credit_there, version, version_there, identifier, identifier_there, state, state_there, submission_id";
    private static final String BOTH = "l.cert_num, l.department, r.line, l.company_name, r.company, l.credit_code, r.credit_code,"
            + " l.version, r.version, l.identifier, r.identifier, l.state, r.state_text, l.submission_id";
    /** Which licences of the ledger the list is about. */
    private static final String OURS = " l.type in (:types) and l.replaced_by is null ";
    /** A licence of the ledger and the line of the list that is about it. */
    private static final String MATCHED = """
             from reconciliation_line r join licence l on l.cert_num = r.cert_num
            where r.run_id = :run and r.newest and l.changed_at <= :settled and""" + OURS;
    private static final String OTHER_VERSION = "(r.version <> l.version or r.identifier <> l.identifier)";
    private static final String OTHER_STATE = "(r.state_text is not null and (r.state is null or r.state <> l.state))";
    private static final String OTHER_HOLDER = "(" + name("r.company") + " <> " + name("l.company_name")
            + " or r.credit_code <> l.credit_code)";
    /** Two values of which one is not given do not differ. */
    private static final String SAME_VERSION = "not coalesce(" + OTHER_VERSION + ", false)";

    private final JdbcTemplate batches;
    private final JdbcClient jdbc;
    private final TransactionTemplate transaction;
    private final Clock clock;

    RunRecorder(DataSource ledger, Clock clock) {
        this.batches = new JdbcTemplate(ledger);
        this.jdbc = JdbcClient.create(ledger);
        this.transaction = new TransactionTemplate(new JdbcTransactionManager(ledger));
        this.clock = clock;
    }

    /** Brackets and spaces of a company's name are written in many ways. */
    private static String name(String column) {
        return "replace(replace(replace(" + column + ", '(', '（'), ')', '）'), ' ', '')";
    }

    /**
     * Begins a run.
     *
     * @param slot unique among all runs, or {@code null}
     * @return its number; empty when the slot is taken
     */
    Optional<Long> begin(Run.Via via, String source, String node, String slot) {
        return transaction.execute(status -> {
            int begun = jdbc.sql("""
                    insert into reconciliation (via, source, node, query_slot, standing, started_at)
                    values (:via, :source, :node, :slot, 'RUNNING', :now) on conflict do nothing
                    """)
                    .param("via", via.name()).param("source", shortened(source, 400)).param("node", shortened(node, 100))
                    .param("slot", slot, Types.VARCHAR).param("now", now()).update();
            return begun == 0 ? Optional.empty()
                    : jdbc.sql("select max(id) from reconciliation where node = :node and standing = 'RUNNING'")
                            .param("node", shortened(node, 100)).query(Long.class).optional();
        });
    }

    /** What this server was at when it was stopped will not be finished. */
    void interrupted(String node, Instant started) {
        List<Long> left = jdbc.sql("select id from reconciliation where node = :node and standing = 'RUNNING' and started_at < :started")
                .param("node", node).param("started", Timestamp.from(started)).query(Long.class).list();
        left.forEach(run -> fail(run, "服务在比对途中停止；投放的清单会重新比对"));
    }

    void add(long run, List<ListEntry> entries) {
        batches.batchUpdate("""
                insert into reconciliation_line (run_id, line, cert_num, identifier, version, state, state_text, company, credit_code,
                    department, problem) values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
                """, entries, Math.max(1, entries.size()), (row, entry) -> {
            row.setLong(1, run);
            row.setLong(2, entry.line());
            row.setString(3, entry.certNum());
            row.setString(4, entry.identifier());
            row.setObject(5, entry.version(), Types.INTEGER);
            row.setString(6, entry.state() == null ? null : entry.state().name());
            row.setString(7, entry.stateText());
            row.setString(8, entry.company());
            row.setString(9, entry.creditCode());
            row.setString(10, entry.department());
            row.setString(11, entry.problem());
        });
    }

    /**
     * Compares, in one transaction.
     *
     * @param types   ids of the certificate types that the list is about
     * @param settled licences changed after this are not judged
     */
    void compare(long run, long lines, Set<String> types, Instant settled) {
        transaction.executeWithoutResult(status -> {
            markNewest(run);
            find(run, types, settled, "select cast(:run as bigint), 'MISSING_THERE', l.cert_num, l.department, null, l.company_name, null, l.credit_code, null,"
                    + " l.version, null, l.identifier, null, l.state, null, l.submission_id from licence l"
                    + " where" + OURS + "and l.changed_at <= :settled and not exists (select 1 from reconciliation_line r"
                    + " where r.run_id = :run and r.cert_num = l.cert_num) order by l.cert_num");
            find(run, types, settled, "select cast(:run as bigint), 'MISSING_HERE', r.cert_num, r.department, r.line, null, r.company, null, r.credit_code,"
                    + " null, r.version, null, r.identifier, null, r.state_text, (select s.id from submission s"
                    + " where s.cert_num = r.cert_num and s.standing <> 'WITHDRAWN' order by s.seq desc limit 1)"
                    + " from reconciliation_line r where r.run_id = :run and r.newest and not exists"
                    + " (select 1 from licence l where l.cert_num = r.cert_num) order by r.line");
            find(run, types, settled, "select cast(:run as bigint), 'VERSION_DIFFERS', " + BOTH + MATCHED + " and " + OTHER_VERSION + " order by r.line");
            find(run, types, settled, "select cast(:run as bigint), 'STATE_DIFFERS', " + BOTH + MATCHED + " and " + SAME_VERSION + " and " + OTHER_STATE
                    + " order by r.line");
            find(run, types, settled, "select cast(:run as bigint), 'HOLDER_DIFFERS', " + BOTH + MATCHED + " and " + SAME_VERSION + " and " + OTHER_HOLDER
                    + " order by r.line");
            jdbc.sql("""
                    insert into reconciliation_difference (run_id, kind, cert_num, department, line, version_there, note)
                    select cast(:run as bigint), 'REPEATED', r.cert_num, r.department, r.line, r.version, '第 ' || kept.line || ' 行已列出同一版本'
                    from reconciliation_line r
                    join reconciliation_line kept on kept.run_id = r.run_id and kept.cert_num = r.cert_num and kept.newest
                    where r.run_id = :run and not r.newest and coalesce(r.version, 0) = coalesce(kept.version, 0) order by r.line
                    """).param("run", run).update();
            jdbc.sql("""
                    insert into reconciliation_difference (run_id, kind, line, note)
                    select cast(:run as bigint), 'UNREADABLE', r.line, r.problem from reconciliation_line r
                    where r.run_id = :run and r.cert_num is null order by r.line
                    """).param("run", run).update();
            jdbc.sql("""
                    update reconciliation set standing = 'DONE', finished_at = :now, lines = :lines,
                        licences = (select count(*) from licence l where""" + OURS + """
                        ), recent = (select count(*) from licence l where""" + OURS + """
                        and l.changed_at > :settled), agreed = (select count(*)
                    """ + MATCHED + " and " + SAME_VERSION + " and not coalesce(" + OTHER_STATE + ", false) and not coalesce("
                    + OTHER_HOLDER + ", false)) where id = :run")
                    .param("now", now()).param("lines", lines).param("types", types).param("settled", Timestamp.from(settled)).param("run", run).update();
            forgetLines(run);
        });
    }

    /** Of the lines of one certificate number the one with the highest version, of equal ones the first. */
    private void markNewest(long run) {
        jdbc.sql("""
                update reconciliation_line set newest = true
                where run_id = :run and cert_num is not null and not exists (select 1 from reconciliation_line other
                    where other.run_id = :run and other.cert_num = reconciliation_line.cert_num
                      and (coalesce(other.version, 0) > coalesce(reconciliation_line.version, 0)
                        or coalesce(other.version, 0) = coalesce(reconciliation_line.version, 0)
                          and other.line < reconciliation_line.line))
                """).param("run", run).update();
    }

    private void find(long run, Set<String> types, Instant settled, String select) {
        jdbc.sql("insert into reconciliation_difference (" + COLUMNS + ") " + select)
                .param("run", run).param("types", types).param("settled", Timestamp.from(settled)).update();
    }

    /** It will not be finished. */
    void fail(long run, String reason) {
        transaction.executeWithoutResult(status -> {
            jdbc.sql("update reconciliation set standing = 'FAILED', finished_at = :now, reason = :reason,"
                            // the interval's question may be asked again
                            + " query_slot = null where id = :run")
                    .param("now", now()).param("reason", shortened(reason.replace('\0', ' '), LONGEST_REASON)).param("run", run).update();
            forgetLines(run);
        });
    }

    private void forgetLines(long run) {
        jdbc.sql("delete from reconciliation_line where run_id = :run").param("run", run).update();
    }

    private static String shortened(String text, int longest) {
        return text.length() <= longest ? text : text.substring(0, longest);
    }

    private Timestamp now() {
        return Timestamp.from(clock.instant().truncatedTo(ChronoUnit.MILLIS));
    }
}
