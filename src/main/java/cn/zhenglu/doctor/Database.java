package cn.zhenglu.doctor;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;

/** Opens a database for a look. */
final class Database {

    private static final int H2_IN_USE = 90020;
    private static final int H2_ABSENT = 90146;
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private Database() {
    }

    /** Read-only. An embedded database is not made when it is absent, and nothing is written beside it. */
    static Connection open(String url, String user, String password) throws SQLException {
        DriverManager.setLoginTimeout((int) PATIENCE.toSeconds());
        boolean embedded = url.startsWith("jdbc:h2:file:");
        Connection connection = DriverManager.getConnection(
                embedded ? url + ";IFEXISTS=TRUE;ACCESS_MODE_DATA=r;TRACE_LEVEL_FILE=0" : url, user, password);
        connection.setReadOnly(true);
        return connection;
    }

    /** Whether the embedded database is open in another process, which is where its state shows. */
    static boolean inUse(SQLException e) {
        return e.getErrorCode() == H2_IN_USE;
    }

    /** Whether the embedded database has never been made. */
    static boolean absent(SQLException e) {
        return e.getErrorCode() == H2_ABSENT;
    }

    /** Product and version. */
    static String product(Connection connection) throws SQLException {
        return connection.getMetaData().getDatabaseProductName() + " "
                + connection.getMetaData().getDatabaseProductVersion().replaceFirst(" .*", "");
    }
}
