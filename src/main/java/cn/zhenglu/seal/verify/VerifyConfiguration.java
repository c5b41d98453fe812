package cn.zhenglu.seal.verify;

import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Makes the verifier from {@code zhenglu.trust} and {@code zhenglu.crls}. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(VerifyConfiguration.Settings.class)
class VerifyConfiguration {

    /**
     * Settings.
     *
     * @param trust   files and folders with trusted root certificates; by default {@code config/trust} and {@code <data-dir>/trust}
     * @param crls    files and folders with revocation lists; by default {@code config/crls} and {@code <data-dir>/crls}
     * @param dataDir the server's data folder
     */
    @ConfigurationProperties("zhenglu")
    record Settings(List<String> trust, List<String> crls, @DefaultValue("data") String dataDir) {

        List<Path> places() {
            return places(trust, "trust");
        }

        List<Path> revocationLists() {
            return places(crls, "crls");
        }

        private List<Path> places(List<String> set, String folder) {
            return set == null || set.isEmpty()
                    ? List.of(Path.of("config", folder), Path.of(dataDir, folder))
                    : set.stream().map(Path::of).toList();
        }
    }

    @Bean
    TrustedRoots trustedRoots(Settings settings) {
        return new TrustedRoots(settings.places());
    }

    @Bean
    RevocationLists revocationLists(Settings settings) {
        return new RevocationLists(settings.revocationLists());
    }

    @Bean
    OfdVerifier ofdVerifier(TrustedRoots roots, RevocationLists revocations, ObjectProvider<Clock> clock) {
        return new OfdVerifier(roots, revocations, clock.getIfAvailable(Clock::systemUTC), Limits.DEFAULT);
    }

    /** The step that routes call. */
    @Bean
    LicenceVerifier verifier(OfdVerifier ofdVerifier, TrustedRoots roots) {
        return new LicenceVerifier(ofdVerifier, roots);
    }
}
