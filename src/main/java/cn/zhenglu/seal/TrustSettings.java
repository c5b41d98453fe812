package cn.zhenglu.seal;

import java.nio.file.Path;
import java.util.List;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Whom we trust when we look at our own seals and timestamps.
 *
 * @param trust   files or folders with certificates of authorities; default {@code config/trust} and {@code <data-dir>/trust}
 * @param crls    files or folders with their revocation lists; default {@code config/crls} and {@code <data-dir>/crls}
 * @param dataDir the server's data folder
 */
@ConfigurationProperties("zhenglu")
record TrustSettings(List<Path> trust, List<Path> crls, @DefaultValue("data") Path dataDir) {

    TrustSettings {
        trust = places(trust, "trust", dataDir);
        crls = places(crls, "crls", dataDir);
    }

    private static List<Path> places(List<Path> set, String folder, Path dataDir) {
        return set == null || set.isEmpty() ? List.of(Path.of("config", folder), dataDir.resolve(folder)) : set;
    }
}
