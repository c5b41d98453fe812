package cn.zhenglu;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.zaxxer.hikari.HikariDataSource;
import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.jdbc.core.simple.JdbcClient;

class SilentDatabaseTest {

    private static HikariDataSource pool(String url) {
        HikariDataSource pool = new HikariDataSource();
        pool.setJdbcUrl(url);
        pool.setUsername("postgres");
        return (HikariDataSource) new SilentDatabase().postProcessBeforeInitialization(pool, "dataSource");
    }

    @ParameterizedTest
    @CsvSource({"jdbc:postgresql://db/zhenglu, 300", "jdbc:mariadb://db/approval, 300000", "jdbc:mysql://db/approval, 300000", "jdbc:h2:mem:x,", "jdbc:dm://db,"})
    void eachDriverIsToldInItsOwnUnit(String url, String timeout) {
        try (HikariDataSource pool = pool(url)) {
            assertThat(pool.getDataSourceProperties().getProperty("socketTimeout")).isEqualTo(timeout);
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
