package cn.zhenglu.seal;

import cn.zhenglu.seal.SealSettings.SealSetting;
import java.time.Clock;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;
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
    SealProvider sealProvider(SealSettings settings, ObjectProvider<Clock> clock, Environment environment) {
        boolean demo = environment.acceptsProfiles(Profiles.of("demo"));
        Clock now = clock.getIfAvailable(Clock::systemUTC);
        Map<String, FileSeal> seals = new LinkedHashMap<>();
        settings.seals().forEach((name, setting) -> {
            FileSeal seal = read(name, setting);
            requireUsable(seal.seal(), setting, now, demo);
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

    private static FileSeal read(String name, SealSetting setting) {
        require("file".equals(setting.kind()), name, "kind", setting.kind(), "印章类别目前只支持 file");
        require(setting.keystore() != null, name, "keystore", null, "请填写密钥库（PKCS#12 文件）的路径");
        require(setting.password() != null, name, "password", null, "请填写密钥库的口令");
        try {
            return FileSealReader.read(name, setting);
        } catch (BrokenSeal e) {
            throw invalid(name, "keystore", setting.keystore(), "印章「" + name + "」无法使用：" + e.getMessage());
        } finally {
            Arrays.fill(setting.password(), '\0');
        }
    }

    private static void requireUsable(Seal seal, SealSetting setting, Clock clock, boolean demo) {
        require(demo || !seal.isDemo(), seal.name(), "keystore", setting.keystore(),
                "印章「" + seal.name() + "」为演示印章，不得用于 demo 以外的运行方式，请换用制章机构制发的印章");
        SealDates dates = SealDates.of(seal, clock.instant());
        require(dates != SealDates.EXPIRED, seal.name(), "keystore", setting.keystore(),
                "印章「" + seal.name() + "」" + SealDates.EXPIRED.reason(seal));
        if (dates == SealDates.NOT_YET_VALID) {
            LOG.warn("印章「{}」{}，在此之前相应部门的证照将等待", seal.name(), dates.reason(seal));
        }
    }

    private static void require(boolean holds, String name, String key, Object value, String sentence) {
        if (!holds) {
            throw invalid(name, key, value, sentence);
        }
    }

    /** Spring Boot shows this one as a description with the property's origin, not as a stack trace. */
    private static InvalidConfigurationPropertyValueException invalid(String name, String key, Object value,
            String sentence) {
        return new InvalidConfigurationPropertyValueException("zhenglu.seals." + name + '.' + key, value, sentence);
    }
}
