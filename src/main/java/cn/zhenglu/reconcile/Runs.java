package cn.zhenglu.reconcile;

import cn.zhenglu.ledger.Audit;
import cn.zhenglu.ledger.Resubmission;
import cn.zhenglu.licence.LicenceState;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** Reads runs and their differences for people, and has what is missing there given again. */
@Component
public class Runs {

    private static final String RUN = "select id, via, source, standing, started_at, finished_at, lines, licences, agreed, recent, reason,"
            + " (select count(*) from reconciliation_difference d where d.run_id = r.id) as differences from reconciliation r";

    private final JdbcClient jdbc;
    private final Resubmission resubmission;
    private final Audit audit;

    Runs(JdbcClient jdbc, Resubmission resubmission, Audit audit) {
        this.jdbc = jdbc;
        this.resubmission = resubmission;
        this.audit = audit;
    }

    /**
     * Which differences of a run; a component that is {@code null} does not matter.
     *
     * @param department id, or {@link #NO_DEPARTMENT}
     */
    public record Filter(DifferenceKind kind, String department) {
    }

    /** Those of which no department is known. */
    public static final String NO_DEPARTMENT = "-";

    /** @param department {@code null} when it is not known */
    public record Count(DifferenceKind kind, String department, long count) {
    }

    /** Newest first. */
    public List<Run> list(int limit, long offset) {
        return jdbc.sql(RUN + " order by id desc limit :limit offset :offset").param("limit", limit).param("offset", offset)
                .query(Runs::run).list();
    }

    /** How many there are. */
    public long count() {
        return jdbc.sql("select count(*) from reconciliation").query(Long.class).single();
    }

    /** One of them. */
    public Optional<Run> find(long id) {
        return jdbc.sql(RUN + " where id = :id").param("id", id).query(Runs::run).optional();
    }

    /** Whether no comparison has been finished after this one. */
    public boolean isNewest(long id) {
        return jdbc.sql("select max(id) from reconciliation where standing = 'DONE'").query(Long.class).optional()
                .filter(newest -> newest == id).isPresent();
    }

    /** Differences of a run by kind and department. */
    public List<Count> counts(long run) {
        return jdbc.sql("""
                select kind, department, count(*) as n from reconciliation_difference where run_id = :run
                group by kind, department order by department, kind
                """).param("run", run)
                .query((row, n) -> new Count(DifferenceKind.valueOf(row.getString("kind")), row.getString("department"),
                        row.getLong("n"))).list();
    }

    /** How many differences there are. */
    public long count(long run, Filter filter) {
        Condition condition = Condition.of(run, filter);
        return jdbc.sql("select count(*) from reconciliation_difference" + condition.sql).params(condition.values)
                .query(Long.class).single();
    }

    /** Differences in the order in which they were found. */
    public List<Difference> differences(long run, Filter filter, int limit, long offset) {
        Condition condition = Condition.of(run, filter);
        return jdbc.sql("select * from reconciliation_difference" + condition.sql + " order by id limit :limit offset :offset")
                .params(condition.values).param("limit", limit).param("offset", offset).query(Runs::difference).list();
    }

    /** The next differences after one, for reports: the same speed at the end as at the beginning. */
    public List<Difference> differencesAfter(long run, Filter filter, long after, int limit) {
        Condition condition = Condition.of(run, filter);
        return jdbc.sql("select * from reconciliation_difference" + condition.sql + " and id > :after order by id limit :limit")
                .params(condition.values).param("after", after).param("limit", limit).query(Runs::difference).list();
    }

    /** What the resubmissions of a run are asked for under. */
    public static String cause(long run) {
        return "reconciliation:" + run;
    }

    /** How many licences that are missing there have not been asked to be given again yet. */
    public long missingThere(long run, String department) {
        return stillMissing("count(*)", run, department, "").query(Long.class).single();
    }

    private JdbcClient.StatementSpec stillMissing(String what, long run, String department, String order) {
        Condition condition = Condition.of(run, new Filter(DifferenceKind.MISSING_THERE, department));
        return jdbc.sql("select " + what + " from reconciliation_difference" + condition.sql
                        + " and not exists (select 1 from resubmission s where s.cause = :cause"
                        + " and s.cert_num = reconciliation_difference.cert_num)" + order)
                .params(condition.values).param("cause", cause(run));
    }

    /** What has become of an operator's yes. */
    public enum Answer {
        /** They are given again one after the other. */
        ASKED,
        /** The set is no longer the one that was shown; nothing was done. */
        CHANGED,
        /** A newer comparison has been finished; nothing was done. */
        OUTDATED
    }

    /**
     * Gives what is missing there again: exactly the set that the operator was shown. Differences are never changed, so a set of
     * the same run and department with the same size is the same set.
     *
     * @param department {@code null} for all
     * @param size       as shown
     */
    @Transactional
    public Answer resubmit(long run, String department, long size, String actor) {
        // one at a time: of two operators the second finds the set changed
        jdbc.sql("select id from reconciliation where id = :id for update").param("id", run).query(Long.class).single();
        if (!isNewest(run)) {
            return Answer.OUTDATED;
        }
        List<String> certNums = stillMissing("cert_num", run, department, " order by id").query(String.class).list();
        if (certNums.size() != size || size == 0) {
            return Answer.CHANGED;
        }
        int asked = resubmission.ask(cause(run), certNums, actor);
        audit.append(actor, "reconciliation.resubmit", cause(run), "第 " + run + " 次对账，"
                + (department == null ? "全部部门" : "部门 " + department) + "，省级缺少 " + size + " 件，补报 " + asked + " 件"
                + (asked < size ? "，其余 " + (size - asked) + " 件已有变动，不再补报" : ""), "未补报", "待补报");
        return Answer.ASKED;
    }

    /** Lets one that was refused be tried again. */
    @Transactional
    public boolean retry(long run, long item, String actor) {
        boolean retried = resubmission.retry(item);
        if (retried) {
            audit.append(actor, "reconciliation.retry", cause(run), "重试第 " + item + " 项补报", "待人工处理", "待补报");
        }
        return retried;
    }

    private record Condition(String sql, Map<String, Object> values) {

        static Condition of(long run, Filter filter) {
            Map<String, Object> values = new LinkedHashMap<>();
            List<String> parts = new ArrayList<>(List.of("run_id = :run"));
            values.put("run", run);
            if (filter.kind() != null) {
                parts.add("kind = :kind");
                values.put("kind", filter.kind().name());
            }
            if (NO_DEPARTMENT.equals(filter.department())) {
                parts.add("department is null");
            } else if (filter.department() != null) {
                parts.add("department = :department");
                values.put("department", filter.department());
            }
            return new Condition(" where " + String.join(" and ", parts), values);
        }
    }

    private static Run run(ResultSet row, int n) throws SQLException {
        Timestamp finished = row.getTimestamp("finished_at");
        return new Run(row.getLong("id"), Run.Via.valueOf(row.getString("via")), row.getString("source"),
                Run.Standing.valueOf(row.getString("standing")), row.getTimestamp("started_at").toInstant(),
                finished == null ? null : finished.toInstant(), row.getLong("lines"), row.getLong("licences"), row.getLong("agreed"),
                row.getLong("recent"), row.getLong("differences"), row.getString("reason"));
    }

    private static Difference difference(ResultSet row, int n) throws SQLException {
        String state = row.getString("state");
        return new Difference(row.getLong("id"), DifferenceKind.valueOf(row.getString("kind")), row.getString("cert_num"),
                row.getString("department"), row.getObject("line", Long.class), row.getString("company"),
                row.getString("company_there"), row.getString("credit_code"), row.getString("credit_there"),
                row.getObject("version", Integer.class), row.getObject("version_there", Integer.class), row.getString("identifier"),
                row.getString("identifier_there"), state == null ? null : LicenceState.valueOf(state), row.getString("state_there"),
                row.getString("submission_id"), row.getString("note"));
    }
}
