package cn.zhenglu.seal;

import cn.zhenglu.licence.Department;
import java.util.List;
import java.util.Map;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Which seals there are. What a seal needs besides its kind is bound only while it is opened, because it holds secrets.
 *
 * @param seals       by name
 * @param departments which department seals with which
 */
@ConfigurationProperties("zhenglu")
record SealSettings(@DefaultValue Map<String, Kind> seals, @DefaultValue List<Department> departments) {

    /**
     * What all seals have, {@code zhenglu.seals.<name>}.
     *
     * @param kind {@code file}, {@code http} or {@code pkcs11}
     */
    record Kind(String kind) {
    }

    /** Binds all settings of one seal. */
    static <T> T of(String name, Binder settings, Class<T> type) {
        return settings.bindOrCreate("zhenglu.seals." + name, type);
    }
}
