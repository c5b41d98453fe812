package cn.zhenglu.seal;

import java.io.ByteArrayInputStream;
import java.net.URI;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Seals of a city's seal service (kind {@code http}); the contract is in {@code docs/seal-service.md}. The service keeps the key and
 * makes the signature; whatever it answers is checked before it goes into a document.
 */
final class HttpSeals implements SealKind {

    /** How soon a renewed, withdrawn or unreachable seal is noticed while nothing is signed. */
    private static final Duration ASKED_EVERY = Duration.ofMinutes(1);

    /**
     * {@code zhenglu.seals.<name>} of this kind.
     *
     * @param url             of the service, without the operations' paths
     * @param id              of the seal there; default: its name here
     * @param token           credential, or {@code null} when the service asks for none
     * @param tokenHeader     header that bears the token as it is; default {@code Authorization}, as a bearer token
     * @param send            what of Signature.xml is sent
     * @param sslBundle       name of a bundle under {@code spring.ssl.bundle} with the authorities (and the client's certificate) to
     *                        use, or {@code null} for those of the Java runtime
     * @param connectTimeout  for one connection
     * @param responseTimeout for one whole answer
     * @param attempts        how often a request is sent before the licences wait
     */
    record Setting(URI url, String id, char[] token, String tokenHeader, @DefaultValue("digest") Sending send, String sslBundle,
            @DefaultValue("5s") Duration connectTimeout, @DefaultValue("10s") Duration responseTimeout,
            @DefaultValue("3") int attempts) {

        /** Without the token. */
        @Override
        public String toString() {
            return "HttpSeals.Setting[" + url + ", " + id + ']';
        }
    }

    /** What of Signature.xml is sent: its SM3, or all of it for services that digest by themselves. */
    enum Sending {
        DIGEST, FILE
    }

    private final Map<String, SealService> services = new ConcurrentHashMap<>();
    private final Tls tls;
    private final Clock clock;

    HttpSeals(Tls tls, Clock clock) {
        this.tls = tls;
        this.clock = clock;
    }

    @Override
    public OpenSeal open(String name, Binder settings) {
        SealService service = services.computeIfAbsent(name, first -> connect(first, settings));
        SealService.Description description = service.describe();
        MatchedSeal matched = MatchedSeal.of(name, description.seal(), certificate(description.certificate()),
                new MatchedSeal.Origin("印章服务返回的证书", "印章服务返回的印章", null));
        return new ServedSeal(matched, service, clock, clock.instant().plus(ASKED_EVERY));
    }

    private SealService connect(String name, Binder settings) {
        Setting setting = SealSettings.of(name, settings, Setting.class);
        if (setting.url() == null || setting.url().getHost() == null
                || !("https".equals(setting.url().getScheme()) || "http".equals(setting.url().getScheme()))) {
            throw new BrokenSeal("url", "请填写印章服务的地址，以 https:// 或 http:// 开头", null);
        }
        if (setting.attempts() < 1) {
            throw new BrokenSeal("attempts", "尝试次数「" + setting.attempts() + "」无效，应为不小于 1 的整数", null);
        }
        return new SealService(name, setting, tls.context(setting.sslBundle()));
    }

    private static X509Certificate certificate(byte[] der) {
        try {
            X509Certificate certificate = (X509Certificate) CertificateFactory.getInstance("X.509", BouncyCastle.PROVIDER)
                    .generateCertificate(new ByteArrayInputStream(der));
            if (certificate != null) {
                certificate.getPublicKey().getEncoded();
                return certificate;
            }
        } catch (CertificateException | RuntimeException e) {
            throw new BrokenSeal(null, "印章服务返回的证书无法读取，请联系印章服务的运维单位", e);
        }
        throw new BrokenSeal(null, "印章服务没有返回证书，请联系印章服务的运维单位", null);
    }

    /** A seal as the service described it not long ago. */
    private record ServedSeal(MatchedSeal matched, SealService service, Clock clock, Instant until) implements OpenSeal {

        @Override
        public Seal seal() {
            return matched.seal();
        }

        @Override
        public byte[] sign(byte[] content, String propertyInfo, Instant time) {
            byte[] signature = service.sign(content, propertyInfo, time);
            SignatureAnswer.require(signature, matched, Sm3.digest(content), propertyInfo, time);
            return signature;
        }

        @Override
        public boolean outdated() {
            return clock.instant().isAfter(until);
        }

        @Override
        public String toString() {
            return "ServedSeal[" + seal() + ']';
        }
    }
}
