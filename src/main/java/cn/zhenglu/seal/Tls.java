package cn.zhenglu.seal;

import javax.net.ssl.SSLContext;
import org.springframework.boot.ssl.NoSuchSslBundleException;
import org.springframework.boot.ssl.SslBundles;

/** The TLS of one service: that of a bundle under {@code spring.ssl.bundle}, for private authorities, or that of the Java runtime. */
final class Tls {

    private final SslBundles bundles;

    /** @param bundles those of Spring Boot, or {@code null} when there are none */
    Tls(SslBundles bundles) {
        this.bundles = bundles;
    }

    /**
     * The context to use.
     *
     * @param bundle its name; {@code null} or blank for the Java runtime's
     * @return {@code null} for the Java runtime's
     * @throws BrokenSeal when there is no such bundle
     */
    SSLContext context(String bundle) {
        if (bundle == null || bundle.isBlank()) {
            return null;
        }
        try {
            if (bundles != null) {
                return bundles.getBundle(bundle).createSslContext();
            }
        } catch (NoSuchSslBundleException e) {
            throw missing(bundle, e);
        }
        throw missing(bundle, null);
    }

    private static BrokenSeal missing(String bundle, Throwable cause) {
        return new BrokenSeal("ssl-bundle", "spring.ssl.bundle 中没有「" + bundle + "」", cause);
    }
}
