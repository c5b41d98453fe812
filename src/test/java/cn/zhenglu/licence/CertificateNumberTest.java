package cn.zhenglu.licence;

import static org.assertj.core.api.Assertions.assertThat;

import cn.zhenglu.SafetyLicence;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

class CertificateNumberTest {

    private static final String CANONICAL = "（闽）JZ安许证字[2023]000001";

    @ParameterizedTest
    @ValueSource(strings = {CANONICAL, "(闽)JZ安许证字[2023]000001", "（闽）JZ安许证字〔2023〕000001", "（闽）JZ安许证字【2023】000001",
            "（闽）ＪＺ安许证字［２０２３］０００００１", " (闽) jz安许证字 (2023) 000001 ", "[闽]JZ安许证字（2023）000001号",
            "\uFEFF（闽）JZ安许证字[2023]　000001\u200B"})
    void mendsWhatSourcesWrite(String text) {
        assertThat(SafetyLicence.TYPE.number().normalise(text)).isEqualTo(CANONICAL);
    }

    @Test
    void readsProvinceYearAndSerial() {
        assertThat(SafetyLicence.TYPE.number().parse(CANONICAL)).contains(new CertificateNumber(CANONICAL, "2023000001"));
    }

    @ParameterizedTest
    @NullSource
    @ValueSource(strings = {"", "闽JZ安许证字2023000001", "（闽）JZ安许证字[2023]00001", "（闽）JZ安许证字[23]000001",
            "（闽）FM安许证字[2023]000001", "（闽）JZ安许证字[2023]000001-1"})
    void readsNothingIntoOtherTexts(String text) {
        assertThat(SafetyLicence.TYPE.number().parse(text)).isEmpty();
    }

    @Test
    void leavesWhatIsNoCertificateNumberToBeShown() {
        assertThat(SafetyLicence.TYPE.number().normalise(" 闽建安 ２０２３ 第1号")).isEqualTo("闽建安2023第1号");
    }
}
