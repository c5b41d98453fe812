package cn.zhenglu.console;

import static org.assertj.core.api.Assertions.assertThat;

import cn.zhenglu.SafetyLicence;
import cn.zhenglu.licence.LicenceField;
import cn.zhenglu.licence.LicenceRecord;
import cn.zhenglu.licence.Operation;
import cn.zhenglu.licence.Problem;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class RecordLineTest {

    private static final String IDENTITY = "350102199001011237";

    private final List<RecordLine> lines = RecordLine.of(
            SafetyLicence.of(Map.of(
                    SafetyLicence.OPERATION, Operation.NEW,
                    SafetyLicence.COMPANY_NAME, "福建甲建设有限公司",
                    SafetyLicence.RESPONSIBLE_PERSON_ID, IDENTITY,
                    SafetyLicence.COMPANY_ADDRESS, "身份证 " + IDENTITY)),
            List.of(new Problem("credit-code.form", "creditCode", "统一社会信用代码缺失", "请补充")));

    @Test
    void noLineShowsAnIdentityNumberNotEvenInTheWrongField() {
        assertThat(lines).noneMatch(line -> line.value() != null && line.value().contains(IDENTITY));
        assertThat(line(SafetyLicence.RESPONSIBLE_PERSON_ID).value()).isEqualTo("350102**********37");
    }

    @Test
    void theFieldThatAProblemIsAboutIsMarked() {
        assertThat(lines.stream().filter(RecordLine::refused)).extracting(RecordLine::field)
                .containsExactly(SafetyLicence.CREDIT_CODE);
    }

    @Test
    void enumerationsAreShownByTheirNameInThePagesLanguage() {
        assertThat(line(SafetyLicence.OPERATION).message()).isEqualTo("operation.NEW");
        assertThat(line(SafetyLicence.COMPANY_NAME).message()).isNull();
    }

    private RecordLine line(LicenceField field) {
        return lines.stream().filter(line -> line.field() == field).findFirst().orElseThrow();
    }
}
