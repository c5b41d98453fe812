package cn.zhenglu.relay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import cn.zhenglu.licence.Submission;
import cn.zhenglu.relay.Witness.Seen;
import cn.zhenglu.simulator.Behaviour;
import cn.zhenglu.simulator.Simulator;
import cn.zhenglu.simulator.SimulatorSettings;
import cn.zhenglu.simulator.SimulatorSettings.ReplyStyle;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** Client and simulator are both held to the protocol's description, so that they cannot agree on a mistake. */
class ContractTest {

    private static final JsonMapper JSON = new JsonMapper();
    private static final List<String> CALLS = List.of("/check", "/code", "/collect", "/update", "/correct");
    /** What a careless client might write into any field. */
    private static final List<String> NONSENSE = List.of("", " ", "x", "00", "77", "2023/05/06", "2023-02-30", "（闽)JZ安许证字[2023]087974",
            "ftp://zhenglu.example/p/1", "x".repeat(600));

    private static Contract contract;

    @TempDir
    Path folder;

    @BeforeAll
    static void read() throws Exception {
        contract = new Contract();
    }

    @ParameterizedTest
    @CsvSource({"BARE,", "CUSTOM,", "CUSTOM_TEXT,", "CUSTOM,Zhenglu-Sm4-Key!", "SEALED,Zhenglu-Sm4-Key!"})
    void whatTheClientSendsAndTheSimulatorAnswersIsAsDescribed(ReplyStyle replies, String sm4Key) throws Exception {
        List<Seen> seen = live(replies, sm4Key, request -> { });

        assertThat(seen.stream().map(Seen::path).distinct())
                .containsExactlyInAnyOrder("/check", "/code", "/collect", "/correct", "/oauth2/token", "/update");
        for (Seen exchange : seen) {
            assertThat(requestViolations(exchange, sm4Key)).as("request to " + exchange).isEmpty();
            assertThat(replyViolations(exchange, sm4Key)).as("reply to " + exchange).isEmpty();
        }
        assertThat(seen).filteredOn(exchange -> exchange.path().equals("/code")).extracting(exchange -> clearReply(exchange.reply(), sm4Key)
                .path("ReturnCode").asString()).as("a code, with a warning, for a renewal, and refused").containsExactly("1", "2", "1", "0");
    }

    @Test
    void whatTheDescriptionRefusesTheSimulatorRefuses() throws Exception {
        List<String> accepted = new ArrayList<>();
        Map<String, Integer> tried = new TreeMap<>();
        List<Witness> witness = new ArrayList<>();
        Throwable derailed = catchThrowable(() -> live(ReplyStyle.BARE, null, request -> {
            boolean repeated = witness.get(0).seen().stream().anyMatch(seen -> seen.request().equals(request.request()));
            if (CALLS.contains(request.path()) && !repeated) {
                for (ObjectNode wrong : wrongs(request)) {
                    // what follows an accepted one would only be told that it is there
                    if (accepted.isEmpty() && !contract.violations(schema(request.path()) + "Request", wrong).isEmpty()) {
                        tried.merge(request.path(), 1, Integer::sum);
                        JsonNode reply = JSON.readTree(witness.get(0).ask(request.target(), request.contentType(), wrong.toString()).body());
                        if (!reply.path("ReturnCode").asString().equals("0")) {
                            accepted.add(request.path() + " " + wrong);
                        }
                    }
                }
            }
        }, witness));

        assertThat(accepted).isEmpty();
        assertThat(derailed).isNull();
        assertThat(tried.keySet()).containsExactlyInAnyOrderElementsOf(CALLS);
        assertThat(tried.values()).allMatch(count -> count > 15);
    }

    /** Each field of a good request left out, or nonsense in its place. */
    private static List<ObjectNode> wrongs(Seen request) {
        ObjectNode good = (ObjectNode) JSON.readTree(request.request());
        List<ObjectNode> wrongs = new ArrayList<>();
        ObjectNode more = good.deepCopy();
        ((ObjectNode) more.path("AcceptData").path(0)).put("certStateDescription", "x");
        wrongs.add(more);
        for (String field : good.path("AcceptData").path(0).propertyNames()) {
            ObjectNode without = good.deepCopy();
            ((ObjectNode) without.path("AcceptData").path(0)).remove(field);
            wrongs.add(without);
            for (JsonNode value : List.of(JSON.readTree("7"), JSON.readTree("true"), JSON.readTree("null"), JSON.readTree("[\"x\"]"))) {
                ObjectNode with = good.deepCopy();
                ((ObjectNode) with.path("AcceptData").path(0)).set(field, value);
                wrongs.add(with);
            }
            for (String value : NONSENSE) {
                ObjectNode with = good.deepCopy();
                ((ObjectNode) with.path("AcceptData").path(0)).put(field, value);
                wrongs.add(with);
            }
        }
        return wrongs;
    }

    private List<Seen> live(ReplyStyle replies, String sm4Key, Consumer<Seen> before) throws Exception {
        return live(replies, sm4Key, before, new ArrayList<>());
    }

    /** A licence's life through a witness: every call, a repeated one, a refused one. */
    private List<Seen> live(ReplyStyle replies, String sm4Key, Consumer<Seen> before, List<Witness> there) throws Exception {
        Simulator simulator = new Simulator(new SimulatorSettings(0, "zhenglu", "s3cret&?", "350000", sm4Key, null,
                folder.resolve("journal.jsonl"), replies, Duration.ofHours(2), false, Behaviour.GOOD));
        simulator.start();
        try (Witness witness = new Witness(simulator.port(), before);
                RelayRig rig = new RelayRig(RelayRig.settings(witness.port(), simulator.privateKey(), sm4Key, Duration.ofSeconds(60)),
                        RelayRig.REFUSALS)) {
            there.add(witness);
            Relay relay = rig.relay();
            Submission licence = Samples.newLicence(Samples.id(1));
            relay.check(licence);
            Submission coded = relay.code(licence).submission();
            relay.code(licence);
            relay.collect(coded);
            relay.correct(Samples.correction(Samples.id(2)));
            relay.update(Samples.suspension(Samples.id(3)));
            relay.collect(relay.code(Samples.renewal(Samples.id(4))).submission());
            assertThat(catchThrowable(() -> relay.code(Samples.renewal(Samples.id(5))))).as("the replaced version is no longer current")
                    .isNotNull();
            return witness.seen();
        } finally {
            simulator.stop();
        }
    }

    private static List<String> requestViolations(Seen exchange, String sm4Key) {
        if (exchange.path().equals("/oauth2/token")) {
            assertThat(exchange.contentType()).startsWith("application/x-www-form-urlencoded");
            return contract.violations("TokenRequest", form(exchange.request()));
        }
        assertThat(exchange.contentType()).startsWith("application/json");
        assertThat(exchange.target()).matches("/[a-z]+\\?access_token=[^&]+");
        JsonNode body = JSON.readTree(exchange.request());
        if (sm4Key == null) {
            return contract.violations(schema(exchange.path()) + "Request", body);
        }
        List<String> violations = new ArrayList<>(contract.violations("Envelope", body));
        violations.addAll(contract.violations(schema(exchange.path()) + "Request", opened(body, sm4Key)));
        return violations;
    }

    private static List<String> replyViolations(Seen exchange, String sm4Key) {
        assertThat(exchange.status()).isEqualTo(200);
        if (exchange.path().equals("/oauth2/token")) {
            return contract.violations("TokenReply", exchange.reply());
        }
        String schema = exchange.path().equals("/code") ? "CodeReply" : "Reply";
        List<String> violations = new ArrayList<>(contract.violations("Wrapped" + schema, exchange.reply()));
        violations.addAll(contract.violations(schema, clearReply(exchange.reply(), sm4Key)));
        return violations;
    }

    private static JsonNode clearReply(String reply, String sm4Key) {
        JsonNode node = JSON.readTree(reply);
        if (node.has("data")) {
            return JSON.readTree(opened(node, sm4Key));
        }
        JsonNode custom = node.path("custom");
        return custom.isMissingNode() ? node : custom.isString() ? JSON.readTree(custom.asString()) : custom;
    }

    private static String opened(JsonNode envelope, String sm4Key) {
        return new Envelope.Sm4(sm4Key.getBytes(StandardCharsets.UTF_8)).open(envelope.path("data").asString()).orElseThrow();
    }

    private static JsonNode form(String encoded) {
        ObjectNode form = JSON.createObjectNode();
        Arrays.stream(encoded.split("&")).map(pair -> pair.split("=", 2))
                .forEach(pair -> form.put(pair[0], URLDecoder.decode(pair[1], StandardCharsets.UTF_8)));
        return form;
    }

    /** {@code /check} → {@code Check}. */
    private static String schema(String path) {
        return Character.toUpperCase(path.charAt(1)) + path.substring(2);
    }
}
