package cn.zhenglu.seal;

import cn.zhenglu.seal.ses.SESeal;
import cn.zhenglu.seal.ses.SesSignature;
import cn.zhenglu.seal.ses.TbsSign;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Base64;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.UnaryOperator;
import javax.net.ssl.SSLContext;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A seal service as {@code docs/seal-service.md} describes it, over real HTTP, which can be told to misbehave. */
public final class SealServiceStandIn implements AutoCloseable {

    /** Of its one seal. */
    public static final String ID = "FZ-001";
    public static final String TOKEN = "token-of-the-stand-in";

    /** Answers one request in its own way, instead of the right one. */
    @FunctionalInterface
    public interface Misdeed {
        void answer(HttpExchange exchange) throws IOException;
    }

    private static final JsonMapper JSON = JsonMapper.builder().build();

    final List<JsonNode> requests = new CopyOnWriteArrayList<>();
    final Deque<Misdeed> misdeeds = new ConcurrentLinkedDeque<>();
    volatile UnaryOperator<TbsSign> signs = UnaryOperator.identity();
    volatile UnaryOperator<SesSignature> answers = UnaryOperator.identity();
    volatile MatchedSeal seal;
    volatile Sm2Signer key;
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private HttpServer server;
    private int port;

    private final SSLContext tls;

    SealServiceStandIn(KeyedSeal behind) {
        this(behind, null);
    }

    /** @param tls {@code null}: plain HTTP */
    SealServiceStandIn(KeyedSeal behind, SSLContext tls) {
        this.tls = tls;
        seal = behind.matched();
        key = behind.signer();
        start();
    }

    /** Keeps the key of one of the demo's seals. */
    public static SealServiceStandIn ofDemo(Path seals, String name) throws IOException {
        char[] password = Files.readString(seals.resolve(name + ".password")).toCharArray();
        return new SealServiceStandIn(FileSeals.read(name, new FileSeals.Setting(seals.resolve(name + ".p12"), password,
                seals.resolve(name + ".esl"), seals.resolve(name + ".png"))));
    }

    /** Answers the next signatures so instead of signing. */
    public void refuse(int times, int status, String body) {
        for (int i = 0; i < times; i++) {
            misdeeds.add(text(status, body));
        }
    }

    public void start() {
        try {
            InetSocketAddress address = new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
            if (tls == null) {
                server = HttpServer.create(address, 0);
            } else {
                HttpsServer secure = HttpsServer.create(address, 0);
                secure.setHttpsConfigurator(new HttpsConfigurator(tls));
                server = secure;
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        port = server.getAddress().getPort();
        server.setExecutor(threads);
        server.createContext("/api/seals/" + ID, this::handle);
        server.start();
    }

    public void stop() {
        server.stop(0);
    }

    public String address() {
        return (tls == null ? "http" : "https") + "://127.0.0.1:" + port + "/api/";
    }

    private void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            byte[] body = exchange.getRequestBody().readAllBytes();
            boolean signature = exchange.getRequestURI().getPath().endsWith("/signatures");
            if (signature) {
                requests.add(JSON.readTree(body));
                Misdeed misdeed = misdeeds.poll();
                if (misdeed != null) {
                    misdeed.answer(exchange);
                    return;
                }
            }
            if (!("Bearer " + TOKEN).equals(exchange.getRequestHeaders().getFirst("Authorization"))) {
                reply(exchange, 401, Map.of("code", "unauthorized", "message", "令牌无效"));
            } else if (signature) {
                reply(exchange, 200, Map.of("signature", base64(sign(JSON.readTree(body)))));
            } else {
                reply(exchange, 200, Map.of("seal", base64(seal.seal().encoded()), "certificate", base64(seal.certificate())));
            }
        }
    }

    private byte[] sign(JsonNode request) {
        byte[] digest = Base64.getDecoder().decode(request.path("digest").asString());
        if (request.has("content")) {
            digest = Sm3.digest(Base64.getDecoder().decode(request.path("content").asString()));
        }
        SESeal structure = seal.structure();
        TbsSign tbs = signs.apply(new TbsSign(4, structure, Instant.parse(request.path("time").asString()), digest,
                request.path("propertyInfo").asString(), null));
        return answers.apply(new SesSignature(tbs, seal.certificate(), SesSignature.SM2_WITH_SM3, key.sign(tbs.encoded()), null))
                .encoded();
    }

    static void reply(HttpExchange exchange, int status, Map<String, String> answer) throws IOException {
        byte[] body = JSON.writeValueAsBytes(answer);
        exchange.getResponseHeaders().set("Content-Type", "application/json");
        exchange.sendResponseHeaders(status, body.length);
        exchange.getResponseBody().write(body);
    }

    static Misdeed text(int status, String body) {
        return exchange -> {
            exchange.sendResponseHeaders(status, body.getBytes().length);
            exchange.getResponseBody().write(body.getBytes());
        };
    }

    private static String base64(byte[] bytes) {
        return Base64.getEncoder().encodeToString(bytes);
    }

    @Override
    public void close() {
        stop();
        threads.shutdownNow();
    }
}
