package cn.zhenglu.relay;

import cn.zhenglu.licence.Department;
import cn.zhenglu.licence.Issuer;
import cn.zhenglu.licence.RelayGate;
import cn.zhenglu.licence.RelayJournal;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import org.apache.camel.CamelContext;
import org.apache.camel.component.http.HttpClientConfigurer;
import org.apache.hc.client5.http.config.RequestConfig;
import org.apache.hc.core5.util.Timeout;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.convert.DurationStyle;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Puts the client together: the bean {@code relay}, and {@code relayHttpClient} for the route {@code relay-post}. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(RelaySettings.class)
class RelayConfiguration {

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
     * The HTTP client under the route: its time-outs, and no repeating, which HttpClient 5 does by itself after a 429 or 503,
     * past the gate. When to try again is the ledger's to say.
     */
    @Bean
    @SuppressWarnings("deprecation") // the successor of setConnectTimeout sits on the connection manager, which is Camel's
    HttpClientConfigurer relayHttpClient(RelaySettings settings) {
        RequestConfig timeouts = RequestConfig.custom()
                .setConnectTimeout(Timeout.of(settings.connectTimeout()))
                .setResponseTimeout(Timeout.of(settings.responseTimeout()))
                .build();
        return client -> client.disableAutomaticRetries().setDefaultRequestConfig(timeouts);
    }
}
