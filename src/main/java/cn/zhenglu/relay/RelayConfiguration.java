package cn.zhenglu.relay;

import cn.zhenglu.licence.Department;
import cn.zhenglu.licence.Issuer;
import cn.zhenglu.licence.NeedsPerson;
import cn.zhenglu.licence.RelayGate;
import cn.zhenglu.licence.RelayJournal;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import javax.net.ssl.SSLContext;
import org.apache.camel.CamelContext;
import org.apache.camel.component.http.HttpClientConfigurer;
import org.apache.hc.client5.http.config.RequestConfig;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManagerBuilder;
import org.apache.hc.client5.http.ssl.DefaultClientTlsStrategy;
import org.apache.hc.core5.util.Timeout;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.convert.DurationStyle;
import org.springframework.boot.ssl.NoSuchSslBundleException;
import org.springframework.boot.ssl.SslBundles;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Puts the client together: the bean {@code relay}, and {@code relayHttpClient} for the route {@code relay-post}. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(RelaySettings.class)
class RelayConfiguration {

    /** As many as Camel's own connection manager. */
    private static final int CONNECTIONS = 20;

    @Bean
    Relay relay(RelaySettings settings, Issuer issuer, List<Department> departments,
            @Value("${zhenglu.province}") String province,
            @Value("${zhenglu.public-base-url}") String publicBaseUrl,
            @Value("${zhenglu.relay.refusals:config/dictionaries/refusals.yaml}") Path refusals,
            @Value("${zhenglu.relay.batch-window:50ms}") String batchWindow,
            CamelContext camel, RelayGate gate, RelayJournal journal) {
        Clock clock = Clock.systemUTC();
        RelayPost post = new RelayPost(camel.createProducerTemplate(), gate, clock);
        return new Relay(settings, DurationStyle.detectAndParse(batchWindow),
                new RequestBody(issuer, departments, province, publicBaseUrl),
                Envelope.of(settings),
                CodeOpener.of(settings),
                new Refusals(refusals),
                new AccessToken(settings, post, clock),
                post,
                journal);
    }

    /**
     * The HTTP client under the route: its time-outs and its TLS, and no repeating, which HttpClient 5 does by itself after a 429
     * or 503, past the gate. When to try again is the ledger's to say.
     *
     * @throws NeedsPerson when there is no such bundle
     */
    @Bean
    @SuppressWarnings("deprecation") // the successor of setConnectTimeout sits on the connection manager, which is mostly Camel's
    HttpClientConfigurer relayHttpClient(RelaySettings settings, ObjectProvider<SslBundles> bundles) {
        RequestConfig timeouts = RequestConfig.custom()
                .setConnectTimeout(Timeout.of(settings.connectTimeout()))
                .setResponseTimeout(Timeout.of(settings.responseTimeout()))
                .build();
        SSLContext tls = settings.sslBundle().isBlank() ? null : tls(settings.sslBundle(), bundles);
        return client -> {
            client.disableAutomaticRetries().setDefaultRequestConfig(timeouts);
            if (tls != null) {
                // a route's own sslContextParameters would not do: Camel then speaks TLS to http:// addresses, too
                client.setConnectionManagerShared(false).setConnectionManager(PoolingHttpClientConnectionManagerBuilder.create()
                        .setTlsSocketStrategy(new DefaultClientTlsStrategy(tls)).setMaxConnPerRoute(CONNECTIONS).build());
            }
        };
    }

    private static SSLContext tls(String bundle, ObjectProvider<SslBundles> bundles) {
        try {
            return bundles.getObject().getBundle(bundle).createSslContext();
        } catch (NoSuchSslBundleException e) {
            NeedsPerson missing = new NeedsPerson("settings.relay.ssl-bundle", "zhenglu.relay.ssl-bundle",
                    "spring.ssl.bundle 中没有「" + bundle + "」（zhenglu.relay.ssl-bundle）", "核对名称，或在 spring.ssl.bundle 中配置");
            missing.initCause(e);
            throw missing;
        }
    }
}
