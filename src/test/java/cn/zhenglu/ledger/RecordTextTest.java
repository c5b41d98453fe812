package cn.zhenglu.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import cn.zhenglu.SafetyLicence;
import cn.zhenglu.licence.CertificateType;
import cn.zhenglu.licence.LicenceRecord;
import cn.zhenglu.licence.LicenceState;
import cn.zhenglu.licence.Operation;
import java.time.LocalDate;
import java.util.Map;
import org.junit.jupiter.api.Test;

class RecordTextTest {

    private static final LocalDate FROM = LocalDate.of(2023, 6, 1);
    private static final LicenceRecord RECORD = SafetyLicence.record(Operation.NEW, "fuzhou", "（闽）JZ安许证字[2023]000001", "福建闽江建设工程有限公司",
            "91350100MA23000045", "福州市新华路 1 号", "有限责任公司", "林建华", "350102197001011255", "111", "建筑施工", FROM, FROM, FROM,
            FROM.plusYears(3), LicenceState.VALID, null, null);

    /** As it was written before types were data: by it a row that was taken then is known again. */
    private static final String WRITTEN = "{\"operation\":\"NEW\",\"department\":\"fuzhou\",\"certNum\":\"（闽）JZ安许证字[2023]000001\","
            + "\"companyName\":\"福建闽江建设工程有限公司\",\"creditCode\":\"91350100MA23000045\",\"companyAddress\":\"福州市新华路 1 号\","
            + "\"economicType\":\"有限责任公司\",\"responsiblePerson\":\"林建华\",\"responsiblePersonId\":\"350102197001011255\","
            + "\"responsiblePersonIdType\":\"111\",\"licenceScope\":\"建筑施工\",\"firstIssueDate\":\"2023-06-01\","
            + "\"issueDate\":\"2023-06-01\",\"validFrom\":\"2023-06-01\",\"validTo\":\"2026-06-01\",\"state\":\"VALID\","
            + "\"stateNote\":null,\"replaces\":null}";

    @Test
    void aRecordOfTheFirstTypeIsWrittenAsEver() {
        assertThat(RecordText.of(RECORD)).isEqualTo(WRITTEN);
        assertThat(RecordText.of(SafetyLicence.of(Map.of()))).isEqualTo(WRITTEN.replaceAll(":\"[^\"]*\"", ":null"));
    }

    @Test
    void whatIsWrittenIsReadBack() {
        assertThat(RecordText.read(WRITTEN, SafetyLicence.FAMILY)).isEqualTo(RECORD);
    }

    @Test
    void aRecordOfAnotherTypeNamesItAndComesBack() {
        CertificateType type = SafetyLicence.FAMILY.named("c0304").orElseThrow();
        LicenceRecord record = LicenceRecord.of(type, Map.of("operation", Operation.NEW, "certNum", "闽A012023000001", "name", "林建安",
                "operationCategory", "01", "validTo", FROM));

        String written = RecordText.of(record);
        assertThat(written).startsWith("{\"type\":\"c0304\",\"operation\":\"NEW\"").contains("\"name\":\"林建安\"");
        assertThat(RecordText.read(written, SafetyLicence.FAMILY)).isEqualTo(record);
        assertThat(record).asString().doesNotContain("林建安");
    }
}
