package cn.zhenglu.intake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import cn.zhenglu.SafetyLicence;
import cn.zhenglu.Recipes;
import cn.zhenglu.licence.Arrival;
import cn.zhenglu.licence.Department;
import cn.zhenglu.licence.LicenceRecord;
import cn.zhenglu.licence.LicenceRules;
import cn.zhenglu.licence.LicenceState;
import cn.zhenglu.licence.NeedsPerson;
import cn.zhenglu.licence.Operation;
import cn.zhenglu.licence.Problem;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MappingTest {

    @TempDir
    private Path folder;

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
            "certNum: | certNumber: | 不认识的字段「certNumber」",
            "[certificate-number] | [braces] | 字段 certNum：不认识的整理方式「braces」，可用的有：trim、half-width",
            "column: cert_num, | | 字段 certNum：没有写 column、concat、expression 或 constant",
            "column: cert_num, | column: cert_num, constant: x, | 字段 certNum：column、concat、expression 和 constant 只能写一个",
            "column: cert_num, | concat: 证字, | 字段 certNum：concat 中没有写来源列",
            "column: cert_num, | expression: 'cert_num +', | 字段 certNum：expression 无法读懂",
            "column: cert_num, | expression: 'T(java.lang.Runtime).getRuntime()', | 字段 certNum：expression 中只能使用来源列和文字的方法",
            "column: cert_num, | expression: 'new String(cert_num)', | 字段 certNum：expression 中只能使用来源列和文字的方法",
            "column: cert_num, | column: cert_num, regex: {find: '(', take: x}, | regex 的 find 不是正则表达式",
            "column: cert_num, | column: cert_num, regex: {find: a, take: $1}, | regex 中没有第 1 个括号",
            "column: cert_num, | column: cert_num, regex: {find: a}, | regex 须写 find，并在 replace 和 take 中写一个",
            "[certificate-number] | [regex] | normalise 中有 regex，但没有写 regex 的内容",
            "column: cert_num, | column: cert_num, dictionary-file: ../application, | dictionary-file 指定的对照表",
            "column: cert_num, | column: cert_num, dictionary-file: none, | none.yaml」不存在",
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
        assertThatThrownBy(() -> Mapping.load(folder.resolve("none.yaml"), SafetyLicence.FAMILY, Fixtures.DEPARTMENTS))
                .isInstanceOf(NeedsPerson.class).hasMessageContaining("none.yaml");
    }

    @Test
    void theFirstColumnThatIsNotEmptyWins() {
        Mapping mapping = load("two.yaml", minimal("companyName: {columns: [新名称, 旧名称]}"));
        assertThat(mapping.read(row("新名称", " ", "旧名称", "乙公司")).record().text("companyName")).isEqualTo("乙公司");
        assertThat(mapping.read(row("新名称", "甲公司", "旧名称", "乙公司")).record().text("companyName")).isEqualTo("甲公司");
    }

    @Test
    void aDictionaryTranslatesKeepsTargetsAndRefusesTheRest() {
        String rule = "economicType: {column: 类型, normalise: [trim], dictionary: {有限: \"150\"}}";
        Mapping mapping = load("dictionary.yaml", minimal(rule));
        assertThat(mapping.read(row("类型", " 有限 ")).record().text("economicType")).isEqualTo("150");
        assertThat(mapping.read(row("类型", "150")).record().text("economicType")).isEqualTo("150");
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
        assertThat(mapping.read(row("类型", "\u3000")).record().text("economicType")).isEqualTo("不详");
        assertThat(mapping.read(row("类型", "\u200B")).record().text("economicType")).isEqualTo("不详");
        assertThat(mapping.read(row("类型", "有限")).record().text("economicType")).isEqualTo("有限");
    }

    @Test
    void theScopeIsThatOfTheCertificateTypeUnlessTheSourceGivesOne() {
        assertThat(load("none.yaml", minimal("")).read(row()).record().text("licenceScope")).isEqualTo("建筑施工");
        Mapping mapping = load("scope.yaml", minimal("licenceScope: {column: 范围}"));
        assertThat(mapping.read(row("范围", "建筑施工（限装修）")).record().text("licenceScope")).isEqualTo("建筑施工（限装修）");
    }

    @Test
    void aDateColumnWithoutTheDateNormaliserSaysSo() {
        Mapping mapping = load("date.yaml", minimal("validTo: {column: 止}"));
        assertThat(mapping.read(row("止", "2023/6/1")).problems()).singleElement()
                .satisfies(problem -> assertThat(problem.remedy()).contains("date"));
    }

    @Test
    void concatJoinsColumnsAndIsEmptyWhenAllOfThemAre() {
        Mapping mapping = load("concat.yaml", minimal("companyName: {concat: \"{姓}·{名}\"}"));
        assertThat(mapping.read(row("姓", " 张 ", "名", "$1\\三")).record().text("companyName")).isEqualTo("张·$1\\三");
        assertThat(mapping.read(row("姓", "张", "名", null)).record().text("companyName")).isEqualTo("张·");
        assertThat(mapping.read(row("姓", " ", "名", null)).record().text("companyName")).isNull();
        assertThat(mapping.missingColumns(Set.of("编号", "代码", "姓"))).containsExactly("姓、名");
    }

    @Test
    void anExpressionComputesFromColumnsOfAnyName() {
        Mapping mapping = load("expression.yaml",
                minimal("companyAddress: {expression: \"地址.contains('市') ? 地址 : ['所在地(市)'] + 地址\"}"));
        assertThat(mapping.read(row("地址", "某路", "所在地（市）", "福州市")).record().text("companyAddress")).isEqualTo("福州市某路");
        assertThat(mapping.read(row("地址", "厦门市某路", "所在地（市）", "福州市")).record().text("companyAddress")).isEqualTo("厦门市某路");
        assertThat(mapping.read(row("地址", null, "所在地（市）", "福州市")).record().text("companyAddress")).isEqualTo("福州市");
        assertThat(mapping.read(row("地址", null)).record().text("companyAddress")).isNull();
        assertThat(mapping.missingColumns(Set.of("编号", "代码"))).containsExactly("地址、所在地(市)");
    }

    @Test
    void anExpressionThatFailsIsAProblemOfTheRowThatNamesColumnsAndValues() {
        Mapping mapping = load("failing.yaml", minimal("companyName: {expression: \"名称.substring(4)\"}"));
        assertThat(mapping.read(row("名称", "短")).problems()).singleElement().satisfies(problem ->
                assertThat(problem.message()).isEqualTo("企业名称：来源列「名称」的值「短」无法按映射文件中的 expression 计算"));
    }

    @Test
    void anExpressionReachesNothingBeyondTheRow() {
        Mapping mapping = load("reaching.yaml", minimal("companyName: {expression: \"名称.getClass().forName('java.lang.Runtime')\"}"));
        assertThat(mapping.read(row("名称", "x")).record().text("companyName")).isNull();
        assertThat(mapping.read(row("名称", "x")).problems()).hasSize(1);
    }

    @Test
    void regexTakesAPartOrReplacesAndItsPlaceAmongTheNormalisersCounts() {
        Mapping taking = load("take.yaml", minimal(
                "validTo: {column: 有效期, normalise: [half-width, regex, date], regex: {find: \"至(.+)$\", take: \"$1\"}}"));
        assertThat(taking.read(row("有效期", "２０２３年６月１日至2026年5月31日")).record().validTo()).isEqualTo("2026-05-31");
        assertThat(taking.read(row("有效期", "长期")).problems()).singleElement().satisfies(problem -> {
            assertThat(problem.code()).isEqualTo("valid-to.unmatched");
            assertThat(problem.message()).contains("「有效期」", "「长期」");
        });
        Mapping replacing = load("replace.yaml", minimal("companyName: {column: 名称, regex: {find: \"（旧）$\", replace: \"\"}}"));
        assertThat(replacing.read(row("名称", "甲公司（旧）")).record().text("companyName")).isEqualTo("甲公司");
        assertThat(replacing.read(row("名称", "乙公司")).record().text("companyName")).isEqualTo("乙公司");
        assertThat(replacing.read(row("名称", "a".repeat(1_001))).problems()).extracting(Problem::code)
                .containsExactly("company-name.too-long");
    }

    @Test
    void aDepartmentIsFoundByADistrictThatOnlyItHas() {
        Mapping mapping = load("district.yaml", minimal("").replace("{constant: fuzhou}", "{column: 区划, normalise: [district]}"));
        assertThat(mapping.read(row("区划", "厦门市思明区")).record().department()).isEqualTo("xiamen");
        assertThat(mapping.read(row("区划", "350100")).record().department()).isEqualTo("fuzhou");
        Mapping shared = Mapping.load(folder.resolve("district.yaml"), SafetyLicence.FAMILY, List.of(
                new Department("fuzhou", "350100", "甲", "a"), new Department("ftz-fuzhou", "350100", "乙", "b")));
        assertThat(shared.read(row("区划", "福州")).problems()).singleElement().satisfies(problem ->
                assertThat(problem.message()).contains("「区划」", "「福州」", "fuzhou、ftz-fuzhou"));
    }

    @Test
    void theSampleForChineseColumnNamesReadsItsTable() {
        Mapping mapping = Mapping.load(Fixtures.CONFIG.resolve("mappings/sample-chinese.yaml"), SafetyLicence.FAMILY, Fixtures.DEPARTMENTS);
        Mapping.Reading reading = mapping.read(row("业务编号", "7", "业务类型", "首次申请", "所属区划", "福建省福州市鼓楼区", "年份", "２０２３",
                "序号", "000001", "企业名称", "福建某某(集团)有限公司", "单位名称", null, "信用代码", "91110000600037341l", "注册地址", "某路1号",
                "经济类型", "150", "法定代表人", " 张三 ", "证件号码", "11010519491231002x", "证件种类", "居民身份证", "首次发证（日期）", "45078",
                "发证日期", "2023年6月1日", "有效期", "２０２３年6月1日 至 2026年5月31日", "备注", null));
        assertThat(reading.problems()).isEmpty();
        assertThat(reading.record()).isEqualTo(SafetyLicence.record(Operation.NEW, "fuzhou", "（闽）JZ安许证字[2023]000001",
                "福建某某（集团）有限公司", "91110000600037341L", "福建省福州市鼓楼区某路1号", "有限责任公司", "张三", "11010519491231002X",
                "111", "建筑施工", LocalDate.of(2023, 6, 1), LocalDate.of(2023, 6, 1), LocalDate.of(2023, 6, 1), LocalDate.of(2026, 5, 31),
                LicenceState.VALID, null, null));
        assertThat(new LicenceRules().judge(reading.record(), Set.of("fuzhou"))).isEmpty();
        assertThat(mapping.unmappedFields()).isEmpty();
    }

    @Test
    void theSampleForPinyinColumnNamesReadsItsTable() {
        Mapping mapping = Mapping.load(Fixtures.CONFIG.resolve("mappings/sample-pinyin.yaml"), SafetyLicence.FAMILY, Fixtures.DEPARTMENTS);
        Mapping.Reading reading = mapping.read(row("YWBH", "A-1", "YWLX", "2", "XZQHDM", "350102000000", "ZSBH", "(闽)JZ安许证字〔2023〕000001",
                "QYMC", "福建某某(集团)有限公司", "TYSHXYDM", "91110000600037341L", "ZCDZ", null, "LXDZ", "福州市某路1号", "JJLXDM", "150",
                "FRXING", "欧阳 ", "FRMING", "修", "FRZJHM", "11010519491231002X", "FRZJLX", "01", "SCFZRQ", "20200601", "FZRQ", "20230601",
                "YXQQ", "20230601", "YXQZ", "20260531", "YZSBH", "（闽）JZ安许证字[2020]000001（旧）", "BZ", null));
        assertThat(reading.problems()).isEmpty();
        assertThat(reading.record()).isEqualTo(SafetyLicence.record(Operation.RENEW, "fuzhou", "（闽）JZ安许证字[2023]000001",
                "福建某某（集团）有限公司", "91110000600037341L", "福州市某路1号", "有限责任公司", "欧阳修", "11010519491231002X", "111", "建筑施工",
                LocalDate.of(2020, 6, 1), LocalDate.of(2023, 6, 1), LocalDate.of(2023, 6, 1), LocalDate.of(2026, 5, 31),
                LicenceState.VALID, null, "（闽）JZ安许证字[2020]000001"));
        assertThat(mapping.unmappedFields()).isEmpty();
    }

    /** The recipe of docs/集成手册.md, word for word. */
    @Test
    void aSourceWithOtherColumnNamesNeedsOtherLinesInTheMappingOnly() throws IOException {
        String yaml = Files.readString(Fixtures.CONFIG.resolve("mappings/approval.yaml"));
        for (String line : Recipes.yaml("另一个列名").lines().toList()) {
            String field = line.strip().replaceFirst(":.*", ":");
            assertThat(yaml).containsPattern("(?m)^  " + field + ".*$");
            yaml = yaml.replaceFirst("(?m)^  " + field + ".*$", Matcher.quoteReplacement(line));
        }
        Map<String, Object> columns = Fixtures.approval("GSMC", "福建某某建筑工程(集团)有限公司", "ZJLX", "护照");
        columns.keySet().removeAll(List.of("COMPANY_NAME", "LEGAL_PERSON_ID_TYPE"));
        Arrival arrival = new Intake(load("other.yaml", yaml), Fixtures.EXISTING).fromRows(List.of(columns)).get(0);

        assertThat(arrival.problems()).isEmpty();
        assertThat(arrival.record().text("companyName")).isEqualTo("福建某某建筑工程（集团）有限公司");
        assertThat(arrival.record().text("responsiblePersonIdType")).isEqualTo("414");
    }

    private Mapping load(String name, String yaml) {
        Path file = Fixtures.write(folder, name, yaml.getBytes(StandardCharsets.UTF_8));
        return Mapping.load(file, SafetyLicence.FAMILY, Fixtures.DEPARTMENTS);
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
