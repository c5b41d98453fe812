package cn.zhenglu.doctor;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;

/** The approval database: somebody else's, so it may be down for a while, and is only warned about then. */
final class ApprovalDatabaseCheck implements Check {

    private static final String SETTINGS = "zhenglu.source.database.";

    private final Settings settings;

    ApprovalDatabaseCheck(Settings settings) {
        this.settings = settings;
    }

    @Override
    public List<Finding> look() {
        String url = settings.text(SETTINGS + "url");
        if (url.isBlank()) {
            return List.of(Finding.error("未设置审批数据库的地址（zhenglu.source.database.url）",
                    "请填写 JDBC 地址；不从数据库接入的，请移走 routes/intake-database.camel.yaml"));
        }
        try (Connection connection = Database.open(url, settings.text(SETTINGS + "username"), settings.text(SETTINGS + "password"))) {
            return List.of(Finding.ok(Database.product(connection) + "，可以连接"));
        } catch (SQLException e) {
            if (Database.inUse(e)) {
                return List.of(Finding.warning("内嵌审批数据库正被运行中的演示使用，未检查", "如需检查，请先停止演示"));
            }
            if (Database.absent(e)) {
                return List.of(Finding.ok("内嵌审批数据库尚未建立，首次启动时自动建立"));
            }
            return List.of(Finding.error("无法连接审批数据库 " + LedgerCheck.withoutOptions(url) + "：" + Explanation.plain(e),
                    "请核对 zhenglu.source.database 的 url、username、password，以及对方是否允许本机连接；"
                            + "提示没有驱动的，请加入该数据库的 JDBC 驱动"));
        }
    }
}
