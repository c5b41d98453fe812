package cn.zhenglu.ledger;

import cn.zhenglu.licence.Operation;
import cn.zhenglu.licence.Stage;
import cn.zhenglu.licence.Standing;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
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

    /**
     * A page of a list that grows at its front.
     *
     * @param items newest first
     * @param newer whether there are any before the first of them
     * @param older whether there are any after the last of them
     */
    public record Slice(List<Summary> items, boolean newer, boolean older) {
    }

    /**
     * A page, newest first, that nothing which arrives meanwhile moves.
     *
     * @param before only what arrived before the submission of this id, or {@code null}
     * @param after  only what arrived after the submission of this id, the nearest of them, or {@code null}
     */
    public Slice slice(Filter filter, String before, String after, int size) {
        Condition condition = Condition.of(filter);
        boolean upwards = before == null && after != null;
        String edge = before != null ? "seq < (select e.seq from submission e where e.id = :edge)"
                : upwards ? "seq > (select e.seq from submission e where e.id = :edge)" : null;
        String where = edge == null ? condition.sql : condition.sql.isEmpty() ? " where " + edge : condition.sql + " and " + edge;
        List<Summary> found = new ArrayList<>(jdbc.sql("select " + COLUMNS + " from submission" + where + " order by seq "
                        + (upwards ? "asc" : "desc") + " limit :limit")
                .params(condition.values).param("edge", before != null ? before : after).param("limit", size + 1)
                .query(Submissions::summary).list());
        boolean more = found.size() > size;
        if (more) {
            found.remove(size);
        }
        if (upwards) {
            Collections.reverse(found);
        }
        return new Slice(List.copyOf(found), upwards ? more : before != null, upwards || more);
    }

    /** How many there are, but no more than {@code most}: whoever reads a list does not need a million counted. */
    public long count(Filter filter, int most) {
        Condition condition = Condition.of(filter);
        return jdbc.sql("select count(*) from (select 1 as one from submission" + condition.sql + " limit :most) found")
                .params(condition.values).param("most", most).query(Long.class).single();
    }

    /** The source's columns as they were, in their order. */
    public Map<String, String> sourceRow(String id) {
        return jdbc.sql("select source_row from submission where id = :id").param("id", id).query(String.class).optional()
                .map(Rows::sourceRow).orElse(Map.of());
    }

    /** How a submission is related to another. */
    public enum Relation {
        /** The other is what this one was edited from. */
        ORIGINAL,
        /** The other is an edited version of this one. */
        EDITED,
        /** The other gave way to this one, because its source was mended. */
        REPLACED,
        /** The other has taken the place of this one, because its source was mended. */
        REPLACEMENT,
        /** Another operation on the same certificate number. */
        SAME_LICENCE,
        /** An operation on the licence that this one replaces, or that replaces this one. */
        OTHER_LICENCE
    }

    /** One of a submission's relatives. */
    public record Relative(Relation relation, Summary summary) {
    }

    /** All relatives, in the order in which they take their turn; at most {@code limit}. */
    public List<Relative> relatives(String id, int limit) {
        return jdbc.sql("select " + COLUMNS + """
                , edited_from, mine_from, mine_by, mine_number from (
                    select o.*, s.id as mine, s.edited_from as mine_from, s.superseded_by as mine_by, s.cert_num as mine_number
                    from submission s join submission o on o.cert_num = s.cert_num or o.cert_num = s.replaces
                        or o.replaces = s.cert_num or o.id = s.edited_from or o.edited_from = s.id
                        or o.id = s.superseded_by or o.superseded_by = s.id
                    where s.id = :id) relative
                where id <> mine order by coalesce(place, seq), seq limit :limit
                """)
                .param("id", id).param("limit", limit)
                .query((row, n) -> new Relative(relation(id, row), summary(row, n))).list();
    }

    private static Relation relation(String id, ResultSet row) throws SQLException {
        String other = row.getString("id");
        if (other.equals(row.getString("mine_from"))) {
            return Relation.ORIGINAL;
        }
        if (id.equals(row.getString("edited_from"))) {
            return Relation.EDITED;
        }
        if (id.equals(row.getString("superseded_by"))) {
            return Relation.REPLACED;
        }
        if (other.equals(row.getString("mine_by"))) {
            return Relation.REPLACEMENT;
        }
        return Objects.equals(row.getString("cert_num"), row.getString("mine_number")) ? Relation.SAME_LICENCE : Relation.OTHER_LICENCE;
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
