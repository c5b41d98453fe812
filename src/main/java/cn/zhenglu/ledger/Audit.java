package cn.zhenglu.ledger;

import java.sql.Timestamp;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Writes down who did what; the database refuses to change or remove it. {@link AuditTrail} reads it. */
@Component
public class Audit {

    private final JdbcClient jdbc;
    private final Clock clock;

    Audit(JdbcClient jdbc, Clock clock) {
        this.jdbc = jdbc;
        this.clock = clock;
    }

    /**
     * One act of a person.
     *
     * @param actor  user name
     * @param action stable key, e.g. {@code dead-letter.retry}
     * @param target what it was done to
     * @param detail in Chinese, without personal data
     */
    public void append(String actor, String action, String target, String detail) {
        append(actor, action, target, detail, null, null);
    }

    /**
     * An act that changed something.
     *
     * @param before what was there, without personal data, or {@code null}
     * @param after  what is there now, without personal data, or {@code null}
     */
    public void append(String actor, String action, String target, String detail, String before, String after) {
        jdbc.sql("""
                insert into audit (at, actor, action, target, detail, before_act, after_act)
                values (:at, :actor, :action, :target, :detail, :before, :after)
                """)
                .param("at", Timestamp.from(clock.instant().truncatedTo(ChronoUnit.MILLIS)))
                .param("actor", actor).param("action", action).param("target", target).param("detail", detail)
                .param("before", before).param("after", after)
                .update();
    }
}
