package cn.zhenglu.doctor;

import cn.zhenglu.intake.Mapping;
import cn.zhenglu.intake.MappingTrial;
import cn.zhenglu.licence.Family;
import cn.zhenglu.licence.Department;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;

/** The approval database: somebody else's, so it may be down for a while, and is only warned about then. */
final class ApprovalDatabaseCheck implements Check {

    private final Settings settings;
    private final Path routes;
    private final ConfigurableListableBeanFactory rooms;

    ApprovalDatabaseCheck(Settings settings, Path routes, ConfigurableListableBeanFactory rooms) {
        this.settings = settings;
        this.routes = routes;
        this.rooms = rooms;
    }

    @Override
    public List<Finding> look() throws Exception {
        ApprovalSource source = new ApprovalSource(settings);
        if (source.url().isBlank()) {
            return List.of(Finding.error("未设置审批数据库的地址（zhenglu.source.database.url）",
                    "请填写 JDBC 地址；不从数据库接入的，请移走 routes/intake-database.camel.yaml"));
        }
        try (Connection connection = source.open()) {
            List<Finding> findings = new ArrayList<>();
            findings.add(Finding.ok(Database.product(connection) + "，可以连接"));
            findings.addAll(mappings(source, connection));
            return findings;
        } catch (SQLException e) {
            if (Database.inUse(e)) {
                return List.of(Finding.warning("内嵌审批数据库正被运行中的演示使用，未检查", "如需检查，请先停止演示"));
            }
            if (Database.absent(e)) {
                return List.of(Finding.ok("内嵌审批数据库尚未建立，首次启动时自动建立"));
            }
            return List.of(Finding.error("无法连接审批数据库 " + LedgerCheck.withoutOptions(source.url()) + "：" + Explanation.plain(e),
                    "请核对 zhenglu.source.database 的 url、username、password，以及对方是否允许本机连接；"
                            + "提示没有驱动的，请用 driver-jar 指定该数据库的 JDBC 驱动"));
        }
    }

    /** The routes' own queries, and what their mappings make of the rows that they find. */
    private List<Finding> mappings(ApprovalSource source, Connection connection) throws Exception {
        List<ApprovalSource.Query> queries = source.queries(routes, rooms);
        if (queries.isEmpty()) {
            return List.of(Finding.warning("routes/ 的 intake-*.camel.yaml 中没有查询语句，列和对照表未核对",
                    "不从数据库接入的可以不理会；否则请恢复 routes/intake-database.camel.yaml"));
        }
        List<Finding> findings = new ArrayList<>();
        for (ApprovalSource.Query query : queries) {
            findings.addAll(Examination.look(() -> mapping(query, connection)));
        }
        return findings;
    }

    private List<Finding> mapping(ApprovalSource.Query query, Connection connection) {
        Mapping mapping = Mapping.load(Path.of("config/mappings", query.mapping() + ".yaml"), rooms.getBean(Family.class),
                Binder.get(settings.environment()).bind("zhenglu.departments", Bindable.listOf(Department.class)).orElse(List.of()));
        try {
            MappingTrial trial = ApprovalSource.trial(connection, query.sql(), mapping, SourceCheck.SAMPLE);
            List<Finding> findings = SourceCheck.findings(trial, query.mapping());
            return findings.isEmpty() ? List.of(Finding.ok("查询可以执行，抽查 " + trial.arrivals().size() + " 行，列和对照表与 "
                    + query.mapping() + ".yaml 相符")) : findings;
        } catch (SQLException e) {
            return List.of(Finding.error("路由 " + query.route() + " 的查询无法执行：" + Explanation.plain(e),
                    "请修改 routes/ 中该路由的查询语句，并核对账号能否读取所查的表"));
        }
    }
}
