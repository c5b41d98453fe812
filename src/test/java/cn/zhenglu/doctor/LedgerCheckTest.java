package cn.zhenglu.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.stream.Stream;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LedgerCheckTest {

    private static final String MODE = ";MODE=PostgreSQL;DATABASE_TO_LOWER=TRUE;DEFAULT_NULL_ORDERING=HIGH";

    @TempDir
    private Path folder;

    @Test
    void aLedgerThatIsNotThereIsNotMade() throws Exception {
        assertThat(look(url())).singleElement().satisfies(finding -> {
            assertThat(finding.level()).isEqualTo(Finding.Level.OK);
            assertThat(finding.text()).contains("尚未建立");
        });
        try (Stream<Path> files = Files.list(folder)) {
            assertThat(files).isEmpty();
        }
    }

    @Test
    void aLedgerOfThisProgramIsWellAndStaysAsItWas() throws Exception {
        migrate();
        byte[] before = Files.readAllBytes(folder.resolve("ledger.mv.db"));
        assertThat(look(url())).singleElement().satisfies(finding -> {
            assertThat(finding.level()).isEqualTo(Finding.Level.OK);
            assertThat(finding.text()).contains("台账结构版本");
        });
        assertThat(Files.readAllBytes(folder.resolve("ledger.mv.db"))).isEqualTo(before);
        try (Stream<Path> files = Files.list(folder)) {
            assertThat(files).hasSize(1);
        }
    }

    @Test
    void aLedgerOfAnotherProgramIsAnError() throws Exception {
        migrate();
        execute("update \"flyway_schema_history\" set \"checksum\" = 1 where \"version\" = '1'");
        assertThat(look(url())).singleElement().satisfies(finding -> {
            assertThat(finding.isError()).isTrue();
            assertThat(finding.text()).contains("结构版本 1");
        });
    }

    @Test
    void anEmptyDatabaseIsFilledByTheFirstStartAndNotByTheDoctor() throws Exception {
        execute("create schema other");
        assertThat(look(url())).singleElement().asString().contains("尚无台账表");
    }

    @Test
    void aDatabaseThatDoesNotAnswerIsAnErrorWithoutItsPassword() {
        assertThat(look("jdbc:postgresql://127.0.0.1:1/zhenglu?password=secret")).singleElement().satisfies(finding -> {
            assertThat(finding.isError()).isTrue();
            assertThat(finding.text()).contains("127.0.0.1:1/zhenglu").doesNotContain("secret");
        });
    }

    private List<Finding> look(String url) {
        return new LedgerCheck(Settings.read(List.of("--spring.datasource.url=" + url, "--spring.datasource.username=zhenglu",
                "--spring.datasource.password="))).look();
    }

    private void migrate() {
        Flyway.configure().dataSource(url(), "zhenglu", "").locations("classpath:db/migration").load().migrate();
    }

    private void execute(String sql) throws SQLException {
        try (Connection connection = DriverManager.getConnection(url(), "zhenglu", "");
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private String url() {
        return "jdbc:h2:file:" + folder.resolve("ledger") + MODE;
    }
}
