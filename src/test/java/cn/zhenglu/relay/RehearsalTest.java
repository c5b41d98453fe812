package cn.zhenglu.relay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import cn.zhenglu.licence.Submission;
import cn.zhenglu.licence.TryLater;
import java.io.IOException;
import java.io.Reader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.Properties;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The simulator as an integrator starts it to rehearse, a process of its own, and the client that was told its settings. */
class RehearsalTest {

    @TempDir
    Path folder;

    private Process simulator;

    @AfterEach
    void stop() {
        simulator.destroyForcibly();
    }

    @Test
    void theSimulatorAloneServesAClientWithTheSettingsItWroteAndRemembersOverAKill() throws Exception {
        Properties settings = started();
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(settingsFile()))).isEqualTo("rw-------");
        assertThat(output()).contains("仅供演练", settings.getProperty("zhenglu.relay.base-url"))
                .doesNotContain(settings.getProperty("zhenglu.relay.client-secret"), settings.getProperty("zhenglu.relay.sm4-key"));
        Submission licence = Samples.newLicence(Samples.id(1));
        String code;
        try (RelayRig rig = rig(settings)) {
            rig.relay().check(licence);
            code = rig.relay().code(licence).submission().code();
        }

        simulator.destroyForcibly().waitFor();
        Properties again = started();

        assertThat(again.getProperty("zhenglu.relay.client-secret")).isEqualTo(settings.getProperty("zhenglu.relay.client-secret"));
        try (RelayRig rig = rig(again)) {
            assertThat(rig.relay().code(licence).submission().code()).isEqualTo(code);
            rig.relay().collect(licence.withCode(code));
        }
    }

    @Test
    void itMisbehavesAsItIsToldOverHttp() throws Exception {
        Properties settings = started();
        Submission licence = Samples.newLicence(Samples.id(1));
        try (RelayRig rig = rig(settings)) {
            rig.relay().check(licence);
            behave(settings, "{\"down\":true}");
            assertThatThrownBy(() -> rig.relay().check(licence)).isInstanceOf(TryLater.class);
            behave(settings, "{\"rules\":[{\"fault\":\"bad-gateway\",\"calls\":[\"code\"],\"next\":1}]}");
            assertThatThrownBy(() -> rig.relay().code(licence)).isInstanceOf(TryLater.class).hasMessageContaining("502");
            assertThat(rig.relay().code(licence).submission().code()).isNotBlank();
        }
    }

    private static void behave(Properties settings, String behaviour) throws IOException, InterruptedException {
        URI address = URI.create(settings.getProperty("zhenglu.relay.base-url") + "/simulator/behaviour");
        assertThat(HttpClient.newHttpClient().send(HttpRequest.newBuilder(address).POST(BodyPublishers.ofString(behaviour)).build(),
                BodyHandlers.ofString()).statusCode()).isEqualTo(200);
    }

    private static RelayRig rig(Properties settings) throws Exception {
        int port = URI.create(settings.getProperty("zhenglu.relay.base-url")).getPort();
        RelaySettings like = RelayRig.settings(port, settings.getProperty("zhenglu.relay.private-key"),
                settings.getProperty("zhenglu.relay.sm4-key"), Duration.ofSeconds(10));
        return new RelayRig(new RelaySettings(like.baseUrl(), like.paths(), settings.getProperty("zhenglu.relay.client-id"),
                settings.getProperty("zhenglu.relay.client-secret"), like.envelope(), like.sm4Key(), like.privateKey(), null,
                like.callsPerSecond(), like.batchSize(), like.connectTimeout(), like.responseTimeout(), ""), RelayRig.REFUSALS);
    }

    /** Starts it and reads the settings that it wrote once it says that it is there. */
    private Properties started() throws IOException {
        simulator = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-Dstdout.encoding=UTF-8", "-cp",
                System.getProperty("java.class.path"), "cn.zhenglu.Zhenglu", "simulator", "--port", "0", "--folder",
                folder.resolve("simulator").toString())
                .redirectErrorStream(true).redirectOutput(folder.resolve("output.txt").toFile()).start();
        await().atMost(Duration.ofSeconds(60)).until(() -> output().contains("/simulator/behaviour") || !simulator.isAlive());
        assertThat(simulator.isAlive()).as(output()).isTrue();
        Properties settings = new Properties();
        try (Reader in = Files.newBufferedReader(settingsFile())) {
            settings.load(in);
        }
        return settings;
    }

    private Path settingsFile() {
        return folder.resolve("simulator/relay-settings.properties");
    }

    private String output() throws IOException {
        return Files.exists(folder.resolve("output.txt")) ? Files.readString(folder.resolve("output.txt")) : "";
    }
}
