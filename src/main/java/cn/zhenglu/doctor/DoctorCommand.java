package cn.zhenglu.doctor;

import cn.zhenglu.document.Composer;
import cn.zhenglu.intake.Intake;
import cn.zhenglu.licence.Family;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.springframework.beans.factory.BeanFactory;
import org.springframework.boot.logging.LoggingSystem;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;
import picocli.CommandLine.Unmatched;

/**
 * {@code doctor}: looks at everything that a start and the first licence will need, and changes nothing. A line each; exit code
 * 0 when nothing is wrong (warnings allowed), 1 otherwise.
 */
@Command(name = "doctor", mixinStandardHelpOptions = true, description = "检查设置、对照表、路由、映射、版式与字体、印章、根证书、数据库、消息中间件、"
        + "中转平台和控制台用户，不作任何改动。可带与启动服务相同的参数（--名称=值）。退出码：0 没有错误，1 有错误。")
public final class DoctorCommand implements Callable<Integer> {

    private static final Path ROUTES = Path.of("routes");

    @Spec
    private CommandSpec spec;

    @Unmatched
    private List<String> arguments = new ArrayList<>();

    private final Map<Finding.Level, Integer> counts = new EnumMap<>(Finding.Level.class);

    @Override
    public Integer call() {
        LoggingSystem logging = LoggingSystem.get(getClass().getClassLoader());
        logging.beforeInitialize(); // silent: everything that matters is a finding
        try {
            examine();
        } finally {
            logging.cleanUp();
        }
        int errors = counts.getOrDefault(Finding.Level.ERROR, 0);
        out().println("检查完毕：" + errors + " 项错误，" + counts.getOrDefault(Finding.Level.WARNING, 0) + " 项警告。");
        out().flush();
        return errors == 0 ? 0 : 1;
    }

    private void examine() {
        Settings settings;
        try {
            settings = Settings.read(arguments);
        } catch (RuntimeException e) {
            tell("设置", Explanation.findings(e));
            return;
        }
        try (AnnotationConfigApplicationContext rooms = Rooms.open(settings.environment(), ROUTES)) {
            Examination examination = new Examination();
            examination.addAll(new StartRules(settings.environment()).all());
            addParts(examination, settings, rooms);
            examination.run(this::tell);
        }
    }

    /** After the rules, from the files on this machine to what is reached over the network. */
    private static void addParts(Examination examination, Settings settings, AnnotationConfigApplicationContext rooms) {
        boolean neverStarted = settings.demo() && !settings.demoData();
        if (neverStarted) {
            examination.add("演示", () -> List.of(Finding.warning("尚无演示数据：印章、密钥和控制台用户在首次启动演示时生成，此次未检查",
                    "启动一次演示后再检查")));
        }
        examination.add("数据目录", new DataFolderCheck(Path.of(settings.text("zhenglu.data-dir"))));
        examination.add("证照类型", made(rooms, Family.class, "config/types"));
        examination.add("映射", made(rooms, Intake.class, settings.text("zhenglu.source.database.mapping") + "、"
                + settings.text("zhenglu.source.folder.mapping")));
        examination.add("版式与字体", made(rooms, Composer.class, "config/templates/" + settings.text("zhenglu.template")));
        examination.add("路由", new RouteCheck(ROUTES, settings.environment(), rooms.getBeanFactory()));
        if (settings.sealsToCome()) {
            examination.add("印章", () -> List.of(Finding.ok("没有配置印章的部门，在首次启动演练时自制演练印章")));
        } else if (!neverStarted) {
            examination.add("印章", new SealCheck(rooms, settings));
            examination.add("信任的根证书", new TrustCheck(rooms));
        }
        if (!neverStarted) {
            examination.add("控制台用户", new ConsoleCheck(rooms, settings));
        }
        examination.add("台账", new LedgerCheck(settings));
        examination.add("审批数据库", new ApprovalDatabaseCheck(settings, ROUTES, rooms.getBeanFactory()));
        examination.add("共享目录", new SharedFolderCheck(settings, rooms.getBeanFactory()));
        examination.add("消息中间件", new BrokerCheck(settings));
        if (!neverStarted) {
            examination.add("中转平台", new RelayCheck(rooms, settings));
        }
    }

    /** What the server makes of a file when it starts. */
    private static Check made(BeanFactory rooms, Class<?> part, String file) {
        return () -> {
            rooms.getBean(part);
            return List.of(Finding.ok(file));
        };
    }

    private void tell(String subject, List<Finding> findings) {
        for (Finding finding : findings) {
            counts.merge(finding.level(), 1, Integer::sum);
            out().println(finding.level().label() + "　" + subject + "　" + finding.text()
                    + (finding.remedy() == null ? "" : "。处理：" + finding.remedy()));
        }
        out().flush();
    }

    private PrintWriter out() {
        return spec.commandLine().getOut();
    }
}
