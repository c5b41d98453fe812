package cn.zhenglu;

import static org.assertj.core.api.Assertions.assertThat;

import cn.zhenglu.simulator.Behaviour;
import cn.zhenglu.simulator.Simulator;
import cn.zhenglu.simulator.SimulatorSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The server killed with SIGKILL between what it has done and its record of it, at each of the three points where that could
 * cost a licence or make a second one; against a relay outside of it.
 */
class KillIT {

    private static final Duration PATIENCE = Duration.ofMinutes(5);
    private static final String SM4_KEY = "0123456789abcdef";

    @TempDir
    Path folder;

    @Test
    void afterAKillBetweenDeedAndRecordEachApprovalEndsAsOneLicenceWithOneCodeAndOneCollection() throws IOException {
        Simulator relay = new Simulator(new SimulatorSettings(0, "integrator", "a secret of this test", "350000", SM4_KEY, null,
                folder.resolve("relay.jsonl"), SimulatorSettings.ReplyStyle.BARE, Duration.ofHours(1), false, Behaviour.GOOD));
        relay.start();
        try (ServerProcess server = ServerProcess.ofClasses(Files.createDirectory(folder.resolve("server")))) {
            killAfter(server, "issue.camel.yaml", "{ref: relay, method: code}", "code");
            killAfter(server, "issue.camel.yaml", "{ref: verifier, method: verify}", "seal");
            killAfter(server, "upload.camel.yaml", "{ref: relay, method: collect}", "collect");

            for (String point : List.of("code", "seal", "collect")) {
                start(server, relay).untilItEnds(PATIENCE);
                assertThat(server.folder().resolve("killed-" + point)).as("the kill after " + point).exists();
            }
            start(server, relay).untilItSays("服务继续运行", PATIENCE);

            assertThat(server.output()).contains("办结 213 件").contains("死信 7 件");
            RelayRecord record = RelayRecord.of(relay.port());
            assertThat(record.total("codes")).isEqualTo(178);
            assertThat(record.total("collections")).isEqualTo(178);
            assertThat(record.total("updates")).isEqualTo(35);
            record.hasNothingTwice();
            try (Stream<Path> files = Files.walk(server.folder().resolve("data/documents"))) {
                assertThat(files.filter(file -> file.toString().endsWith(".ofd"))).hasSize(178);
            }
            server.stop();
            assertThat(server.command("audit-ledger", "--spring.profiles.active=demo", "--simulator=http://127.0.0.1:" + relay.port()))
                    .as(Files.readString(server.folder().resolve("command.txt"))).isZero();
        } finally {
            relay.stop();
        }
    }

    /** The outside relay's settings come from the command line, as the README says. */
    private static ServerProcess start(ServerProcess server, Simulator relay) {
        return server.startDemo("--zhenglu.relay.base-url=http://127.0.0.1:" + relay.port(),
                "--zhenglu.relay.client-id=integrator",
                "--zhenglu.relay.client-secret=a secret of this test",
                "--zhenglu.relay.private-key=" + relay.privateKey(),
                "--zhenglu.relay.calls-per-second=200");
    }

    private static void killAfter(ServerProcess server, String route, String step, String point) throws IOException {
        Path file = server.folder().resolve("routes").resolve(route);
        String yaml = Files.readString(file);
        String line = yaml.lines().filter(l -> l.contains(step)).findFirst().orElseThrow();
        String indent = line.substring(0, line.indexOf('-'));
        Files.writeString(file, yaml.replace(line, line + "\n" + indent
                + "- bean: {beanType: cn.zhenglu.KillOnce, method: \"at('" + point + "')\"}"));
    }
}
