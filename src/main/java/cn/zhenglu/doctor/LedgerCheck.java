package cn.zhenglu.doctor;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.MigrationInfo;
import org.flywaydb.core.api.MigrationInfoService;
import org.flywaydb.core.api.output.ValidateOutput;
import org.flywaydb.core.api.output.ValidateResult;
import org.springframework.jdbc.datasource.SingleConnectionDataSource;

/** The ledger's database: can it be reached, is it of a kind that the ledger runs on, and are its tables those of this program. */
final class LedgerCheck implements Check {

    private static final int OLDEST_POSTGRESQL = 13;

    private final Settings settings;

    LedgerCheck(Settings settings) {
        this.settings = settings;
    }

    @Override
    public List<Finding> look() {
        String url = settings.text("spring.datasource.url");
        try (Connection connection = Database.open(url, settings.text("spring.datasource.username"),
                settings.text("spring.datasource.password"))) {
            List<Finding> findings = new ArrayList<>();
            if ("PostgreSQL".equals(connection.getMetaData().getDatabaseProductName())
                    && connection.getMetaData().getDatabaseMajorVersion() < OLDEST_POSTGRESQL) {
                findings.add(Finding.error("台账数据库为 " + Database.product(connection) + "，版本过低",
                        "请升级到 PostgreSQL " + OLDEST_POSTGRESQL + " 或以上"));
            }
            findings.addAll(migrations(connection));
            return findings;
        } catch (SQLException e) {
            if (Database.inUse(e)) {
                return List.of(Finding.warning("内嵌台账正被运行中的演示使用，未检查", "如需检查，请先停止演示"));
            }
            if (Database.absent(e)) {
                return List.of(Finding.ok("内嵌台账尚未建立，首次启动时自动建立"));
            }
            return List.of(Finding.error("无法连接台账数据库 " + withoutOptions(url) + "：" + Explanation.plain(e),
                    "请核对 spring.datasource 的 url、username、password，并确认数据库已启动、允许本机连接"));
        }
    }

    private List<Finding> migrations(Connection connection) throws SQLException {
        Flyway flyway = Flyway.configure()
                .dataSource(new SingleConnectionDataSource(connection, true))
                .locations(settings.environment().getProperty("spring.flyway.locations", "classpath:db/migration").split(","))
                .table(settings.environment().getProperty("spring.flyway.table", "flyway_schema_history"))
                .ignoreMigrationPatterns("*:pending")
                .load();
        MigrationInfoService info = flyway.info();
        MigrationInfo current = info.current();
        if (current == null) {
            return List.of(Finding.ok(Database.product(connection) + "，尚无台账表，首次启动时自动建立"));
        }
        ValidateResult validated = flyway.validateWithResult();
        if (!validated.validationSuccessful) {
            return validated.invalidMigrations.stream().map(LedgerCheck::invalid).toList();
        }
        String state = Database.product(connection) + "，台账结构版本 " + current.getVersion();
        int pending = info.pending().length;
        return List.of(pending == 0 ? Finding.ok(state)
                : Finding.warning(state + "，有 " + pending + " 个升级将在下次启动时执行", "请先备份台账数据库，再启动新版本"));
    }

    private static Finding invalid(ValidateOutput migration) {
        return Finding.error("台账结构版本 " + migration.version + "（" + migration.description + "）与本程序不一致：" + migration.errorDetails.errorMessage
                .replaceAll("\\s*\\R\\s*", " "), "请确认程序版本不低于建立该台账的版本；升级中断的，请从备份恢复后重新启动");
    }

    static String withoutOptions(String url) {
        return url.replaceFirst("[;?].*", "");
    }
}
