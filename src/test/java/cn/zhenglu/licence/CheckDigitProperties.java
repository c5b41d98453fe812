package cn.zhenglu.licence;

import static org.assertj.core.api.Assertions.assertThat;

import cn.zhenglu.SafetyLicence;
import java.time.LocalDate;

import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Assume;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.time.api.Dates;

/** What the three algorithms promise, whatever the number. */
class CheckDigitProperties {

    private static final String CREDIT_CODE_ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY";
    private static final String ALPHANUMERIC = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ";

    @Property
    void aGeneratedCreditCodePasses(@ForAll("creditCodes") String code) {
        assertThat(CreditCode.problem(code)).isEmpty();
    }

    @Property
    void aChangedCharacterOfACreditCodeIsFound(@ForAll("creditCodes") String code, @ForAll @IntRange(max = 17) int at,
            @ForAll @IntRange(min = 1, max = 30) int by) {
        assertThat(CreditCode.problem(changed(code, at, by, CREDIT_CODE_ALPHABET)))
                .map(Problem::code).contains("credit-code.check-digit");
    }

    @Property
    void swappedNeighboursOfACreditCodeAreFound(@ForAll("creditCodes") String code, @ForAll @IntRange(max = 16) int at) {
        Assume.that(code.charAt(at) != code.charAt(at + 1));
        assertThat(CreditCode.problem(swapped(code, at))).map(Problem::code).contains("credit-code.check-digit");
    }

    @Property
    void aGeneratedIdentityNumberPasses(@ForAll("identityNumbers") String number) {
        assertThat(IdentityNumber.problem(SafetyLicence.RESPONSIBLE_PERSON_ID, number)).isEmpty();
    }

    @Property
    void aChangedDigitOfAnIdentityNumberIsFound(@ForAll("identityNumbers") String number, @ForAll @IntRange(max = 16) int at,
            @ForAll @IntRange(min = 1, max = 9) int by) {
        assertThat(IdentityNumber.problem(SafetyLicence.RESPONSIBLE_PERSON_ID, changed(number, at, by, "0123456789"))).isPresent();
    }

    @Property
    void aChangedCheckDigitOfAnIdentityNumberIsFound(@ForAll("identityNumbers") String number,
            @ForAll @IntRange(min = 1, max = 10) int by) {
        assertThat(IdentityNumber.problem(SafetyLicence.RESPONSIBLE_PERSON_ID, changed(number, 17, by, "0123456789X")))
                .map(Problem::code).contains("responsible-person-id.check-digit");
    }

    @Property
    void swappedNeighboursOfAnIdentityNumberAreFound(@ForAll("identityNumbers") String number,
            @ForAll @IntRange(max = 16) int at) {
        Assume.that(number.charAt(at) != number.charAt(at + 1));
        assertThat(IdentityNumber.problem(SafetyLicence.RESPONSIBLE_PERSON_ID, swapped(number, at))).isPresent();
    }

    @Property
    void noProblemOfAnIdentityNumberRepeatsIt(@ForAll("identityNumbers") String number, @ForAll @IntRange(max = 16) int at) {
        Assume.that(number.charAt(at) != number.charAt(at + 1));
        assertThat(IdentityNumber.problem(SafetyLicence.RESPONSIBLE_PERSON_ID, swapped(number, at)).orElseThrow().message())
                .doesNotContain(swapped(number, at).substring(6, 16));
    }

    @Property
    void aGeneratedMod37TextHolds(@ForAll("alphanumerics") String text) {
        assertThat(Mod37.holds(text + Mod37.checkCharacter(text))).isTrue();
    }

    @Property
    void aChangedCharacterOfAMod37TextIsFound(@ForAll("alphanumerics") String text, @ForAll @IntRange(max = 60) int at,
            @ForAll @IntRange(min = 1, max = 35) int by) {
        String whole = text + Mod37.checkCharacter(text);
        assertThat(Mod37.holds(changed(whole, at % whole.length(), by, ALPHANUMERIC))).isFalse();
    }

    @Provide
    Arbitrary<String> creditCodes() {
        return Arbitraries.strings().withChars(CREDIT_CODE_ALPHABET).ofLength(17)
                .map(first17 -> first17 + CreditCode.checkDigit(first17));
    }

    @Provide
    Arbitrary<String> identityNumbers() {
        Arbitrary<String> births = Dates.dates().between(LocalDate.of(1900, 1, 1), LocalDate.of(2026, 12, 31))
                .map(date -> date.toString().replace("-", ""));
        return Combinators.combine(digits(6), births, digits(3))
                .as((region, birth, sequence) -> region + birth + sequence)
                .map(first17 -> first17 + IdentityNumber.checkDigit(first17));
    }

    @Provide
    Arbitrary<String> alphanumerics() {
        return Arbitraries.strings().withChars(ALPHANUMERIC).ofMinLength(1).ofMaxLength(60);
    }

    private static Arbitrary<String> digits(int count) {
        return Arbitraries.strings().numeric().ofLength(count);
    }

    private static String changed(String text, int at, int by, String alphabet) {
        char other = alphabet.charAt((alphabet.indexOf(text.charAt(at)) + by) % alphabet.length());
        return text.substring(0, at) + other + text.substring(at + 1);
    }

    private static String swapped(String text, int at) {
        return text.substring(0, at) + text.charAt(at + 1) + text.charAt(at) + text.substring(at + 2);
    }
}
