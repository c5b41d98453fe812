package cn.zhenglu.licence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;

class Mod37Test {

    @Test
    void computesThePublishedVectorOfTheGlobalReleaseIdentifier() {
        // GRid standard, the best known user of MOD 37,36
        assertThat(Mod37.checkCharacter("A12425GABC1234002")).isEqualTo('M');
    }

    @Test
    void computesThePublishedIdentifiersOfTheSiblingCertificate() {
        assertThat(Mod37.checkCharacter("11100000000013338W01111110000000021135M20230329701003")).isEqualTo('Y');
        assertThat(Mod37.checkCharacter("11100000000013338W01111430000006122244L20230000403001")).isEqualTo('U');
    }

    @Test
    void refusesToComputeOverOtherCharacters() {
        assertThatIllegalArgumentException().isThrownBy(() -> Mod37.checkCharacter("12a4"));
    }

    @Test
    void holdsForNothingShorterThanACharacterAndItsCheck() {
        assertThat(Mod37.holds("")).isFalse();
        assertThat(Mod37.holds("1")).isFalse();
        assertThat(Mod37.holds("１Y")).isFalse();
    }
}
