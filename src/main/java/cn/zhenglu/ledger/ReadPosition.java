package cn.zhenglu.ledger;

import java.sql.Timestamp;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.Map;
import org.springframework.boot.convert.DurationStyle;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** How far the approval database has been read; bean {@code readPosition} of the intake route. */
@Component
public class ReadPosition {

    private static final String SOURCE = "approval-database";

    private final JdbcClient jdbc;
    private final Clock clock;

    ReadPosition(JdbcClient jdbc, Clock clock) {
        this.jdbc = jdbc;
        this.clock = clock;
    }

    /** The greatest {@code id} taken so far, 0 at first. */
    public long lastId() {
        return jdbc.sql("select last_id from read_position where source = :source").param("source", SOURCE)
                .query(Long.class).optional().orElse(0L);
    }

    /**
     * Moves on to the last row taken. Called after the rows are safe in the ledger: a kill in between reads them again.
     *
     * @param rows in ascending order of their column {@code id}
     */
    @Transactional
    public void advance(List<Map<String, Object>> rows) {
        if (!rows.isEmpty()) {
            store(Math.max(lastId(), id(rows.get(rows.size() - 1))), readAt());
        }
    }

    private static long id(Map<String, Object> row) {
        return row.entrySet().stream()
                .filter(column -> column.getKey().equalsIgnoreCase("id") && column.getValue() instanceof Number)
                .map(column -> ((Number) column.getValue()).longValue())
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("审批库查询结果缺少数字列 id，无法记录读取位置，请检查 intake-database 路由中的查询"));
    }

    /**
     * From when on changed rows are to be read again.
     *
     * @param lookBack how late a commit may become visible, e.g. {@code 10m}
     */
    public Timestamp since(String lookBack) {
        Duration window = DurationStyle.detectAndParse(lookBack);
        return Timestamp.from(readAt().minus(window));
    }

    /** All rows changed before this moment have been read. */
    @Transactional
    public void lookedBack(Date begin) {
        store(lastId(), begin.toInstant());
    }

    private Instant readAt() {
        return jdbc.sql("select read_at from read_position where source = :source").param("source", SOURCE)
                .query((row, n) -> row.getTimestamp(1).toInstant()).optional().orElseGet(clock::instant);
    }

    private void store(long lastId, Instant readAt) {
        int known = jdbc.sql("update read_position set last_id = :id, read_at = :at where source = :source")
                .param("id", lastId).param("at", Timestamp.from(readAt)).param("source", SOURCE).update();
        if (known == 0) {
            jdbc.sql("insert into read_position (source, last_id, read_at) values (:source, :id, :at) on conflict do nothing")
                    .param("id", lastId).param("at", Timestamp.from(readAt)).param("source", SOURCE).update();
        }
    }
}
