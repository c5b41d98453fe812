package cn.zhenglu.seal;

import cn.zhenglu.licence.TryLater;
import java.time.Clock;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;
import org.springframework.boot.ssl.SslBundles;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.Environment;
import org.springframework.core.env.Profiles;

/** Puts together who seals. A seal that the settings or its files make impossible fails the start with a sentence. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties({SealSettings.class, TrustSettings.class, TimestampSettings.class})
class SealConfiguration {

    @Bean
    ConfiguredSeals configuredSeals(SealSettings settings, TimestampSettings timestamp, Authorities authorities,
            ObjectProvider<Clock> clock, ObjectProvider<SslBundles> bundles, Environment environment) {
        Clock time = clock.getIfAvailable(Clock::systemUTC);
        Tls tls = new Tls(bundles.getIfAvailable());
        Map<String, SealKind> kinds = new TreeMap<>(Map.of(
                "file", new FileSeals(), "http", new HttpSeals(tls, time), "pkcs11", new DeviceSeals()));
        return new ConfiguredSeals(settings, kinds, Binder.get(environment), stamp(timestamp, authorities, tls), time);
    }

    private static UnaryOperator<byte[]> stamp(TimestampSettings timestamp, Authorities authorities, Tls tls) {
        if (!timestamp.wanted()) {
            return UnaryOperator.identity();
        }
        if (timestamp.url().getHost() == null || !timestamp.url().toString().matches("(?i)https?://.*")) {
            throw new InvalidConfigurationPropertyValueException("zhenglu.timestamp.url", timestamp.url(),
                    "时间戳服务的地址无效，应以 https:// 或 http:// 开头");
        }
        try {
            return new TimestampAuthority(timestamp, authorities, tls.context(timestamp.sslBundle()))::stamp;
        } catch (BrokenSeal e) {
            throw new InvalidConfigurationPropertyValueException("zhenglu.timestamp." + e.setting(), timestamp.sslBundle(), e.getMessage());
        }
    }

    @Bean
    Authorities authorities(TrustSettings settings) {
        return new Authorities(settings.trust());
    }

    @Bean
    RevokedSeals revokedSeals(TrustSettings settings, Authorities authorities) {
        return new RevokedSeals(settings.crls(), authorities);
    }

    @Bean
    SealJudge sealJudge(ConfiguredSeals seals, RevokedSeals revoked, ObjectProvider<Clock> clock, Environment environment) {
        return new SealJudge(seals, revoked, clock.getIfAvailable(Clock::systemUTC), environment.acceptsProfiles(Profiles.of("demo", "rehearsal")));
    }

    /** In the health report under {@code seals}. */
    @Bean("seals")
    SealWatch sealWatch(ConfiguredSeals seals, SealJudge judge, RevokedSeals revoked, SealSettings settings,
            ObjectProvider<Clock> clock) {
        return new SealWatch(seals, judge, revoked, settings.departments(), clock.getIfAvailable(Clock::systemUTC));
    }

    @Bean
    Sealer sealer(ConfiguredSeals seals, SealJudge judge, SealWatch watch, SealSettings settings, ObjectProvider<Clock> clock) {
        watch.look();
        seals.names().forEach(name -> requireStartable(name, judge));
        return new Sealer(seals, judge, settings.departments(), clock.getIfAvailable(Clock::systemUTC));
    }

    /** What ends by itself or lies elsewhere does not keep the other departments from working: the watch tells of it. */
    private static void requireStartable(String name, SealJudge judge) {
        try {
            judge.usable(name);
        } catch (BrokenSeal e) {
            if (e.setting() != null) {
                // Spring Boot shows this one as a description with the property's origin, not as a stack trace
                throw new InvalidConfigurationPropertyValueException("zhenglu.seals." + name + '.' + e.setting(), null,
                        "印章「" + name + "」" + (e.setting().equals("kind") ? "" : "无法使用：") + e.getMessage());
            }
        } catch (TryLater passing) {
            // told by the watch, which has looked before
        }
    }
}
