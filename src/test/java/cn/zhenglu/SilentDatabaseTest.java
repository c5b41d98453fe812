package cn.zhenglu;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.zaxxer.hikari.HikariDataSource;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;
import org.flywaydb.core.api.configuration.FluentConfiguration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.simple.JdbcClient;

class SilentDatabaseTest {

    private static HikariDataSource pool(String url) {
        return pool("dataSource", url);
    }

    private static HikariDataSource pool(String name, String url) {
        HikariDataSource pool = new HikariDataSource();
        pool.setJdbcUrl(url);
        pool.setUsername("postgres");
        return (HikariDataSource) new SilentDatabase().postProcessBeforeInitialization(pool, name);
    }

    @ParameterizedTest
    @CsvSource({"dataSource, jdbc:postgresql://db/zhenglu, 60", "approvalDatabase, jdbc:postgresql://db/approval, 300",
        "approvalDatabase, jdbc:mariadb://db/approval, 300000", "approvalDatabase, jdbc:mysql://db/approval, 300000", "dataSource, jdbc:h2:mem:x,",
        "approvalDatabase, jdbc:dm://db,"})
    void eachDriverIsToldInItsOwnUnit(String name, String url, String timeout) {
        try (HikariDataSource pool = pool(name, url)) {
            assertThat(pool.getDataSourceProperties().getProperty("socketTimeout")).isEqualTo(timeout);
        }
    }

    @Test
    void aMigrationMayTakeLongerThanAnyOtherStatement(@TempDir Path folder) throws IOException {
        Files.writeString(folder.resolve("V1__slow.sql"), "select pg_sleep(2);");
        int port = FreshDatabase.postgres().getPort();
        try (HikariDataSource pool = pool("jdbc:postgresql://127.0.0.1:" + port + "/postgres?socketTimeout=1")) {
            FluentConfiguration flyway = Flyway.configure().dataSource(pool).locations("filesystem:" + folder).table("slow").baselineOnMigrate(true)
                    .baselineVersion("0");

            assertThatThrownBy(flyway.load()::migrate).isInstanceOf(FlywayException.class);
            assertThat(flyway.callbacks(new MigrationPatience()).load().migrate().migrationsExecuted).isEqualTo(1);
            assertThatThrownBy(() -> JdbcClient.create(pool).sql("select pg_sleep(2)").query().listOfRows()).isInstanceOf(DataAccessException.class);
        }
    }

    @Test
    void aStatementBehindACutWireEndsAndTheNextOneAfterItIsMendedSucceeds() throws IOException, SQLException {
        try (Wire wire = new Wire(FreshDatabase.postgres().getPort());
                HikariDataSource pool = pool("jdbc:postgresql://127.0.0.1:" + wire.port() + "/postgres?socketTimeout=1")) {
            try (Connection connection = pool.getConnection(); Statement statement = connection.createStatement()) {
                wire.cut();
                assertThatThrownBy(() -> statement.execute("select 1")).isInstanceOf(SQLException.class);
            }
            wire.mend();
            assertThat(JdbcClient.create(pool).sql("select 1").query(Integer.class).single()).isEqualTo(1);
        }
    }
}
