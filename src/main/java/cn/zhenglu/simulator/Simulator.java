package cn.zhenglu.simulator;

import cn.zhenglu.simulator.Behaviour.Fault;
import cn.zhenglu.simulator.CodeSealer.SealedCode;
import cn.zhenglu.simulator.Platform.Accepted;
import cn.zhenglu.simulator.SimulatorSettings.ReplyStyle;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.Arrays;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * The stand-in as a server on its own loopback port: {@code /oauth2/token}, {@code /check}, {@code /code}, {@code /collect},
 * {@code /update}, {@code /correct}; for whoever tests with it {@code /simulator/behaviour} (GET, or POST a {@link Behaviour})
 * and {@code /simulator/record} (GET). Everything accepted is in the journal before it is answered, and known again after a restart.
 */
public final class Simulator {

    private static final int THREADS = 16;
    private static final int LARGEST_REQUEST = 1 << 20;
    private static final Pattern HEX_ID = Pattern.compile("(.{8})(.{4})(.{4})(.{4})(.{12})");
    private static final JsonMapper JSON = new JsonMapper();

    static {
        // or each small reply waits 40 ms for an acknowledgement; read once, when the server class is loaded
        System.setProperty("sun.net.httpserver.nodelay", "true");
    }

    private final SimulatorSettings settings;
    private final String privateKey;
    private final CodeSealer sealer;
    private final Envelopes envelopes;
    private final Tokens tokens;
    private final Misbehaviour misbehaviour;
    private final CountDownLatch stopped = new CountDownLatch(1);

    private Journal journal;
    private Platform platform;
    private HttpServer server;
    private ExecutorService threads;

    /** Opens nothing yet. */
    public Simulator(SimulatorSettings settings) {
        this.settings = settings;
        this.envelopes = new Envelopes(settings.sm4Key());
        this.tokens = new Tokens(settings.tokenLifetime());
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

    /** Reads the journal and listens. @throws IOException when the port or the journal cannot be used */
    public void start() throws IOException {
        journal = new Journal(settings.journal());
        platform = new Platform(new FieldRules(settings.province()), journal, settings.strict());
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), settings.port()), 0);
        } catch (IOException e) {
            journal.close();
            throw e;
        }
        threads = Executors.newFixedThreadPool(THREADS, task -> {
            Thread thread = new Thread(task, "simulator");
            thread.setDaemon(true);
            return thread;
        });
        server.setExecutor(threads);
        server.createContext("/oauth2/token", exchange -> answer(exchange, "token", this::token));
        protocol("check", entry -> platform.check(entry));
        protocol("code", entry -> platform.code(entry));
        protocol("collect", entry -> platform.collect(entry));
        protocol("update", entry -> platform.update(entry));
        protocol("correct", entry -> platform.correct(entry));
        server.createContext("/simulator/behaviour", this::behaviour);
        server.createContext("/simulator/record", this::record);
        server.start();
    }

    /** The port it listens on, once started. */
    public int port() {
        return server.getAddress().getPort();
    }

    /** The private key, base64 PKCS#8, that opens the code replies of a pair made at start; {@code null} when a public key was given. */
    public String privateKey() {
        return privateKey;
    }

    /** Replaces the misbehaviour; the dice and the counts of {@link Behaviour.Rule#next} start afresh. */
    public void behave(Behaviour behaviour) {
        misbehaviour.become(behaviour);
    }

    /** Stops listening and closes the journal. */
    public void stop() throws IOException {
        stopped.countDown();
        server.stop(0);
        threads.shutdownNow();
        journal.close();
    }

    /** What the platform does with one record. */
    private interface Act1 {
        Accepted on(JsonNode entry) throws Refused, IOException;
    }

    /** An answer before it is spoilt. */
    private record Answer(int status, String body) {
    }

    private interface Work {
        Answer answer(HttpExchange exchange, Optional<Fault> fault) throws IOException;
    }

    private void protocol(String call, Act1 act) {
        server.createContext("/" + call, exchange -> answer(exchange, call, (request, fault) -> called(request, fault, call, act)));
    }

    /** The faults before and after the work. */
    private void answer(HttpExchange exchange, String call, Work work) throws IOException {
        try (exchange) {
            if (!exchange.getRequestURI().getPath().equals(exchange.getHttpContext().getPath())) {
                send(exchange, 404, "text/plain", "not found");
                return;
            }
            if (!exchange.getRequestMethod().equals("POST")) {
                send(exchange, 405, "text/plain", "POST only");
                return;
            }
            Optional<Fault> fault = misbehaviour.strike(call);
            Behaviour behaviour = misbehaviour.behaviour();
            if (behaviour.down() || fault.equals(Optional.of(Fault.LOST_BEFORE))) {
                return; // closing without an answer drops the connection
            }
            pause(behaviour.delay());
            if (fault.equals(Optional.of(Fault.UNAVAILABLE))) {
                exchange.getResponseHeaders().set("Retry-After", "1");
                send(exchange, 503, "text/html", "<html><body>503 Service Unavailable</body></html>");
                return;
            }
            Answer answer = work.answer(exchange, fault);
            if (fault.isEmpty()) {
                send(exchange, answer.status, "application/json;charset=UTF-8", answer.body);
                return;
            }
            switch (fault.get()) {
                case LOST_AFTER -> { } // as above
                case EMPTY -> send(exchange, 200, "application/json;charset=UTF-8", "");
                case HTML -> send(exchange, 200, "text/html;charset=UTF-8", "<html><body>系统登录</body></html>");
                case TRUNCATED -> send(exchange, 200, "application/json;charset=UTF-8",
                        answer.body.substring(0, answer.body.length() / 2));
                case BAD_GATEWAY -> send(exchange, 502, "text/html", "<html><body>502 Bad Gateway</body></html>");
                default -> send(exchange, answer.status, "application/json;charset=UTF-8", answer.body);
            }
        }
    }

    private void pause(Duration delay) {
        try {
            stopped.await(delay.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt(); // stopping: the answer no longer matters
        }
    }

    private Answer token(HttpExchange exchange, Optional<Fault> fault) throws IOException {
        Map<String, String> form = parameters(body(exchange));
        if (!"client_credentials".equals(form.get("grant_type")) || !settings.clientId().equals(form.get("client_id"))
                || !settings.clientSecret().equals(form.get("client_secret"))) {
            return new Answer(200, "{\"status\":{\"code\":\"0\",\"text\":\"client_id或client_secret错误\"},\"custom\":{}}");
        }
        ObjectNode reply = JsonNodeFactory.instance.objectNode();
        reply.putObject("status").put("code", "1").put("text", "");
        reply.putObject("custom").put("access_token", tokens.issue()).put("refresh_token", tokens.issue())
                .put("expires_in", String.valueOf(tokens.lifetimeSeconds()));
        return new Answer(200, reply.toString());
    }

    private Answer called(HttpExchange exchange, Optional<Fault> fault, String call, Act1 act) throws IOException {
        String body = body(exchange);
        if (fault.equals(Optional.of(Fault.TOKEN_FORGOTTEN)) || fault.equals(Optional.of(Fault.TOKEN_REFUSED_IN_TEXT))) {
            tokens.forget();
        }
        if (!tokens.isGood(parameters(exchange.getRequestURI().getRawQuery()).get("access_token"))) {
            return fault.equals(Optional.of(Fault.TOKEN_REFUSED_IN_TEXT))
                    ? new Answer(200, wrapped(refusal("access_token无效或已过期")))
                    : new Answer(401, "{\"error\":\"invalid_token\"}");
        }
        if (fault.equals(Optional.of(Fault.TOO_FAST))) {
            return new Answer(200, wrapped(refusal(label(call) + "操作太快，请稍后再试！")));
        }
        try {
            JsonNode entries = envelopes.open(body).path("AcceptData");
            FieldRules.demand(entries.isArray() && !entries.isEmpty(), "AcceptData不能为空");
            return new Answer(200, wrapped(judged(entries, act)));
        } catch (Refused refused) {
            return new Answer(200, wrapped(refusal(refused.getMessage())));
        }
    }

    private ObjectNode judged(JsonNode entries, Act1 act) throws IOException {
        ObjectNode reply = reply("1", "操作成功");
        ArrayNode successes = (ArrayNode) reply.path("ReturnData").path("SuccessData");
        ArrayNode warnings = (ArrayNode) reply.path("ReturnData").path("WarnData");
        ArrayNode errors = (ArrayNode) reply.path("ReturnData").path("ErrorData");
        for (JsonNode entry : entries) {
            try {
                Accepted accepted = act.on(entry);
                successes.add(success(entry, accepted));
                if (accepted.warning() != null) {
                    warnings.addObject().put("WarnGuid", guid(entry)).put("WarnMsg", accepted.warning());
                }
            } catch (Refused refused) {
                errors.addObject().put("ErrorGuid", guid(entry)).put("ErrorMsg", refused.getMessage());
            }
        }
        if (!errors.isEmpty()) {
            reply.put("ReturnCode", "0").put("ReturnMsg", "操作失败");
        } else if (!warnings.isEmpty()) {
            reply.put("ReturnCode", "2").put("ReturnMsg", "操作成功，有警告");
        }
        return reply;
    }

    private ObjectNode success(JsonNode entry, Accepted accepted) {
        ObjectNode success = JsonNodeFactory.instance.objectNode();
        if (accepted.act() != null && accepted.act().kind() == Act.Kind.CODE) {
            SealedCode sealed = sealer.seal(accepted.act().code());
            return success.put("eCertID", guid(entry)).put("encryCertid", sealed.encryCertid()).put("encryKey", sealed.encryKey());
        }
        return success.put("eCertID", guid(entry));
    }

    private static ObjectNode refusal(String message) {
        return reply("0", message);
    }

    private static ObjectNode reply(String code, String message) {
        ObjectNode reply = JsonNodeFactory.instance.objectNode().put("ReturnCode", code).put("ReturnMsg", message);
        ObjectNode data = reply.putObject("ReturnData");
        data.putArray("SuccessData");
        data.putArray("WarnData");
        data.putArray("ErrorData");
        return reply;
    }

    private String wrapped(ObjectNode reply) {
        return switch (settings.replies()) {
            case BARE -> reply.toString();
            case CUSTOM -> JsonNodeFactory.instance.objectNode().set("custom", reply).toString();
            case CUSTOM_TEXT -> JsonNodeFactory.instance.objectNode().put("custom", reply.toString()).toString();
            case SEALED -> JsonNodeFactory.instance.objectNode().put("data", envelopes.seal(reply.toString())).toString();
        };
    }

    /** The business id, in the spelling of the platform's own database: upper case with dashes. */
    private String guid(JsonNode entry) {
        String id = entry.has("eCertID") ? entry.path("eCertID").asString("") : platform.coderOf(entry.path("ID").asString(""));
        return id == null ? "" : HEX_ID.matcher(id.toUpperCase(java.util.Locale.ROOT)).replaceFirst("$1-$2-$3-$4-$5");
    }

    private static String label(String call) {
        return switch (call) {
            case "check" -> "校验";
            case "code" -> "赋码";
            case "collect" -> "归集";
            case "update" -> "状态更新";
            default -> "更正";
        };
    }

    private void behaviour(HttpExchange exchange) throws IOException {
        try (exchange) {
            if (exchange.getRequestMethod().equals("POST")) {
                try {
                    behave(JSON.readValue(body(exchange), Behaviour.class));
                } catch (JacksonException e) {
                    send(exchange, 400, "text/plain;charset=UTF-8", e.getOriginalMessage());
                    return;
                }
            }
            send(exchange, 200, "application/json;charset=UTF-8", JSON.writeValueAsString(misbehaviour.behaviour()));
        }
    }

    private void record(HttpExchange exchange) throws IOException {
        try (exchange) {
            Map<String, Object> record = new TreeMap<>(platform.record());
            record.putAll(misbehaviour.counts());
            send(exchange, 200, "application/json;charset=UTF-8", JSON.writeValueAsString(record));
        }
    }

    private static String body(HttpExchange exchange) throws IOException {
        byte[] bytes = exchange.getRequestBody().readNBytes(LARGEST_REQUEST);
        return new String(bytes, StandardCharsets.UTF_8);
    }

    private static Map<String, String> parameters(String encoded) {
        Map<String, String> parameters = new HashMap<>();
        if (encoded != null) {
            for (String pair : encoded.split("&")) {
                int equals = pair.indexOf('=');
                if (equals > 0) {
                    parameters.put(URLDecoder.decode(pair.substring(0, equals), StandardCharsets.UTF_8),
                            URLDecoder.decode(pair.substring(equals + 1), StandardCharsets.UTF_8));
                }
            }
        }
        return parameters;
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
