package cn.zhenglu.relay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import cn.zhenglu.licence.Answered;
import cn.zhenglu.licence.NeedsPerson;
import cn.zhenglu.licence.Receipt;
import cn.zhenglu.licence.TryLater;
import cn.zhenglu.relay.Recorder.Request;
import cn.zhenglu.relay.Recorder.Response;
import java.time.Duration;
import java.util.List;
import java.util.function.BiFunction;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;

/** What goes over the wire, letter by letter, as the exchange standard writes it (licence and protocol notes, sections 4 and 6). */
class WireFormatTest {

    private static final String ID = Samples.id(1);
    private static final String TOKEN = "a+b/c=d%e&f g汉";
    private static final String ENCODED_TOKEN = "a%2Bb%2Fc%3Dd%25e%26f+g%E6%B1%89";
    private static final JsonMapper JSON = new JsonMapper();

    private Recorder recorder;
    private RelayRig rig;

    @BeforeEach
    void start() throws Exception {
        recorder = new Recorder()
                .always("/oauth2/token", Response.json("{\"status\":{\"code\":\"1\"},\"custom\":{\"access_token\":\"" + TOKEN
                        + "\",\"refresh_token\":\"r\",\"expires_in\":\"7200\"}}"));
        for (String path : List.of("/check", "/code", "/collect", "/update", "/correct")) {
            recorder.always(path, Response.json("{\"ReturnCode\":\"1\",\"ReturnMsg\":\"\",\"ReturnData\":{}}"));
        }
        rig = rig(null);
    }

    private RelayRig rig(String sm4Key) throws Exception {
        return new RelayRig(RelayRig.settings(recorder.port(), Vectors.privateKey(), sm4Key, Duration.ofSeconds(10)),
                RelayRig.REFUSALS);
    }

    @AfterEach
    void stop() {
        rig.close();
        recorder.close();
    }

    @Test
    void theTokenIsAskedForByForm() {
        rig.relay().check(Samples.newLicence(ID));

        Request request = recorder.requests("/oauth2/token").get(0);
        assertThat(request.method()).isEqualTo("POST");
        assertThat(request.target()).isEqualTo("/oauth2/token");
        assertThat(request.headers().getFirst("Content-Type")).startsWith("application/x-www-form-urlencoded");
        assertThat(request.body()).isEqualTo("client_id=zhenglu&client_secret=s3cret%26%3F&grant_type=client_credentials");
    }

    @Test
    void everyCallCarriesTheTokenEncodedOnceAndNoHeadersOfOurs() {
        rig.relay().check(Samples.newLicence(ID));

        Request request = recorder.requests("/check").get(0);
        assertThat(request.method()).isEqualTo("POST");
        assertThat(request.target()).isEqualTo("/check?access_token=" + ENCODED_TOKEN);
        assertThat(request.headers().getFirst("Content-Type")).startsWith("application/json");
        assertThat(request.headers().keySet())
                .isSubsetOf("Accept-encoding", "Connection", "Content-length", "Content-type", "Host", "User-agent");
    }

    @Test
    void theCheckNamesTheLicence() {
        rig.relay().check(Samples.newLicence(ID));

        assertThat(sent("/check")).isEqualTo("""
                {"AcceptData":[{"eCertID":"0000000000000000000000abcdef0001","provinceNum":"350000",\
                "creditCode":"91350100M000100Y43","certNum":"（闽）JZ安许证字[2023]087974","operateType":"01"}]}""");
    }

    @Test
    void theCodingCallCarriesTheWholeRecord() throws Exception {
        answerWithCode();

        rig.relay().code(Samples.renewal(ID));

        assertThat(sent("/code")).isEqualTo("""
                {"AcceptData":[{"eCertID":"0000000000000000000000abcdef0001","provinceNum":"350000",\
                "certNum":"（闽）JZ安许证字[2023]087974","companyName":"福建测试建设工程有限公司","creditCode":"91350100M000100Y43",\
                "companyAddress":"福州市鼓楼区五四路１号","economicType":"有限责任公司","responsiblePerson":"陈测试",\
                "responsiblePersonID":"11010519491231002X","responsiblePersonIDType":"111","licenseScope":"建筑施工",\
                "issuAuth":"福建省住房和城乡建设厅","issuAuthCode":"11350000003591037R","firstIssuDate":"2020-05-06",\
                "issuDate":"2023-05-06","effectiveDate":"2023-05-06","expiringDate":"2026-05-05","certState":"01",\
                "certStatusDescription":"","associatedZzeCertID":\
                "1.2.156.3005.2.11100000000013338W050.11350000003591037R.2023087974.001.B","operateType":"02"}]}""");
    }

    @Test
    void aFirstLicenceNamesNoReplacedIdentifier() throws Exception {
        answerWithCode();

        rig.relay().code(Samples.newLicence(ID));

        assertThat(sent("/code")).contains("\"associatedZzeCertID\":\"\",\"operateType\":\"01\"");
    }

    @Test
    void theCollectionCarriesCodeIdentifierAndPreviewAddress() {
        rig.relay().collect(Samples.newLicence(ID).withCode("THE-CODE"));

        assertThat(sent("/collect")).isEqualTo("""
                {"AcceptData":[{"ID":"THE-CODE","zzeCertID":\
                "1.2.156.3005.2.11100000000013338W050.11350000003591037R.2023087974.001.B",\
                "url":"https://zhenglu.example/p/tok-3nXq"}]}""");
    }

    @Test
    void theUpdateCarriesTheNewState() {
        rig.relay().update(Samples.suspension(ID));

        assertThat(sent("/update")).isEqualTo("""
                {"AcceptData":[{"eCertID":"0000000000000000000000abcdef0001",\
                "zzeCertID":"1.2.156.3005.2.11100000000013338W050.11350000003591037R.2023087974.001.B",\
                "provinceNum":"350000","certNum":"（闽）JZ安许证字[2023]087974","creditCode":"91350100M000100Y43",\
                "certState":"02","certStatusDescription":"","operateType":"03"}]}""");
    }

    @Test
    void theCorrectionCarriesTheWholeRecordUnderItsIdentifier() {
        rig.relay().correct(Samples.correction(ID));

        assertThat(sent("/correct"))
                .startsWith("{\"AcceptData\":[{\"eCertID\":\"" + ID + "\",\"provinceNum\":\"350000\",\"certNum\":")
                .endsWith("\"zzeCertID\":\"1.2.156.3005.2.11100000000013338W050.11350000003591037R.2023087974.001.B\"}]}")
                .contains("\"companyName\":\"福建测试建设工程有限公司\"")
                .doesNotContain("operateType");
    }

    @Test
    void theCodeOfAReplyMadeByOpenSslIsOpened() throws Exception {
        answerWithCode();

        Answered answered = rig.relay().code(Samples.newLicence(ID));

        assertThat(answered.submission().code()).isEqualTo(Vectors.text("code.txt"));
    }

    @Test
    void theSm4EnvelopeNamesTheRegionAndOpensWithOpenSslsBytes() throws Exception {
        rig.close();
        rig = rig(RelayRig.SM4_KEY);

        rig.relay().check(Samples.newLicence(ID));

        var envelope = JSON.readTree(sent("/check"));
        assertThat(envelope.propertyNames()).containsExactly("citynum", "data");
        assertThat(envelope.path("citynum").asString()).isEqualTo("350100");
        Envelope sm4 = new Envelope.Sm4(RelayRig.SM4_KEY.getBytes());
        assertThat(sm4.open(envelope.path("data").asString())).hasValueSatisfying(json -> assertThat(json).startsWith("{\"AcceptData\""));
        assertThat(JSON.readTree(sm4.wrap(Vectors.text("plain.json"), "350100")).path("data").asString())
                .isEqualTo(Vectors.text("sm4.base64"));
        assertThat(sm4.open(Vectors.text("sm4.base64"))).contains(Vectors.text("plain.json"));
    }

    /** PostgreSQL does not take U+0000: the answer would have been lost, and the refusal with it. */
    @Test
    void whatIsKeptOfAnAnswerHoldsNoCharacterThatTheLedgerCannotKeep() {
        recorder.always("/check", Response.json("{\"ReturnCode\":\"2\",\0\"ReturnMsg\":\"\"}"))
                .always("/update", Response.json("{\"ReturnCode\":\"0\",\"ReturnMsg\":\"不\\u0000行\"}"));
        assertThatThrownBy(() -> rig.relay().check(Samples.newLicence(ID))).isInstanceOf(TryLater.class);
        assertThatThrownBy(() -> rig.relay().update(Samples.suspension(ID))).isInstanceOf(NeedsPerson.class)
                .hasMessageContaining("不行").hasMessageNotContaining("\0");
    }

    @Test
    void theReceiptIsTheEvidenceWithoutPersonalData() throws Exception {
        recorder.once("/code", Response.json("""
                {"ReturnCode":2,"ReturnMsg":"","ReturnData":{"SuccessData":[{"eCertID":"%s","encryCertid":"%s","encryKey":"%s"}],
                "WarnData":[{"WarnGuid":"%s","WarnMsg":"证件号码11010519491231002X请核对"}]}}""".formatted(ID.toUpperCase(),
                Vectors.text("encryCertid.hex"), Vectors.text("encryKey.base64"), ID.toUpperCase())));

        Receipt receipt = rig.relay().code(Samples.newLicence(ID)).receipt();

        assertThat(receipt.status()).isEqualTo(200);
        assertThat(receipt.sentAt()).isBeforeOrEqualTo(receipt.answeredAt());
        assertThat(receipt.request()).contains("福建测试建设工程有限公司", "\"110*************2X\"").doesNotContain(Samples.IDENTITY_NUMBER);
        assertThat(receipt.reply()).contains("encryCertid").doesNotContain(Samples.IDENTITY_NUMBER);
        assertThat(receipt.warning()).isEqualTo("证件号码110*************2X请核对");
    }

    @Test
    void theBaseAddressMayEndInASlashAndHaveAPath() throws Exception {
        BiFunction<String, RelaySettings, RelaySettings> at = (address, like) -> new RelaySettings(address, like.paths(), like.clientId(),
                like.clientSecret(), like.envelope(), like.sm4Key(), like.privateKey(), like.privateKeyFile(), like.callsPerSecond(),
                like.batchSize(), like.connectTimeout(), like.responseTimeout(), "");
        recorder.always("/gateway/v2/oauth2/token", Response.json("{\"access_token\":\"t\",\"expires_in\":60}"));
        recorder.always("/gateway/v2/check", Response.json("{\"ReturnCode\":\"1\"}"));
        RelaySettings plain = RelayRig.settings(recorder.port(), Vectors.privateKey(), null, Duration.ofSeconds(10));
        for (String end : List.of("/gateway/v2", "/gateway/v2/")) {
            try (RelayRig nested = new RelayRig(at.apply(plain.baseUrl() + end, plain), RelayRig.REFUSALS)) {
                nested.relay().check(Samples.newLicence(ID));
            }
        }
        assertThat(recorder.requests("/gateway/v2/check")).hasSize(2);
    }

    private void answerWithCode() throws Exception {
        recorder.once("/code", Response.json("""
                {"ReturnCode":"1","ReturnMsg":"","ReturnData":{"SuccessData":[{"eCertID":"%s","encryCertid":"%s","encryKey":"%s"}]}}"""
                .formatted(ID, Vectors.text("encryCertid.hex"), Vectors.text("encryKey.base64"))));
    }

    private String sent(String path) {
        return recorder.requests(path).get(0).body();
    }
}
