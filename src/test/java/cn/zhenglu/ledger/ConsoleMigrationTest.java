package cn.zhenglu.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import cn.zhenglu.FreshDatabase;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.springframework.jdbc.core.simple.JdbcClient;

/** A ledger that was begun before the console knew causes. */
class ConsoleMigrationTest {

    private static final String ID = "0123456789abcdef0123456789abcdef";

    @ParameterizedTest
    @EnumSource
    void deadLettersOfAnOlderLedgerGetTheirCauseAndWhatIsSearched(LedgerUnderTest.Database database) {
        DataSource source = database == LedgerUnderTest.Database.H2 ? FreshDatabase.emptyH2() : FreshDatabase.emptyPostgres();
        Flyway.configure().dataSource(source).target("1").load().migrate();
        JdbcClient jdbc = JdbcClient.create(source);
        jdbc.sql("""
                insert into submission (id, source, source_key, content_digest, origin, source_row, record, problems, department, cert_num,
                    company_name, credit_code, stage, standing, preview_token, due_at, received_at, changed_at)
                values (:id, 's', '1', :id, 'o', '{}', '{}', '[]', 'fuzhou', 'A', '公司', 'C', 'RECEIVED', 'DEAD', 't',
                    current_timestamp, current_timestamp, current_timestamp)
                """).param("id", ID).update();
        for (String submission : new String[] {ID, null}) {
            jdbc.sql("""
                    insert into dead_letter (submission_id, stage, code, reason, problems, raised_at, standing)
                    values (:id, :stage, 'some.code', :reason, '[]', current_timestamp, 'OPEN')
                    """).param("id", submission).param("stage", submission == null ? null : "RECEIVED")
                    .param("reason", "很长的原因".repeat(100)).update();
        }

        Flyway.configure().dataSource(source).load().migrate();

        assertThat(jdbc.sql("""
                select d.cert_num, d.company_name, d.credit_code, g.stage, g.department, char_length(g.pattern) as length
                from dead_letter d join dead_letter_group g on g.id = d.group_id order by d.id
                """).query((row, n) -> row.getString(1) + ' ' + row.getString(2) + ' ' + row.getString(3) + '|' + row.getString(4) + '|'
                        + row.getString(5) + '|' + row.getInt(6)).list())
                .containsExactly("A 公司 C|RECEIVED|fuzhou|200", "null null null|||200");
    }
}
