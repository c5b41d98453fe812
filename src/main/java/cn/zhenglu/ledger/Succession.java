package cn.zhenglu.ledger;

import cn.zhenglu.licence.Stage;
import cn.zhenglu.licence.Standing;
import java.time.Instant;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;

/** A mended row of the source takes the place of the submission that it mends; the original stays, linked. */
final class Succession {

    private final JdbcClient jdbc;
    private final History history;

    Succession(JdbcClient jdbc, History history) {
        this.jdbc = jdbc;
        this.history = history;
    }

    /**
     * What its source has brought under the same key while it was under way, and has not begun yet. What has a code is not mended, see
     * {@link Amendments}.
     */
    Optional<String> waitingFor(String stopped) {
        return jdbc.sql("""
                select mended.id from submission s join submission mended on mended.source = s.source and mended.source_key = s.source_key
                where s.id = :id and s.stage in ('RECEIVED', 'CHECKED')
                  and mended.stage = 'RECEIVED' and mended.standing in ('ACTIVE', 'WAITING')
                  and coalesce(mended.place, mended.seq) > coalesce(s.place, s.seq)
                order by mended.seq desc limit 1
                """).param("id", stopped).query(String.class).optional();
    }

    /** @param old waits for a person, who has nothing to do about it any more */
    void replace(String old, String by, Instant now) {
        String reason = "来源数据已更正，由业务 " + by + " 接替";
        jdbc.sql("update submission set place = (select min(coalesce(place, seq)) from submission where id in (:old, :by)) where id = :by")
                .param("old", old).param("by", by).update();
        Stage stage = Stage.valueOf(jdbc.sql("select stage from submission where id = :id").param("id", old).query(String.class).single());
        withdraw(old, stage, by, reason, now);
    }

    /**
     * Nothing is to be done about it any more, by nobody.
     *
     * @param by     what takes its place, or {@code null}
     * @param reason in Chinese
     */
    void withdraw(String old, Stage stage, String by, String reason, Instant now) {
        jdbc.sql("update submission set standing = 'WITHDRAWN', superseded_by = :by, changed_at = :now where id = :id")
                .param("by", by).param("now", Rows.timestamp(now)).param("id", old).update();
        jdbc.sql("""
                update dead_letter set standing = 'ARCHIVED', closed_at = :now, closed_by = :actor, close_reason = :reason
                where submission_id = :id and standing = 'OPEN'
                """)
                .param("now", Rows.timestamp(now)).param("actor", History.SYSTEM).param("reason", reason).param("id", old).update();
        history.append(old, now, stage, Standing.WITHDRAWN, "superseded", reason, null, History.SYSTEM);
    }
}
