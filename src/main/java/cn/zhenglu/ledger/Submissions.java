package cn.zhenglu.ledger;

import cn.zhenglu.licence.Operation;
import cn.zhenglu.licence.Stage;
import cn.zhenglu.licence.Standing;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Lists submissions for people; what is done with one is {@link Ledger}'s. */
@Component
public class Submissions {

    private static final String COLUMNS = "id, operation, department, cert_num, company_name, stage, standing, origin, due_at,"
            + " superseded_by, received_at, changed_at";

    private final JdbcClient jdbc;

    Submissions(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /**
     * Which ones; a component that is {@code null} does not matter.
     *
     * @param certNum canonical certificate number
     */
    public record Filter(Stage stage, Standing standing, Operation operation, String department, String certNum) {
    }

    /**
     * One line of a list. Operation, department, certificate number and company are {@code null} when the source left them out
     * or they could not be read.
     *
     * @param dueAt        when a waiting one is tried again
     * @param supersededBy id of the submission that took its place, or {@code null}
     */
    public record Summary(String id, Operation operation, String department, String certNum, String companyName, Stage stage,
            Standing standing, String origin, Instant dueAt, String supersededBy, Instant receivedAt, Instant changedAt) {
    }

    /** Newest first. */
    public List<Summary> list(Filter filter, int limit, long offset) {
        Condition condition = Condition.of(filter);
        return jdbc.sql("select " + COLUMNS + " from submission" + condition.sql + " order by seq desc limit :limit offset :offset")
                .params(condition.values).param("limit", limit).param("offset", offset)
                .query(Submissions::summary).list();
    }

    /** How many there are. */
    public long count(Filter filter) {
        Condition condition = Condition.of(filter);
        return jdbc.sql("select count(*) from submission" + condition.sql).params(condition.values)
                .query(Long.class).single();
    }

    /** One of them. */
    public Optional<Summary> find(String id) {
        return jdbc.sql("select " + COLUMNS + " from submission where id = :id").param("id", id)
                .query(Submissions::summary).optional();
    }

    /**
     * The submission that this one waits for: the earliest unfinished one before it on its certificate number, see
     * {@link Dispatcher}.
     */
    public Optional<Summary> waitsFor(String id) {
        return jdbc.sql("select " + COLUMNS + " " + """
                from submission earlier where exists (select 1 from submission s
                    where s.id = :id and s.standing in ('ACTIVE', 'WAITING') and\s""" + Rows.EARLIER + """
                )
                order by coalesce(place, seq), seq limit 1
                """).param("id", id).query(Submissions::summary).optional();
    }

    private record Condition(String sql, Map<String, Object> values) {

        static Condition of(Filter filter) {
            Map<String, Object> values = new LinkedHashMap<>();
            values.put("stage", filter.stage() == null ? null : filter.stage().name());
            values.put("standing", filter.standing() == null ? null : filter.standing().name());
            values.put("operation", filter.operation() == null ? null : filter.operation().name());
            values.put("department", filter.department());
            values.put("cert_num", filter.certNum());
            values.values().removeIf(value -> value == null);
            List<String> parts = new ArrayList<>();
            values.keySet().forEach(column -> parts.add(column + " = :" + column));
            return new Condition(parts.isEmpty() ? "" : " where " + String.join(" and ", parts), values);
        }
    }

    private static Summary summary(ResultSet row, int n) throws SQLException {
        String operation = row.getString("operation");
        return new Summary(row.getString("id"), operation == null ? null : Operation.valueOf(operation),
                row.getString("department"), row.getString("cert_num"), row.getString("company_name"),
                Stage.valueOf(row.getString("stage")), Standing.valueOf(row.getString("standing")), row.getString("origin"),
                Rows.instant(row.getTimestamp("due_at")), row.getString("superseded_by"),
                Rows.instant(row.getTimestamp("received_at")), Rows.instant(row.getTimestamp("changed_at")));
    }
}
