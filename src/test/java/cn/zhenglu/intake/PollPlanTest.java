package cn.zhenglu.intake;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.junit.jupiter.api.Test;

/** The poll of the shipped route costs the same however many old rows there are: the database walks the index from the position. */
class PollPlanTest {

    private static final int OLD_ROWS = 100_000;
    private static final String POSITION = "'2024-01-01 00:00:00'";

    @Test
    void postgresqlWalksTheIndex() throws Exception {
        ApprovalDatabaseUnderTest approvals = new ApprovalDatabaseUnderTest(ApprovalDatabaseUnderTest.Kind.POSTGRESQL);
        try (Connection connection = approvals.connect(); Statement statement = connection.createStatement()) {
            statement.execute("insert into approval (id, updated_at) select n, timestamp '2023-01-01' + n * interval '5 minutes'"
                    + " from generate_series(1, " + OLD_ROWS + ") n");
            statement.execute("analyze approval");
            String plan = plan(statement, "explain " + poll());
            assertThat(plan).contains("Index Scan using approval_read").doesNotContain("Seq Scan", "Sort");
        }
    }

    @Test
    void mariadbWalksTheIndex() throws Exception {
        ApprovalDatabaseUnderTest approvals = new ApprovalDatabaseUnderTest(ApprovalDatabaseUnderTest.Kind.MARIADB);
        try (Connection connection = approvals.connect(); Statement statement = connection.createStatement()) {
            statement.execute("insert into approval (id, updated_at) select seq, date_add('2023-01-01', interval seq * 5 minute)"
                    + " from seq_1_to_" + OLD_ROWS);
            statement.execute("analyze table approval");
            String plan = plan(statement, "explain " + poll());
            assertThat(plan).contains("range", "approval_read").doesNotContain("filesort", "ALL");
        }
    }

    /** As the route has it, at a position near the end of the rows. */
    private static String poll() throws IOException {
        Matcher query = Pattern.compile("select \\* from approval\\s.*?limit", Pattern.DOTALL)
                .matcher(Files.readString(Path.of("routes/intake-database.camel.yaml")));
        assertThat(query.find()).isTrue();
        return query.group().replace(":?time", "timestamp " + POSITION).replace(":?id", "0").replaceAll("\\s+", " ") + " 500";
    }

    private static String plan(Statement statement, String explain) throws SQLException {
        StringBuilder plan = new StringBuilder();
        try (ResultSet rows = statement.executeQuery(explain)) {
            while (rows.next()) {
                for (int i = 1; i <= rows.getMetaData().getColumnCount(); i++) {
                    plan.append(rows.getString(i)).append(' ');
                }
                plan.append('\n');
            }
        }
        return plan.toString();
    }
}
