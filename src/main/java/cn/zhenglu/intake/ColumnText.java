package cn.zhenglu.intake;

import java.math.BigDecimal;
import java.sql.Clob;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.util.Date;

/** What a database driver hands out for a column, as text. */
final class ColumnText {

    /** More than any column of a licence needs; the rest of a longer text is cut off. */
    private static final int LONGEST = 100_000;

    private ColumnText() {
    }

    /**
     * The text of a value; {@code null} stays {@code null}. Days and times come out as the database shows them, in the time
     * zone of this server where they have none of their own.
     *
     * @throws IllegalStateException if a large object can no longer be read
     */
    static String of(Object value) {
        String text = text(value);
        // PostgreSQL keeps no NUL: one row that has it must not stop the others
        return text == null ? null : text.replace('\0', '\uFFFD');
    }

    private static String text(Object value) {
        if (value == null) {
            return null;
        }
        if (value instanceof Clob clob) {
            return text(clob);
        }
        if (value instanceof BigDecimal number) {
            return number.stripTrailingZeros().toPlainString();
        }
        if (value instanceof byte[] bytes) {
            return "（二进制内容，" + bytes.length + " 字节）";
        }
        if (value.getClass() == Date.class) {
            return new Timestamp(((Date) value).getTime()).toString();
        }
        return value.toString();
    }

    private static String text(Clob clob) {
        try {
            return clob.getSubString(1, (int) Math.min(clob.length(), LONGEST));
        } catch (SQLException e) {
            throw new IllegalStateException("a large text of the source can no longer be read; select it as varchar", e);
        }
    }
}
