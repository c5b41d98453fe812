package cn.zhenglu.licence;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

class CreditCodeTest {

    /** The issuer of the notice, those of the published identifiers, and companies that test suites elsewhere use. */
    @ParameterizedTest
    @ValueSource(strings = {"11350000003591037R", "11110000000021135M", "11430000006122244L", "91110000600037341L",
            "91350100M000100Y43"})
    void acceptsPublishedCodes(String code) {
        assertThat(CreditCode.problem(code)).isEmpty();
    }

    @ParameterizedTest
    @NullSource
    @ValueSource(strings = {"", "9111000060003734", "91110000600037341L1", "91110000600037341l", "9111000060003734IL",
            "９１110000600037341L", "91110000600037341L\n"})
    void namesAWrongForm(String code) {
        assertThat(CreditCode.problem(code)).get()
                .extracting(Problem::code, Problem::field).containsExactly("credit-code.form", "creditCode");
    }

    @Test
    void namesTheValueWhoseCheckDigitIsWrong() {
        Problem problem = CreditCode.problem("91110000600037341M").orElseThrow();
        assertThat(problem.code()).isEqualTo("credit-code.check-digit");
        assertThat(problem.message()).contains("「91110000600037341M」", "校验位");
        assertThat(problem.remedy()).contains("营业执照");
    }
}
