package cn.zhenglu.licence;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class HalfWidthTest {

    @Test
    void replacesFullWidthFormsAndNothingElse() {
        assertThat(HalfWidth.of("２０２３年６月１日　（ＡＢＣ）９１－")).isEqualTo("2023年6月1日 (ABC)91-");
        assertThat(HalfWidth.of("〔㈱①。𠮷龍\uFA30〕")).isEqualTo("〔㈱①。𠮷龍\uFA30〕");
    }
}
