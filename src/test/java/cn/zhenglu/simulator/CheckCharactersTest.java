package cn.zhenglu.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Published numbers, and the same with one character changed. */
class CheckCharactersTest {

    @ParameterizedTest
    @ValueSource(strings = {"11100000000013338W01111110000000021135M20230329701003Y", "11100000000013338W01111430000006122244L20230000403001U"})
    void publishedIdentifiersHold(String text) {
        assertThat(CheckCharacters.isMod3736(text)).isTrue();
        assertThat(CheckCharacters.isMod3736(text.replace('3', '4'))).isFalse();
        assertThat(CheckCharacters.isMod3736("")).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"11350000003591037R", "11100000000013338W", "91350100M000100Y43"})
    void creditCodesHold(String code) {
        assertThat(CheckCharacters.isCreditCode(code)).isTrue();
        assertThat(CheckCharacters.isCreditCode(code.replace('1', '2'))).isFalse();
        assertThat(CheckCharacters.isCreditCode(code.toLowerCase())).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"11010519491231002X", "440524188001010014"})
    void theExamplesOfTheIdentityNumberStandardHold(String number) {
        assertThat(CheckCharacters.isIdentityNumber(number)).isTrue();
        assertThat(CheckCharacters.isIdentityNumber(number.replace("01", "02"))).isFalse();
        assertThat(CheckCharacters.isIdentityNumber("110105194913310021")).isFalse();
    }
}
