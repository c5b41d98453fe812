package cn.zhenglu.alert;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.health.actuate.endpoint.HealthEndpoint;
import org.springframework.boot.health.autoconfigure.actuate.endpoint.HealthEndpointAutoConfiguration;
import org.springframework.boot.health.autoconfigure.registry.HealthContributorRegistryAutoConfiguration;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.boot.test.context.runner.WebApplicationContextRunner;

class HealthConditionsTest {

    private final AtomicReference<Health> sources = new AtomicReference<>(Health.up().build());

    @Test
    void acheckThatStaysUnwellIsToldOfAndOneThatStumblesIsNot() {
        new WebApplicationContextRunner()
                .withConfiguration(AutoConfigurations.of(HealthContributorRegistryAutoConfiguration.class, HealthEndpointAutoConfiguration.class))
                .withBean("sources", HealthIndicator.class, () -> sources::get)
                .run(context -> {
                    AlertSettings settings = new AlertSettings(null, null, null, 0, null, null, null, null, Duration.ofMinutes(2), "", null, null, null);
                    Instant start = Instant.parse("2026-01-02T03:00:00Z");
                    AtomicReference<Instant> now = new AtomicReference<>(start);
                    HealthConditions health = new HealthConditions(context.getBeanProvider(HealthEndpoint.class), settings, new Clock() {

                        @Override
                        public java.time.ZoneId getZone() {
                            return ZoneOffset.UTC;
                        }

                        @Override
                        public Clock withZone(java.time.ZoneId zone) {
                            return this;
                        }

                        @Override
                        public Instant instant() {
                            return now.get();
                        }
                    }, "node-a");

                    assertThat(health.conditions()).isEmpty();
                    sources.set(Health.status("TROUBLED").withDetail("intake-database", "无法连接").build());
                    assertThat(health.conditions()).as("at once").isEmpty();
                    now.set(start.plusSeconds(60));
                    sources.set(Health.up().build());
                    assertThat(health.conditions()).isEmpty();

                    sources.set(Health.status("TROUBLED").withDetail("intake-database", "无法连接").build());
                    now.set(start.plusSeconds(120));
                    assertThat(health.conditions()).as("it was well in between").isEmpty();
                    now.set(start.plusSeconds(240));
                    assertThat(health.conditions()).isEqualTo(List.of(new Condition("health:sources", "健康检查异常：数据来源",
                            "节点 node-a 的「数据来源」为 TROUBLED。intake-database：无法连接", "/console")));
                });
    }
}
