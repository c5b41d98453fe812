package cn.zhenglu;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import cn.zhenglu.licence.NeedsPerson;
import org.flywaydb.core.Flyway;
import org.h2.jdbcx.JdbcDataSource;
import org.junit.jupiter.api.Test;
import org.springframework.core.env.StandardEnvironment;
import org.springframework.jdbc.core.simple.JdbcClient;

class LedgerPurposeTest {

    @Test
    void whatWasRehearsedIsNotTakenForReal() {
        JdbcDataSource database = new JdbcDataSource();
        database.setURL("jdbc:h2:mem:purpose;MODE=PostgreSQL;DATABASE_TO_LOWER=TRUE;DEFAULT_NULL_ORDERING=HIGH;DB_CLOSE_DELAY=-1");
        Flyway.configure().dataSource(database).load().migrate();
        JdbcClient ledger = JdbcClient.create(database);

        new LedgerPurpose(ledger, profile("rehearsal"));

        assertThatCode(() -> new LedgerPurpose(ledger, profile("rehearsal"))).as("started again").doesNotThrowAnyException();
        assertThatThrownBy(() -> new LedgerPurpose(ledger, profile("production"))).isInstanceOf(NeedsPerson.class)
                .hasMessageContaining("台账数据库已用于演练，不能再用于正式运行");
        assertThatThrownBy(() -> new LedgerPurpose(ledger, profile("demo"))).isInstanceOf(NeedsPerson.class);
    }

    private static StandardEnvironment profile(String name) {
        StandardEnvironment environment = new StandardEnvironment();
        environment.setActiveProfiles(name);
        return environment;
    }
}
