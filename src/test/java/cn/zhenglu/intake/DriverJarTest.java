package cn.zhenglu.intake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.Driver;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.jdbc.datasource.SimpleDriverDataSource;

import cn.zhenglu.licence.NeedsPerson;

/** A real driver as an installation would add it: PostgreSQL's, from another place. */
class DriverJarTest {

    @TempDir
    private Path config;

    @ParameterizedTest
    @ValueSource(strings = {"", "org.postgresql.Driver"})
    void aDriverIsTakenFromItsJarAndNotFromTheProgram(String className) throws Exception {
        Driver driver = DriverJar.load(driverJar(), className);
        assertThat(driver.getClass().getName()).isEqualTo("org.postgresql.Driver");
        assertThat(driver.getClass()).isNotEqualTo(org.postgresql.Driver.class);
        String url = ApprovalDatabaseUnderTest.freshPostgres();
        try (Connection connection = new SimpleDriverDataSource(driver, url, "postgres", "").getConnection();
                var rows = connection.createStatement().executeQuery("select 1")) {
            assertThat(rows.next()).isTrue();
        }
    }

    @Test
    void aMissingJarAndAMissingClassAreTold() throws Exception {
        assertThatThrownBy(() -> DriverJar.load(config.resolve("none.jar"), "")).isInstanceOf(NeedsPerson.class)
                .hasMessageContaining("none.jar").hasMessageContaining("不存在");
        Path jar = driverJar();
        assertThatThrownBy(() -> DriverJar.load(jar, "dm.jdbc.driver.DmDriver")).isInstanceOf(NeedsPerson.class)
                .hasMessageContaining("dm.jdbc.driver.DmDriver");
        assertThatThrownBy(() -> DriverJar.load(jar, "org.postgresql.PGProperty")).isInstanceOf(NeedsPerson.class);
        Path text = Files.writeString(config.resolve("text.jar"), "no jar");
        assertThatThrownBy(() -> DriverJar.load(text, "")).isInstanceOf(NeedsPerson.class).hasMessageContaining("没有声明驱动类");
    }

    private Path driverJar() throws Exception {
        Path jar = config.resolve("driver.jar");
        if (Files.notExists(jar)) {
            Files.copy(Path.of(org.postgresql.Driver.class.getProtectionDomain().getCodeSource().getLocation().toURI()), jar);
        }
        return jar;
    }
}
