package cn.zhenglu.intake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import cn.zhenglu.licence.NeedsPerson;

class MappingTest {

    @TempDir
    private Path folder;

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
            "certNum: | certNumber: | 不认识的字段「certNumber」",
            "[certificate-number] | [brackets] | 字段 certNum：不认识的整理方式「brackets」，可用的有：trim、half-width",
            "column: cert_num, | | 字段 certNum：没有写 column 或 constant",
            "column: cert_num, | column: cert_num, constant: x, | 字段 certNum：column 和 constant 只能写一个",
            "column: cert_num, | colum: cert_num, | 没有名为「colum」的设置",
            "column: cert_num, | column: cert_num, by-operation: true, | by-operation 只能用于 state",
            "default: CANCELLED | default: GONE | 字段 state：「GONE」不是可以识别的证照状态",
            "吊销: REVOKED | 吊销: REVOKE | 字段 state：「REVOKE」不是可以识别的证照状态",
            "words: | dictionary: {a: VALID}, words: | 格式不正确",
            "source: approval-database | | 缺少 source、name 或 fields",
            "  creditCode: | #creditCode: | fields 中缺少字段 creditCode（统一社会信用代码）"})
    void aMistakeInAMappingFileIsNamed(String from, String to, String message) throws IOException {
        String good = Files.readString(Fixtures.CONFIG.resolve("mappings/approval.yaml"));
        assertThat(good).contains(from);
        String bad = good.replaceFirst(Pattern.quote(from), to == null ? "" : Matcher.quoteReplacement(to));
        assertThatThrownBy(() -> load("bad.yaml", bad)).isInstanceOf(NeedsPerson.class)
                .hasMessageContaining("bad.yaml").hasMessageContaining(message);
    }

    @Test
    void aMissingMappingFileIsNamed() {
        assertThatThrownBy(() -> Mapping.load(folder.resolve("none.yaml"), Fixtures.TYPE, Fixtures.DEPARTMENTS))
                .isInstanceOf(NeedsPerson.class).hasMessageContaining("none.yaml");
    }

    @Test
    void theFirstColumnThatIsNotEmptyWins() {
        Mapping mapping = load("two.yaml", minimal("companyName: {columns: [新名称, 旧名称]}"));
        assertThat(mapping.read(row("新名称", " ", "旧名称", "乙公司")).record().companyName()).isEqualTo("乙公司");
        assertThat(mapping.read(row("新名称", "甲公司", "旧名称", "乙公司")).record().companyName()).isEqualTo("甲公司");
    }

    @Test
    void aDictionaryTranslatesKeepsTargetsAndRefusesTheRest() {
        String rule = "economicType: {column: 类型, normalise: [trim], dictionary: {有限: \"150\"}}";
        Mapping mapping = load("dictionary.yaml", minimal(rule));
        assertThat(mapping.read(row("类型", " 有限 ")).record().economicType()).isEqualTo("150");
        assertThat(mapping.read(row("类型", "150")).record().economicType()).isEqualTo("150");
        assertThat(mapping.read(row("类型", null)).problems()).isEmpty();
        assertThat(mapping.read(row("类型", "合伙")).problems()).singleElement().satisfies(problem -> {
            assertThat(problem.code()).isEqualTo("economic-type.unlisted");
            assertThat(problem.field()).isEqualTo("economicType");
            assertThat(problem.message()).isEqualTo("经济类型：来源列「类型」的值「合伙」不在映射文件的对照表中");
        });
    }

    @Test
    void aDefaultStandsInForAnEmptyColumnOnly() {
        Mapping mapping = load("default.yaml", minimal("economicType: {column: 类型, normalise: [trim], default: 不详}"));
        assertThat(mapping.read(row("类型", "\u3000")).record().economicType()).isEqualTo("不详");
        assertThat(mapping.read(row("类型", "\u200B")).record().economicType()).isEqualTo("不详");
        assertThat(mapping.read(row("类型", "有限")).record().economicType()).isEqualTo("有限");
    }

    @Test
    void theScopeIsThatOfTheCertificateTypeUnlessTheSourceGivesOne() {
        assertThat(load("none.yaml", minimal("")).read(row()).record().licenceScope()).isEqualTo("建筑施工");
        Mapping mapping = load("scope.yaml", minimal("licenceScope: {column: 范围}"));
        assertThat(mapping.read(row("范围", "建筑施工（限装修）")).record().licenceScope()).isEqualTo("建筑施工（限装修）");
    }

    @Test
    void aDateColumnWithoutTheDateNormaliserSaysSo() {
        Mapping mapping = load("date.yaml", minimal("validTo: {column: 止}"));
        assertThat(mapping.read(row("止", "2023/6/1")).problems()).singleElement()
                .satisfies(problem -> assertThat(problem.remedy()).contains("date"));
    }

    private Mapping load(String name, String yaml) {
        Path file = Fixtures.write(folder, name, yaml.getBytes(StandardCharsets.UTF_8));
        return Mapping.load(file, Fixtures.TYPE, Fixtures.DEPARTMENTS);
    }

    private static String minimal(String field) {
        return """
                source: s
                name: n
                fields:
                  operation: {constant: NEW}
                  department: {constant: fuzhou}
                  certNum: {column: 编号}
                  creditCode: {column: 代码}
                  %s
                """.formatted(field);
    }

    private static Row row(String... columnsAndValues) {
        Map<String, String> columns = new LinkedHashMap<>();
        for (int i = 0; i < columnsAndValues.length; i += 2) {
            columns.put(columnsAndValues[i], columnsAndValues[i + 1]);
        }
        return new Row(columns);
    }
}
