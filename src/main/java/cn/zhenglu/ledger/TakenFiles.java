package cn.zhenglu.ledger;

import java.time.Clock;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** The files of the shared folder that were taken whole, by content; bean {@code takenFiles} of the intake route. */
@Component
public class TakenFiles {

    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm").withZone(ZoneId.of("Asia/Shanghai"));

    private final JdbcClient jdbc;
    private final Clock clock;

    TakenFiles(JdbcClient jdbc, Clock clock) {
        this.jdbc = jdbc;
        this.clock = clock;
    }

    /**
     * The earlier file of the same content, for people: 2026-03-01 10:00 接收的「清单.csv」.
     *
     * @param digest SHA-256, 64 hex digits
     * @return {@code null} when there is none
     */
    public String earlier(String digest) {
        return jdbc.sql("select name, taken_at from taken_file where digest = :digest").param("digest", digest)
                .query((row, n) -> TIME.format(row.getTimestamp("taken_at").toInstant()) + " 接收的「" + row.getString("name") + "」")
                .optional().orElse(null);
    }

    /** All rows of a file are in the ledger, none has a fault. */
    @Transactional
    public void record(String digest, String name, int rows) {
        jdbc.sql("insert into taken_file (digest, name, row_count, taken_at) values (:digest, :name, :rows, :now) on conflict do nothing")
                .param("digest", digest).param("name", name.length() <= 400 ? name : name.substring(0, 400))
                .param("rows", rows).param("now", Rows.timestamp(clock.instant())).update();
    }
}
