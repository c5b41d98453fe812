package cn.zhenglu.relay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import cn.zhenglu.FaultTally;
import cn.zhenglu.licence.NeedsPerson;
import cn.zhenglu.licence.RelayCall;
import cn.zhenglu.licence.Submission;
import cn.zhenglu.licence.TryLater;
import cn.zhenglu.simulator.Behaviour;
import cn.zhenglu.simulator.Behaviour.Fault;
import cn.zhenglu.simulator.Behaviour.Rule;
import cn.zhenglu.simulator.Call;
import cn.zhenglu.simulator.Simulator;
import cn.zhenglu.simulator.SimulatorSettings;
import cn.zhenglu.simulator.SimulatorSettings.ReplyStyle;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Every call under every fault, and once more: the licence ends with one code and one collection, or in a named state. */
class MisrepliesTest {

    /** Shorter than the simulator's silence. */
    private static final Duration RESPONSE_TIMEOUT = Duration.ofSeconds(1);

    private static final Set<Fault> LOST_OR_BROKEN = Set.of(Fault.SILENT, Fault.LOST_BEFORE, Fault.LOST_AFTER, Fault.EMPTY, Fault.HTML,
            Fault.TRUNCATED, Fault.BAD_GATEWAY, Fault.UNAVAILABLE);

    private static final FaultTally FAULTS = new FaultTally("every call under every lost or broken reply, once more afterwards");

    @TempDir
    Path folder;

    private Simulator simulator;
    private RelayRig rig;

    private Relay start(boolean strict) throws Exception {
        simulator = new Simulator(new SimulatorSettings(0, "zhenglu", "s3cret&?", "350000", null, Vectors.publicKey(),
                folder.resolve("journal.jsonl"), ReplyStyle.BARE, Duration.ofHours(2), strict, Behaviour.GOOD));
        simulator.start();
        rig = new RelayRig(RelayRig.settings(simulator.port(), Vectors.privateKey(), null, RESPONSE_TIMEOUT), RelayRig.REFUSALS);
        return rig.relay();
    }

    @AfterAll
    static void everyCallUnderEveryLostOrBrokenReply() {
        FAULTS.measured().tell();
    }

    @AfterEach
    void stop() throws Exception {
        rig.close();
        simulator.stop();
    }

    private void next(Fault fault, Call call, int count) {
        simulator.behave(new Behaviour(1, List.of(Rule.next(fault, call, count)), 0, false, Duration.ZERO, Duration.ZERO));
    }

    /** Platforms that answer a repeated code call with the code, and such that refuse it without. */
    static Stream<Arguments> callsFaultsAndPlatforms() {
        return Stream.of(false, true).flatMap(strict -> Stream.of(RelayCall.values()).flatMap(call -> LOST_OR_BROKEN.stream().sorted()
                .map(fault -> Arguments.of(call, fault, strict))));
    }

    /** Nothing was done when the connection went away before, or the relay was not there. */
    private static boolean mayHaveBeenDone(Fault fault) {
        return fault != Fault.LOST_BEFORE && fault != Fault.UNAVAILABLE;
    }

    @ParameterizedTest(name = "{0} {1}, strict platform {2}")
    @MethodSource("callsFaultsAndPlatforms")
    void aLostOrBrokenReplyEndsWithOneActOrInANamedState(RelayCall call, Fault fault, boolean strict) throws Exception {
        Relay relay = start(strict);
        Submission submission = ready(relay, call);
        next(fault, Call.valueOf(call.name()), 1);

        assertThatThrownBy(() -> made(relay, call).apply(relay, submission)).isInstanceOf(TryLater.class).hasMessageContaining("未");
        long failed = System.nanoTime();
        NeedsPerson forPerson = null;
        Submission again = Samples.again(submission, call);
        if (call == RelayCall.CODE && strict && mayHaveBeenDone(fault)) {
            forPerson = catchThrowableOfType(NeedsPerson.class, () -> made(relay, call).apply(relay, again));
            assertThat(forPerson.problems()).singleElement().satisfies(found -> {
                assertThat(found.code()).isEqualTo("relay.answer-lost");
                assertThat(found.message()).startsWith("已提交未回执").contains("已存在");
                assertThat(found.remedy()).contains(submission.id());
            });
        } else {
            Submission after = made(relay, call).apply(relay, again);
            assertThat(after.id()).isEqualTo(submission.id());
            if (call == RelayCall.CODE) {
                assertThat(after.code()).hasSize(200);
            }
        }

        Duration recovered = FaultTally.since(failed);
        int due = call == RelayCall.CHECK ? 0 : 1;
        int acts = acts(call);
        assertThat(acts).isEqualTo(due);
        assertThat(acts(RelayCall.CODE)).as("codes").isEqualTo(call == RelayCall.CHECK ? 0 : 1);
        assertThat(acts(RelayCall.COLLECT)).as("collections").isEqualTo(call == RelayCall.CHECK || call == RelayCall.CODE ? 0 : 1);
        FAULTS.add(1, Math.max(0, due - acts), Math.max(0, acts - due), forPerson == null ? 0 : 1, recovered);
    }

    @Test
    void aLicenceThatSomeoneElseCodedIsNotTakenForOurs() throws Exception {
        Relay relay = start(false);
        relay.code(Samples.newLicence(Samples.id(1)));

        NeedsPerson problem = catchThrowableOfType(NeedsPerson.class, () -> relay.code(Samples.newLicence(Samples.id(2))));

        assertThat(problem.problems().get(0).code()).isEqualTo("relay.already-exists");
        assertThat(problem).hasMessageContaining("证书编号已存在");
    }

    @Test
    void aLicenceThatIsAlreadyThereIsRefusedAtTheCheck() throws Exception {
        Relay relay = start(false);
        relay.code(Samples.newLicence(Samples.id(1)));

        NeedsPerson problem = catchThrowableOfType(NeedsPerson.class, () -> relay.check(Samples.newLicence(Samples.id(2))));

        assertThat(problem.problems().get(0).code()).isEqualTo("relay.refused.check");
        assertThat(problem.problems().get(0).remedy()).contains("核对是否重复新办");
    }

    @Test
    void aSecondCollectionIsTheFirstOne() throws Exception {
        Relay relay = start(false);
        Submission coded = relay.code(Samples.newLicence(Samples.id(1))).submission();
        relay.collect(coded);

        assertThat(relay.collect(coded).receipt().warning()).isEqualTo("该证照已归集，已存在");
        assertThat(acts(RelayCall.COLLECT)).isEqualTo(1);
    }

    @Test
    void aCorrectionThatIsThereBeforeOursIsShownToAPerson() throws Exception {
        Relay relay = start(false);
        Submission correction = ready(relay, RelayCall.CORRECT);
        relay.correct(correction);

        NeedsPerson problem = catchThrowableOfType(NeedsPerson.class, () -> relay.correct(correction));

        assertThat(problem.problems().get(0).code()).isEqualTo("relay.already-exists");
    }

    @ParameterizedTest
    @EnumSource(value = RelayCall.class)
    void tooFastIsTriedAgainAfterThePauseOfAll(RelayCall call) throws Exception {
        Relay relay = start(false);
        Submission submission = ready(relay, call);
        next(Fault.TOO_FAST, Call.valueOf(call.name()), 1);

        TryLater later = catchThrowableOfType(TryLater.class, () -> made(relay, call).apply(relay, submission));

        assertThat(later.after()).isNull();
        assertThat(later).hasMessageContaining(call.label() + "操作太快，请稍后再试！");
    }

    @Test
    void theRelaysOwnWaitIsHonoured() throws Exception {
        Relay relay = start(false);
        next(Fault.UNAVAILABLE, Call.CHECK, 1);

        TryLater later = catchThrowableOfType(TryLater.class, () -> relay.check(Samples.newLicence(Samples.id(1))));

        assertThat(later.after()).isEqualTo(Duration.ofSeconds(1));
    }

    @Test
    void aRelayThatIsDownIsTriedLaterForEveryCall() throws Exception {
        Relay relay = start(false);
        simulator.behave(new Behaviour(1, List.of(), 0, true, Duration.ZERO, Duration.ZERO));

        assertThatThrownBy(() -> relay.check(Samples.newLicence(Samples.id(1))))
                .isInstanceOf(TryLater.class).hasMessageContaining("连接中断").hasCauseInstanceOf(IOException.class);
    }

    @Test
    void aRelayThatDoesNotListenHasNotReceivedAnything() throws Exception {
        Relay relay = start(false);
        simulator.stop();

        assertThatThrownBy(() -> relay.check(Samples.newLicence(Samples.id(1))))
                .isInstanceOf(TryLater.class).hasMessage("无法连接中转平台，请求未送达");
    }

    @Test
    void aSilentRelayIsLeftAfterTheResponseTimeout() throws Exception {
        start(false);
        simulator.behave(new Behaviour(1, List.of(), 0, false, Duration.ofSeconds(30), Duration.ZERO));
        RelaySettings hasty = RelayRig.settings(simulator.port(), Vectors.privateKey(), null, Duration.ofMillis(200));
        try (RelayRig impatient = new RelayRig(hasty, RelayRig.REFUSALS)) {
            assertThatThrownBy(() -> impatient.relay().check(Samples.newLicence(Samples.id(1))))
                    .isInstanceOf(TryLater.class).hasMessageContaining("应答超时");
        }
    }

    private interface Made extends BiFunction<Relay, Submission, Submission> {
    }

    private static Made made(Relay relay, RelayCall call) {
        return switch (call) {
            case CHECK -> (r, s) -> r.check(s).submission();
            case CODE -> (r, s) -> r.code(s).submission();
            case COLLECT -> (r, s) -> r.collect(s).submission();
            case UPDATE -> (r, s) -> r.update(s).submission();
            case CORRECT -> (r, s) -> r.correct(s).submission();
        };
    }

    /** A submission for which this call is the next one. */
    private static Submission ready(Relay relay, RelayCall call) {
        Submission licence = Samples.newLicence(Samples.id(1));
        if (call == RelayCall.CHECK || call == RelayCall.CODE) {
            return licence;
        }
        Submission coded = relay.code(licence).submission();
        if (call == RelayCall.COLLECT) {
            return coded;
        }
        relay.collect(coded);
        return call == RelayCall.UPDATE ? Samples.suspension(Samples.id(2)) : Samples.correction(Samples.id(2));
    }

    private int acts(RelayCall call) throws Exception {
        String key = switch (call) {
            case CHECK -> "none";
            case CODE -> "codes";
            case COLLECT -> "collections";
            case UPDATE -> "updates";
            case CORRECT -> "corrections";
        };
        URI address = URI.create("http://127.0.0.1:" + simulator.port() + "/simulator/record");
        JsonNode record = new JsonMapper().readTree(
                HttpClient.newHttpClient().send(HttpRequest.newBuilder(address).build(), BodyHandlers.ofString()).body());
        return record.path(key).path("total").asInt(0);
    }
}
