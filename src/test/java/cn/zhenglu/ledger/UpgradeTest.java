package cn.zhenglu.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import cn.zhenglu.FreshDatabase;
import cn.zhenglu.MeasuredFault;
import cn.zhenglu.ledger.LedgerUnderTest.Database;
import cn.zhenglu.licence.Stage;
import cn.zhenglu.licence.Standing;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.springframework.jdbc.core.simple.JdbcClient;

/** A ledger of an earlier program, with work at every stage, is carried on by this one. */
class UpgradeTest {

    private static final Timestamp THEN = Timestamp.from(Instant.parse("2023-06-19T08:00:00Z"));
    /** Before the console's searches, the audit's details and the stock. */
    private static final String EARLIER = "4";

    /** As a program wrote it that knew one certificate only. */
    private static final String RECORD = """
            {"operation":"NEW","department":"fuzhou","certNum":"%s","companyName":"福建闽江建设工程有限公司","creditCode":"91350100MA23000045",
            "companyAddress":"福州市新华路 1 号","economicType":"有限责任公司","responsiblePerson":"林建华",
            "responsiblePersonId":"350102197001011255","responsiblePersonIdType":"111","licenceScope":"建筑施工",
            "firstIssueDate":"2023-06-01","issueDate":"2023-06-01","validFrom":"2023-06-01","validTo":"2026-05-31","state":"VALID",
            "stateNote":null,"replaces":null}
            """;

    @TempDir
    private Path folder;
    private JdbcClient jdbc;
    private int written;

    @ParameterizedTest
    @EnumSource
    void workOfEveryStageIsFinishedByTheNextProgram(Database database) throws Exception {
        DataSource source = database == Database.H2 ? FreshDatabase.emptyH2() : FreshDatabase.emptyPostgres();
        Flyway.configure().dataSource(source).target(EARLIER).load().migrate();
        jdbc = JdbcClient.create(source);
        String received = write(Stage.RECEIVED, Standing.ACTIVE);
        String coded = write(Stage.CODED, Standing.WAITING);
        String claimed = write(Stage.CODED, Standing.ACTIVE);
        jdbc.sql("update submission set claimed_by = 'node-a', claimed_until = :until, fence = 7 where id = :id")
                .param("until", Timestamp.from(Instant.parse("2033-01-01T00:00:00Z"))).param("id", claimed).update();
        String sealed = write(Stage.SEALED, Standing.ACTIVE);
        String dead = write(Stage.RECEIVED, Standing.DEAD);
        jdbc.sql("""
                insert into dead_letter (submission_id, stage, code, reason, problems, raised_at, standing)
                values (:id, 'RECEIVED', 'some.code', '原因', '[]', :then, 'OPEN')
                """).param("id", dead).param("then", THEN).update();

        Flyway.configure().dataSource(source).load().migrate();
        long upgraded = System.nanoTime();

        try (LedgerUnderTest it = new LedgerUnderTest(source, folder)) {
            it.ledger.releaseOwnClaims();
            assertThat(it.dispatcher.due()).extracting(Dispatcher.Pointer::submissionId)
                    .containsExactlyInAnyOrder(received, coded, claimed, sealed);
            LedgerWalk.collect(it, received);
            for (String id : List.of(coded, claimed)) {
                LedgerWalk.sealed(it, it.ledger.claim(id));
                LedgerWalk.upload(it, id);
            }
            LedgerWalk.upload(it, sealed);
            it.deadLetters.retry(it.deadLetters.open(10, 0).get(0).id(), "lin");
            LedgerWalk.collect(it, dead);
            String recovered = MeasuredFault.since(upgraded);

            assertThat(jdbc.sql("select count(*) from submission where standing = 'DONE'").query(Long.class).single()).isEqualTo(5);
            assertThat(new Invariants(jdbc, new DocumentStore(folder)).breaches()).isEmpty();
            it.measured("a ledger of an earlier version, work at every stage, " + database, 1, written, recovered).tell();
        }
    }

    /** As the earlier program left it. */
    private String write(Stage stage, Standing standing) throws Exception {
        String id = "%032x".formatted(++written);
        String certNum = "（闽）JZ安许证字[2023]%06d".formatted(written);
        boolean hasCode = stage == Stage.CODED || stage == Stage.SEALED;
        byte[] ofd = ("ofd of " + id).getBytes(StandardCharsets.UTF_8);
        jdbc.sql("""
                insert into submission (id, source, source_key, content_digest, origin, source_row, record, problems, operation, department,
                    cert_num, company_name, credit_code, stage, standing, code, coded_at, identifier, preview_token, document_digest,
                    due_at, received_at, changed_at)
                values (:id, 'approval-database', :id, :id, 'o', '{}', :record, '[]', 'NEW', 'fuzhou', :cert, '公司', 'C', :stage, :standing,
                    :code, :codedAt, :identifier, :id, :digest, :then, :then, :then)
                """)
                .param("id", id).param("record", RECORD.formatted(certNum)).param("cert", certNum)
                .param("stage", stage.name()).param("standing", standing.name())
                .param("code", hasCode ? "CODE-" + id : null).param("codedAt", hasCode ? THEN : null)
                .param("identifier", hasCode ? "1.2.156.3005.2.11100000000013338W050.11350000003591037R.2023%06d.001.X".formatted(written) : null)
                .param("digest", stage == Stage.SEALED ? digest(id, ofd) : null).param("then", THEN).update();
        jdbc.sql("insert into history (submission_id, at, stage, standing, outcome, actor) values (:id, :then, :stage, :standing, 'ok', 's')")
                .param("id", id).param("then", THEN).param("stage", stage.name()).param("standing", standing.name()).update();
        if (hasCode) {
            jdbc.sql("insert into relay_call (submission_id, call, begun_at, answered_at, status, outcome) values (:id, 'CODE', :then, :then, 200, 'DONE')")
                    .param("id", id).param("then", THEN).update();
        }
        return id;
    }

    private String digest(String id, byte[] ofd) throws Exception {
        Path aside = Files.createDirectories(folder.resolve("documents/pending"));
        Files.write(aside.resolve(id + ".sealed"), ofd);
        return HexFormat.of().formatHex(Sm3.digest(ofd));
    }
}
