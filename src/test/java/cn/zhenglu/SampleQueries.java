package cn.zhenglu;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.dataformat.yaml.YAMLMapper;

/** What the sample dashboard and the sample alert rules ask Prometheus for. */
final class SampleQueries {

    private static final Path MONITORING = Path.of("src/main/dist/monitoring");
    private static final Pattern METRIC = Pattern.compile("\\b((?:zhenglu|jvm)_[a-z_]+)\\b");

    private SampleQueries() {
    }

    /** Names of the metrics in all expressions. */
    static Set<String> metrics() throws IOException {
        Set<String> names = new TreeSet<>();
        Stream.concat(ofTheDashboard().stream(), ofTheAlerts().stream())
                .forEach(expression -> METRIC.matcher(expression).results().forEach(found -> names.add(found.group(1))));
        return names;
    }

    static List<String> ofTheDashboard() throws IOException {
        return expressions(JsonMapper.shared().readTree(Files.readString(MONITORING.resolve("grafana-dashboard.json"))));
    }

    static List<String> ofTheAlerts() throws IOException {
        return expressions(new YAMLMapper().readTree(Files.readString(MONITORING.resolve("alerts.yml"))));
    }

    private static List<String> expressions(JsonNode file) {
        return file.findValuesAsString("expr");
    }
}
