package cn.zhenglu.alert;

import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.health.actuate.endpoint.CompositeHealthDescriptor;
import org.springframework.boot.health.actuate.endpoint.HealthDescriptor;
import org.springframework.boot.health.actuate.endpoint.HealthEndpoint;
import org.springframework.boot.health.actuate.endpoint.IndicatedHealthDescriptor;
import org.springframework.boot.health.contributor.Status;
import org.springframework.stereotype.Component;

/**
 * Every health check of this node that has not been well for a while, so that a part that has a health check needs nothing more.
 * A database that is down cannot be told of from here, as what was told lies in it: let the monitoring ask
 * {@code /actuator/health}.
 */
@Component
class HealthConditions implements AlertSource {

    private static final Map<String, String> NAMES = Map.of("routes", "路由", "sources", "数据来源", "sourceHealth", "数据来源",
            "jms", "消息中间件", "diskSpace", "磁盘空间", "relay", "中转服务");
    /** Of Spring Boot, without a meaning of their own; and the seals and the relay, of which others tell with more words. */
    private static final Set<String> SUMS = Set.of("livenessState", "readinessState", "ping", "db", "seals", "relayGate");

    private final ObjectProvider<HealthEndpoint> health;
    private final AlertSettings settings;
    private final Clock clock;
    private final String node;
    private final Map<String, Instant> unwellSince = new ConcurrentHashMap<>();

    HealthConditions(ObjectProvider<HealthEndpoint> health, AlertSettings settings, Clock clock,
            @Value("${zhenglu.ledger.node}") String node) {
        this.health = health;
        this.settings = settings;
        this.clock = clock;
        this.node = node;
    }

    @Override
    public List<Condition> conditions() {
        Map<String, HealthDescriptor> checks = health.getObject().health() instanceof CompositeHealthDescriptor all
                ? all.getComponents() : Map.of();
        Instant now = clock.instant();
        List<Condition> found = new ArrayList<>();
        checks.forEach((name, check) -> {
            if (SUMS.contains(name) || Status.UP.equals(check.getStatus()) || Status.UNKNOWN.equals(check.getStatus())) {
                unwellSince.remove(name);
            } else if (!unwellSince.computeIfAbsent(name, n -> now).plus(settings.lasting()).isAfter(now)) {
                found.add(condition(name, check));
            }
        });
        return found;
    }

    private Condition condition(String name, HealthDescriptor check) {
        String called = NAMES.getOrDefault(name, name);
        String details = check instanceof IndicatedHealthDescriptor indicated && indicated.getDetails() != null
                ? indicated.getDetails().entrySet().stream().map(detail -> detail.getKey() + "：" + detail.getValue())
                        .collect(Collectors.joining("；")) : "";
        return new Condition("health:" + name, "健康检查异常：" + called,
                "节点 " + node + " 的「" + called + "」为 " + check.getStatus().getCode() + (details.isEmpty() ? "。" : "。" + details),
                "/console");
    }
}
