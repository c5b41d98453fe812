package cn.zhenglu.simulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import cn.zhenglu.simulator.SimulatorSettings.ReplyStyle;
import java.io.BufferedReader;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What was answered for is remembered, whatever happens to the process. */
class JournalTest {

    @TempDir
    Path folder;

    private Simulator simulator(Path journal) {
        return new Simulator(new SimulatorSettings(0, "id", "secret", "350000", null, null, journal, ReplyStyle.BARE, Duration.ofHours(2),
                false, Behaviour.GOOD));
    }

    @Test
    void aKilledProcessLosesNothingThatWasAnswered() throws Exception {
        Path journal = folder.resolve("deep/journal.jsonl");
        Process process = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-cp",
                System.getProperty("java.class.path"), SimulatorProcess.class.getName(), journal.toString())
                .redirectError(ProcessBuilder.Redirect.INHERIT).start();
        try (BufferedReader out = process.inputReader()) {
            int port = Integer.parseInt(out.readLine().replace("port ", ""));
            ProtocolClient client = new ProtocolClient(port).authorised();
            assertThat(client.call("code", Entries.record(Entries.id(1), "01")).path("ReturnCode").asString()).isEqualTo("1");
        } finally {
            process.destroyForcibly().waitFor();
        }

        Simulator again = simulator(journal);
        again.start();
        try {
            ProtocolClient client = new ProtocolClient(again.port()).authorised();
            assertThat(client.record().path("codes").path("byECertID").path(Entries.id(1)).asInt()).isEqualTo(1);
            assertThat(client.call("code", Entries.record(Entries.id(1), "01")).path("ReturnCode").asString()).isEqualTo("2");
            assertThat(client.refusal("code", Entries.record(Entries.id(2), "01"))).isEqualTo("证书编号已存在");
        } finally {
            again.stop();
        }
    }

    @Test
    void aTornLastLineIsCutOffAndTheNextOneIsWhole() throws Exception {
        Path file = folder.resolve("journal.jsonl");
        Act first = new Act(Act.Kind.CODE, Entries.id(1), Entries.CERT_NUM, "c", "01", "01", "code-1", null, null, null);
        Act second = new Act(Act.Kind.CODE, Entries.id(2), Entries.CERT_NUM, "c", "01", "01", "code-2", null, null, null);
        try (Journal journal = new Journal(file)) {
            journal.append(first);
        }
        Files.writeString(file, "{\"kind\":\"CODE\",\"eCertID\":\"闽", StandardOpenOption.APPEND);

        try (Journal journal = new Journal(file)) {
            assertThat(journal.remembered()).containsExactly(first);
            journal.append(second);
        }
        try (Journal journal = new Journal(file)) {
            assertThat(journal.remembered()).containsExactly(first, second);
        }
    }

    @Test
    void aForeignLineStopsTheStartWithItsNumber() throws Exception {
        Path file = Files.writeString(folder.resolve("journal.jsonl"), "{\"kind\":\"CODE\"}\nnonsense\n");

        assertThatThrownBy(() -> simulator(file).start()).isInstanceOf(IOException.class).hasMessageContaining("第 2 行");
    }

    @Test
    void aTakenPortStopsTheStart() throws Exception {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            Simulator simulator = new Simulator(new SimulatorSettings(taken.getLocalPort(), "id", "secret", "350000", null, null,
                    folder.resolve("journal.jsonl"), ReplyStyle.BARE, Duration.ofHours(2), false, Behaviour.GOOD));

            assertThatThrownBy(simulator::start).isInstanceOf(IOException.class);
        }
    }
}
