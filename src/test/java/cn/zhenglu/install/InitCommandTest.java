package cn.zhenglu.install;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.dataformat.yaml.YAMLMapper;

/** What {@code init} makes of the file that ships. With options it is run by the newcomer, from the archive; here it asks. */
class InitCommandTest {

    private static final FirstSettings SETTINGS = new FirstSettings("ftz-xiamen", "中国（福建）自由贸易试验区\"厦门\"片区", "350200",
            "jdbc:postgresql://10.0.0.8:5432/ledger?ssl=true", "jdbc:mariadb://10.0.0.5/approval", "https://zz.example.gov.cn",
            "http://10.1.2.3:8090/relay", "lin", "{bcrypt}$2a$10$abc");

    @Test
    void onlyWhatWasAskedForDiffersFromTheFileThatShips() throws IOException {
        String master = Files.readString(Path.of("config/application.yaml"));
        String written = SETTINGS.writtenInto(master);

        Map<String, String> before = leaves(master);
        Map<String, String> after = leaves(written);
        Map<String, String> changed = new TreeMap<>(after);
        before.forEach((key, value) -> changed.remove(key, value));
        assertThat(changed).isEqualTo(Map.of(
                ".spring.datasource.url", "jdbc:postgresql://10.0.0.8:5432/ledger?ssl=true",
                ".zhenglu.public-base-url", "https://zz.example.gov.cn",
                ".zhenglu.departments", "[{id=ftz-xiamen, citynum=350200, name=中国（福建）自由贸易试验区\"厦门\"片区, seal=ftz-xiamen}]",
                ".zhenglu.source.database.url", "jdbc:mariadb://10.0.0.5/approval",
                ".zhenglu.relay.base-url", "http://10.1.2.3:8090/relay",
                ".zhenglu.console.users", "[{name=lin, password={bcrypt}$2a$10$abc, role=ADMIN}]"));
        assertThat(after.keySet()).isEqualTo(before.keySet());
    }

    @Test
    void everyCommentStaysButThoseOfTheOtherDepartments() throws IOException {
        List<String> master = Files.readAllLines(Path.of("config/application.yaml"));
        String written = SETTINGS.writtenInto(String.join("\n", master) + "\n");
        assertThat(master.stream().filter(line -> line.contains("#")).map(line -> line.substring(line.indexOf('#')))
                .filter(comment -> !written.contains(comment)))
                .allMatch(comment -> comment.contains("自贸片区") || comment.startsWith("# - {name: operator"));
    }

    @Test
    void theRehearsalHasADatabaseOfItsOwn() throws IOException {
        String written = FirstSettings.rehearsal(Files.readString(Path.of("config/application-rehearsal.yaml")), SETTINGS.ledger());
        assertThat(leaves(written)).containsEntry(".spring.datasource.url", "jdbc:postgresql://10.0.0.8:5432/ledger_rehearsal?ssl=true");
    }

    @Test
    void withoutOptionsItAsksAndAnEmptyAnswerTakesWhatItProposes(@TempDir Path folder) throws Exception {
        Process init = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-Dstdout.encoding=UTF-8",
                "-cp", System.getProperty("java.class.path"), "cn.zhenglu.Zhenglu", "init").directory(folder.toFile())
                .redirectErrorStream(true).start();
        try (Writer answers = init.outputWriter(StandardCharsets.UTF_8)) {
            answers.write("putian\n莆田市住房和城乡建设局\n350300\n\njdbc:mariadb://10.0.0.5/approval\n\n\n\n");
        }
        String said = new String(init.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

        assertThat(init.waitFor()).as(said).isZero();
        assertThat(said).contains("部门全称 [福州市城乡建设局]：", "控制台管理员 admin 的口令：", "下一步：运行 doctor");
        assertThat(leaves(Files.readString(folder.resolve("config/application.yaml"))))
                .containsEntry(".zhenglu.departments", "[{id=putian, citynum=350300, name=莆田市住房和城乡建设局, seal=putian}]")
                .containsEntry(".spring.datasource.url", "jdbc:postgresql://127.0.0.1:5432/zhenglu")
                .containsEntry(".zhenglu.source.database.url", "jdbc:mariadb://10.0.0.5/approval");
        assertThat(folder.resolve("routes/issue.camel.yaml")).exists();
    }

    private static Map<String, String> leaves(String yaml) {
        Map<String, String> leaves = new TreeMap<>();
        collect("", new YAMLMapper().readTree(yaml), leaves);
        return leaves;
    }

    private static void collect(String key, JsonNode node, Map<String, String> leaves) {
        if (node.isObject() && !node.isEmpty()) {
            node.properties().forEach(entry -> collect(key + '.' + entry.getKey(), entry.getValue(), leaves));
        } else {
            leaves.put(key, node.isValueNode() ? node.asString() : new YAMLMapper().convertValue(node, Object.class).toString());
        }
    }
}
