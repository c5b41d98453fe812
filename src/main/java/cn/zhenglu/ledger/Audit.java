package cn.zhenglu.ledger;

import java.sql.Timestamp;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Who did what; append-only. */
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
        jdbc.sql("insert into audit (at, actor, action, target, detail) values (:at, :actor, :action, :target, :detail)")
                .param("at", Timestamp.from(clock.instant().truncatedTo(ChronoUnit.MILLIS)))
                .param("actor", actor).param("action", action).param("target", target).param("detail", detail)
                .update();
    }
}
