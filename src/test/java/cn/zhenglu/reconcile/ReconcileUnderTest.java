package cn.zhenglu.reconcile;

import cn.zhenglu.SafetyLicence;
import cn.zhenglu.FreshDatabase;
import cn.zhenglu.licence.Department;
import cn.zhenglu.licence.IdentityNumber;
import cn.zhenglu.licence.LicenceState;
import java.nio.file.Path;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import javax.sql.DataSource;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The comparison on a fresh real database with licences in it. */
final class ReconcileUnderTest {

    /** The two databases that it must run on. */
    enum Database { H2, POSTGRESQL }

    static final Instant NOW = Instant.parse("2023-06-20T08:00:00Z");
    static final List<Department> DEPARTMENTS = List.of(new Department("fuzhou", "350100", "福州市城乡建设局", "fuzhou"),
            new Department("xiamen", "350200", "厦门市住房和建设局", "xiamen"));

    final DataSource source;
    final JdbcClient jdbc;
    /** Resubmission and audit are tested elsewhere. */
    final Runs runs;
    private final Path inbox;

    ReconcileUnderTest(Database database, Path inbox) {
        this.inbox = inbox;
        this.source = database == Database.H2 ? FreshDatabase.h2Ledger() : FreshDatabase.postgresLedger();
        this.jdbc = JdbcClient.create(source);
        this.runs = new Runs(jdbc, null, null);
        jdbc.sql("""
                insert into submission (id, source, source_key, content_digest, origin, source_row, record, problems, stage, standing,
                    preview_token, due_at, received_at, changed_at)
                values (:id, 'test', '1', :digest, 'test', '{}', '{}', '[]', 'COLLECTED', 'DONE', 't', :now, :now, :now)
                """).param("id", "0".repeat(32)).param("digest", "0".repeat(64)).param("now", Timestamp.from(NOW)).update();
    }

    Reconciliation reconciliation(String url) {
        ReconcileSettings.Columns columns = new ReconcileSettings.Columns(List.of("证书编号", "certNum"), List.of("证照标识", "zzeCertID"),
                List.of("版本", "version"), List.of("状态", "certState"), List.of("持证主体名称"), List.of("持证主体代码"),
                List.of("审批部门"));
        ReconcileSettings settings = new ReconcileSettings(url, "", Duration.ofHours(24), Duration.ofSeconds(5), Duration.ofSeconds(5),
                Duration.ofHours(24), columns, Map.of(LicenceState.VALID, List.of("正常")));
        return new Reconciliation(source, settings, SafetyLicence.FAMILY, DEPARTMENTS, "node-a", Clock.fixed(NOW, ZoneOffset.UTC));
    }

    /** Writes the list where lists are dropped and compares it. */
    Run compare(Path list) {
        reconciliation("").compare(list.toFile());
        return newest();
    }

    Path inbox() {
        return inbox;
    }

    Run newest() {
        return runs.list(1, 0).get(0);
    }

    static String certNum(int serial) {
        return "（闽）JZ安许证字[2023]%06d".formatted(serial);
    }

    /** A certificate of a special worker in version 1. */
    void worker(String certNum, String name, String identityNumber) {
        jdbc.sql("""
                insert into licence (cert_num, type, company_name, credit_code, department, version, identifier, state, submission_id,
                    preview_token, changed_at)
                values (:certNum, 'c0304', :name, :code, 'fuzhou', 1, :identifier, 'VALID', :submission, 't', :changed)
                """)
                .param("certNum", certNum).param("name", name).param("code", IdentityNumber.mask(identityNumber))
                .param("identifier", "ID-" + certNum).param("submission", "0".repeat(32))
                .param("changed", Timestamp.from(NOW.minus(Duration.ofDays(30)))).update();
    }

    void licence(int serial, int version, LicenceState state) {
        licence(serial, version, state, NOW.minus(Duration.ofDays(30)), null);
    }

    void licence(int serial, int version, LicenceState state, Instant changed, String replacedBy) {
        jdbc.sql("""
                insert into licence (cert_num, company_name, credit_code, department, version, identifier, state, submission_id,
                    preview_token, replaced_by, changed_at)
                values (:certNum, :company, :code, 'fuzhou', :version, :identifier, :state, :submission, 't', :by, :changed)
                """)
                .param("certNum", certNum(serial)).param("company", "福建（闽江）建设" + serial).param("code", "C" + serial)
                .param("version", version).param("identifier", "ID-" + serial + "-" + version).param("state", state.name())
                .param("submission", "0".repeat(32)).param("by", replacedBy, java.sql.Types.VARCHAR)
                .param("changed", Timestamp.from(changed)).update();
    }
}
