package cn.zhenglu.seal;

import cn.zhenglu.seal.SealSettings.SealSetting;
import java.time.Clock;
import java.time.Duration;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;

/** The seals of {@code zhenglu.seals}, each opened and judged on its own. */
public final class ConfiguredSeals {

    private final SealSettings settings;
    private final Clock clock;
    private final boolean demo;
    private final Map<String, FileSeal> opened = new LinkedHashMap<>();

    ConfiguredSeals(SealSettings settings, Clock clock, boolean demo) {
        this.settings = settings;
        this.clock = clock;
        this.demo = demo;
    }

    /** Their names, as configured. */
    public Set<String> names() {
        return settings.seals().keySet();
    }

    /**
     * What may be shown of a seal that a server may start with: it can be read, has not expired, and is no demo seal outside the
     * demo. It may be not yet valid.
     *
     * @throws InvalidConfigurationPropertyValueException with a Chinese reason when it is not such a seal
     */
    public Seal seal(String name) {
        return open(name).seal();
    }

    /** How long it may still be used; negative when it has expired. */
    public Duration timeLeft(Seal seal) {
        return Duration.between(clock.instant(), seal.validUntil());
    }

    /** In Chinese, when its time has not come yet; else {@code null}. */
    public String notYet(Seal seal) {
        SealDates dates = SealDates.of(seal, clock.instant());
        return dates == SealDates.NOT_YET_VALID ? dates.reason(seal) : null;
    }

    synchronized FileSeal open(String name) {
        FileSeal known = opened.get(name);
        if (known != null) {
            return known;
        }
        SealSetting setting = settings.seals().get(name);
        FileSeal seal = read(name, setting);
        requireUsable(seal.seal(), setting);
        opened.put(name, seal);
        return seal;
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

    private void requireUsable(Seal seal, SealSetting setting) {
        require(demo || !seal.isDemo(), seal.name(), "keystore", setting.keystore(),
                "印章「" + seal.name() + "」为演示印章，不得用于 demo 以外的运行方式，请换用制章机构制发的印章");
        require(SealDates.of(seal, clock.instant()) != SealDates.EXPIRED, seal.name(), "keystore", setting.keystore(),
                "印章「" + seal.name() + "」" + SealDates.EXPIRED.reason(seal));
    }

    private static void require(boolean holds, String name, String key, Object value, String sentence) {
        if (!holds) {
            throw invalid(name, key, value, sentence);
        }
    }

    /** Spring Boot shows this one as a description with the property's origin, not as a stack trace. */
    private static InvalidConfigurationPropertyValueException invalid(String name, String key, Object value, String sentence) {
        return new InvalidConfigurationPropertyValueException("zhenglu.seals." + name + '.' + key, value, sentence);
    }
}
