package cn.zhenglu.intake;

import java.time.Clock;
import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.stereotype.Component;

/**
 * Which sources cannot be read at present. A source that is down is no failure of any record: it is shown on the console and
 * in the health report until a poll succeeds again.
 */
@Component("sourceHealth")
public class SourceHealth implements HealthIndicator {

    private static final Logger LOG = LoggerFactory.getLogger(SourceHealth.class);

    private final Map<String, Trouble> troubles = new ConcurrentHashMap<>();
    private final Clock clock;

    SourceHealth(Clock clock) {
        this.clock = clock;
    }

    /**
     * A source that cannot be read.
     *
     * @param since  when it first failed
     * @param reason the last error
     */
    public record Trouble(Instant since, String reason) {
    }

    /** A poll of this route has failed. */
    public void failed(String route, Exception cause) {
        String reason = rootMessage(cause);
        Trouble before = troubles.put(route, new Trouble(since(route), reason));
        if (before == null || !before.reason().equals(reason)) {
            LOG.warn("来源暂时无法读取（{}）：{}。下一周期自动重试，请检查来源的地址、账号和查询语句", route, reason);
        }
    }

    /** A poll of this route has succeeded. */
    public void succeeded(String route) {
        if (troubles.remove(route) != null) {
            LOG.info("来源恢复正常（{}）", route);
        }
    }

    /** By route. */
    public Map<String, Trouble> troubles() {
        return new TreeMap<>(troubles);
    }

    @Override
    public Health health() {
        if (troubles.isEmpty()) {
            return Health.up().build();
        }
        Health.Builder down = Health.down();
        troubles.forEach((route, trouble) -> down.withDetail(route, trouble.reason()));
        return down.build();
    }

    private Instant since(String route) {
        Trouble known = troubles.get(route);
        return known == null ? clock.instant() : known.since();
    }

    private static String rootMessage(Throwable cause) {
        Throwable root = cause;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        return root.getMessage() == null ? root.getClass().getSimpleName() : root.getMessage();
    }
}
