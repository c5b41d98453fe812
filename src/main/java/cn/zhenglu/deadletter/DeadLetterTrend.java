package cn.zhenglu.deadletter;

import java.sql.Timestamp;
import java.time.Instant;
import java.util.List;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Which kinds of dead letter lie too long, and which come too fast. */
@Component
public class DeadLetterTrend {

    private final JdbcClient jdbc;

    DeadLetterTrend(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /**
     * A kind of dead letter in a department.
     *
     * @param department {@code null} where it could not be read, or there is none
     */
    public record Group(String code, String department, long count) {
    }

    /** The open ones that were raised before that time. */
    public List<Group> openSince(Instant before) {
        return groups("where d.standing = 'OPEN' and d.raised_at < :time", before, 1);
    }

    /** Those raised since, open or closed, where there are at least so many. */
    public List<Group> raisedSince(Instant time, int atLeast) {
        return groups("where d.raised_at >= :time", time, atLeast);
    }

    private List<Group> groups(String condition, Instant time, int atLeast) {
        return jdbc.sql("""
                select d.code, s.department, count(*) as n from dead_letter d left join submission s on s.id = d.submission_id
                """ + condition + " group by d.code, s.department having count(*) >= :atLeast order by n desc, d.code, s.department")
                .param("time", Timestamp.from(time)).param("atLeast", atLeast)
                .query((row, n) -> new Group(row.getString("code"), row.getString("department"), row.getLong("n"))).list();
    }
}
