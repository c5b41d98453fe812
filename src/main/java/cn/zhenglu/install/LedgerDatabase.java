package cn.zhenglu.install;

import cn.zhenglu.doctor.Settings;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import org.postgresql.Driver;

/** The PostgreSQL ledger as its own tools, {@code pg_dump} and {@code pg_restore}, know it. */
record LedgerDatabase(String url, String user, String password) {

    /** What the address says of TLS holds for the tools, too: their own default believes anybody. */
    private static final Map<String, String> TOLD = Map.of("sslmode", "PGSSLMODE", "sslrootcert", "PGSSLROOTCERT");

    /** @throws Unusable when the ledger is not in PostgreSQL */
    static LedgerDatabase of(Settings settings) {
        String url = settings.text("spring.datasource.url");
        if (Driver.parseURL(url, new Properties()) == null) {
            throw new Unusable("备份和恢复只适用于 PostgreSQL 台账，当前 spring.datasource.url 为「" + url + "」");
        }
        return new LedgerDatabase(url, settings.text("spring.datasource.username"), settings.text("spring.datasource.password"));
    }

    /** One consistent picture of the moment it begins, while the server goes on working. */
    void dump(Path file) throws IOException, InterruptedException {
        run("pg_dump", "--format=custom", "--no-owner", "--no-privileges", "--file=" + file, "--dbname=" + address().getProperty("PGDBNAME"));
    }

    /** All of it or nothing. */
    void restore(Path file) throws IOException, InterruptedException {
        run("pg_restore", "--no-owner", "--no-privileges", "--exit-on-error", "--single-transaction",
                "--dbname=" + address().getProperty("PGDBNAME"), file.toString());
    }

    /** Whether there are tables of a ledger in it. */
    boolean holdsLedger() throws SQLException {
        try (Connection connection = open();
                ResultSet tables = connection.getMetaData().getTables(null, null, "submission", null)) {
            return tables.next();
        }
    }

    /** The SM3 digests of all sealed files that it knows. */
    Set<String> documents() throws SQLException {
        Set<String> digests = new LinkedHashSet<>();
        try (Connection connection = open(); Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("select document_digest from submission where document_digest is not null"
                        + " and stage in ('COLLECTED', 'UPDATED')")) {
            while (rows.next()) {
                digests.add(rows.getString(1));
            }
        }
        return digests;
    }

    private Connection open() throws SQLException {
        return DriverManager.getConnection(url, user, password);
    }

    private Properties address() {
        return Driver.parseURL(url, new Properties());
    }

    /** The password goes by the environment: a command line can be read by every user of the machine. */
    private void run(String tool, String... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(tool, "--no-password", "--host=" + address().getProperty("PGHOST"),
                "--port=" + address().getProperty("PGPORT"), "--username=" + user));
        command.addAll(List.of(arguments));
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().put("PGPASSWORD", password);
        TOLD.forEach((parameter, variable) -> {
            if (address().getProperty(parameter) != null) {
                builder.environment().put(variable, address().getProperty(parameter));
            }
        });
        if (address().getProperty("PGHOST").contains(",")) {
            builder.environment().put("PGTARGETSESSIONATTRS", "read-write"); // the one that is not a standby
        }
        Process process;
        try {
            process = builder.start();
        } catch (IOException e) {
            throw new Unusable("找不到 " + tool + "：请安装 PostgreSQL 客户端工具（不低于服务器的版本），并确认它在 PATH 中");
        }
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
        if (process.waitFor() != 0) {
            throw new Unusable(tool + " 没有成功：" + output.replaceAll("\\s*\\R\\s*", "；"));
        }
    }

    /** Without the password. */
    @Override
    public String toString() {
        return "LedgerDatabase[" + url + ']';
    }
}
