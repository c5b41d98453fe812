package cn.zhenglu.seal;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.math.BigInteger;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.cert.jcajce.JcaCertStore;
import org.bouncycastle.cms.jcajce.JcaSimpleSignerInfoGeneratorBuilder;
import org.bouncycastle.operator.jcajce.JcaDigestCalculatorProviderBuilder;
import org.bouncycastle.tsp.TimeStampRequest;
import org.bouncycastle.tsp.TimeStampResponseGenerator;
import org.bouncycastle.tsp.TimeStampTokenGenerator;

/** A time-stamp authority (RFC 3161; SM2 with SM3) over real HTTP, which can be told to answer otherwise. */
public final class TimestampAuthorityStandIn implements AutoCloseable {

    static final String POLICY = "1.2.3.4";
    static final ASN1ObjectIdentifier SM3 = new ASN1ObjectIdentifier(Sm3.OID);

    /** Makes the answer to a request. */
    @FunctionalInterface
    interface Answer {
        byte[] to(TimeStampRequest request) throws Exception;
    }

    final AtomicInteger requests = new AtomicInteger();
    volatile Answer answer;
    volatile int status;
    private final TestMaker.Identity authority;
    private final Clock clock;
    private final HttpServer server;
    private final ExecutorService threads = Executors.newCachedThreadPool();

    TimestampAuthorityStandIn(TestMaker.Identity authority, Clock clock) throws IOException {
        this.authority = authority;
        this.clock = clock;
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(threads);
        server.createContext("/tsa", exchange -> {
            try (exchange) {
                requests.incrementAndGet();
                byte[] body = answer.to(new TimeStampRequest(exchange.getRequestBody().readAllBytes()));
                exchange.getResponseHeaders().set("Content-Type", "application/timestamp-reply");
                exchange.sendResponseHeaders(status, body.length);
                exchange.getResponseBody().write(body);
            } catch (Exception e) {
                throw new AssertionError(e);
            }
        });
        behave();
        server.start();
    }

    /** One whose root is put among those that are trusted. */
    public static TimestampAuthorityStandIn trustedIn(Path trust) throws IOException {
        TestMaker maker = new TestMaker("时间戳根", Instant.now().minusSeconds(60));
        maker.writeRoot(trust);
        return new TimestampAuthorityStandIn(maker.timestampAuthority("时间戳机构"), Clock.systemUTC());
    }

    /** Stamps from now on, whatever it was told before. */
    void behave() {
        status = 200;
        requests.set(0);
        answer = request -> granted(request, authority, clock.instant());
    }

    public String address() {
        return "http://127.0.0.1:" + server.getAddress().getPort() + "/tsa";
    }

    /** How often it was asked. */
    public int requests() {
        return requests.get();
    }

    static byte[] granted(TimeStampRequest request, TestMaker.Identity by, Instant time) throws Exception {
        return generator(by).generateGrantedResponse(request, BigInteger.TWO, Date.from(time)).getEncoded();
    }

    static TimeStampResponseGenerator generator(TestMaker.Identity by) throws Exception {
        TimeStampTokenGenerator tokens = new TimeStampTokenGenerator(
                new JcaSimpleSignerInfoGeneratorBuilder().setProvider(BouncyCastle.PROVIDER)
                        .build("SM3withSM2", by.keys().getPrivate(), by.certificate()),
                new JcaDigestCalculatorProviderBuilder().setProvider(BouncyCastle.PROVIDER).build().get(new AlgorithmIdentifier(SM3)),
                new ASN1ObjectIdentifier(POLICY));
        tokens.addCertificates(new JcaCertStore(List.of(by.certificate())));
        return new TimeStampResponseGenerator(tokens, Set.of(SM3));
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}
