package cn.zhenglu.simulator;

import cn.zhenglu.simulator.Behaviour.Fault;
import cn.zhenglu.simulator.Protocol.Answer;
import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.MapperFeature;
import tools.jackson.databind.json.JsonMapper;

/**
 * The stand-in as a server on its own loopback port, with a path for each {@link Call} and certificate. Whoever tests with it has
 * {@code /simulator/behaviour} (GET, or POST a {@link Behaviour}) and {@code /simulator/record} (GET). What it has accepted is in
 * the journal before it is answered, and known again after a restart.
 */
public final class Simulator {

    private static final int THREADS = 16;
    /** Held back by every fault of that kind; a thread of the server is held with it. */
    private static final Duration SILENCE = Duration.ofSeconds(5);
    private static final Pattern LOOPBACK = Pattern.compile("(localhost|127(\\.\\d+){3}|\\[::1])(:\\d+)?");
    private static final int LARGEST_REQUEST = 1 << 20;
    private static final String JSON_TYPE = "application/json;charset=UTF-8";
    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(MapperFeature.ACCEPT_CASE_INSENSITIVE_ENUMS)
            .disable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
            .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .build();

    static {
        // or each small reply waits 40 ms for an acknowledgement; read once, when the server class is loaded
        System.setProperty("sun.net.httpserver.nodelay", "true");
    }

    private final SimulatorSettings settings;
    private final String privateKey;
    private final CodeSealer sealer;
    private final Misbehaviour misbehaviour;
    private final CountDownLatch stopping = new CountDownLatch(1);

    private Journal journal;
    private Platform platform;
    private Protocol protocol;
    private HttpServer server;
    private ExecutorService threads;

    /** Opens nothing yet. */
    public Simulator(SimulatorSettings settings) {
        this.settings = settings;
        this.misbehaviour = new Misbehaviour(settings.behaviour());
        if (settings.publicKey() == null) {
            KeyPair pair = newPair();
            this.privateKey = Base64.getEncoder().encodeToString(pair.getPrivate().getEncoded());
            this.sealer = new CodeSealer(pair.getPublic());
        } else {
            this.privateKey = null;
            this.sealer = new CodeSealer(settings.publicKey());
        }
    }

    private static KeyPair newPair() {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
            generator.initialize(2048);
            return generator.generateKeyPair();
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java platform has RSA", e);
        }
    }

    /** Reads the journal and listens. May be called once. @throws IOException when the port or the journal cannot be used */
    public void start() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), settings.port()), 0);
        try {
            journal = new Journal(settings.journal());
        } catch (IOException e) {
            server.stop(0);
            throw e;
        }
        platform = new Platform(journal, settings.strict());
        protocol = new Protocol(settings, sealer, platform);
        threads = Executors.newFixedThreadPool(THREADS, task -> {
            Thread thread = new Thread(task, "simulator");
            thread.setDaemon(true);
            return thread;
        });
        server.setExecutor(threads);
        for (Call call : Call.values()) {
            for (FieldRules fields : List.of(new FieldRules(settings.province()), new SpecialWorkerRules(settings.province()))) {
                String path = fields.path() + call.path();
                server.createContext(path, exchange -> serve(exchange, path, call, fields));
            }
        }
        server.createContext("/simulator/behaviour", this::behaviour);
        server.createContext("/simulator/record", this::record);
        server.start();
    }

    /** The port it listens on, once started. */
    public int port() {
        return server.getAddress().getPort();
    }

    /** Opens the code replies, base64 PKCS#8; {@code null} when the settings gave the public key. */
    public String privateKey() {
        return privateKey;
    }

    /** Replaces the misbehaviour; the dice and what is left of {@link Behaviour.Rule#next} start afresh. */
    public void behave(Behaviour behaviour) {
        misbehaviour.become(behaviour);
    }

    /** Stops listening and closes the journal. */
    public void stop() throws IOException {
        stopping.countDown();
        server.stop(0);
        threads.shutdownNow();
        journal.close();
    }

    /** A call, with the faults before and after its work. Closing the exchange without an answer drops the connection. */
    private void serve(HttpExchange exchange, String path, Call call, FieldRules fields) throws IOException {
        try (exchange) {
            if (!exchange.getRequestURI().getPath().equals(path)) {
                send(exchange, 404, "text/plain", "not found");
                return;
            }
            if (!exchange.getRequestMethod().equals("POST")) {
                send(exchange, 405, "text/plain", "POST only");
                return;
            }
            Fault fault = misbehaviour.strike(call).orElse(null);
            Behaviour behaviour = misbehaviour.behaviour();
            if (behaviour.down() || fault == Fault.LOST_BEFORE) {
                return;
            }
            pause(behaviour.delay());
            if (fault == Fault.UNAVAILABLE) {
                exchange.getResponseHeaders().set("Retry-After", retryAfter(behaviour.clockSkew()));
                send(exchange, 503, "text/html", "<html><body>503 Service Unavailable</body></html>");
                return;
            }
            Answer answer = work(exchange, call, fields, fault);
            if (fault == null) {
                send(exchange, answer.status(), JSON_TYPE, answer.json());
            } else {
                sendSpoilt(exchange, answer, fault);
            }
        }
    }

    private Answer work(HttpExchange exchange, Call call, FieldRules fields, Fault fault) throws IOException {
        String body = body(exchange);
        if (call == Call.TOKEN) {
            return protocol.token(body);
        }
        if (fault == Fault.TOKEN_FORGOTTEN || fault == Fault.TOKEN_REFUSED_IN_TEXT) {
            protocol.forgetTokens();
        }
        if (!protocol.isAuthorised(exchange.getRequestURI().getRawQuery())) {
            return fault == Fault.TOKEN_REFUSED_IN_TEXT ? protocol.refusal("access_token无效或已过期")
                    : new Answer(401, "{\"error\":\"invalid_token\"}");
        }
        if (fault == Fault.TOO_FAST) {
            return protocol.refusal(call.label() + "操作太快，请稍后再试！");
        }
        return fault == Fault.REFUSED ? protocol.refusal(call.label() + "受理异常（E1042）") : protocol.call(call, fields, body);
    }

    /** In a second, by a clock that is that far ahead. */
    private static String retryAfter(Duration clockSkew) {
        Instant next = Instant.now().plusSeconds(1).plus(clockSkew);
        return clockSkew.isZero() ? "1" : DateTimeFormatter.RFC_1123_DATE_TIME.format(next.atOffset(ZoneOffset.UTC));
    }

    private void sendSpoilt(HttpExchange exchange, Answer answer, Fault fault) throws IOException {
        switch (fault) {
            case SILENT -> {
                pause(SILENCE);
                exchange.close();
            }
            case EMPTY -> send(exchange, 200, JSON_TYPE, "");
            case HTML -> send(exchange, 200, "text/html;charset=UTF-8", "<html><body>系统登录</body></html>");
            case TRUNCATED -> send(exchange, 200, JSON_TYPE, answer.json().substring(0, answer.json().length() / 2));
            case BAD_GATEWAY -> send(exchange, 502, "text/html", "<html><body>502 Bad Gateway</body></html>");
            case TOO_FAST, REFUSED, TOKEN_FORGOTTEN, TOKEN_REFUSED_IN_TEXT -> send(exchange, answer.status(), JSON_TYPE, answer.json());
            case LOST_BEFORE, LOST_AFTER, UNAVAILABLE -> exchange.close();
        }
    }

    private void pause(Duration delay) {
        try {
            stopping.await(delay.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt(); // stopping: the answer no longer matters
        }
    }

    private void behaviour(HttpExchange exchange) throws IOException {
        try (exchange) {
            if (!isFromThisMachine(exchange.getRequestHeaders())) {
                send(exchange, 403, "text/plain;charset=UTF-8", "只接受本机命令行程序的请求");
                return;
            }
            try {
                if (exchange.getRequestMethod().equals("POST")) {
                    behave(Optional.ofNullable(JSON.readValue(body(exchange), Behaviour.class)).orElse(Behaviour.GOOD));
                }
                send(exchange, 200, JSON_TYPE, JSON.writeValueAsString(misbehaviour.behaviour()));
            } catch (JacksonException e) {
                send(exchange, 400, "text/plain;charset=UTF-8", "设置无法识别：" + e.getOriginalMessage());
            }
        }
    }

    /** A page open in a browser on this machine could reach the port, too; it shows by its origin, or by the name it used. */
    private static boolean isFromThisMachine(Headers headers) {
        String host = headers.getFirst("Host");
        return !headers.containsKey("Origin") && host != null && LOOPBACK.matcher(host).matches();
    }

    private void record(HttpExchange exchange) throws IOException {
        try (exchange) {
            Map<String, Object> record = new TreeMap<>(platform.record());
            record.putAll(misbehaviour.counts());
            send(exchange, 200, JSON_TYPE, JSON.writeValueAsString(record));
        }
    }

    private static String body(HttpExchange exchange) throws IOException {
        return new String(exchange.getRequestBody().readNBytes(LARGEST_REQUEST), StandardCharsets.UTF_8);
    }

    private static void send(HttpExchange exchange, int status, String contentType, String body) throws IOException {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Content-Type", contentType);
        exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
        try (OutputStream out = exchange.getResponseBody()) {
            out.write(bytes);
        }
    }
}
