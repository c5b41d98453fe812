package cn.zhenglu.intake;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class NormaliserTest {

    @Test
    void trimTakesWhiteSpaceOffTheEndsAndLineBreaksOutEverywhere() throws Unreadable {
        assertThat(Normaliser.TRIM.apply("\u3000 福建某某\r\n  建筑\u200B公司 A B\u00A0")).isEqualTo("福建某某建筑公司 A B");
        assertThat(Normaliser.TRIM.apply("\uFEFF\t")).isEmpty();
    }

    @Test
    void halfWidthReplacesFullWidthForms() throws Unreadable {
        assertThat(Normaliser.HALF_WIDTH.apply("９１３５Ａ（一）")).isEqualTo("9135A(一)");
    }

    @Test
    void noSpacesTakesOutAllWhiteSpace() throws Unreadable {
        assertThat(Normaliser.NO_SPACES.apply(" 9111 0000\u3000600 \n037341L\u200B")).isEqualTo("91110000600037341L");
    }

    @Test
    void upperCaseRaisesSmallLetters() throws Unreadable {
        assertThat(Normaliser.UPPER_CASE.apply("11010519491231002x")).isEqualTo("11010519491231002X");
    }

    @Test
    void certificateNumberMendsBrackets() throws Unreadable {
        assertThat(Normaliser.CERTIFICATE_NUMBER.apply("(闽)JZ安许证字〔２０２３〕000001")).isEqualTo("（闽）JZ安许证字[2023]000001");
    }

    @Test
    void dateBecomesIso() throws Unreadable {
        assertThat(Normaliser.DATE.apply("2023年6月1日")).isEqualTo("2023-06-01");
    }

    @Test
    void everyNormaliserIsFoundByTheNameThatMappingFilesUse() {
        for (Normaliser normaliser : Normaliser.values()) {
            assertThat(Normaliser.named(normaliser.toString())).contains(normaliser);
        }
        assertThat(Normaliser.names()).isEqualTo("trim、half-width、no-spaces、upper-case、certificate-number、date");
    }
}
