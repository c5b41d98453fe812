package cn.zhenglu.simulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import cn.zhenglu.simulator.SimulatorSettings.ReplyStyle;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.json.JsonMapper;

/** Misbehaviour as it is set over HTTP. */
class BehaviourTest {

    private static final Map<String, String> CHECK = Entries.check(Entries.id(1), "01");

    @TempDir
    Path folder;

    private Simulator simulator;
    private ProtocolClient client;

    @BeforeEach
    void start() throws Exception {
        simulator = new Simulator(new SimulatorSettings(0, "id", "secret", "350000", null, ShortKeys.pair().getPublic(), folder.resolve("journal.jsonl"),
                ReplyStyle.BARE, Duration.ofHours(2), false, Behaviour.GOOD));
        simulator.start();
        client = new ProtocolClient(simulator.port()).authorised();
    }

    @AfterEach
    void stop() throws Exception {
        simulator.stop();
    }

    private HttpResponse<String> behave(String json) throws Exception {
        return client.post("/simulator/behaviour", json);
    }

    @ParameterizedTest
    @CsvSource({"EMPTY, 200, ''", "HTML, 200, <html>", "TRUNCATED, 200, '{\"ReturnCode\":\"1\"'", "BAD_GATEWAY, 502, <html>"})
    void theWorkIsDoneAndTheReplyIsSpoilt(String fault, int status, String body) throws Exception {
        behave("{\"rules\":[{\"fault\":\"" + fault + "\",\"calls\":[\"code\"],\"next\":1}]}");

        HttpResponse<String> reply = client.raw("code", "{\"AcceptData\":[" + json(Entries.record(Entries.id(1), "01")) + "]}");

        assertThat(reply.statusCode()).isEqualTo(status);
        assertThat(reply.body()).startsWith(body).doesNotEndWith("}");
        assertThat(client.record().path("codes").path("byCertNum").path(Entries.CERT_NUM).asInt()).isEqualTo(1);
        assertThat(client.record().path("faults").path(fault).asInt()).isEqualTo(1);
    }

    @ParameterizedTest
    @CsvSource({"LOST_BEFORE, 0", "LOST_AFTER, 1"})
    void aLostReplyIsAClosedConnection(String fault, int codes) throws Exception {
        behave("{\"rules\":[{\"fault\":\"" + fault + "\",\"calls\":[\"CODE\"],\"next\":1}]}");

        assertThatThrownBy(() -> client.call("code", Entries.record(Entries.id(1), "01"))).isInstanceOf(IOException.class);

        assertThat(client.record().path("codes").path("total").asInt()).isEqualTo(codes);
    }

    @Test
    void aRelayThatIsDownAnswersNobody() throws Exception {
        behave("{\"down\":true}");
        assertThatThrownBy(() -> client.call("check", CHECK)).isInstanceOf(IOException.class);

        behave("{}");
        assertThat(client.call("check", CHECK).path("ReturnCode").asString()).isEqualTo("1");
    }

    @Test
    void aboveItsRateItRefusesAsTooFast() throws Exception {
        behave("{\"callsPerSecond\":3}");
        List<String> replies = new ArrayList<>();
        for (int i = 0; i < 6; i++) {
            replies.add(client.call("code", CHECK).path("ReturnMsg").asString());
        }

        assertThat(replies).contains("赋码操作太快，请稍后再试！");
        assertThat(client.record().path("busiestSecond").asInt()).isGreaterThan(3);
    }

    @Test
    void forgottenTokensAreRefused() throws Exception {
        behave("{\"rules\":[{\"fault\":\"TOKEN_FORGOTTEN\",\"next\":1}]}");

        assertThat(client.raw("check", "{}").statusCode()).isEqualTo(401);
        assertThat(client.raw("check", "{}").statusCode()).isEqualTo(401);
        assertThat(client.authorised().call("check", CHECK).path("ReturnCode").asString()).isEqualTo("1");
    }

    @Test
    void theDiceFallTheSameForTheSameSeed() throws Exception {
        assertThat(fallen(7)).isEqualTo(fallen(7)).contains(200, 502);
        assertThat(fallen(7)).isNotEqualTo(fallen(8));
    }

    private List<Integer> fallen(int seed) throws Exception {
        behave("{\"seed\":" + seed + ",\"rules\":[{\"fault\":\"BAD_GATEWAY\",\"probability\":0.5}]}");
        List<Integer> statuses = new ArrayList<>();
        for (int i = 0; i < 40; i++) {
            statuses.add(client.raw("check", "{}").statusCode());
        }
        return statuses;
    }

    @Test
    void whatIsSetCanBeRead() throws Exception {
        String behaviour = behave("{\"seed\":5,\"delay\":\"PT0.01S\",\"rules\":[{\"fault\":\"html\",\"calls\":[\"check\"],\"probability\":0.25}]}").body();

        assertThat(behaviour).contains("\"seed\":5", "\"delay\":\"PT0.01S\"", "\"HTML\"", "0.25");
        assertThat(client.get("/simulator/behaviour").body()).isEqualTo(behaviour);
    }

    @ParameterizedTest
    @CsvSource({"{", "'{\"rules\":[{\"fault\":\"NONE\"}]}'", "'{\"unknown\":1}'", "'{\"delay\":\"long\"}'"})
    void nonsenseIsRefusedAndChangesNothing(String json) throws Exception {
        assertThat(behave(json).statusCode()).isEqualTo(400);
        assertThat(client.call("check", CHECK).path("ReturnCode").asString()).isEqualTo("1");
    }

    private static String json(Map<String, String> entry) {
        return new JsonMapper().writeValueAsString(entry);
    }

    @ParameterizedTest
    @ValueSource(strings = {"{\"rules\":[{\"probability\":1}]}", "{\"rules\":[{\"fault\":\"lost\"}]}",
        "{\"rules\":[{\"fault\":\"html\",\"probability\":7}]}", "{\"callsPerSecond\":-3}", "{\"delay\":\"PT-5S\"}", "[]"})
    void valuesOutOfRangeAreRefusedAndChangeNothing(String json) throws Exception {
        behave("{\"rules\":[{\"fault\":\"bad-gateway\",\"next\":1}]}");

        HttpResponse<String> reply = behave(json);

        assertThat(reply.statusCode()).isEqualTo(400);
        assertThat(reply.body()).startsWith("设置无法识别");
        assertThat(client.get("/simulator/behaviour").body()).contains("BAD_GATEWAY");
    }

    @Test
    void aPageInABrowserCannotMakeItMisbehave() throws Exception {
        HttpResponse<String> reply = HttpClient.newHttpClient().send(
                HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + simulator.port() + "/simulator/behaviour"))
                        .header("Origin", "https://elsewhere.example").POST(BodyPublishers.ofString("{\"down\":true}")).build(),
                BodyHandlers.ofString());

        assertThat(reply.statusCode()).isEqualTo(403);
        assertThat(client.get("/simulator/behaviour").body()).contains("\"down\":false");
    }
}
