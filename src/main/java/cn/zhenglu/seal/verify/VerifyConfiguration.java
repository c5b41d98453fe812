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

/** Makes the verifier from {@code zhenglu.trust}. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(VerifyConfiguration.Settings.class)
class VerifyConfiguration {

    /**
     * Settings.
     *
     * @param trust   files and folders with trusted root certificates; by default {@code config/trust} and {@code <data-dir>/trust}
     * @param dataDir the server's data folder
     */
    @ConfigurationProperties("zhenglu")
    record Settings(List<String> trust, @DefaultValue("data") String dataDir) {

        List<Path> places() {
            return trust == null || trust.isEmpty()
                    ? List.of(Path.of("config", "trust"), Path.of(dataDir, "trust"))
                    : trust.stream().map(Path::of).toList();
        }
    }

    @Bean
    TrustedRoots trustedRoots(Settings settings) {
        return new TrustedRoots(settings.places());
    }

    @Bean
    OfdVerifier ofdVerifier(TrustedRoots roots, ObjectProvider<Clock> clock) {
        return new OfdVerifier(roots, clock.getIfAvailable(Clock::systemUTC), Limits.DEFAULT);
    }

    /** The step that routes call. */
    @Bean
    LicenceVerifier verifier(OfdVerifier ofdVerifier, TrustedRoots roots) {
        return new LicenceVerifier(ofdVerifier, roots);
    }
}
