package cn.zhenglu.doctor;

import cn.zhenglu.demo.DemoEnvironment;
import cn.zhenglu.demo.RehearsalEnvironment;
import cn.zhenglu.licence.CreditCode;
import cn.zhenglu.licence.Department;
import cn.zhenglu.licence.Issuer;
import cn.zhenglu.seal.Seal;
import cn.zhenglu.seal.verify.TrustedRoots;
import cn.zhenglu.simulator.SimulatorProbe;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.EnumerablePropertySource;
import org.springframework.core.env.Profiles;
import org.springframework.security.crypto.bcrypt.BCryptPasswordEncoder;

/**
 * What must hold of the settings before a server is started, apart from what each room sees to itself. A rule returns what is
 * wrong, nothing when all is well.
 */
final class StartRules {

    private static final Pattern REGION = Pattern.compile("\\d{6}");
    private static final Pattern REFERENCE = Pattern.compile("\\$\\{([^:${}]+)}");
    /** A rehearsal wants its simulator to be there, on a machine where much may be starting at once. */
    private static final Duration BUSY_MACHINE = Duration.ofSeconds(15);

    private final ConfigurableEnvironment environment;
    private final Binder binder;
    private final boolean demo;
    private final boolean rehearsal;

    StartRules(ConfigurableEnvironment environment) {
        this.environment = environment;
        this.binder = Binder.get(environment);
        this.demo = environment.acceptsProfiles(Profiles.of(DemoEnvironment.PROFILE));
        this.rehearsal = environment.acceptsProfiles(Profiles.of(RehearsalEnvironment.PROFILE));
    }

    /** All rules by their subject. */
    Map<String, Check> all() {
        Map<String, Check> rules = new LinkedHashMap<>();
        rules.put("设置", this::references);
        rules.put("发证机关", this::issuer);
        rules.put("审批部门", this::departments);
        rules.put("公众访问地址", this::publicAddress);
        rules.put("台账", this::ledger);
        rules.put("消息中间件", this::broker);
        rules.put("审批数据库", this::source);
        rules.put("中转平台", this::relay);
        rules.put("信任的根证书", this::roots);
        rules.put("对外连接", this::transport);
        rules.put("密钥与口令", this::secrets);
        rules.put("控制台用户", this::users);
        return rules;
    }

    /** A setting that refers to nothing is taken literally, and fails somewhere else under another name. */
    private List<Finding> references() {
        List<Finding> findings = new ArrayList<>();
        Set<String> seen = new HashSet<>();
        environment.getPropertySources().stream()
                .filter(source -> source instanceof EnumerablePropertySource<?>)
                .map(source -> (EnumerablePropertySource<?>) source)
                .forEach(source -> {
                    for (String name : source.getPropertyNames()) {
                        if ((name.startsWith("zhenglu.") || name.startsWith("spring.")) && seen.add(name)) {
                            missing(source.getProperty(name)).forEach(reference -> findings.add(Finding.error(
                                    "设置 " + name + " 引用的 ${" + reference + "} 没有值",
                                    "请设置环境变量 " + reference + "，或修改 " + name)));
                        }
                    }
                });
        return findings;
    }

    private Set<String> missing(Object value) {
        Set<String> missing = new TreeSet<>();
        if (value != null) {
            Matcher references = REFERENCE.matcher(value.toString());
            while (references.find()) {
                if (!environment.containsProperty(references.group(1))) {
                    missing.add(references.group(1));
                }
            }
        }
        return missing;
    }

    /** With another way no route would read the approvals, and nothing else would be wrong. */
    private List<Finding> source() {
        List<Finding> findings = new ArrayList<>();
        String way = environment.getProperty("zhenglu.source.database.way", "watermark");
        if (!way.equals("watermark") && !way.equals("claim")) {
            findings.add(Finding.error("zhenglu.source.database.way 为「" + way + "」，审批不会被读取", "请填写 watermark 或 claim"));
        }
        String start = environment.getProperty("zhenglu.source.database.start", "1970-01-01");
        try {
            LocalDate.parse(start);
        } catch (DateTimeParseException e) {
            findings.add(Finding.error("zhenglu.source.database.start 为「" + start + "」，不是日期", "请填写如 2026-01-01 的日期并加引号"));
        }
        return findings;
    }

    private List<Finding> issuer() {
        Issuer issuer = binder.bind("zhenglu.issuer", Issuer.class).orElse(null);
        List<Finding> findings = new ArrayList<>();
        if (issuer == null || blank(issuer.name()) || blank(issuer.code())) {
            findings.add(Finding.error("未设置发证机关（zhenglu.issuer 的 name 与 code）", "请填写发证机关全称及其统一社会信用代码"));
        } else {
            CreditCode.problem(issuer.code()).ifPresent(problem -> findings.add(Finding.error(
                    "发证机关代码 zhenglu.issuer.code 有误：" + problem.message(), "请与省厅核实后改正；该代码是证照标识的组成部分")));
        }
        String province = environment.getProperty("zhenglu.province", "");
        if (!REGION.matcher(province).matches()) {
            findings.add(Finding.error("省级行政区划代码 zhenglu.province 为「" + province + "」，应为 6 位数字（GB/T 2260）",
                    "请填写 6 位代码并加引号，如 \"350000\""));
        }
        return findings;
    }

    private List<Finding> departments() {
        List<Department> departments = binder.bind("zhenglu.departments", Bindable.listOf(Department.class)).orElse(List.of());
        if (departments.isEmpty()) {
            return List.of(Finding.error("未设置审批部门（zhenglu.departments）", "请至少配置一个审批部门"));
        }
        List<Finding> findings = new ArrayList<>();
        Set<String> ids = new HashSet<>();
        for (int i = 0; i < departments.size(); i++) {
            Department department = departments.get(i);
            String who = "zhenglu.departments 第 " + (i + 1) + " 项";
            if (blank(department.id()) || blank(department.name()) || blank(department.seal())) {
                findings.add(Finding.error(who + "缺少 id、name 或 seal", "请补全该审批部门的设置"));
            } else if (!ids.add(department.id())) {
                findings.add(Finding.error(who + "的 id「" + department.id() + "」与前面的部门重复", "请为每个审批部门设置不同的 id"));
            }
            if (blank(department.citynum()) || !REGION.matcher(department.citynum()).matches()) {
                findings.add(Finding.error(who + "（" + department.name() + "）的 citynum「" + department.citynum()
                        + "」不是 6 位数字", "请填写 GB/T 2260 行政区划代码并加引号，如 \"350100\""));
            }
        }
        return findings;
    }

    private List<Finding> publicAddress() {
        String address = environment.getProperty("zhenglu.public-base-url", "");
        if (demo || rehearsal) {
            return List.of();
        }
        String remedy = "请将 zhenglu.public-base-url 设为公众可以长期访问的地址；归集时上报的预览地址以它开头，上报后难以更改";
        if (blank(address)) {
            return List.of(Finding.warning("未设置公众访问地址", remedy));
        }
        return TransportRules.isLocal(address)
                ? List.of(Finding.warning("「" + address + "」只能在本机访问", remedy)) : List.of();
    }

    private List<Finding> ledger() {
        String url = environment.getProperty("spring.datasource.url", "");
        return !demo && url.startsWith("jdbc:h2:")
                ? List.of(Finding.error("台账使用内嵌数据库 H2，只可用于演示",
                        "请将 spring.datasource.url 设为 PostgreSQL 数据库，如 jdbc:postgresql://127.0.0.1:5432/zhenglu"))
                : List.of();
    }

    private List<Finding> broker() {
        boolean outside = "native".equalsIgnoreCase(environment.getProperty("spring.artemis.mode", ""));
        if (!outside) {
            return List.of();
        }
        List<Finding> findings = new ArrayList<>();
        if (blank(environment.getProperty("spring.artemis.broker-url", ""))) {
            findings.add(Finding.error("未设置外部消息中间件的地址", "请设置 spring.artemis.broker-url，如 tcp://10.0.0.8:61616"));
        }
        if (blank(environment.getProperty("spring.artemis.user", ""))
                || blank(environment.getProperty("spring.artemis.password", ""))) {
            findings.add(Finding.error("外部消息中间件没有用户名或密码：任何能连上它的人都可以读写业务队列",
                    "请在 Artemis 中建立专用用户，设置 spring.artemis.user，密码用环境变量 SPRING_ARTEMIS_PASSWORD 提供"));
        }
        return findings;
    }

    private List<Finding> relay() {
        String address = environment.getProperty("zhenglu.relay.base-url", "");
        if (rehearsal) {
            return SimulatorProbe.answersAt(address, BUSY_MACHINE) ? List.of() : List.of(Finding.error("演练只能发给本机的模拟器，「" + address
                    + "」没有模拟器应答", "请先在同一目录中启动模拟器：java -jar zhenglu.jar simulator --port 9090"));
        }
        return !demo && SimulatorProbe.answersAt(address)
                ? List.of(Finding.error("中转平台地址「" + address + "」指向内置模拟器，发出的证照不会到达国家平台",
                        "请将 zhenglu.relay.base-url 设为省级中转服务的地址"))
                : List.of();
    }

    private List<Finding> roots() {
        if (demo || rehearsal) {
            return List.of();
        }
        TrustedRoots roots = TrustedRoots.configured(environment);
        boolean demoRoot = roots.certificates().stream().map(X509Certificate::getSubjectX500Principal)
                .anyMatch(subject -> subject.getName().contains(Seal.DEMO_MARK));
        return demoRoot
                ? List.of(Finding.error("信任的根证书中有演示根证书，演示印章签发的文件会被当作有效",
                        "请从以下位置移走 demo-root-*.pem：" + places(roots.places()) + "；演示数据请用另外的数据目录"))
                : List.of();
    }

    /** Not of the demo nor of a rehearsal, which stay on this machine. */
    private List<Finding> transport() {
        return demo || rehearsal ? List.of() : new TransportRules(environment).findings();
    }

    private List<Finding> secrets() {
        return demo || rehearsal ? List.of() : new SecretRules(environment).findings();
    }

    private List<Finding> users() {
        record User(String name, String password) {
        }
        if (demo) {
            return List.of();
        }
        BCryptPasswordEncoder bcrypt = new BCryptPasswordEncoder();
        return binder.bind("zhenglu.console.users", Bindable.listOf(User.class)).orElse(List.of()).stream()
                .filter(user -> user.name() != null && user.password() != null && user.password().startsWith("{bcrypt}$2"))
                .filter(user -> List.of(user.name(), "123456").stream()
                        .anyMatch(guess -> bcrypt.matches(guess, user.password().substring("{bcrypt}".length()))))
                .map(user -> Finding.error("控制台用户「" + user.name() + "」的密码与用户名相同或为 123456", "请更换密码，重新生成散列"))
                .toList();
    }

    static String places(Collection<?> places) {
        return String.join("、", places.stream().map(Object::toString).toList());
    }

    private static boolean blank(String text) {
        return text == null || text.isBlank();
    }
}
