package cn.zhenglu;

import static org.assertj.core.api.Assertions.assertThat;

import com.networknt.schema.Error;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.dialect.Dialects;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.dataformat.yaml.YAMLMapper;

/** Route files against Camel's own schema of its YAML, which Kaoto and other editors go by; and what each tells its reader. */
class RouteSchemaTest {

    private static Schema schema;

    @BeforeAll
    static void readSchema() throws IOException {
        try (InputStream camel = RouteSchemaTest.class.getResourceAsStream("/schema/camelYamlDsl.json")) {
            schema = SchemaRegistry.withDialect(Dialects.getDraft4()).getSchema(JsonMapper.shared().readTree(camel));
        }
    }

    static Stream<Path> routes() throws IOException {
        return Files.list(Path.of("routes")).filter(file -> file.toString().endsWith(".yaml")).sorted();
    }

    @ParameterizedTest
    @MethodSource("routes")
    void everyShippedFileFollowsIt(Path file) throws IOException {
        assertThat(violations(Files.readString(file))).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"读取第二个数据库", "把每张证照抄送本市电子证照库", "另一种告警渠道"})
    void everyRecipeFollowsIt(String heading) {
        assertThat(violations(Recipes.yaml(heading))).isEmpty();
    }

    @Test
    void aStepThatCamelDoesNotKnowBreaksIt() {
        assertThat(violations("- route: {id: x, from: {uri: timer:x, steps: [{logg: {message: x}}]}}")).isNotEmpty();
    }

    @ParameterizedTest
    @MethodSource("routes")
    void theHeadOfEachSaysWhatItDoesWhichSettingsItUsesAndWhatMayBeChanged(Path file) throws IOException {
        String head = String.join("\n", Files.readAllLines(file).stream().takeWhile(line -> !line.startsWith("- ")).toList());
        assertThat(head).startsWith("# ").contains("使用的设置：", "可以放心修改：");
    }

    private static List<String> violations(String yaml) {
        JsonNode routes = new YAMLMapper().readTree(yaml);
        return schema.validate(routes).stream().map(Error::toString).toList();
    }
}
