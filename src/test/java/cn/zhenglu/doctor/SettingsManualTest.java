package cn.zhenglu.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.reflect.RecordComponent;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.context.annotation.ClassPathScanningCandidateComponentProvider;
import org.springframework.core.type.filter.AnnotationTypeFilter;
import tools.jackson.databind.JsonNode;
import tools.jackson.dataformat.yaml.YAMLMapper;

/** {@code config/application.yaml} is the manual: what stands there is read, and what is read stands there. */
class SettingsManualTest {

    /** Where the code or a route reads a single setting. */
    private static final Pattern READ = Pattern.compile(
            "(?:\\$\\{|\\{\\{|getProperty\\(\\s*\"|getRequiredProperty\\(\\s*\"|bind\\(\\s*\"|OnProperty\\(\")(zhenglu\\.[a-z0-9.-]*[a-z0-9])(?=[:}\"])");
    /** Made by the demo for itself; nobody sets them. */
    private static final String DEMO_PASSWORDS = "zhenglu.demo.passwords";

    private static final TreeSet<String> READ_KEYS = new TreeSet<>();
    private static final TreeSet<String> WRITTEN_KEYS = new TreeSet<>();

    @BeforeAll
    static void collect() throws Exception {
        readIn(Path.of("src/main/java"), ".java");
        readIn(Path.of("routes"), ".yaml");
        ClassPathScanningCandidateComponentProvider scan = new ClassPathScanningCandidateComponentProvider(false);
        scan.addIncludeFilter(new AnnotationTypeFilter(ConfigurationProperties.class));
        for (var found : scan.findCandidateComponents("cn.zhenglu")) {
            Class<?> type = Class.forName(found.getBeanClassName());
            components(type.getAnnotation(ConfigurationProperties.class).value(), type);
        }
        for (String file : List.of("application.yaml", "application-demo.yaml", "application-rehearsal.yaml")) {
            JsonNode zhenglu = new YAMLMapper().readTree(Files.readString(Path.of("config", file))).path("zhenglu");
            leaves("zhenglu", zhenglu);
            // empty at first, and an empty map is none to Spring: it stands there as a comment to be completed
            if (Files.readString(Path.of("config", file)).contains("\n  # seals:\n")) {
                WRITTEN_KEYS.add("zhenglu.seals");
            }
        }
    }

    @Test
    void everySettingThatIsReadStandsInTheFile() {
        assertThat(READ_KEYS).hasSizeGreaterThan(50).filteredOn(key -> WRITTEN_KEYS.stream().noneMatch(written -> covers(written, key)))
                .isEmpty();
    }

    @Test
    void everySettingInTheFileIsRead() {
        assertThat(WRITTEN_KEYS).hasSizeGreaterThan(50).filteredOn(key -> READ_KEYS.stream().noneMatch(read -> covers(read, key)))
                .isEmpty();
    }

    @Test
    void everySettingHasAComment() throws IOException {
        List<String> lines = Files.readAllLines(Path.of("config/application.yaml"));
        assertThat(lines).filteredOn(line -> line.matches(" {2,}[a-z-]+:( .*)?") && !line.contains("#"))
                .as("settings without a comment beside them").isSubsetOf(explainedAbove(lines));
    }

    /** A group, or a setting that a comment above it or on the group's line explains. */
    private static List<String> explainedAbove(List<String> lines) {
        return Stream.iterate(1, i -> i < lines.size(), i -> i + 1)
                .filter(i -> lines.get(i).matches(" +[a-z-]+:") || nearestOuter(lines, i).contains("#")
                        || lines.get(i - 1).strip().startsWith("#"))
                .map(lines::get).toList();
    }

    private static String nearestOuter(List<String> lines, int index) {
        int indent = indent(lines.get(index));
        for (int i = index - 1; i >= 0; i--) {
            if (!lines.get(i).isBlank() && !lines.get(i).strip().startsWith("#") && indent(lines.get(i)) < indent) {
                return lines.get(i);
            }
        }
        return "";
    }

    private static int indent(String line) {
        return line.length() - line.stripLeading().length();
    }

    /** A setting with a structure of its own is written, or read, as a whole or in parts. */
    private static boolean covers(String one, String other) {
        return one.equals(other) || one.startsWith(other + '.') || other.startsWith(one + '.');
    }

    private static void readIn(Path folder, String ending) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.filter(file -> file.toString().endsWith(ending)).toList()) {
                Matcher keys = READ.matcher(Files.readString(file));
                while (keys.find()) {
                    READ_KEYS.add(keys.group(1));
                }
            }
        }
        READ_KEYS.removeIf(key -> key.startsWith(DEMO_PASSWORDS));
    }

    private static void components(String prefix, Class<?> type) {
        for (RecordComponent component : type.getRecordComponents()) {
            String key = prefix + '.' + component.getName().replaceAll("([A-Z])", "-$1").toLowerCase(Locale.ROOT);
            if (component.getType().isRecord()) {
                components(key, component.getType());
            } else {
                READ_KEYS.add(key);
            }
        }
    }

    private static void leaves(String key, JsonNode node) {
        if (node.isObject() && !node.isEmpty()) {
            node.properties().forEach(entry -> leaves(key + '.' + entry.getKey(), entry.getValue()));
        } else {
            WRITTEN_KEYS.add(key);
        }
    }
}
