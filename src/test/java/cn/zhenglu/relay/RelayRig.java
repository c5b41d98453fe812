package cn.zhenglu.relay;

import cn.zhenglu.licence.RelayGate;
import cn.zhenglu.licence.RelayJournal;
import java.nio.file.Path;
import java.time.Duration;
import org.apache.camel.CamelContext;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.PluginHelper;
import org.apache.camel.support.ResourceHelper;
import org.springframework.beans.factory.support.StaticListableBeanFactory;
import org.springframework.boot.ssl.SslBundles;

/** The client as it ships: the configuration's own wiring and the real route file, against whatever listens on a port. */
final class RelayRig implements AutoCloseable {

    static final Path REFUSALS = Path.of("config/dictionaries/refusals.yaml");
    static final RelaySettings.Paths PATHS =
            new RelaySettings.Paths("/oauth2/token", "/check", "/code", "/collect", "/update", "/correct");
    static final String SM4_KEY = "Zhenglu-Sm4-Key!";

    private final CamelContext camel;
    private final Relay relay;

    RelayRig(RelaySettings settings, Path refusals) throws Exception {
        camel = new DefaultCamelContext();
        camel.getPropertiesComponent().addInitialProperty("zhenglu.relay.base-url", settings.baseUrl());
        RelayConfiguration configuration = new RelayConfiguration();
        camel.getRegistry().bind("relayHttpClient", configuration.relayHttpClient(settings,
                new StaticListableBeanFactory().getBeanProvider(SslBundles.class)));
        PluginHelper.getRoutesLoader(camel).loadRoutes(ResourceHelper.resolveResource(camel, "file:routes/relay.camel.yaml"));
        camel.start();
        relay = configuration.relay(settings, Samples.ISSUER, Samples.DEPARTMENTS, "350000", "https://zhenglu.example/",
                refusals, "200ms", camel, RelayGate.OPEN, RelayJournal.NONE);
    }

    /** In the plain envelope, with the key of {@link Vectors} and the table that ships. */
    static RelayRig against(int port) throws Exception {
        return new RelayRig(settings(port, Vectors.privateKey(), null, Duration.ofSeconds(10)), REFUSALS);
    }

    /** @param sm4Key {@code null} for the plain envelope */
    static RelaySettings settings(int port, String privateKey, String sm4Key, Duration responseTimeout) {
        return new RelaySettings("http://127.0.0.1:" + port, PATHS, "zhenglu", "s3cret&?", sm4Key == null ? RelaySettings.EnvelopeKind.PLAIN
                : RelaySettings.EnvelopeKind.SM4, sm4Key, privateKey, null, 1000, 1, Duration.ofSeconds(5), responseTimeout, "");
    }

    Relay relay() {
        return relay;
    }

    @Override
    public void close() {
        camel.stop();
    }
}
