package cn.zhenglu.seal.verify;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class VerifyCommandTest {

    @TempDir
    private static Path folder;
    private static Path valid;
    private static Path invalid;

    private record Run(int exit, String out, String err) {
    }

    @BeforeAll
    static void makeFiles() throws IOException {
        // the command's clock is the real one
        Instant now = Instant.now().truncatedTo(ChronoUnit.SECONDS);
        TestAuthority authority = new TestAuthority("测试根");
        authority.writeRoot(folder.resolve("trust"));
        Instant from = now.minus(1, ChronoUnit.DAYS);
        Instant to = now.plus(1, ChronoUnit.DAYS);
        SealedOfdMaker maker = new SealedOfdMaker(authority.holder("制章机构", from, to), authority.holder("福州市城乡建设局", from, to));
        maker.time = now;
        maker.sealFrom = from;
        maker.sealTo = to;
        valid = Files.write(folder.resolve("valid.ofd"), maker.ofd());
        maker.covers = path -> path.endsWith(".png");
        invalid = Files.write(folder.resolve("invalid.ofd"), maker.ofd());
    }

    private static Run run(Object... arguments) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        List<String> all = new ArrayList<>(Arrays.stream(arguments).map(Object::toString).toList());
        all.addAll(List.of("--roots", folder.resolve("trust").toString(), "--data-dir", folder.resolve("data").toString()));
        int exit = new CommandLine(new VerifyCommand()).setOut(new PrintWriter(out)).setErr(new PrintWriter(err))
                .execute(all.toArray(String[]::new));
        return new Run(exit, out.toString(), err.toString());
    }

    @Test
    void a_valid_file_ends_with_the_verdict_and_exit_code_0() {
        Run run = run(valid);

        assertThat(run.out.lines().toList()).contains("通过　　　签章人的签名验证正确。", 
                        "不适用　　离线验证，未向发证机构查询证书是否已被吊销。")
                .last().isEqualTo("有效：签章真实，文件自签章后未被改动。");
        assertThat(run.exit).isZero();
    }

    @Test
    void an_invalid_file_names_what_failed_with_exit_code_1() {
        Run run = run(invalid);

        assertThat(run.out.lines().filter(line -> line.startsWith("未通过"))).singleElement().asString().contains("有 7 个文件不在签章保护范围内", "/Doc_0/Document.xml");
        assertThat(run.out.lines().toList()).last().isEqualTo("无效：文件未通过验证。");
        assertThat(run.exit).isEqualTo(1);
    }

    @Test
    void what_is_no_ofd_ends_with_exit_code_2() throws IOException {
        Run run = run(Files.writeString(folder.resolve("text.ofd"), "no OFD"));

        assertThat(run.out.lines().toList()).containsExactly("未通过　　文件不是 OFD：它不是 ZIP 压缩包。", "无法读取：文件不是可以验证的 OFD。");
        assertThat(run.exit).isEqualTo(2);
    }

    @Test
    void a_missing_file_ends_with_exit_code_2_and_a_sentence() {
        Run run = run(folder.resolve("none.ofd"));

        assertThat(run.err.strip()).isEqualTo("找不到文件“" + folder.resolve("none.ofd") + "”。");
        assertThat(run.exit).isEqualTo(2);
    }

    @Test
    void json_tells_the_same() {
        Run run = run(invalid, "--json");
        JsonNode tree = JsonMapper.builder().build().readTree(run.out);

        assertThat(run.exit).isEqualTo(1);
        assertThat(tree.get("valid").asBoolean()).isFalse();
        assertThat(tree.get("verdict").asString()).isEqualTo("invalid");
        assertThat(tree.get("checks").valueStream().filter(check -> check.get("outcome").asString().equals("FAILED"))
                .map(check -> check.get("code").asString())).containsExactly("signature.coverage");
        assertThat(tree.get("facts").get("sealName").asString()).isEqualTo("行政审批专用章(01)");
    }

    @Test
    void json_is_json_even_without_a_report() {
        JsonNode tree = JsonMapper.builder().build().readTree(run(folder.resolve("none.ofd"), "--json").out);

        assertThat(tree.get("verdict").asString()).isEqualTo("unreadable");
        assertThat(tree.get("error").asString()).startsWith("找不到文件");
    }

    @Test
    void roots_in_the_data_folder_are_trusted() throws IOException {
        Path dataDir = folder.resolve("other-data");
        Files.createDirectories(dataDir.resolve("trust"));
        try (var roots = Files.list(folder.resolve("trust"))) {
            for (Path root : roots.toList()) {
                Files.copy(root, dataDir.resolve("trust").resolve(root.getFileName()));
            }
        }
        CommandLine command = new CommandLine(new VerifyCommand()).setOut(new PrintWriter(new StringWriter()));

        assertThat(command.execute(valid.toString(), "--data-dir", dataDir.toString())).isZero();
        assertThat(command.execute(valid.toString(), "--data-dir", folder.resolve("nowhere").toString())).isEqualTo(1);
    }

    @Test
    void a_broken_root_is_named_rather_than_blamed_on_the_document() throws IOException {
        Path roots = Files.createDirectories(folder.resolve("broken"));
        Path broken = Files.writeString(roots.resolve("root.pem"), "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n");
        Run run = run(valid, "--roots", roots);

        assertThat(run.err.strip()).isEqualTo("受信任的根证书文件“" + broken + "”无法读取，应为 PEM 或 DER 格式的 X.509 证书。");
        assertThat(run.exit).isEqualTo(2);
    }
}
