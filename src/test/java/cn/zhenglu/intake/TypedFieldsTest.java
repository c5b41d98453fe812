package cn.zhenglu.intake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import cn.zhenglu.SafetyLicence;
import cn.zhenglu.licence.Department;
import cn.zhenglu.licence.LicenceRecord;
import cn.zhenglu.licence.Operation;
import cn.zhenglu.licence.Problem;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class TypedFieldsTest {

    private static final LicenceRecord BEFORE = SafetyLicence.of(Map.of(SafetyLicence.OPERATION, Operation.NEW,
            SafetyLicence.COMPANY_NAME, "福建闽江建设工程有限公司", SafetyLicence.RESPONSIBLE_PERSON_ID, "350102197001011255"));

    private final TypedFields fields = new TypedFields(
            List.of(new Department("fuzhou", "350100", "福州市城乡建设局", "fuzhou")));

    @Test
    void whatIsTypedIsMendedAsASourceIs() {
        LicenceRecord record = fields.read(BEFORE, Map.of(
                SafetyLicence.CERT_NUM, "(闽)JZ安许证字〔2023〕000001",
                SafetyLicence.CREDIT_CODE, " ９１350100ma23000045 ",
                SafetyLicence.VALID_FROM, "2023年6月1日",
                SafetyLicence.DEPARTMENT, "福州市城乡建设局",
                SafetyLicence.OPERATION, "延续")).record();

        assertThat(record.certNum()).isEqualTo("（闽）JZ安许证字[2023]000001");
        assertThat(record.text("creditCode")).isEqualTo("91350100MA23000045");
        assertThat(record.validFrom()).isEqualTo(LocalDate.of(2023, 6, 1));
        assertThat(record.department()).isEqualTo("fuzhou");
        assertThat(record.operation()).isEqualTo(Operation.RENEW);
    }

    @Test
    void whatIsNotTypedStaysAndWhatIsEmptiedIsGone() {
        LicenceRecord record = fields.read(BEFORE, Map.of(SafetyLicence.COMPANY_NAME, "  ")).record();

        assertThat(record.text("companyName")).isNull();
        assertThat(record.operation()).isEqualTo(Operation.NEW);
        assertThat(record.text("responsiblePersonId")).isEqualTo("350102197001011255");
    }

    @Test
    void whatCannotBeReadIsAProblemOfItsField() {
        TypedFields.Reading reading = fields.read(BEFORE, Map.of(SafetyLicence.ISSUE_DATE, "去年"));

        assertThat(reading.record().issueDate()).isNull();
        assertThat(reading.problems()).extracting(Problem::code, Problem::field)
                .containsExactly(tuple("issue-date.unreadable", "issueDate"));
    }
}
