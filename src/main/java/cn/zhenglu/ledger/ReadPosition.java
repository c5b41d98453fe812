package cn.zhenglu.ledger;

import java.math.BigDecimal;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.Date;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.springframework.boot.convert.DurationStyle;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/**
 * How far the approval database has been read, by (time of change, key); bean {@code readPosition} of the intake route. A
 * transaction may commit rows long after it gave them their time, behind the position: looking back finds those.
 */
@Component
public class ReadPosition {

    private static final String SOURCE = "approval-database";
    /** Fixed width, so that later times are greater texts. */
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSSSSSSSS");
    private static final LocalDateTime BEGINNING = LocalDateTime.of(1970, 1, 1, 0, 0);

    private final JdbcClient jdbc;

    ReadPosition(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /**
     * Behind which row reading goes on.
     *
     * @param time  of change of the last row read, in the time zone of this server
     * @param key   of that row: a number or a text; {@code null} before the first row
     * @param until where reading ends, {@code null} for never
     * @param more  whether another page is to be expected
     */
    public record Position(LocalDateTime time, Object key, LocalDateTime until, boolean more) {

        /** The named parameters {@code time} and {@code id} of the query. */
        public Map<String, Object> parameters() {
            Map<String, Object> parameters = new HashMap<>();
            parameters.put("time", Timestamp.valueOf(time));
            parameters.put("id", key);
            return parameters;
        }

        private boolean isBehind(LocalDateTime otherTime, Object otherKey) {
            return time.isBefore(otherTime) || time.isEqual(otherTime) && !otherKey.equals(key);
        }
    }

    private record Stored(LocalDateTime time, Object key, Instant lookedBackAt) {
    }

    /**
     * Where the last poll stopped.
     *
     * @param start day (yyyy-MM-dd) from which on rows are wanted at all; blank for the very first row
     */
    public Position current(String start) {
        return stored().filter(known -> known.time() != null).map(known -> new Position(known.time(), known.key(), null, true))
                .orElseGet(() -> new Position(start(start), null, null, true));
    }

    /**
     * Where to begin looking for rows that were committed late; ends where the last poll stopped.
     *
     * @param window how late a commit may become visible, e.g. {@code 10m}
     * @param start  as for {@link #current}
     */
    public Position lookBack(String window, String start) {
        Optional<Stored> known = stored().filter(stored -> stored.time() != null);
        if (known.isEmpty()) {
            return new Position(start(start), null, null, false);
        }
        LocalDateTime read = known.get().time();
        LocalDateTime lookedBack = known.get().lookedBackAt() == null ? read
                : LocalDateTime.ofInstant(known.get().lookedBackAt(), ZoneId.systemDefault());
        // the earlier of the two: a row with a time in the future must not hide what comes after it
        LocalDateTime since = (lookedBack.isBefore(read) ? lookedBack : read).minus(DurationStyle.detectAndParse(window));
        LocalDateTime first = start(start);
        // the key is compared with that of rows of exactly this time only
        return new Position((since.isBefore(first) ? first : since).minus(1, ChronoUnit.MILLIS), null, read, true);
    }

    /**
     * The position behind a page of rows.
     *
     * @param rows       in ascending order of time and key
     * @param timeColumn name of the column with the time of change
     * @param keyColumn  name of the column with the key
     * @param pageSize   rows of a full page
     * @throws IllegalStateException in Chinese, when the rows lack a column, or the query does not go forward
     */
    public Position after(Position before, List<Map<String, Object>> rows, String timeColumn, String keyColumn, int pageSize) {
        if (rows.isEmpty()) {
            return new Position(before.time(), before.key(), before.until(), false);
        }
        Map<String, Object> last = rows.get(rows.size() - 1);
        LocalDateTime time = time(column(last, timeColumn), timeColumn);
        Object key = key(column(last, keyColumn));
        if (!before.isBehind(time, key)) {
            throw new IllegalStateException("审批库的查询没有从上次读到的位置向后读，请检查路由中查询语句的条件和排序（"
                    + timeColumn + "、" + keyColumn + "）");
        }
        boolean within = before.until() == null || !time.isAfter(before.until());
        return new Position(time, key, before.until(), rows.size() >= pageSize && within);
    }

    /** Moves on to a position, never back. Called after its rows are safe in the ledger: a kill in between reads them again. */
    @Transactional
    public void advance(Position position) {
        if (position.key() == null) {
            return;
        }
        if (stored().filter(known -> position.time().equals(known.time()) && position.key().equals(known.key())).isPresent()) {
            return; // mostly: nothing new has come
        }
        String time = TIME.format(position.time());
        boolean numeric = position.key() instanceof Number;
        int known = jdbc.sql("""
                update source_position set read_time = :time, read_key = :key, numeric_key = :numeric
                where source = :source and (read_time is null or read_time <= :time)
                """)
                .param("time", time).param("key", position.key().toString()).param("numeric", numeric).param("source", SOURCE)
                .update();
        if (known == 0) {
            jdbc.sql("""
                    insert into source_position (source, read_time, read_key, numeric_key) values (:source, :time, :key, :numeric)
                    on conflict do nothing
                    """)
                    .param("source", SOURCE).param("time", time).param("key", position.key().toString()).param("numeric", numeric)
                    .update();
        }
    }

    /** All rows that were committed late before this moment have been read. */
    @Transactional
    public void lookedBack(Date begin) {
        jdbc.sql("update source_position set looked_back_at = :at where source = :source")
                .param("at", Timestamp.from(begin.toInstant())).param("source", SOURCE).update();
    }

    private Optional<Stored> stored() {
        return jdbc.sql("select read_time, read_key, numeric_key, looked_back_at from source_position where source = :source")
                .param("source", SOURCE).query(ReadPosition::read).optional();
    }

    private static Stored read(ResultSet row, int n) throws SQLException {
        String time = row.getString("read_time");
        String key = row.getString("read_key");
        Timestamp lookedBack = row.getTimestamp("looked_back_at");
        return new Stored(time == null ? null : LocalDateTime.parse(time, TIME),
                key == null ? null : row.getBoolean("numeric_key") ? key(new BigDecimal(key)) : key,
                lookedBack == null ? null : lookedBack.toInstant());
    }

    private static LocalDateTime start(String start) {
        return start == null || start.isBlank() ? BEGINNING : LocalDate.parse(start.strip()).atStartOfDay().minus(1, ChronoUnit.MILLIS);
    }

    private static Object column(Map<String, Object> row, String name) {
        return row.entrySet().stream().filter(column -> column.getKey().equalsIgnoreCase(name) && column.getValue() != null)
                .map(Map.Entry::getValue).findFirst()
                .orElseThrow(() -> new IllegalStateException("审批库的查询结果缺少列 " + name + " 或其值为空，无法记录读取位置，请检查路由中的查询语句"));
    }

    /** Numbers as the narrowest type that drivers take for them. */
    private static Object key(Object value) {
        if (value instanceof Number number) {
            BigDecimal decimal = new BigDecimal(number.toString());
            try {
                return decimal.longValueExact();
            } catch (ArithmeticException tooLarge) {
                return decimal;
            }
        }
        return value.toString();
    }

    private static LocalDateTime time(Object value, String column) {
        if (value instanceof Timestamp timestamp) {
            return timestamp.toLocalDateTime();
        }
        if (value instanceof LocalDateTime local) {
            return local;
        }
        if (value instanceof OffsetDateTime offset) {
            return offset.atZoneSameInstant(ZoneId.systemDefault()).toLocalDateTime();
        }
        if (value instanceof ZonedDateTime zoned) {
            return zoned.withZoneSameInstant(ZoneId.systemDefault()).toLocalDateTime();
        }
        if (value instanceof Date date) {
            return new Timestamp(date.getTime()).toLocalDateTime();
        }
        throw new IllegalStateException("审批库的列 " + column + " 不是日期时间类型，无法记录读取位置，请在查询语句中转换为日期时间");
    }
}
