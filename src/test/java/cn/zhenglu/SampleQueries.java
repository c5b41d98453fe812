package cn.zhenglu;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
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
        JsonNode dashboard = JsonMapper.shared().readTree(Files.readString(MONITORING.resolve("grafana-dashboard.json")));
        dashboard.path("panels").forEach(panel -> panel.path("targets").forEach(target -> add(target, names)));
        JsonNode alerts = new YAMLMapper().readTree(Files.readString(MONITORING.resolve("alerts.yml")));
        alerts.path("groups").forEach(group -> group.path("rules").forEach(rule -> add(rule, names)));
        return names;
    }

    private static void add(JsonNode query, Set<String> names) {
        Matcher found = METRIC.matcher(query.path("expr").stringValue());
        while (found.find()) {
            names.add(found.group(1));
        }
    }
}
