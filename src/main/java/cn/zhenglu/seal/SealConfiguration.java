package cn.zhenglu.seal;

import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.Environment;
import org.springframework.core.env.Profiles;

/** Binds {@code zhenglu.seals}. A seal that cannot work fails the start with a sentence. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(SealSettings.class)
class SealConfiguration {

    private static final Logger LOG = LoggerFactory.getLogger(SealConfiguration.class);

    @Bean
    ConfiguredSeals configuredSeals(SealSettings settings, ObjectProvider<Clock> clock, Environment environment) {
        return new ConfiguredSeals(settings, clock.getIfAvailable(Clock::systemUTC),
                environment.acceptsProfiles(Profiles.of("demo")));
    }

    @Bean
    SealProvider sealProvider(ConfiguredSeals configured, SealSettings settings) {
        Map<String, FileSeal> seals = new LinkedHashMap<>();
        configured.names().forEach(name -> {
            FileSeal seal = configured.open(name);
            String notYet = configured.notYet(seal.seal());
            if (notYet != null) {
                LOG.warn("印章「{}」{}，在此之前相应部门的证照将等待", name, notYet);
            }
            seals.put(name, seal);
        });
        settings.departments().stream().filter(department -> !seals.containsKey(department.seal())).forEach(department ->
                LOG.warn("{}的印章「{}」未在 zhenglu.seals 中配置，该部门的证照将等待，不予签章", department.name(), department.seal()));
        return new FileSealProvider(seals);
    }

    @Bean
    Sealer sealer(SealProvider sealProvider, SealSettings settings, ObjectProvider<Clock> clock) {
        return new Sealer(sealProvider, settings.departments(), clock.getIfAvailable(Clock::systemUTC));
    }
}
