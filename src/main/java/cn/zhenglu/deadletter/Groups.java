package cn.zhenglu.deadletter;

import cn.zhenglu.licence.Problem;
import cn.zhenglu.licence.Stage;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Dead letters that have the same cause: kind of problem, wording, stage and department. */
@Component
public class Groups {

    /** Days of a trend, the present one included. */
    public static final int DAYS = 7;

    private static final ZoneId CHINA = ZoneId.of("Asia/Shanghai");

    private final JdbcClient jdbc;
    private final Clock clock;

    Groups(JdbcClient jdbc, Clock clock) {
        this.jdbc = jdbc;
        this.clock = clock;
    }

    /**
     * What its members have in common.
     *
     * @param stage      how far they had come, {@code null} for messages that are not ours
     * @param department id, {@code null} when the source names none
     * @param pattern    their reason without what differs
     */
    public record Group(long id, String code, Stage stage, String department, String pattern) {
    }

    /**
     * The open ones of a group.
     *
     * @param trend how many were raised on each of the last {@link #DAYS} days of China, whatever became of them; today last
     */
    public record Count(Group group, long count, Instant first, Instant last, List<Long> trend) {

        /** The highest day of the trend, at least 1. */
        public long peak() {
            return Math.max(1, Collections.max(trend));
        }
    }

    /** The group that a failure belongs to; made when it is the first. */
    long of(Problem problem, Stage stage, String department) {
        Map<String, String> key = Map.of("code", problem.code(), "stage", stage == null ? "" : stage.name(),
                "department", department == null ? "" : department, "pattern", Pattern.of(problem));
        return id(key).orElseGet(() -> {
            // another node may be as quick
            jdbc.sql("""
                    insert into dead_letter_group (code, stage, department, pattern)
                    values (:code, :stage, :department, :pattern) on conflict do nothing
                    """).params(key).update();
            return id(key).orElseThrow();
        });
    }

    private Optional<Long> id(Map<String, String> key) {
        return jdbc.sql("""
                select id from dead_letter_group
                where code = :code and stage = :stage and department = :department and pattern = :pattern
                """).params(key).query(Long.class).optional();
    }

    /** One group, whether or not anything of it is open. */
    public Optional<Group> find(long id) {
        return jdbc.sql("select id, code, stage, department, pattern from dead_letter_group where id = :id").param("id", id)
                .query((row, n) -> group(row)).optional();
    }

    /** How many groups have open members. */
    public long countOpen() {
        return jdbc.sql("select count(distinct group_id) from dead_letter where standing = 'OPEN'").query(Long.class).single();
    }

    /** The groups that have open members, the largest first. */
    public List<Count> open(int limit, long offset) {
        Map<Long, List<Long>> trends = trends();
        return jdbc.sql("""
                select g.id, g.code, g.stage, g.department, g.pattern, o.n, o.first_at, o.last_at from (
                    select group_id, count(*) as n, min(raised_at) as first_at, max(raised_at) as last_at
                    from dead_letter where standing = 'OPEN' group by group_id) o
                join dead_letter_group g on g.id = o.group_id
                order by o.n desc, g.id limit :limit offset :offset
                """)
                .param("limit", limit).param("offset", offset)
                .query((row, n) -> new Count(group(row), row.getLong("n"), row.getTimestamp("first_at").toInstant(),
                        row.getTimestamp("last_at").toInstant(),
                        trends.getOrDefault(row.getLong("id"), Collections.nCopies(DAYS, 0L))))
                .list();
    }

    private Map<Long, List<Long>> trends() {
        LocalDate today = LocalDate.now(clock.withZone(CHINA));
        List<Timestamp> days = IntStream.range(0, DAYS)
                .mapToObj(i -> Timestamp.from(today.minusDays(DAYS - 1L - i).atStartOfDay(CHINA).toInstant())).toList();
        String columns = IntStream.range(0, DAYS).mapToObj(i -> "count(*) filter (where raised_at >= :day" + i
                + (i == DAYS - 1 ? "" : " and raised_at < :day" + (i + 1)) + ") as d" + i).collect(Collectors.joining(", "));
        Map<String, Object> values = new HashMap<>();
        IntStream.range(0, DAYS).forEach(i -> values.put("day" + i, days.get(i)));
        Map<Long, List<Long>> trends = new HashMap<>();
        jdbc.sql("select group_id, " + columns + " from dead_letter where raised_at >= :day0 group by group_id").params(values)
                .query(row -> {
                    Long[] counts = new Long[DAYS];
                    for (int i = 0; i < DAYS; i++) {
                        counts[i] = row.getLong("d" + i);
                    }
                    trends.put(row.getLong("group_id"), Arrays.asList(counts));
                });
        return trends;
    }

    private static Group group(ResultSet row) throws SQLException {
        String stage = row.getString("stage");
        String department = row.getString("department");
        return new Group(row.getLong("id"), row.getString("code"), stage.isEmpty() ? null : Stage.valueOf(stage),
                department.isEmpty() ? null : department, row.getString("pattern"));
    }
}
