package cn.zhenglu.demo;

import cn.zhenglu.licence.Department;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.sql.Connection;
import java.sql.Date;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import javax.sql.DataSource;
import org.springframework.beans.factory.InitializingBean;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.context.annotation.Profile;
import org.springframework.stereotype.Component;

/**
 * Fills the sample approval database and puts the file of existing licences into the shared folder, once. A table
 * {@code approval} that somebody else has filled is left alone.
 */
@Component
@Profile(DemoEnvironment.PROFILE)
class DemoSamples implements InitializingBean {

    private static final String TABLE = """
            create table if not exists approval (
                id bigint primary key,
                operation varchar(2), department varchar(60), cert_num varchar(100), company_name varchar(400),
                credit_code varchar(60), company_address varchar(400), economic_type varchar(100), legal_person varchar(200),
                legal_person_id varchar(60), legal_person_id_type varchar(10), first_issue_date date, issue_date date,
                valid_from date, valid_to date, replaces varchar(100), state_note varchar(400),
                approved_at timestamp, updated_at timestamp)
            """;

    private final DataSource approvals;
    private final DemoApprovals samples;
    private final DemoSpecialWorkers specialWorkers;
    private final boolean withSpecialWorkers;
    private final Path inbox;
    private final Path marker;
    private final boolean wanted;
    private final Clock clock;

    DemoSamples(@Qualifier("approvalDatabase") DataSource approvals, List<Department> departments,
            @Value("${zhenglu.source.folder.inbox}") Path inbox, @Value("${zhenglu.data-dir}") Path dataDir,
            @Value("${zhenglu.demo.samples:true}") boolean wanted,
            @Value("${zhenglu.source.special-workers.enabled:false}") boolean withSpecialWorkers, Clock clock) {
        this.approvals = approvals;
        this.samples = new DemoApprovals(departments, LocalDate.now(clock));
        this.specialWorkers = new DemoSpecialWorkers(departments, LocalDate.now(clock));
        this.withSpecialWorkers = withSpecialWorkers;
        this.inbox = inbox;
        this.marker = dataDir.resolve("demo/existing-licences.loaded");
        this.wanted = wanted;
        this.clock = clock;
    }

    @Override
    public void afterPropertiesSet() throws SQLException, IOException {
        try (Connection connection = approvals.getConnection(); Statement statement = connection.createStatement()) {
            statement.execute(TABLE);
            connection.setAutoCommit(false);
            if (wanted && isEmpty(statement, "approval")) {
                fill(connection, "approval", samples.approvals(), ", approved_at, updated_at");
            }
            if (withSpecialWorkers) {
                statement.execute(DemoSpecialWorkers.TABLE);
                if (isEmpty(statement, "special_worker")) {
                    fill(connection, "special_worker", specialWorkers.approvals(), ", updated_at");
                }
            }
            connection.commit();
            index(connection);
        }
        if (wanted && Files.notExists(marker)) {
            dropFile();
            Files.createFile(marker);
        }
    }

    private static boolean isEmpty(Statement statement, String table) throws SQLException {
        try (var rows = statement.executeQuery("select count(*) from " + table)) {
            rows.next();
            return rows.getLong(1) == 0;
        }
    }

    /** @param times columns that hold the present time, each after a comma */
    private void fill(Connection connection, String table, List<Map<String, Object>> rows, String times) throws SQLException {
        List<String> columns = List.copyOf(rows.get(0).keySet());
        int stamps = times.split(",").length - 1;
        String sql = "insert into " + table + " (" + String.join(", ", columns) + times + ") values (?"
                + ", ?".repeat(columns.size() + stamps - 1) + ")";
        Timestamp now = Timestamp.from(clock.instant());
        try (PreparedStatement insert = connection.prepareStatement(sql)) {
            for (Map<String, Object> row : rows) {
                int at = 1;
                for (String column : columns) {
                    Object value = row.get(column);
                    insert.setObject(at++, value instanceof LocalDate date ? Date.valueOf(date) : value);
                }
                for (int stamp = 0; stamp < stamps; stamp++) {
                    insert.setTimestamp(at++, now);
                }
                insert.addBatch();
            }
            insert.executeBatch();
        }
    }

    private static void index(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute("create index if not exists approval_updated on approval (updated_at)");
        }
        connection.commit();
    }

    /** Under another name first, then renamed: the intake never sees half a file. */
    private void dropFile() throws IOException {
        Files.createDirectories(inbox);
        String csv = samples.existing().stream()
                .map(line -> line.stream().map(DemoSamples::quoted).collect(Collectors.joining(",")))
                .collect(Collectors.joining("\r\n", "\uFEFF", "\r\n"));
        Path writing = inbox.resolve("存量证照.csv.tmp");
        Files.writeString(writing, csv, StandardCharsets.UTF_8);
        Files.move(writing, inbox.resolve("存量证照.csv"), StandardCopyOption.ATOMIC_MOVE);
    }

    private static String quoted(String value) {
        return '"' + value.replace("\"", "\"\"") + '"';
    }
}
