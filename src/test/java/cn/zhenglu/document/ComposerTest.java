package cn.zhenglu.document;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import cn.zhenglu.SafetyLicence;
import cn.zhenglu.licence.LicenceDocument;
import cn.zhenglu.licence.LicenceRecord;
import cn.zhenglu.licence.NeedsPerson;
import cn.zhenglu.licence.Problem;
import cn.zhenglu.licence.SealPlacement;
import cn.zhenglu.licence.Submission;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ComposerTest {

    private static final String ADDRESS = "福州市仓山区";

    @Test
    void printsEveryItemOfTheLicence() throws IOException {
        Map<String, byte[]> files = SealedSample.unzip(Samples.COMPOSER.compose(Samples.usual()).ofd());

        assertThat(texts(files)).contains("安全生产许可证", "编号：（闽）JZ安许证字[2023]000001", "企业名称", "福建省第一建筑工程集团有限公司",
                "统一社会信用代码", "91350100MA2XN8T05L", "法定代表人", "林志强", "单位地址", "福建省福州市鼓楼区五四路128号恒力城写字楼18层",
                "经济类型", "有限责任公司（自然人投资或控股）", "许可范围", "建筑施工", "有效期", "2023年05月06日 至 2026年05月05日",
                "发证机关：", "福建省住房和城乡建设厅", "发证日期：", "2023年05月06日", "中华人民共和国住房和城乡建设部　监制",
                "证照标识：1.2.156.3005.2.11100000000013338W050.11350000003591037R.2023000001.001.X");
    }

    @Test
    void aProofNeedsNoCodeAndFindsWhatCannotBePrintedBecauseACodeWasOnceAssignedToALicenceThatCouldNotBe() {
        Submission uncoded = Samples.usual().withCode(null);
        assertThat(Samples.COMPOSER.proof(uncoded)).isSameAs(uncoded);

        Submission unprintable = Samples.submission("福建\uE5E5建筑有限公司", "林志强", ADDRESS).withCode(null);
        assertThatThrownBy(() -> Samples.COMPOSER.proof(unprintable)).isInstanceOf(NeedsPerson.class).hasMessageContaining("U+E5E5");
    }

    @Test
    void tellsTheSealerWhereTheSealBelongs() {
        assertThat(Samples.COMPOSER.compose(Samples.usual()).placement()).isEqualTo(new SealPlacement(1, 199, 137.5, 42, 42));
    }

    @Test
    void carriesTheMetadataOfTheStandardAndTheRecord() throws IOException {
        Map<String, byte[]> files = SealedSample.unzip(Samples.COMPOSER.compose(Samples.usual()).ofd());

        assertThat(SealedSample.text(files.get("OFD.xml")))
                .contains("<ofd:DocID>0123456789abcdef0123456789abcdef</ofd:DocID>")
                .contains("<ofd:CreationDate>2023-05-06</ofd:CreationDate>")
                .contains("<ofd:Creator>Zhenglu</ofd:Creator>")
                .contains("Name=\"证照类型名称\">建筑施工企业安全生产许可证<", "Name=\"证照类型代码\">11100000000013338W050<",
                        "Name=\"证照编号\">（闽）JZ安许证字[2023]000001<", "Name=\"证照标识\">1.2.156.3005.2.11100000000013338W050.",
                        "Name=\"颁发机构\">福建省住房和城乡建设厅<", "Name=\"颁发机构代码\">11350000003591037R<", "Name=\"颁发日期\">2023-05-06<",
                        "Name=\"有效期起始日期\">2023-05-06<", "Name=\"有效期截止日期\">2026-05-05<",
                        "Name=\"持证主体名称\">福建省第一建筑工程集团有限公司<", "Name=\"持证主体代码\">91350100MA2XN8T05L<",
                        "Name=\"持证主体代码类型\">统一社会信用代码<");
        assertThat(SealedSample.text(files.get("Doc_0/Attachs/licence.json"))).contains("\"responsiblePerson\":\"林志强\"");
    }

    @Test
    void neverCarriesTheIdentityNumber() throws IOException {
        for (byte[] file : SealedSample.unzip(Samples.COMPOSER.compose(Samples.usual()).ofd()).values()) {
            assertThat(SealedSample.text(file)).doesNotContain(Samples.IDENTITY_NUMBER, Samples.IDENTITY_NUMBER.substring(6, 14));
        }
    }

    @Test
    void givesTheSameBytesForTheSameSubmission() {
        byte[] first = Samples.COMPOSER.compose(Samples.usual()).ofd();
        byte[] again = new Composer(Template.load(Samples.TEMPLATE_FOLDER), Samples.TYPE, Samples.ISSUER).compose(Samples.usual()).ofd();

        assertThat(again).isEqualTo(first);
    }

    @Test
    void givesTheSameBytesToManyThreads() throws Exception {
        byte[] alone = Samples.COMPOSER.compose(Samples.usual()).ofd();
        ExecutorService pool = Executors.newFixedThreadPool(8);
        try {
            Callable<byte[]> task = () -> Samples.COMPOSER.compose(Samples.usual()).ofd();
            List<Future<byte[]>> results = pool.invokeAll(IntStream.range(0, 40).mapToObj(i -> task).toList());
            for (Future<byte[]> result : results) {
                assertThat(result.get()).isEqualTo(alone);
            }
        } finally {
            pool.shutdownNow();
        }
    }

    @Test
    void embedsOnlyTheCharactersThatAreUsed() {
        assertThat(Samples.COMPOSER.compose(Samples.usual()).ofd().length).isLessThan(120_000);
    }

    @ParameterizedTest
    @ValueSource(strings = {"𠅤", "㛃", "䶮", "堃", "喆", "犇", "𠮷", "𪚥", "𮯠", "﨑", "⼀", "𰻝"})
    void printsRareCharacters(String character) {
        Submission submission = Samples.submission(character + "建设有限公司", "阿卜杜热西提·" + character, ADDRESS);

        LicenceDocument document = Samples.COMPOSER.compose(submission);

        assertThat(new PageRenderer().draw(document.ofd(), 2).skipped()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(ints = {0x30000, 0xE000, 0x1F600, 0x200B, 0x07, 0xD800})
    void refusesACharacterThatNoFontHasAndNamesIt(int codePoint) {
        String person = "张" + Character.toString(codePoint);

        assertThatThrownBy(() -> Samples.COMPOSER.compose(Samples.submission("甲建设有限公司", person, ADDRESS)))
                .asInstanceOf(type(NeedsPerson.class)).extracting(needs -> needs.problems().get(0))
                .satisfies(problem -> {
                    assertThat(problem.code()).isEqualTo("document.no-glyph");
                    assertThat(problem.field()).isEqualTo("responsiblePerson");
                    assertThat(problem.message()).contains("法定代表人", String.format("U+%04X", codePoint));
                    assertThat(problem.remedy()).isNotBlank();
                });
    }

    @Test
    void setsALongNameSmallerAndThenInTwoLines() throws IOException {
        String longish = "福建省闽江流域水环境综合治理建设工程总承包有限公司厦门分公司";
        String twoLines = longish + "翔安第二项目管理部装配式建筑事业中心";

        assertThat(texts(SealedSample.unzip(compose(longish)))).contains(longish);
        String printed = String.join("", texts(SealedSample.unzip(compose(twoLines))));
        assertThat(printed).contains(twoLines);
        assertThat(texts(SealedSample.unzip(compose(twoLines)))).doesNotContain(twoLines);
    }

    @Test
    void refusesANameThatDoesNotFitAndSaysWhatFits() {
        String endless = "福建省建设集团".repeat(12);

        assertThatThrownBy(() -> compose(endless)).asInstanceOf(type(NeedsPerson.class))
                .extracting(needs -> needs.problems().get(0)).satisfies(problem -> {
                    assertThat(problem.code()).isEqualTo("document.too-long");
                    assertThat(problem.field()).isEqualTo("companyName");
                    assertThat(problem.message()).contains("企业名称", "84 字", "最多 2 行");
                });
    }

    @Test
    void refusesASubmissionThatLacksWhatIsPrinted() {
        LicenceRecord full = Samples.usual().record();
        LicenceRecord noPerson = SafetyLicence.record(full.operation(), full.department(), full.certNum(), full.text("companyName"),
                full.text("creditCode"), full.text("companyAddress"), full.text("economicType"), null, null, null, null, full.firstIssueDate(),
                full.issueDate(), full.validFrom(), full.validTo(), full.state(), null, null);

        assertThatThrownBy(() -> Samples.COMPOSER.compose(Samples.submission(noPerson))).asInstanceOf(type(NeedsPerson.class))
                .extracting(needs -> needs.problems().get(0)).extracting(Problem::code, Problem::field)
                .containsExactly("document.missing", "responsiblePerson");
    }

    private static byte[] compose(String company) {
        return Samples.COMPOSER.compose(Samples.submission(company, "林志强", ADDRESS)).ofd();
    }

    /** Texts of the template page and the page, in their order. */
    private static List<String> texts(Map<String, byte[]> files) {
        return List.of("Doc_0/Tpls/Tpl_0/Content.xml", "Doc_0/Pages/Page_0/Content.xml").stream()
                .flatMap(page -> java.util.regex.Pattern.compile("<ofd:TextCode[^>]*>([^<]*)<")
                        .matcher(SealedSample.text(files.get(page))).results())
                .map(result -> result.group(1)).collect(Collectors.toList());
    }
}
