package cn.zhenglu.demo;

import cn.zhenglu.deadletter.DeadLetter;
import cn.zhenglu.deadletter.DeadLetters;
import cn.zhenglu.ledger.Overview;
import cn.zhenglu.ledger.Overview.WorkCount;
import cn.zhenglu.licence.Department;
import cn.zhenglu.licence.Operation;
import cn.zhenglu.licence.Stage;
import cn.zhenglu.licence.Standing;
import java.io.PrintStream;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.context.annotation.Profile;
import org.springframework.context.event.EventListener;
import org.springframework.core.env.Environment;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;

/** Tells whoever started the demo how it goes, and in the end what came of it. */
@Component
@Profile(DemoEnvironment.PROFILE)
class DemoProgress {

    private static final PrintStream OUT = System.out;

    private final Overview overview;
    private final DeadLetters deadLetters;
    private final List<Department> departments;
    private final Environment environment;
    private final String publicBase;
    private final Clock clock;
    private final long expected;

    private Instant started;
    private String shown = "";
    private boolean summarised;

    DemoProgress(Overview overview, DeadLetters deadLetters, List<Department> departments, Environment environment,
            @Value("${zhenglu.public-base-url}") String publicBase, @Value("${zhenglu.demo.samples:true}") boolean samples,
            @Value("${zhenglu.source.special-workers.enabled:false}") boolean specialWorkers, Clock clock) {
        this.overview = overview;
        this.deadLetters = deadLetters;
        this.departments = departments;
        this.environment = environment;
        this.publicBase = publicBase;
        this.clock = clock;
        this.expected = (samples ? DemoApprovals.APPROVALS + DemoApprovals.EXISTING : 0) + (specialWorkers ? DemoSpecialWorkers.ROWS : 0);
    }

    @EventListener(ApplicationReadyEvent.class)
    synchronized void ready() {
        started = clock.instant();
        OUT.println("证路演示已启动。控制台 " + publicBase + "/console");
        printUsers();
        OUT.println("公众查询 " + publicBase + "/    数据目录 " + environment.getProperty("zhenglu.data-dir"));
    }

    private void printUsers() {
        for (int i = 0; environment.containsProperty("zhenglu.console.users[" + i + "].name"); i++) {
            String user = "zhenglu.console.users[" + i + "].";
            OUT.println("  用户 " + environment.getProperty(user + "name") + "  密码 "
                    + environment.getProperty("zhenglu.demo.passwords." + environment.getProperty(user + "name"), "（自行设置）")
                    + "  角色 " + environment.getProperty(user + "role"));
        }
    }

    @Scheduled(fixedDelay = 1_000)
    synchronized void show() {
        if (started == null || summarised || expected == 0) {
            return;
        }
        List<WorkCount> counts = overview.byWork();
        long received = counts.stream().mapToLong(WorkCount::count).sum();
        long done = count(counts, Standing.DONE);
        long dead = count(counts, Standing.DEAD);
        long closed = count(counts, Standing.WITHDRAWN);
        String line = "进度 %d/%d：已接收 %d，已校验 %d，已赋码 %d，已签章 %d，已归集 %d，已更新 %d，等待重试 %d，死信 %d".formatted(
                done + dead + closed, Math.max(received, expected), at(counts, Stage.RECEIVED), at(counts, Stage.CHECKED),
                at(counts, Stage.CODED), at(counts, Stage.SEALED), at(counts, Stage.COLLECTED), at(counts, Stage.UPDATED),
                count(counts, Standing.WAITING), dead);
        print(line);
        if (received >= expected && done + dead + closed == received) {
            summarised = true;
            OUT.println();
            summarise();
        }
    }

    /** One line that is overwritten on a terminal; elsewhere a line whenever something has changed. */
    private void print(String line) {
        if (System.console() != null) {
            OUT.print('\r' + line);
            OUT.flush();
        } else if (!line.equals(shown)) {
            OUT.println(line);
        }
        shown = line;
    }

    private void summarise() {
        List<WorkCount> work = overview.byWork();
        Map<String, String> names = departments.stream().collect(Collectors.toMap(Department::id, Department::name));
        OUT.println("全部处理完毕，用时 " + Duration.between(started, clock.instant()).toSeconds() + " 秒。");

        Map<Operation, Long> byOperation = new EnumMap<>(Operation.class);
        Map<String, Long> byDepartment = new TreeMap<>();
        work.stream().filter(w -> w.standing() == Standing.DONE).forEach(w -> {
            byOperation.merge(w.operation(), w.count(), Long::sum);
            byDepartment.merge(names.getOrDefault(w.department(), w.department()), w.count(), Long::sum);
        });
        OUT.println("办结 " + byOperation.values().stream().mapToLong(Long::longValue).sum() + " 件。按业务类型：" + byOperation.entrySet()
                .stream().map(e -> e.getKey().label() + " " + e.getValue()).collect(Collectors.joining("，")));
        OUT.println("按审批部门：");
        byDepartment.forEach((department, n) -> OUT.println("  " + department + " " + n));

        OUT.println("死信 " + deadLetters.countOpen() + " 件，待人工处理：");
        for (DeadLetter letter : deadLetters.open(50, 0)) {
            OUT.println("  " + letter.origin() + "：" + letter.reason());
        }
        OUT.println("证照文件在 " + environment.getProperty("zhenglu.data-dir") + "/documents；死信在 " + publicBase
                + "/console/dead-letters；验证一份证照：java -jar target/zhenglu.jar verify 文件.ofd");
        OUT.println("服务继续运行，按 Ctrl+C 停止。");
    }

    private static long count(List<WorkCount> counts, Standing standing) {
        return counts.stream().filter(c -> c.standing() == standing).mapToLong(WorkCount::count).sum();
    }

    /** Those that have come that far and are not stopped. */
    private static long at(List<WorkCount> counts, Stage stage) {
        return counts.stream()
                .filter(c -> c.stage() == stage && c.standing() != Standing.DEAD && c.standing() != Standing.WITHDRAWN)
                .mapToLong(WorkCount::count).sum();
    }
}
