package cn.zhenglu.relay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import cn.zhenglu.licence.NeedsPerson;
import cn.zhenglu.licence.Problem;
import cn.zhenglu.licence.RelayCall;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;

class RelaySettingsTest {

    private static final Map<String, String> LEAST = Map.of("base-url", "http://relay.example:8080/gw", "client-id", "fj",
            "client-secret", "top-secret", "private-key", "secret-key");

    private static RelaySettings bound(Map<String, String> settings) {
        Map<String, String> named = new HashMap<>();
        settings.forEach((name, value) -> named.put("zhenglu.relay." + name, value));
        return new Binder(new MapConfigurationPropertySource(named)).bind("zhenglu.relay", RelaySettings.class).get();
    }

    private static Map<String, String> with(String name, String value) {
        Map<String, String> settings = new HashMap<>(LEAST);
        settings.put(name, value);
        return settings;
    }

    @Test
    void whatIsNotSetHasItsDocumentedDefault() {
        RelaySettings settings = bound(LEAST);

        assertThat(settings.paths().token()).isEqualTo("/oauth2/token");
        assertThat(settings.paths().of(RelayCall.CORRECT)).isEqualTo("/correct");
        assertThat(settings.envelope()).isEqualTo(RelaySettings.EnvelopeKind.PLAIN);
        assertThat(settings.callsPerSecond()).isEqualTo(5);
        assertThat(settings.batchSize()).isEqualTo(1);
        assertThat(settings.connectTimeout()).isEqualTo(Duration.ofSeconds(5));
        assertThat(settings.responseTimeout()).isEqualTo(Duration.ofSeconds(30));
    }

    @Test
    void everySettingIsBoundByItsName() {
        Map<String, String> all = new HashMap<>(LEAST);
        all.putAll(Map.of("paths.code", "/api/fm", "envelope", "sm4", "sm4-key", "0123456789abcdef", "private-key-file", "config/relay.pem",
                "calls-per-second", "7", "batch-size", "20", "connect-timeout", "2s", "response-timeout", "1m"));

        RelaySettings settings = bound(all);

        assertThat(settings.paths().of(RelayCall.CODE)).isEqualTo("/api/fm");
        assertThat(settings.paths().of(RelayCall.CHECK)).isEqualTo("/check");
        assertThat(settings.envelope()).isEqualTo(RelaySettings.EnvelopeKind.SM4);
        assertThat(settings.privateKeyFile()).isEqualTo(Path.of("config/relay.pem"));
        assertThat(settings.callsPerSecond()).isEqualTo(7);
        assertThat(settings.batchSize()).isEqualTo(20);
        assertThat(settings.responseTimeout()).isEqualTo(Duration.ofMinutes(1));
    }

    @Test
    void noSecretIsPrinted() {
        assertThat(bound(with("sm4-key", "0123456789abcdef")).toString()).doesNotContain("secret", "0123456789abcdef");
    }

    @ParameterizedTest
    @CsvSource({
        "base-url, ''", "base-url, relay.example", "base-url, ftp://relay.example", "base-url, http://relay.example?x=1",
        "base-url, http://user:pass@relay.example", "base-url, 'http://relay example'", "base-url, http://", "client-id, ''", "client-secret, ''",
        "private-key, ''", "calls-per-second, 0", "batch-size, 0", "connect-timeout, 0s", "response-timeout, -1s"})
    void aBrokenSettingIsNamedInASentence(String name, String value) {
        Problem problem = problemsOf(with(name, value)).problems().get(0);

        assertThat(problem.code()).isEqualTo("settings.relay." + name);
        assertThat(problem.message()).contains("zhenglu.relay." + name);
        assertThat(problem.remedy()).isNotBlank();
    }

    @ParameterizedTest
    @CsvSource({"check", "/check?a=b", "'/a b'"})
    void aPathStartsWithASlashAndHasNoParameters(String path) {
        assertThat(problemsOf(with("paths.check", path)).problems().get(0).code()).isEqualTo("settings.relay.paths");
    }

    @ParameterizedTest
    @CsvSource({"''", "tooshort", "密钥密钥密钥密钥密钥密钥密钥密钥"})
    void theSm4KeyIsSixteenBytes(String key) {
        Map<String, String> settings = with("envelope", "sm4");
        settings.put("sm4-key", key);

        assertThat(problemsOf(settings).problems().get(0).code()).isEqualTo("settings.relay.sm4-key");
    }

    @Test
    void allThatIsBrokenIsNamedAtOnce() {
        assertThat(problemsOf(Map.of("calls-per-second", "5")).problems()).extracting(Problem::code)
                .containsExactly("settings.relay.base-url", "settings.relay.client-id", "settings.relay.client-secret",
                        "settings.relay.private-key");
    }

    private static NeedsPerson problemsOf(Map<String, String> settings) {
        Throwable thrown = catchThrowable(() -> bound(settings));
        while (!(thrown instanceof NeedsPerson) && thrown.getCause() != null) {
            thrown = thrown.getCause();
        }
        assertThat(thrown).isInstanceOf(NeedsPerson.class);
        return (NeedsPerson) thrown;
    }
}
