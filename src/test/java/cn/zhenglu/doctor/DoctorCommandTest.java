package cn.zhenglu.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import cn.zhenglu.demo.DemoEnvironment;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import picocli.CommandLine;

/** The command against the project's own {@code config/} and {@code routes/}, and a relay that answers. */
class DoctorCommandTest {

    @TempDir
    private static Path data;
    private static ConfigurableApplicationContext demo;

    /** What a first start of the demo leaves behind, with its simulator still running. */
    @BeforeAll
    static void demoData() {
        demo = new SpringApplicationBuilder(DoctorCommandTest.class).web(WebApplicationType.NONE).initializers(new DemoEnvironment())
                .run("--spring.profiles.active=demo", "--zhenglu.data-dir=" + data, "--spring.main.banner-mode=off");
    }

    @AfterAll
    static void stopDemo() {
        demo.close();
    }

    @Test
    void aGoodInstallationHasNoErrorsAndIsLeftAsItWas() throws IOException {
        Map<String, String> before = files(data);
        Run run = run(outsideRelay());
        assertThat(run.lines).noneMatch(line -> line.startsWith("错误"));
        assertThat(run.exitCode).isZero();
        for (String subject : List.of("设置", "发证机关", "审批部门", "台账", "消息中间件", "中转平台", "信任的根证书", "控制台用户", "数据目录",
                "证照类型", "映射", "版式与字体", "路由", "印章", "审批数据库")) {
            assertThat(run.lines).anyMatch(line -> line.startsWith("正常　" + subject + "　"));
        }
        assertThat(run.lines).anyMatch(line -> line.contains("已取得访问令牌")).anyMatch(line -> line.matches(".*fuzhou.*还有 \\d+ 天"));
        assertThat(files(data)).isEqualTo(before);
    }

    @Test
    void oneWrongSecretIsOneErrorAndTellsNoSecret() {
        List<String> arguments = new ArrayList<>(outsideRelay());
        arguments.removeIf(argument -> argument.startsWith("--zhenglu.relay.client-secret"));
        arguments.add("--zhenglu.relay.client-secret=not-the-secret");
        Run run = run(arguments);
        assertThat(run.exitCode).isEqualTo(1);
        assertThat(run.lines).filteredOn(line -> line.startsWith("错误")).singleElement().asString()
                .contains("中转平台", "client-secret").doesNotContain("not-the-secret");
    }

    @Test
    void aDemoThatWasNeverStartedIsToldAndNothingIsMade(@TempDir Path folder) {
        Path none = folder.resolve("data");
        Run run = run(List.of("--spring.profiles.active=demo", "--zhenglu.data-dir=" + none));
        assertThat(run.lines).anyMatch(line -> line.contains("尚无演示数据"));
        assertThat(run.exitCode).isZero();
        assertThat(none).doesNotExist();
    }

    @Test
    void oneBrokenThingDoesNotHideTheOthers() {
        Run run = run(List.of("--zhenglu.data-dir=" + data, "--zhenglu.template=none", "--zhenglu.source.database.mapping=none",
                "--zhenglu.relay.connect-timeout=soon", "--spring.datasource.url=jdbc:postgresql://127.0.0.1:1/x",
                "--zhenglu.console.users[0].name=lin", "--zhenglu.console.users[0].password={noop}x",
                "--zhenglu.console.users[0].role=ADMIN", "--zhenglu.seals.fuzhou.kind=file",
                "--zhenglu.seals.fuzhou.keystore=" + data.resolve("none.p12"), "--zhenglu.seals.fuzhou.password=x"));
        assertThat(run.exitCode).isEqualTo(1);
        assertThat(run.lines).anyMatch(line -> line.startsWith("错误　版式与字体") && line.contains("zhenglu.template"))
                .anyMatch(line -> line.startsWith("错误　映射") && line.contains("none.yaml"))
                .anyMatch(line -> line.startsWith("错误　中转平台") && line.contains("「soon」"))
                .anyMatch(line -> line.startsWith("错误　台账") && line.contains("127.0.0.1:1"))
                .anyMatch(line -> line.startsWith("错误　控制台用户") && line.contains("「lin」"))
                .anyMatch(line -> line.startsWith("错误　印章") && line.contains("none.p12"))
                .anyMatch(line -> line.startsWith("错误　信任的根证书") && line.contains("演示根证书"))
                .anyMatch(line -> line.startsWith("错误　审批数据库"))
                .anyMatch(line -> line.startsWith("正常　证照类型"));
    }

    private record Run(int exitCode, List<String> lines) {
    }

    private static Run run(List<String> arguments) {
        StringWriter out = new StringWriter();
        int exitCode = new CommandLine(new DoctorCommand()).setOut(new PrintWriter(out)).execute(arguments.toArray(String[]::new));
        return new Run(exitCode, out.toString().lines().toList());
    }

    /** The demo that works against another relay, here the simulator of the first start. */
    private static List<String> outsideRelay() {
        List<String> arguments = new ArrayList<>(List.of("--spring.profiles.active=demo", "--zhenglu.data-dir=" + data));
        for (String name : List.of("base-url", "client-id", "client-secret", "envelope", "sm4-key", "private-key")) {
            arguments.add("--zhenglu.relay." + name + '=' + demo.getEnvironment().getProperty("zhenglu.relay." + name));
        }
        return arguments;
    }

    /** Every file below, with its size and time. */
    private static Map<String, String> files(Path folder) throws IOException {
        Map<String, String> found = new TreeMap<>();
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.filter(Files::isRegularFile).filter(file -> !file.endsWith("journal.jsonl")).toList()) {
                found.put(folder.relativize(file).toString(), Files.size(file) + " " + Files.getLastModifiedTime(file));
            }
        }
        return found;
    }
}
