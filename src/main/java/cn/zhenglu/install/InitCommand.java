package cn.zhenglu.install;

import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.List;
import java.util.Scanner;
import java.util.concurrent.Callable;
import java.util.regex.Pattern;
import org.springframework.core.io.Resource;
import org.springframework.core.io.support.PathMatchingResourcePatternResolver;
import org.springframework.security.crypto.factory.PasswordEncoderFactories;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.Spec;

/**
 * {@code init}: writes the settings of one department into the folder it is started in. Without options it asks; with any, what is
 * not given stays as it ships, for the doctor to name. Exit code 2: there are settings already, or a value cannot be one.
 */
@Command(name = "init", mixinStandardHelpOptions = true, description = "写出一个审批部门的 config/application.yaml 和口令文件 config/zhenglu.env。"
        + "不带选项时逐项询问；带任何选项时不询问，没有给出的留待填写，由 doctor 指出。不覆盖已有的设置。")
public final class InitCommand implements Callable<Integer> {

    private static final String RESOURCES = "classpath:/init/";
    private static final Path SETTINGS = Path.of("config/application.yaml");
    private static final Path REHEARSAL = Path.of("config/application-rehearsal.yaml");
    private static final Path SECRETS = Path.of("config/zhenglu.env");
    private static final Pattern ID = Pattern.compile("[a-z0-9][a-z0-9-]*");
    private static final Pattern CITYNUM = Pattern.compile("\\d{6}");
    private static final int PASSWORD_BYTES = 12;
    private static final int REFUSED = 2;

    @Option(names = "--department", paramLabel = "ID", defaultValue = "fuzhou", description = "部门编号，来源数据中用它指明部门，缺省 fuzhou")
    private String department;

    @Option(names = "--name", paramLabel = "NAME", defaultValue = "福州市城乡建设局", description = "部门全称，缺省福州市城乡建设局")
    private String name;

    @Option(names = "--citynum", paramLabel = "CODE", defaultValue = "350100", description = "行政区划代码（GB/T 2260，6 位），缺省 350100")
    private String citynum;

    @Option(names = "--ledger", paramLabel = "URL", defaultValue = "jdbc:postgresql://127.0.0.1:5432/zhenglu",
            description = "台账数据库（PostgreSQL）的 JDBC 地址，缺省 jdbc:postgresql://127.0.0.1:5432/zhenglu")
    private String ledger;

    @Option(names = "--source", paramLabel = "URL", defaultValue = "", description = "审批数据库的 JDBC 地址")
    private String source;

    @Option(names = "--public-base-url", paramLabel = "URL", defaultValue = "", description = "公众访问地址，如 https://zhengzhao.example.gov.cn")
    private String publicBaseUrl;

    @Option(names = "--relay", paramLabel = "URL", defaultValue = "", description = "省级中转服务的地址")
    private String relay;

    @Option(names = "--admin", paramLabel = "NAME", defaultValue = "admin", description = "控制台管理员的用户名，缺省 admin")
    private String admin;

    @Spec
    private CommandSpec spec;

    private final PathMatchingResourcePatternResolver resources = new PathMatchingResourcePatternResolver();

    @Override
    public Integer call() throws IOException {
        String master = read("config/application.yaml");
        if (Files.exists(SETTINGS) && !Files.readString(SETTINGS).equals(master) || Files.exists(SECRETS)) {
            spec.commandLine().getErr().println("当前目录已有本单位的设置（" + SETTINGS + " 或 " + SECRETS + "），不覆盖。要重新开始，请先移走这两个文件");
            return REFUSED;
        }
        ParseResult given = spec.commandLine().getParseResult();
        if (given.matchedOptions().isEmpty()) {
            ask();
        }
        require(ID.matcher(department).matches(), "部门编号「" + department + "」只能由小写字母、数字和连字符组成");
        require(CITYNUM.matcher(citynum).matches(), "行政区划代码「" + citynum + "」应为 6 位数字");
        require(!name.isBlank() && !admin.isBlank(), "部门全称和管理员用户名不能为空");

        String password = password();
        String hash = PasswordEncoderFactories.createDelegatingPasswordEncoder().encode(password);
        String settings = new FirstSettings(department, name, citynum, ledger, source, publicBaseUrl, relay, admin, hash).writtenInto(master);
        copyMissing();
        Files.writeString(SETTINGS, settings);
        Files.writeString(REHEARSAL, FirstSettings.rehearsal(read("config/application-rehearsal.yaml"), ledger));
        writeSecrets();
        tell(password);
        return 0;
    }

    private void ask() {
        Scanner answers = new Scanner(System.in, StandardCharsets.UTF_8);
        out().println("逐项填写，直接回车取方括号中的值，不清楚的可以留空，以后在 " + SETTINGS + " 中修改。");
        department = answer(answers, "部门编号，来源数据中用它指明部门", department);
        name = answer(answers, "部门全称", name);
        citynum = answer(answers, "行政区划代码，6 位", citynum);
        ledger = answer(answers, "台账数据库（PostgreSQL）的 JDBC 地址", ledger);
        source = answer(answers, "审批数据库的 JDBC 地址", source);
        publicBaseUrl = answer(answers, "公众访问地址，上报国家平台，须长期有效", publicBaseUrl);
        relay = answer(answers, "省级中转服务的地址", relay);
        admin = answer(answers, "控制台管理员的用户名", admin);
    }

    private String answer(Scanner answers, String question, String otherwise) {
        out().print(question + " [" + otherwise + "]：");
        out().flush();
        String answer = answers.hasNextLine() ? answers.nextLine().strip() : "";
        return answer.isEmpty() ? otherwise : answer;
    }

    private void require(boolean good, String otherwise) {
        if (!good) {
            throw new ParameterException(spec.commandLine(), otherwise);
        }
    }

    /** Routes, dictionaries, mappings and types, so that the program alone is enough to begin with. */
    private void copyMissing() throws IOException {
        for (String folder : List.of("config", "config/dictionaries", "config/mappings", "config/types", "routes")) {
            Files.createDirectories(Path.of(folder));
            for (Resource resource : resources.getResources(RESOURCES + folder + "/*.yaml")) {
                Path file = Path.of(folder, resource.getFilename());
                if (Files.notExists(file)) {
                    try (InputStream content = resource.getInputStream()) {
                        Files.copy(content, file);
                    }
                }
            }
        }
    }

    private void writeSecrets() throws IOException {
        Files.writeString(SECRETS, """
                # 口令和密钥：bin/zhenglu 启动时读入，成为环境变量。只应由运行证路的用户读取。
                # 去掉行首的 # 并填写，值用单引号括起来。config/application.yaml 中的同名设置留空即可。

                # 台账数据库的口令
                #SPRING_DATASOURCE_PASSWORD=''
                # 审批数据库的用户名和口令
                #ZHENGLU_SOURCE_DATABASE_USERNAME=''
                #ZHENGLU_SOURCE_DATABASE_PASSWORD=''
                # 省级中转服务的客户端标识、密钥，解开赋码回复的私钥（base64 的 PKCS#8），SM4 密钥（启用 sm4 封装时）
                #ZHENGLU_RELAY_CLIENT_ID=''
                #ZHENGLU_RELAY_CLIENT_SECRET=''
                #ZHENGLU_RELAY_PRIVATE_KEY=''
                #ZHENGLU_RELAY_SM4_KEY=''
                """);
        if (SECRETS.getFileSystem().supportedFileAttributeViews().contains("posix")) {
            Files.setPosixFilePermissions(SECRETS, PosixFilePermissions.fromString("rw-------"));
        }
    }

    private void tell(String password) {
        out().println("已写出 " + SETTINGS + "（设置）和 " + SECRETS + "（口令，待填写）。");
        out().println("控制台管理员 " + admin + " 的口令：" + password + "　只显示这一次，请记下；设置中只保存其散列。");
        if (Files.notExists(Path.of("config/templates"))) {
            out().println("当前目录没有证照版式和字体：请从安装包中复制 config/templates/。");
        }
        out().println("下一步：运行 doctor，逐项补全它指出的内容。");
        out().flush();
    }

    private static String password() {
        byte[] random = new byte[PASSWORD_BYTES];
        new SecureRandom().nextBytes(random);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(random);
    }

    private String read(String name) throws IOException {
        return resources.getResource(RESOURCES + name).getContentAsString(StandardCharsets.UTF_8);
    }

    private PrintWriter out() {
        return spec.commandLine().getOut();
    }
}
