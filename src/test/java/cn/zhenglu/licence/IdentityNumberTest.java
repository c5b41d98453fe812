package cn.zhenglu.licence;

import static org.assertj.core.api.Assertions.assertThat;

import cn.zhenglu.SafetyLicence;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

class IdentityNumberTest {

    /** The two examples of GB 11643 itself. */
    @ParameterizedTest
    @ValueSource(strings = {"11010519491231002X", "440524188001010014"})
    void acceptsTheExamplesOfTheStandard(String number) {
        assertThat(IdentityNumber.problem(SafetyLicence.RESPONSIBLE_PERSON_ID, number)).isEmpty();
    }

    @ParameterizedTest
    @NullSource
    @ValueSource(strings = {"", "110105491231002", "11010519491231002x", "1101051949123100２X", "X1010519491231002X"})
    void namesAWrongForm(String number) {
        assertThat(IdentityNumber.problem(SafetyLicence.RESPONSIBLE_PERSON_ID, number)).map(Problem::code).contains("responsible-person-id.form");
    }

    @Test
    void namesABirthDateThatIsNoDay() {
        String first17 = "11010519490230002";
        assertThat(IdentityNumber.problem(SafetyLicence.RESPONSIBLE_PERSON_ID, first17 + IdentityNumber.checkDigit(first17)))
                .map(Problem::code).contains("responsible-person-id.birth-date");
    }

    @Test
    void showsAWrongNumberMaskedOnly() {
        Problem problem = IdentityNumber.problem(SafetyLicence.RESPONSIBLE_PERSON_ID, "110105194912310021").orElseThrow();
        assertThat(problem.code()).isEqualTo("responsible-person-id.check-digit");
        assertThat(problem.message()).contains("「110105**********21」").doesNotContain("19491231");
    }

    @ParameterizedTest
    @CsvSource({"11010519491231002X, 110105**********2X", "110105491231002, 110105*******02", "E12345678, E1*****78",
            "1234, 1**4", "123, ***", "𠮷𠮷𠮷𠮷, 𠮷**𠮷"})
    void masksTheMiddleOfAnyKindOfNumber(String number, String masked) {
        assertThat(IdentityNumber.mask(number)).isEqualTo(masked);
    }

    @Test
    void masksNothingToNothing() {
        assertThat(IdentityNumber.mask(null)).isEmpty();
        assertThat(IdentityNumber.mask("")).isEmpty();
    }

    @Test
    void findsNumbersWithinATextAndLeavesOtherDigitsAlone() {
        assertThat(IdentityNumber.maskIn("张三11010519491231002X、李四 440524188001010014，电话 059112345678，码 91110000600037341L"))
                .isEqualTo("张三110105**********2X、李四 440524**********14，电话 059112345678，码 91110000600037341L");
    }
}
