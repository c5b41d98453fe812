package cn.zhenglu.licence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

class LicenceIdentifierTest {

    private static final CertificateNumber NUMBER = new CertificateNumber("（闽）JZ安许证字[2023]087974", "2023087974");

    @Test
    void isMadeOfRootTypeIssuerSequenceVersionAndCheck() {
        LicenceIdentifier identifier = LicenceIdentifier.of(Samples.TYPE, Samples.ISSUER, NUMBER, 1);
        assertThat(identifier.value())
                .startsWith("1.2.156.3005.2.11100000000013338W050.11350000003591037R.2023087974.001.");
        assertThat(LicenceIdentifier.parse(identifier.value())).isEqualTo(identifier);
        assertThat(identifier.sequence()).isEqualTo("2023087974");
        assertThat(identifier.version()).isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"1.2.156.3005.2.11100000000013338W011.11110000000021135M.20230329701.003.Y",
            "1.2.156.3005.2.11100000000013338W011.11430000006122244L.20230000403.001.U"})
    void readsThePublishedExamples(String published) {
        assertThat(LicenceIdentifier.parse(published)).hasToString(published);
    }

    @Test
    void namesAWrongCheckCharacter() {
        String otherVersion = "1.2.156.3005.2.11100000000013338W011.11110000000021135M.20230329701.004.Y";
        assertThatThrownBy(() -> LicenceIdentifier.parse(otherVersion))
                .isInstanceOfSatisfying(NeedsPerson.class, person -> assertThat(person.problems())
                        .extracting(Problem::code).containsExactly("identifier.check-character"));
    }

    @ParameterizedTest
    @NullSource
    @ValueSource(strings = {"", "1.2.156.3005.2", "1.2.156.3005.3.11100000000013338W011.11110000000021135M.20230329701.003.Y",
            "1x2x156x3005x2.11100000000013338W011.11110000000021135M.20230329701.003.Y"})
    void namesAWrongForm(String text) {
        assertThatThrownBy(() -> LicenceIdentifier.parse(text))
                .isInstanceOfSatisfying(NeedsPerson.class, person -> assertThat(person.problems())
                        .extracting(Problem::code).containsExactly("identifier.form"));
    }

    @Test
    void hasVersionsFrom1To999() {
        assertThat(LicenceIdentifier.of(Samples.TYPE, Samples.ISSUER, NUMBER, 999).version()).isEqualTo(999);
        assertThatIllegalArgumentException().isThrownBy(() -> LicenceIdentifier.of(Samples.TYPE, Samples.ISSUER, NUMBER, 0));
        assertThatIllegalArgumentException().isThrownBy(() -> LicenceIdentifier.of(Samples.TYPE, Samples.ISSUER, NUMBER, 1000));
    }

    @Test
    void refusesAnIssuerWhoseCodeIsNoCode() {
        Issuer nobody = new Issuer("某厅", "1135");
        assertThatIllegalArgumentException().isThrownBy(() -> LicenceIdentifier.of(Samples.TYPE, nobody, NUMBER, 1));
    }
}
