package cn.zhenglu.ledger;

import cn.zhenglu.licence.RelayCall;
import java.time.Instant;
import java.util.List;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** What was said to the relay about each submission, and what it answered. */
@Component
public class RelayCalls {

    private final JdbcClient jdbc;

    RelayCalls(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /**
     * One call.
     *
     * @param answeredAt {@code null} when the reply was lost, or the call is under way
     * @param status     HTTP status; {@code null} without an answer
     * @param request    secrets and identity numbers masked; {@code null} without an answer
     * @param reply      secrets masked; {@code null} without an answer
     * @param warning    the platform's warning, or {@code null}
     */
    public record Call(RelayCall call, Instant begunAt, Instant answeredAt, Integer status, String request, String reply,
            String warning) {
    }

    /** All calls of a submission, oldest first. */
    public List<Call> of(String submissionId) {
        return jdbc.sql("select call, begun_at, answered_at, status, request, reply, warning from relay_call"
                        + " where submission_id = :id order by id")
                .param("id", submissionId)
                .query((row, n) -> new Call(
                        RelayCall.valueOf(row.getString("call")),
                        Rows.instant(row.getTimestamp("begun_at")),
                        Rows.instant(row.getTimestamp("answered_at")),
                        row.getObject("status", Integer.class),
                        row.getString("request"),
                        row.getString("reply"),
                        row.getString("warning")))
                .list();
    }
}
