package cn.zhenglu.doctor;

import cn.zhenglu.intake.Mapping;
import cn.zhenglu.intake.MappingTrial;
import cn.zhenglu.licence.Arrival;
import cn.zhenglu.licence.Department;
import cn.zhenglu.licence.Family;
import cn.zhenglu.licence.LicenceField;
import cn.zhenglu.licence.LicenceRules;
import cn.zhenglu.licence.LicenceState;
import cn.zhenglu.licence.NeedsPerson;
import cn.zhenglu.licence.Operation;
import cn.zhenglu.licence.Problem;
import java.nio.file.Path;
import java.sql.Connection;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.logging.LoggingSystem;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import picocli.CommandLine.Unmatched;

/**
 * {@code map SOURCE}: shows how rows of a source come out of its mapping, and what would be wrong with them. Sends and records
 * nothing; identity numbers are masked. Exit codes: 0 all shown rows are good, 1 some are not, 2 the source cannot be read.
 */
@Command(name = "map", mixinStandardHelpOptions = true, description = "按映射文件读取来源的若干行，显示读成的证照记录和存在的问题，不发送、不记录任何内容。"
        + "可带与启动服务相同的参数（--名称=值）。退出码：0 各行均无问题，1 有的行有问题，2 来源无法读取。")
public final class MapCommand implements Callable<Integer> {

    private static final Path ROUTES = Path.of("routes");
    private static final String DATABASE = "database";
    private static final int FLAWED = 1;
    private static final int UNREADABLE = 2;

    @Parameters(paramLabel = "SOURCE", description = "database 为审批数据库（按路由文件中的查询）；其余为共享目录所收的文件")
    private String source;

    @Option(names = "--limit", paramLabel = "N", defaultValue = "5", description = "最多显示的行数，缺省 5")
    private int limit;

    @Option(names = "--mapping", paramLabel = "NAME", description = "映射文件名（config/mappings/ 下，不带 .yaml），缺省取设置中该来源的映射")
    private String mappingName;

    @Spec
    private CommandSpec spec;

    @Unmatched
    private List<String> arguments = new ArrayList<>();

    @Override
    public Integer call() {
        if (limit < 1) {
            spec.commandLine().getErr().println("--limit 应为 1 以上的整数：" + limit);
            return UNREADABLE;
        }
        LoggingSystem logging = LoggingSystem.get(getClass().getClassLoader());
        logging.beforeInitialize(); // silent: what matters is printed
        try {
            return show();
        } catch (Exception e) {
            Explanation.findings(e).forEach(finding -> spec.commandLine().getErr().println(
                    finding.text() + "。处理：" + finding.remedy()));
            return UNREADABLE;
        } finally {
            logging.cleanUp();
        }
    }

    private int show() throws Exception {
        Settings settings = Settings.read(arguments);
        try (AnnotationConfigApplicationContext rooms = Rooms.open(settings.environment(), ROUTES)) {
            List<Department> departments = Binder.get(settings.environment())
                    .bind("zhenglu.departments", Bindable.listOf(Department.class)).orElse(List.of());
            boolean database = source.equals(DATABASE);
            String name = mappingName != null ? mappingName
                    : settings.text(database ? "zhenglu.source.database.mapping" : "zhenglu.source.folder.mapping");
            Mapping mapping = Mapping.load(Path.of("config/mappings", name + ".yaml"), rooms.getBean(Family.class), departments);
            MappingTrial trial = database ? rows(settings, rooms, name, mapping) : MappingTrial.ofFile(mapping, Path.of(source), limit);
            return print(trial, new LicenceRules(), departments.stream().map(Department::id).collect(Collectors.toSet()));
        }
    }

    private MappingTrial rows(Settings settings, AnnotationConfigApplicationContext rooms, String name, Mapping mapping)
            throws Exception {
        ApprovalSource approvals = new ApprovalSource(settings);
        if (approvals.url().isBlank()) {
            throw new NeedsPerson("source.none", null, "未设置审批数据库的地址（zhenglu.source.database.url）", "请填写 JDBC 地址");
        }
        List<ApprovalSource.Query> queries = approvals.queries(ROUTES, rooms.getBeanFactory());
        // a mapping that no route names yet is tried on the first query
        ApprovalSource.Query query = queries.stream().filter(own -> own.mapping().equals(name)).findFirst()
                .or(() -> queries.stream().findFirst()).orElseThrow(() -> new NeedsPerson("source.query", null,
                        "routes/ 的 intake-*.camel.yaml 中没有查询语句", "请恢复 routes/intake-database.camel.yaml"));
        try (Connection connection = approvals.open()) {
            return ApprovalSource.trial(connection, query.sql(), mapping, limit);
        }
    }

    private int print(MappingTrial trial, LicenceRules rules, Set<String> departments) {
        int flawed = 0;
        for (Arrival arrival : trial.arrivals()) {
            List<Problem> problems = rules.judge(arrival.record(), arrival.problems(), departments);
            flawed += problems.isEmpty() ? 0 : 1;
            print(arrival.origin());
            for (LicenceField field : arrival.record().type().fields()) {
                if (field.isIn(arrival.record())) {
                    print("    " + field.label() + "　" + shown(field.shown(arrival.record())));
                }
            }
            problems.forEach(problem -> print("    ✗ " + problem.message() + "。处理：" + problem.remedy()));
        }
        trial.unmapped().forEach(field -> print("映射文件没有写字段 " + field.component() + "（" + field.label() + "），证照无法签发"));
        trial.absent().forEach((column, fields) -> print("来源中没有映射文件所写的列「" + column + "」"));
        print("共显示 " + trial.arrivals().size() + " 行，" + (flawed == 0 ? "均无问题" : flawed + " 行有问题") + "。未发送、未记录任何内容。");
        spec.commandLine().getOut().flush();
        return flawed == 0 && trial.unmapped().isEmpty() ? 0 : FLAWED;
    }

    private static String shown(Object value) {
        return value instanceof Operation operation ? operation.label() : value instanceof LicenceState state ? state.label() : value.toString();
    }

    private void print(String line) {
        spec.commandLine().getOut().println(line);
    }
}
