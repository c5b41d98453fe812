package cn.zhenglu.ledger;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** Reads what {@link Audit} wrote. */
@Component
public class AuditTrail {

    private static final String COLUMNS = "id, at, actor, action, target, detail, before_act, after_act";
    /** Rows that the driver fetches at once while all are walked through. */
    private static final int FETCHED = 500;

    private final JdbcClient jdbc;

    AuditTrail(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /**
     * One act.
     *
     * @param target submission id, or {@code #} and the number of a dead letter, or what else it was done to
     * @param before what was there, or {@code null}
     * @param after  what was there afterwards, or {@code null}
     */
    public record Entry(long id, Instant at, String actor, String action, String target, String detail, String before, String after) {
    }

    /**
     * Which acts; a component that is {@code null} does not matter.
     *
     * @param text  stands somewhere in detail, before or after, in any case
     * @param from  inclusive
     * @param until exclusive
     */
    public record Filter(String actor, String action, String target, String text, Instant from, Instant until) {
    }

    /**
     * The newest first.
     *
     * @param below only those with a smaller number, so that a page stays what it is while acts are added; {@code null} for the newest
     */
    public List<Entry> list(Filter filter, Long below, int limit) {
        Condition condition = Condition.of(filter, below);
        return jdbc.sql("select " + COLUMNS + " from " + condition.source + condition.sql + " order by id desc limit :limit")
                .params(condition.values).param("limit", limit)
                .query(AuditTrail::entry).list();
    }

    /** All of them, the newest first, without holding them in memory. */
    @Transactional(readOnly = true)
    public void each(Filter filter, Consumer<Entry> reader) {
        Condition condition = Condition.of(filter, null);
        try (Stream<Entry> entries = jdbc.sql("select " + COLUMNS + " from " + condition.source + condition.sql + " order by id desc")
                .withFetchSize(FETCHED).params(condition.values).query(AuditTrail::entry).stream()) {
            entries.forEach(reader);
        }
    }

    /** The kinds of act that ever happened, in order. From one to the next in the index: {@code distinct} would read all acts. */
    public List<String> actions() {
        List<String> actions = new ArrayList<>();
        String last = "";
        while ((last = jdbc.sql("select min(action) as next from audit where action > :last").param("last", last)
                .query((row, n) -> Optional.ofNullable(row.getString("next"))).single().orElse(null)) != null) {
            actions.add(last);
        }
        return List.copyOf(actions);
    }

    private record Condition(String source, String sql, Map<String, Object> values) {

        static Condition of(Filter filter, Long below) {
            Map<String, Object> values = new LinkedHashMap<>();
            List<String> parts = new ArrayList<>();
            add(parts, values, "actor = :actor", "actor", filter.actor());
            add(parts, values, "action = :action", "action", filter.action());
            add(parts, values, "target = :target", "target", filter.target());
            add(parts, values, "at >= :from", "from", filter.from() == null ? null : Timestamp.from(filter.from()));
            add(parts, values, "at < :until", "until", filter.until() == null ? null : Timestamp.from(filter.until()));
            add(parts, values, "(lower(detail) like :text escape '!' or lower(before_act) like :text escape '!'"
                    + " or lower(after_act) like :text escape '!')", "text", filter.text() == null ? null : pattern(filter.text()));
            add(parts, values, "id < :below", "below", below);
            // "offset 0": the time first, by its index, and the text in what is left; else every act would be read for the text
            String source = filter.text() == null || filter.from() == null ? "audit" : "(select * from audit where at >= :from offset 0) recent";
            return new Condition(source, parts.isEmpty() ? "" : " where " + String.join(" and ", parts), values);
        }

        private static void add(List<String> parts, Map<String, Object> values, String part, String name, Object value) {
            if (value != null) {
                parts.add(part);
                values.put(name, value);
            }
        }

        private static String pattern(String text) {
            return '%' + text.toLowerCase(Locale.ROOT).replaceAll("[!%_]", "!$0") + '%';
        }
    }

    private static Entry entry(ResultSet row, int n) throws SQLException {
        return new Entry(row.getLong("id"), row.getTimestamp("at").toInstant(), row.getString("actor"), row.getString("action"),
                row.getString("target"), row.getString("detail"), row.getString("before_act"), row.getString("after_act"));
    }
}
