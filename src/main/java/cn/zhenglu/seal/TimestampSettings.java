package cn.zhenglu.seal;

import java.net.URI;
import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * The timestamp authority that seals are stamped by, if any.
 *
 * @param url             of the authority (RFC 3161 over HTTP); empty: no timestamps
 * @param policy          OID of the policy to ask for; empty: the authority's own
 * @param sslBundle       name of a bundle under {@code spring.ssl.bundle}; empty: the authorities of the Java runtime
 * @param connectTimeout  for one connection
 * @param responseTimeout for one whole answer
 * @param attempts        how often a request is sent before the licences wait
 */
@ConfigurationProperties("zhenglu.timestamp")
record TimestampSettings(URI url, @DefaultValue("") String policy, @DefaultValue("") String sslBundle,
        @DefaultValue("5s") Duration connectTimeout, @DefaultValue("10s") Duration responseTimeout, @DefaultValue("3") int attempts) {

    boolean wanted() {
        return url != null && !url.toString().isBlank();
    }
}
