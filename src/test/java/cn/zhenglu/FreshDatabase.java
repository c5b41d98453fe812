package cn.zhenglu;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.h2.jdbcx.JdbcDataSource;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Real databases that nobody else uses. One PostgreSQL serves a whole test process, and the migrations run once for each kind:
 * every further ledger is a copy.
 */
public final class FreshDatabase {

    /** Then a connection of a test that has ended is given back. */
    private static final Duration IDLE = Duration.ofSeconds(10);

    private static EmbeddedPostgres postgres;
    private static String postgresLedger;
    private static List<String> h2Ledger;

    private FreshDatabase() {
    }

    /** The PostgreSQL of this process. */
    public static synchronized EmbeddedPostgres postgres() {
        if (postgres == null) {
            try {
                postgres = EmbeddedPostgres.builder().setServerConfig("max_connections", "400").start();
            } catch (IOException e) {
                throw new UncheckedIOException("PostgreSQL does not start on this machine", e);
            }
        }
        return postgres;
    }

    /** An empty database in PostgreSQL. */
    public static DataSource emptyPostgres() {
        return copyOf("template1");
    }

    /** A ledger without a row in PostgreSQL. */
    public static synchronized DataSource postgresLedger() {
        if (postgresLedger == null) {
            String name = name();
            JdbcClient.create(postgres().getPostgresDatabase()).sql("create database " + name).update();
            Flyway.configure().dataSource(postgres().getDatabase("postgres", name)).load().migrate();
            postgresLedger = name;
        }
        return copyOf(postgresLedger);
    }

    /** An empty database in H2, in memory, as the demo's. */
    public static DataSource emptyH2() {
        JdbcDataSource h2 = new JdbcDataSource();
        h2.setURL("jdbc:h2:mem:" + name() + ";MODE=PostgreSQL;DATABASE_TO_LOWER=TRUE;DEFAULT_NULL_ORDERING=HIGH;DB_CLOSE_DELAY=-1");
        return h2;
    }

    /** A ledger without a row in H2. */
    public static synchronized DataSource h2Ledger() {
        DataSource h2 = emptyH2();
        JdbcClient jdbc = JdbcClient.create(h2);
        if (h2Ledger == null) {
            Flyway.configure().dataSource(h2).load().migrate();
            h2Ledger = jdbc.sql("script nosettings").query(String.class).list();
        } else {
            h2Ledger.forEach(statement -> jdbc.sql(statement).update());
        }
        return h2;
    }

    private static DataSource copyOf(String template) {
        String name = name();
        JdbcClient.create(postgres().getPostgresDatabase()).sql("create database " + name + " template " + template).update();
        HikariConfig pool = new HikariConfig(); // as the server has one: without it each statement waits for a connection to be made
        pool.setDataSource(postgres().getDatabase("postgres", name));
        pool.setMaximumPoolSize(40);
        pool.setMinimumIdle(0);
        pool.setIdleTimeout(IDLE.toMillis());
        return new HikariDataSource(pool);
    }

    private static String name() {
        return "test_" + UUID.randomUUID().toString().replace("-", "");
    }
}
