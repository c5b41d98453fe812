package cn.zhenglu.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import cn.zhenglu.simulator.SimulatorSettings.ReplyStyle;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.KeyPair;
import java.time.Duration;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Map;
import javax.crypto.Cipher;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

/** What the platform accepts and what it refuses, asked over HTTP. */
class PlatformRulesTest {

    @TempDir
    Path folder;

    private KeyPair pair;
    private Simulator simulator;
    private ProtocolClient client;

    @BeforeEach
    void start() throws Exception {
        pair = ShortKeys.pair();
        simulator = new Simulator(new SimulatorSettings(0, "id", "secret", "350000", null, pair.getPublic(), folder.resolve("journal.jsonl"),
                ReplyStyle.BARE, Duration.ofHours(2), false, Behaviour.GOOD));
        simulator.start();
        client = new ProtocolClient(simulator.port()).authorised();
    }

    @AfterEach
    void stop() throws Exception {
        simulator.stop();
    }

    /** By the JDK's own ciphers. */
    private String opened(JsonNode reply) throws Exception {
        JsonNode success = reply.path("ReturnData").path("SuccessData").path(0);
        Cipher rsa = Cipher.getInstance("RSA/ECB/PKCS1Padding");
        rsa.init(Cipher.DECRYPT_MODE, pair.getPrivate());
        byte[] key = rsa.doFinal(Base64.getDecoder().decode(success.path("encryKey").asString()));
        Cipher des = Cipher.getInstance("DES/ECB/PKCS5Padding");
        des.init(Cipher.DECRYPT_MODE, new SecretKeySpec(key, "DES"));
        String hex = success.path("encryCertid").asString();
        assertThat(hex).isUpperCase();
        return new String(des.doFinal(HexFormat.of().parseHex(hex)), StandardCharsets.UTF_8);
    }

    private String coded(int id, String operateType) throws Exception {
        return opened(client.call("code", Entries.record(Entries.id(id), operateType)));
    }

    private void collected() throws Exception {
        assertThat(client.call("collect", Entries.collection(coded(1, "01"), Entries.FIRST)).path("ReturnCode").asString()).isEqualTo("1");
    }

    @Test
    void aCodeIsTwoHundredCharactersAndUrlSafe() throws Exception {
        assertThat(coded(1, "01")).matches("[A-Za-z0-9_-]{200}");
    }

    @Test
    void theSameSubmissionIsGivenTheSameCodeWithAWarning() throws Exception {
        String code = coded(1, "01");

        JsonNode again = client.call("code", Entries.record(Entries.id(1), "01"));

        assertThat(again.path("ReturnCode").asString()).isEqualTo("2");
        assertThat(again.path("ReturnData").path("WarnData").path(0).path("WarnMsg").asString()).contains("已存在");
        assertThat(opened(again)).isEqualTo(code);
        assertThat(client.record().path("codes").path("total").asInt()).isEqualTo(1);
    }

    @ParameterizedTest
    @CsvSource({
        "eCertID, xyz, 32位", "eCertID, '', 32位", "provinceNum, 360000, 省份", "creditCode, 91350100M000100Y44, creditCode",
        "creditCode, '', creditCode", "certNum, (闽)JZ安许证字[2023]087974, 格式", "companyName, '', companyName不能为空",
        "companyAddress, '', 不能为空", "economicType, '', 不能为空", "responsiblePerson, '', 不能为空", "responsiblePersonID, 110105194912310021, 身份证",
        "responsiblePersonIDType, '', 不能为空", "licenseScope, '', 不能为空", "issuAuthCode, 11350000003591037X, issuAuthCode",
        "issuDate, 2023/05/06, yyyy-MM-dd", "issuDate, 2023-02-30, yyyy-MM-dd", "firstIssuDate, 2024-01-01, 首次发证日期", "effectiveDate, 2027-01-01, 有效期",
        "certState, 02, certState", "operateType, 03, operateType", "operateType, '', operateType"})
    void aBadFieldIsRefusedByName(String field, String value, String refusal) throws Exception {
        assertThat(client.refusal("code", Entries.with(Entries.record(Entries.id(1), "01"), field, value))).contains(refusal);
        assertThat(client.record().path("codes").path("total").asInt()).isZero();
    }

    @Test
    void aNumberThatIsTakenIsRefused() throws Exception {
        coded(1, "01");

        assertThat(client.refusal("code", Entries.record(Entries.id(2), "01"))).isEqualTo("证书编号已存在");
        assertThat(client.refusal("check", Entries.check(Entries.id(2), "01"))).isEqualTo("证书编号已存在");
        assertThat(client.call("check", Entries.check(Entries.id(1), "01")).path("ReturnCode").asString()).isEqualTo("1");
    }

    @ParameterizedTest
    @CsvSource({"02", "08"})
    void aNewVersionReplacesTheCollectedCurrentOne(String operateType) throws Exception {
        assertThat(client.refusal("code", Entries.record(Entries.id(2), operateType))).contains("未归集");
        collected();
        String code = coded(2, operateType);
        assertThat(client.refusal("collect", Entries.collection(code, Entries.FIRST))).contains("已存在");
        assertThat(client.call("collect", Entries.collection(code, Entries.SECOND)).path("ReturnCode").asString()).isEqualTo("1");

        assertThat(client.refusal("code", Entries.record(Entries.id(3), operateType))).contains("不是该证照的当前版本");
    }

    @Test
    void aCollectionNamesAKnownCodeAndAnIdentifierThatHolds() throws Exception {
        assertThat(client.refusal("collect", Entries.collection("nope", Entries.FIRST))).contains("请先赋码");
        String code = coded(1, "01");
        assertThat(client.refusal("collect", Entries.collection(code, Entries.FIRST.replaceAll("B$", "C")))).contains("校验位");
        assertThat(client.refusal("collect", Entries.collection(code, "1.2.3"))).contains("格式");
        assertThat(client.refusal("collect", Entries.collection(code, Entries.SECOND))).contains("001");
        assertThat(client.refusal("collect", Entries.with(Entries.collection(code, Entries.FIRST), "url", "/p/abc"))).contains("url");
        collected();
        assertThat(client.refusal("collect", Entries.collection(code, Entries.FIRST))).isEqualTo("该证照已归集，已存在");
        assertThat(client.record().path("collections").path("byECertID").path(Entries.id(1)).asInt()).isEqualTo(1);
    }

    @Test
    void aStateFollowsFromTheStateBefore() throws Exception {
        assertThat(client.refusal("update", Entries.update(Entries.id(2), "03", "02"))).contains("未归集");
        collected();
        assertThat(client.refusal("update", Entries.update(Entries.id(2), "06", "01"))).contains("未被暂扣");
        assertThat(client.refusal("update", Entries.update(Entries.id(2), "03", "05"))).contains("certState");
        assertThat(client.refusal("update", Entries.update(Entries.id(2), "07", "99"))).contains("certStatusDescription");
        assertThat(client.call("update", Entries.update(Entries.id(2), "03", "02")).path("ReturnCode").asString()).isEqualTo("1");
        assertThat(client.refusal("update", Entries.update(Entries.id(2), "03", "02"))).contains("已存在");
        assertThat(client.call("update", Entries.update(Entries.id(3), "06", "01")).path("ReturnCode").asString()).isEqualTo("1");
        assertThat(client.call("update", Entries.update(Entries.id(4), "05", "03")).path("ReturnCode").asString()).isEqualTo("1");
        assertThat(client.refusal("update", Entries.update(Entries.id(5), "06", "01"))).contains("已吊销");
        assertThat(client.record().path("states").path(Entries.FIRST).asString()).isEqualTo("03");
    }

    @Test
    void aCorrectionNamesAKnownLicence() throws Exception {
        assertThat(client.refusal("correct", Entries.correction(Entries.id(2)))).contains("未归集");
        collected();
        assertThat(client.call("correct", Entries.correction(Entries.id(2))).path("ReturnCode").asString()).isEqualTo("1");
        assertThat(client.refusal("correct", Entries.correction(Entries.id(2)))).contains("已存在");
    }

    @Test
    void theRecordsOfOneCallAreJudgedOneByOne() throws Exception {
        String good = "{\"eCertID\":\"%s\",\"provinceNum\":\"350000\",\"creditCode\":\"91350100M000100Y43\",\"operateType\":\"01\"}";
        String body = "{\"AcceptData\":[" + good.formatted(Entries.id(171)) + "," + good.formatted("bad") + "]}";

        String reply = client.raw("check", body).body();

        assertThat(reply).contains("\"ReturnCode\":\"0\"").contains("\"SuccessData\":[{\"eCertID\":\"00000000-0000-0000-0000-0000000000AB\"}]")
                .contains("\"ErrorData\":[{\"ErrorGuid\":\"BAD\"");
    }

    @Test
    void withoutAGoodTokenNothingIsDone() throws Exception {
        ProtocolClient stranger = new ProtocolClient(simulator.port());

        assertThat(stranger.raw("code", "{}").statusCode()).isEqualTo(401);
        assertThat(stranger.post("/oauth2/token", "client_id=id&client_secret=wrong&grant_type=client_credentials").body())
                .contains("\"code\":\"0\"").doesNotContain("access_token");
    }

    @ParameterizedTest
    @CsvSource({"''", "<xml>", "[]", "{}", "'{\"AcceptData\":[]}'", "'{\"AcceptData\":\"x\"}'", "'{\"AcceptData\":[{}]}'"})
    void aBodyThatIsNoRequestIsRefused(String body) throws Exception {
        assertThat(client.raw("code", body).body()).contains("\"ReturnCode\":\"0\"");
    }

    @Test
    void onlyTheProtocolsAddressesAnswer() throws Exception {
        assertThat(client.get("/code").statusCode()).isEqualTo(405);
        assertThat(client.post("/code/x", "").statusCode()).isEqualTo(404);
        assertThat(client.post("/other", "").statusCode()).isEqualTo(404);
        assertThat(Map.of("calls", client.record().path("calls").path("CODE").asInt(0))).containsEntry("calls", 0);
    }
}
