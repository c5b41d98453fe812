package cn.zhenglu;

import java.util.Map;
import org.springframework.context.ApplicationContextInitializer;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.core.env.MapPropertySource;

/**
 * With {@code spring.artemis.mode=native} Spring Boot would still start its embedded broker, which nobody uses, and which locks the
 * data folder against the next server that shares it.
 */
final class OutsideBroker implements ApplicationContextInitializer<ConfigurableApplicationContext> {

    @Override
    public void initialize(ConfigurableApplicationContext context) {
        if ("native".equalsIgnoreCase(context.getEnvironment().getProperty("spring.artemis.mode"))) {
            context.getEnvironment().getPropertySources().addLast(
                    new MapPropertySource("outside-broker", Map.of("spring.artemis.embedded.enabled", "false")));
        }
    }
}
