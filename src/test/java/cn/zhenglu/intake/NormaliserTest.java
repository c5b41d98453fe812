package cn.zhenglu.intake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class NormaliserTest {

    private static final Normaliser.Help HELP =
            new Normaliser.Help(new Dictionaries(Fixtures.CONFIG.resolve("dictionaries")), Fixtures.TYPE.number());

    @Test
    void trimTakesWhiteSpaceOffTheEndsAndLineBreaksOutEverywhere() throws Unreadable {
        assertThat(Normaliser.TRIM.apply("\u3000 福建某某\r\n  建筑\u200B公司 A B\u00A0", HELP)).isEqualTo("福建某某建筑公司 A B");
        assertThat(Normaliser.TRIM.apply("\uFEFF\t", HELP)).isEmpty();
    }

    @Test
    void halfWidthReplacesFullWidthForms() throws Unreadable {
        assertThat(Normaliser.HALF_WIDTH.apply("９１３５Ａ（一）", HELP)).isEqualTo("9135A(一)");
    }

    @Test
    void noSpacesTakesOutAllWhiteSpace() throws Unreadable {
        assertThat(Normaliser.NO_SPACES.apply(" 9111 0000\u3000600 \n037341L\u200B", HELP)).isEqualTo("91110000600037341L");
    }

    @Test
    void upperCaseRaisesSmallLetters() throws Unreadable {
        assertThat(Normaliser.UPPER_CASE.apply("11010519491231002x", HELP)).isEqualTo("11010519491231002X");
    }

    @Test
    void certificateNumberMendsBrackets() throws Unreadable {
        assertThat(Normaliser.CERTIFICATE_NUMBER.apply("(闽)JZ安许证字〔２０２３〕000001", HELP)).isEqualTo("（闽）JZ安许证字[2023]000001");
    }

    @Test
    void fullWidthIsTheOppositeAndChineseStaysAsItIs() throws Unreadable {
        assertThat(Normaliser.FULL_WIDTH.apply("A座 1-2号(东)", HELP)).isEqualTo("Ａ座　１－２号（东）");
    }

    @Test
    void bracketsOfANameBecomeFullWidthRoundOnes() throws Unreadable {
        assertThat(Normaliser.BRACKETS.apply("福建某某(集团)〔厦门】有限公司", HELP)).isEqualTo("福建某某（集团）（厦门）有限公司");
    }

    @ParameterizedTest
    @CsvSource({"45078, 2023-06-01", "45078.5, 2023-06-01", "４５０７８, 2023-06-01", "2023/6/1, 2023-06-01", "18264, 1950-01-01",
            "20230601, 2023-06-01"})
    void excelDateReadsSerialNumbersToo(String text, String day) throws Unreadable {
        assertThat(Normaliser.EXCEL_DATE.apply(text, HELP)).isEqualTo(day);
    }

    @ParameterizedTest
    @ValueSource(strings = {"123", "18263", "99999", "45078.x"})
    void excelDateRefusesNumbersThatAreNoDayOfALicence(String text) {
        assertThatThrownBy(() -> Normaliser.EXCEL_DATE.apply(text, HELP)).isInstanceOf(Unreadable.class);
    }

    @ParameterizedTest
    @CsvSource({"350100, 350100", "3501, 350100", "350102000000, 350102", "350102001, 350102", "福州市, 350100", "福州, 350100",
            "福建省福州市鼓楼区, 350102", "福州市鼓楼区, 350102", "鼓楼区, 350102", "福建省 平潭县, 350128", "３５０１００, 350100"})
    void districtIsTheCodeOfSixDigits(String text, String code) throws Unreadable {
        assertThat(Normaliser.DISTRICT.apply(text, HELP)).isEqualTo(code);
    }

    @ParameterizedTest
    @ValueSource(strings = {"350199", "某区", "35", "厦门市鼓楼区"})
    void anUnknownDistrictIsNotGuessed(String text) {
        assertThatThrownBy(() -> Normaliser.DISTRICT.apply(text, HELP)).isInstanceOf(Unreadable.class)
                .hasMessage("不是可以识别的行政区划");
    }

    @Test
    void dateBecomesIso() throws Unreadable {
        assertThat(Normaliser.DATE.apply("2023年6月1日", HELP)).isEqualTo("2023-06-01");
    }

    @Test
    void everyNormaliserIsFoundByTheNameThatMappingFilesUse() {
        for (Normaliser normaliser : Normaliser.values()) {
            assertThat(Normaliser.named(normaliser.toString())).contains(normaliser);
        }
        assertThat(Normaliser.names()).isEqualTo("trim、half-width、full-width、brackets、no-spaces、upper-case、certificate-number、"
                + "date、excel-date、district");
    }
}
