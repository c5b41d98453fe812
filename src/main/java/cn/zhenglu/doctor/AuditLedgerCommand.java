package cn.zhenglu.doctor;

import cn.zhenglu.ledger.DocumentStore;
import cn.zhenglu.ledger.Invariants;
import cn.zhenglu.ledger.Invariants.Breach;
import jakarta.jms.JMSException;
import java.io.IOException;
import java.io.PrintWriter;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import org.apache.activemq.artemis.api.core.ActiveMQException;
import org.springframework.boot.logging.LoggingSystem;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.SingleConnectionDataSource;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import picocli.CommandLine.Unmatched;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * {@code audit-ledger}: proves from the ledger, the sealed files and the broker's queues that nothing was lost and nothing doubled. Changes
 * nothing. An embedded broker is looked into while its server does not run, and that is said. Exit codes: 0 everything holds, 1 something
 * does not, 2 ledger or broker cannot be read.
 */
@Command(name = "audit-ledger", mixinStandardHelpOptions = true, description = "核对台账、证照库与消息队列：每件审批恰为一个证照版本、一个赋码、一次归集，或一件待处理的死信。"
        + "不作任何改动；可带与启动服务相同的参数（--名称=值）。退出码：0 全部相符，1 有不符，2 台账或消息中间件无法读取。")
public final class AuditLedgerCommand implements Callable<Integer> {

    private static final int BROKEN = 1;
    private static final int UNREADABLE = 2;
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    @Option(names = "--simulator", paramLabel = "URL", description = "演练时另与中转服务模拟器的受理记录逐件比对，如 http://127.0.0.1:9090；须在全部办结之后")
    private URI simulator;

    @Spec
    private CommandSpec spec;

    @Unmatched
    private List<String> arguments = new ArrayList<>();

    @Override
    public Integer call() {
        LoggingSystem logging = LoggingSystem.get(getClass().getClassLoader());
        logging.beforeInitialize(); // silent: what matters is printed
        try {
            return audit();
        } catch (SQLException e) {
            return unreadable(Database.inUse(e) ? "内嵌台账正被运行中的服务使用。处理：请先停止服务，再核对"
                    : Database.absent(e) ? "内嵌台账尚未建立。处理：请在服务的启动目录中运行"
                    : "无法读取台账：" + Explanation.plain(e) + "。处理：请核对 spring.datasource 的 url、username、password");
        } catch (JMSException | ActiveMQException e) {
            return unreadable("无法读取消息中间件的队列：" + Explanation.plain(e) + "。处理：请核对 spring.artemis 的 broker-url、user、password，并确认 Artemis 已启动");
        } catch (EmbeddedJournal.Unreadable e) {
            return unreadable("无法读取内嵌消息中间件的日志：" + Explanation.plain(e.getCause())
                    + "。处理：请核对 zhenglu.data-dir 下 broker/ 的读取权限，以及临时目录的剩余空间");
        } catch (IOException e) {
            return unreadable("无法取得模拟器的受理记录 " + simulator + "：" + Explanation.plain(e) + "。处理：请核对地址，并确认模拟器已启动");
        } catch (RuntimeException e) {
            Explanation.findings(e).forEach(finding -> unreadable(finding.text() + "。处理：" + finding.remedy()));
            return UNREADABLE;
        } finally {
            logging.cleanUp();
        }
    }

    private int audit() throws SQLException, IOException, JMSException, ActiveMQException, EmbeddedJournal.Unreadable {
        Settings settings = Settings.read(arguments);
        try (Connection connection = Database.open(settings.text("spring.datasource.url"),
                settings.text("spring.datasource.username"), settings.text("spring.datasource.password"))) {
            Invariants ledger = new Invariants(JdbcClient.create(new SingleConnectionDataSource(connection, true)),
                    new DocumentStore(Path.of(settings.text("zhenglu.data-dir"))));
            List<Breach> breaches = new ArrayList<>(ledger.breaches());
            Optional<Map<String, List<Optional<String>>>> queues = queues(settings);
            queues.ifPresent(named -> breaches.addAll(ledger.strangers(named)));
            if (simulator != null) {
                breaches.addAll(ledger.breaches(accepted()));
            }
            return tell(breaches, queues.isPresent(), ledger.unfinished());
        }
    }

    private static Optional<Map<String, List<Optional<String>>>> queues(Settings settings)
            throws JMSException, ActiveMQException, EmbeddedJournal.Unreadable {
        OutsideBroker outside = new OutsideBroker(settings);
        return outside.isUsed() ? Optional.of(outside.queues().named())
                : new EmbeddedJournal(Path.of(settings.text("zhenglu.data-dir"))).named();
    }

    private int tell(List<Breach> breaches, boolean withQueues, long unfinished) {
        PrintWriter out = spec.commandLine().getOut();
        breaches.forEach(breach -> out.println("不符　" + breach.rule() + "　" + breach.subject()
                + (breach.detail() == null ? "" : "　" + breach.detail())));
        out.println("核对 " + Invariants.count() + " 条规则" + (simulator == null ? "" : "及模拟器受理记录") + "："
                + (breaches.isEmpty() ? "全部相符。" : breaches.size() + " 处不符。请按编号在控制台查看该业务的办理过程，保留现场并联系维护人员。")
                + (unfinished == 0 ? "没有在办业务。" : "在办 " + unfinished + " 件。"));
        if (!withQueues) {
            out.println("内嵌消息中间件正由运行中的服务使用，其队列未核对；需要时请停止服务后再核对。");
        }
        out.flush();
        return breaches.isEmpty() ? 0 : BROKEN;
    }

    private Map<String, Map<String, Integer>> accepted() throws IOException {
        try {
            HttpResponse<String> reply = HttpClient.newBuilder().connectTimeout(PATIENCE).build().send(
                    HttpRequest.newBuilder(simulator.resolve("/simulator/record")).timeout(PATIENCE).build(),
                    HttpResponse.BodyHandlers.ofString());
            JsonNode record = JsonMapper.shared().readTree(reply.body());
            Map<String, Map<String, Integer>> accepted = new TreeMap<>();
            for (String kind : List.of("codes", "collections", "updates", "corrections")) {
                Map<String, Integer> times = new TreeMap<>();
                record.path(kind).path("byECertID").properties().forEach(entry -> times.put(entry.getKey(), entry.getValue().intValue()));
                accepted.put(kind, times);
            }
            return accepted;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("中断", e);
        }
    }

    private int unreadable(String sentence) {
        spec.commandLine().getErr().println(sentence);
        return UNREADABLE;
    }
}
