package cn.zhenglu.intake;

import java.sql.Timestamp;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;

import javax.sql.DataSource;

import org.springframework.boot.convert.DurationStyle;
import org.springframework.jdbc.core.namedparam.MapSqlParameterSource;
import org.springframework.jdbc.core.namedparam.NamedParameterJdbcTemplate;
import org.springframework.jdbc.core.namedparam.SqlParameterSource;
import org.springframework.jdbc.datasource.DataSourceTransactionManager;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.support.TransactionTemplate;
import org.springframework.util.LinkedCaseInsensitiveMap;

/**
 * The department's outbox table, of which several nodes take rows at the same time; bean {@code outbox} of the intake route. The
 * statements stand in the route: any table will do that has a place to note who has claimed a row, and when.
 *
 * <p>A claim is committed before the row goes to the ledger, and the row is marked done or deleted after: no transaction of the
 * department's database waits for ours, and a node that dies leaves a claim that is swept after a while. The ledger knows a row
 * again that comes twice.
 */
public final class Outbox {

    private final NamedParameterJdbcTemplate jdbc;
    private final TransactionTemplate transaction;
    private final String node;
    private final Clock clock;

    /**
     * @param database the department's
     * @param node     name of this server among those that run at the same time
     */
    public Outbox(DataSource database, String node, Clock clock) {
        this.jdbc = new NamedParameterJdbcTemplate(database);
        this.transaction = new TransactionTemplate(new DataSourceTransactionManager(database));
        // else MySQL and MariaDB also lock the gaps between rows, and the department's inserts wait
        transaction.setIsolationLevel(TransactionDefinition.ISOLATION_READ_COMMITTED);
        this.node = node;
        this.clock = clock;
    }

    /**
     * Gives back what nobody will finish: claims older than the time-out, and this node's own, which an earlier poll or run has
     * left behind.
     *
     * @param select  finds them by the named parameters {@code :node} and {@code :stale} and locks them, skipping what is locked:
     *                an update by itself would wait, on MySQL and MariaDB, for every row that the department has not committed yet
     * @param release takes the claim off one row
     * @param timeout e.g. {@code 5m}
     */
    public void sweep(String select, String release, String timeout) {
        Timestamp stale = Timestamp.from(now().minus(DurationStyle.detectAndParse(timeout)));
        transaction.executeWithoutResult(status ->
                each(jdbc.queryForList(select, common().addValue("stale", stale)), release));
    }

    /**
     * Claims rows, all or none.
     *
     * @param select finds rows that nobody has claimed and locks them, skipping those that another node has locked
     * @param claim  notes the claim: the row's columns, {@code :node} and {@code :now} are its named parameters
     * @return the rows as they were before
     */
    public List<Map<String, Object>> claim(String select, String claim) {
        return transaction.execute(status -> {
            List<Map<String, Object>> rows = jdbc.queryForList(select, common());
            each(rows, claim);
            return rows;
        });
    }

    /**
     * The rows are safe in the ledger: marks or deletes them, all or none.
     *
     * @param statement for one row; its named parameters are as for a claim. It must spare rows that are not claimed by this node
     */
    public void finish(String statement, List<Map<String, Object>> rows) {
        transaction.executeWithoutResult(status -> each(rows, statement));
    }

    private void each(List<Map<String, Object>> rows, String statement) {
        if (!rows.isEmpty()) {
            jdbc.batchUpdate(statement, rows.stream().map(this::parameters).toArray(SqlParameterSource[]::new));
        }
    }

    private SqlParameterSource parameters(Map<String, Object> row) {
        Map<String, Object> columns = new LinkedCaseInsensitiveMap<>();
        columns.putAll(row);
        columns.put("node", node);
        columns.put("now", Timestamp.from(now()));
        return new AnyCase(columns);
    }

    private MapSqlParameterSource common() {
        return new MapSqlParameterSource("node", node).addValue("now", Timestamp.from(now()));
    }

    private Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MILLIS);
    }

    /** Columns come in the case that their database likes; statements are written by people. */
    private record AnyCase(Map<String, Object> columns) implements SqlParameterSource {

        @Override
        public boolean hasValue(String name) {
            return columns.containsKey(name);
        }

        @Override
        public Object getValue(String name) {
            if (!columns.containsKey(name)) {
                throw new IllegalArgumentException("领取的行没有列 " + name + "，请检查路由中的语句");
            }
            return columns.get(name);
        }
    }
}
