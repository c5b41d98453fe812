package cn.zhenglu.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import cn.zhenglu.simulator.SimulatorSettings.ReplyStyle;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The stand-in's own idea of the 建筑施工特种作业操作资格证书, written out by hand. */
class SpecialWorkerRulesTest {

    private static final String ID = "0123456789abcdef0123456789abcdef";

    @TempDir
    private Path folder;

    private Simulator simulator;
    private ProtocolClient client;

    @BeforeEach
    void start() throws Exception {
        simulator = new Simulator(new SimulatorSettings(0, "id", "secret", "350000", null, ShortKeys.pair().getPublic(),
                folder.resolve("journal.jsonl"), ReplyStyle.BARE, Duration.ofHours(2), false, Behaviour.GOOD));
        simulator.start();
        client = new ProtocolClient(simulator.port()).authorised();
    }

    @AfterEach
    void stop() throws Exception {
        simulator.stop();
    }

    @Test
    void aGoodRecordIsCheckedAndCoded() throws Exception {
        assertThat(client.call("special-workers/check", check()).path("ReturnCode").asString()).isEqualTo("1");
        assertThat(client.call("special-workers/code", record()).path("ReturnCode").asString()).isEqualTo("1");
        assertThat(client.record().path("codes").path("byCertNum").path("闽A012023000001").asInt()).isEqualTo(1);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            identityCard      | 11010519491231002Y | 身份证号码（identityCard）校验不通过
            identityCard      |                    | identityCard不能为空
            operationCategory | 12                 | 工种类别（operationCategory）代码不正确
            operationCategory | 02                 | 证书编号（certNum）中的工种代码与工种类别不符
            operationCategory | 99                 | 工种类别描述（categoryDescription）应按固定格式填写
            gender            | 男                 | 性别（gender）代码不正确
            gender            | 3                  | 性别（gender）代码不正确
            name              |                    | name不能为空
            issuedDate        | 2023年6月1日       | issuedDate应为yyyy-MM-dd格式的日期
            certNum           | （闽）JZ安许证字[2023]000001 | 证书编号
            companyName       | 福建某某公司       | 本接口没有字段companyName
            """)
    void aBadFieldIsRefused(String field, String value, String refusal) throws Exception {
        Map<String, String> record = record();
        record.put(field, value == null ? "" : value);
        assertThat(client.refusal("special-workers/code", record)).contains(refusal);
    }

    @Test
    void neitherCertificateIsTakenAtTheAddressOfTheOther() throws Exception {
        assertThat(client.refusal("code", record())).contains("本接口没有字段");
        assertThat(client.refusal("special-workers/code", Entries.record(ID, "01"))).contains("本接口没有字段");
    }

    private static Map<String, String> check() {
        return entry("eCertID", ID, "provinceNum", "350000", "identityCard", "11010519491231002X", "operationCategory", "01",
                "categoryDescription", "", "certNum", "闽A012023000001", "operateType", "01");
    }

    private static Map<String, String> record() {
        return entry("eCertID", ID, "provinceNum", "350000", "certNum", "闽A012023000001", "issuAuth", "福建省住房和城乡建设厅",
                "issuAuthCode", "11350000003591037R", "issuedDate", "2023-06-01", "issuDate", "2023-06-01", "effectiveDate", "2023-06-01",
                "expiringDate", "2025-05-31", "name", "林建安", "gender", "1", "identityCard", "11010519491231002X", "identityCardType", "111",
                "operationCategory", "01", "categoryDescription", "", "certState", "01", "certStatusDescription", "",
                "associatedZzeCertID", "", "operateType", "01");
    }

    private static Map<String, String> entry(String... namesAndValues) {
        Map<String, String> entry = new LinkedHashMap<>();
        for (int i = 0; i < namesAndValues.length; i += 2) {
            entry.put(namesAndValues[i], namesAndValues[i + 1]);
        }
        return entry;
    }
}
