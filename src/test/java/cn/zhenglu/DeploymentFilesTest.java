package cn.zhenglu;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.activemq.artemis.core.config.Configuration;
import org.apache.activemq.artemis.core.config.FileDeploymentManager;
import org.apache.activemq.artemis.core.config.impl.ConfigurationImpl;
import org.apache.activemq.artemis.core.config.impl.FileConfiguration;
import org.apache.activemq.artemis.core.settings.impl.AddressSettings;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;
import tools.jackson.databind.JsonNode;
import tools.jackson.dataformat.yaml.YAMLMapper;

/** What ships beside the program, as far as it can be tried without Docker, Kubernetes and systemd. */
class DeploymentFilesTest {

    private static final Path DIST = Path.of("src/main/dist");
    private static final Pattern SETTING = Pattern.compile("\\b((?:ZHENGLU|SPRING|LOGGING)_[A-Z_]+)\\b");

    @ParameterizedTest
    @ValueSource(strings = {"broker-primary.xml", "broker-backup.xml"})
    void theOutsideBrokersHaveTheQueuesAndRulesOfTheEmbeddedOne(String file) throws Exception {
        System.setProperty("cluster.password", "of this test");
        FileConfiguration outside = new FileConfiguration();
        FileDeploymentManager files = new FileDeploymentManager(DIST.resolve("docker").resolve(file).toUri().toString());
        files.addDeployable(outside);
        files.readConfiguration();
        ConfigurationImpl embedded = new ConfigurationImpl();
        new BrokerConfiguration().embeddedBroker(Path.of("data")).customize(embedded);

        assertThat(queues(outside)).isEqualTo(embedded.getQueueConfigs().stream().map(queue -> queue.getName().toString()).sorted().toList());
        assertThat(rules(outside)).isEqualTo(rules(embedded));
        assertThat(outside.getHAPolicyConfiguration()).as("replication").isNotNull();
        assertThat(outside.getJournalBufferTimeout_NIO()).isEqualTo(embedded.getJournalBufferTimeout_NIO());
    }

    private static List<String> queues(Configuration configuration) {
        return configuration.getAddressConfigurations().stream().flatMap(address -> address.getQueueConfigs().stream())
                .map(queue -> queue.getName().toString()).sorted().toList();
    }

    private static Map<String, List<Object>> rules(Configuration configuration) {
        Map<String, List<Object>> rules = new TreeMap<>();
        configuration.getAddressSettings().forEach((address, settings) -> rules.put(address, rule(settings)));
        return rules;
    }

    private static List<Object> rule(AddressSettings settings) {
        return List.of(String.valueOf(settings.getDeadLetterAddress()), settings.getMaxDeliveryAttempts(), settings.getRedeliveryDelay(),
                settings.getRedeliveryMultiplier(), settings.getMaxRedeliveryDelay());
    }

    @ParameterizedTest
    @ValueSource(strings = {"docker/compose.yaml", "kubernetes/zhenglu.yaml", "monitoring/prometheus.yml", "monitoring/alerts.yml"})
    void everyFileIsYaml(String file) throws IOException {
        assertThat(new Load(LoadSettings.builder().build()).loadAllFromString(Files.readString(DIST.resolve(file))))
                .isNotEmpty().allSatisfy(document -> assertThat(document).isInstanceOf(Map.class));
    }

    @ParameterizedTest
    @ValueSource(strings = {"docker/compose.yaml", "kubernetes/zhenglu.yaml", "docker/Dockerfile"})
    void whatIsSetByEnvironmentIsASettingOfThisServer(String file) throws IOException {
        JsonNode settings = new YAMLMapper().readTree(Files.readString(Path.of("config/application.yaml")) .replace("    # broker-url", "    broker-url")
                .replace("    # user:", "    user:").replace("    # password:", "    password:")
                .replace("  # structured.format:", "  structured.format:").replace("  #   file:", "    console: \"\"\n    file:"));
        TreeMap<String, String> known = new TreeMap<>();
        names("", settings, known);
        Matcher names = SETTING.matcher(Files.readString(DIST.resolve(file)));
        while (names.find()) {
            assertThat(known.keySet()).as(file).contains(names.group(1));
        }
    }

    /** As Spring Boot maps settings to the environment. */
    private static void names(String prefix, JsonNode node, Map<String, String> known) {
        node.properties().forEach(entry -> {
            String name = prefix + entry.getKey().replace("-", "").replace('.', '_').toUpperCase(Locale.ROOT);
            known.put(name, "");
            known.put(prefix + entry.getKey().replace('-', '_').replace('.', '_').toUpperCase(Locale.ROOT), "");
            names(name + '_', entry.getValue(), known);
        });
        known.put("LOGGING_FILE_NAME", "");
    }

    @Test
    void everyScriptIsReadByTheShell() throws Exception {
        try (Stream<Path> scripts = Files.list(DIST.resolve("bin"))) {
            for (Path script : scripts.toList()) {
                assertThat(new ProcessBuilder("sh", "-n", script.toString()).inheritIO().start().waitFor()).as(script.toString()).isZero();
                assertThat(Files.isExecutable(script)).as(script.toString()).isTrue();
            }
        }
    }

    @Test
    void theScriptsHaveNoneOfTheUsualFaults() throws Exception {
        assumeTrue(Files.isExecutable(Path.of("/usr/bin/shellcheck")), "ShellCheck is not installed");
        try (Stream<Path> scripts = Files.list(DIST.resolve("bin"))) {
            List<String> command = Stream.concat(Stream.of("shellcheck"), scripts.map(Path::toString)).toList();
            assertThat(new ProcessBuilder(command).inheritIO().start().waitFor()).isZero();
        }
    }
}
