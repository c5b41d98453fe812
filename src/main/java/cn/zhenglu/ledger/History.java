package cn.zhenglu.ledger;

import cn.zhenglu.licence.Stage;
import cn.zhenglu.licence.Standing;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** The append-only story of each submission. */
@Component
public class History {

    /** Actor of everything that no person did. */
    public static final String SYSTEM = "system";

    private final JdbcClient jdbc;
    private final ApplicationEventPublisher events;

    History(JdbcClient jdbc, ApplicationEventPublisher events) {
        this.jdbc = jdbc;
        this.events = events;
    }

    /**
     * One step.
     *
     * @param outcome    ok, later, person, retry, edit, code, archive, restore, resubmit, superseded
     * @param detail     in Chinese, may be {@code null}
     * @param durationMs time the step took, milliseconds; {@code null} when it was not work
     */
    public record Step(Instant at, Stage stage, Standing standing, String outcome, String detail, Long durationMs, String actor) {
    }

    void append(String submissionId, Instant at, Stage stage, Standing standing, String outcome, String detail,
            Duration duration, String actor) {
        jdbc.sql("""
                insert into history (submission_id, at, stage, standing, outcome, detail, duration_ms, actor)
                values (:id, :at, :stage, :standing, :outcome, :detail, :duration, :actor)
                """)
                .param("id", submissionId)
                .param("at", Rows.timestamp(at))
                .param("stage", stage.name())
                .param("standing", standing.name())
                .param("outcome", outcome)
                .param("detail", detail)
                .param("duration", duration == null ? null : duration.toMillis())
                .param("actor", actor)
                .update();
        events.publishEvent(new StageChange(submissionId, at, stage, standing, outcome, duration));
    }

    /** Whether its last step had this outcome and detail. */
    boolean endsWith(String submissionId, String outcome, String detail) {
        return jdbc.sql("""
                select count(*) from history
                where id = (select max(id) from history where submission_id = :id) and outcome = :outcome and detail = :detail
                """)
                .param("id", submissionId).param("outcome", outcome).param("detail", detail).query(Long.class).single() == 1;
    }

    /** All steps of a submission, oldest first. */
    public List<Step> of(String submissionId) {
        return jdbc.sql("select at, stage, standing, outcome, detail, duration_ms, actor from history"
                        + " where submission_id = :id order by id")
                .param("id", submissionId)
                .query((row, n) -> new Step(
                        Rows.instant(row.getTimestamp("at")),
                        Stage.valueOf(row.getString("stage")),
                        Standing.valueOf(row.getString("standing")),
                        row.getString("outcome"),
                        row.getString("detail"),
                        row.getObject("duration_ms", Long.class),
                        row.getString("actor")))
                .list();
    }
}
