package cn.zhenglu.relay;

import static org.assertj.core.api.Assertions.assertThat;

import cn.zhenglu.licence.Answered;
import cn.zhenglu.licence.RelayCall;
import cn.zhenglu.licence.Submission;
import cn.zhenglu.simulator.Behaviour;
import cn.zhenglu.simulator.Simulator;
import cn.zhenglu.simulator.SimulatorSettings;
import cn.zhenglu.simulator.SimulatorSettings.ReplyStyle;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Each call as the route sends it, against the stand-in over HTTP, in every envelope and reply style. */
class RelayAgainstSimulatorTest {

    @TempDir
    Path folder;

    @ParameterizedTest
    @CsvSource({"BARE,", "CUSTOM,", "CUSTOM_TEXT,", "BARE,Zhenglu-Sm4-Key!", "CUSTOM,Zhenglu-Sm4-Key!", "SEALED,Zhenglu-Sm4-Key!"})
    void aLicenceGoesThroughItsWholeLife(ReplyStyle replies, String sm4Key) throws Exception {
        Simulator simulator = new Simulator(new SimulatorSettings(0, "zhenglu", "s3cret&?", "350000", sm4Key, null,
                folder.resolve("journal.jsonl"), replies, Duration.ofHours(2), false, Behaviour.GOOD));
        simulator.start();
        RelaySettings settings = RelayRig.settings(simulator.port(), simulator.privateKey(), sm4Key, Duration.ofSeconds(10));
        try (RelayRig rig = new RelayRig(settings, RelayRig.REFUSALS)) {
            Relay relay = rig.relay();
            Submission licence = Samples.newLicence(Samples.id(1));

            assertThat(relay.check(licence).receipt().status()).isEqualTo(200);
            Answered coded = relay.code(licence);
            assertThat(coded.submission().code()).matches("[A-Za-z0-9_-]{200}");
            Answered collected = relay.collect(coded.submission());
            assertThat(collected.receipt().call()).isEqualTo(RelayCall.COLLECT);
            relay.correct(Samples.correction(Samples.id(2)));

            Submission renewed = relay.code(Samples.renewal(Samples.id(3))).submission();
            relay.collect(renewed);
            assertThat(renewed.code()).isNotEqualTo(coded.submission().code());
        } finally {
            simulator.stop();
        }
    }
}
