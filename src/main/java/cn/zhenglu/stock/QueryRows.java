package cn.zhenglu.stock;

import cn.zhenglu.intake.Intake;
import cn.zhenglu.licence.Arrival;
import java.io.Closeable;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import javax.sql.DataSource;
import org.springframework.dao.DataAccessResourceFailureException;
import org.springframework.jdbc.core.ColumnMapRowMapper;
import org.springframework.jdbc.support.JdbcUtils;

/** The rows of a query of the approval database, fetched from its cursor some hundred at a time. */
final class QueryRows implements Iterator<List<Arrival>>, Closeable {

    private static final int CHUNK = 200;

    private final Intake intake;
    private final ColumnMapRowMapper mapper = new ColumnMapRowMapper();
    private final List<String> columns = new ArrayList<>();
    private Connection connection;
    private ResultSet cursor;
    private boolean more;

    QueryRows(DataSource approvals, String sql, Intake intake) {
        this.intake = intake;
        try {
            connection = approvals.getConnection();
            connection.setAutoCommit(false); // else PostgreSQL hands out all rows at once
            Statement statement = connection.createStatement(ResultSet.TYPE_FORWARD_ONLY, ResultSet.CONCUR_READ_ONLY);
            statement.setFetchSize(CHUNK);
            cursor = statement.executeQuery(sql);
            for (int i = 1; i <= cursor.getMetaData().getColumnCount(); i++) {
                columns.add(JdbcUtils.lookupColumnName(cursor.getMetaData(), i));
            }
            more = cursor.next();
        } catch (SQLException e) {
            close();
            throw failed(e);
        }
    }

    List<String> columns() {
        return columns;
    }

    @Override
    public boolean hasNext() {
        return more;
    }

    @Override
    public List<Arrival> next() {
        if (!more) {
            throw new NoSuchElementException();
        }
        List<Map<String, Object>> rows = new ArrayList<>(CHUNK);
        try {
            while (more && rows.size() < CHUNK) {
                rows.add(mapper.mapRow(cursor, rows.size()));
                more = cursor.next();
            }
        } catch (SQLException e) {
            throw failed(e);
        }
        return intake.fromRows(rows);
    }

    @Override
    public void close() {
        if (connection != null) {
            try {
                connection.rollback();
                connection.setAutoCommit(true); // it goes back to the pool
            } catch (SQLException e) {
                more = false; // a broken connection; the pool finds out
            }
            JdbcUtils.closeConnection(connection);
            connection = null;
        }
    }

    private static DataAccessResourceFailureException failed(SQLException e) {
        return new DataAccessResourceFailureException("存量查询未能完成：" + e.getMessage(), e);
    }
}
