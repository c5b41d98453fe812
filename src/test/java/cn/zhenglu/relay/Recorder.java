package cn.zhenglu.relay;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;
import javax.net.ssl.SSLContext;

/** A bare HTTP server that writes down what it is sent and answers what it is told: knows nothing of the protocol. */
final class Recorder implements AutoCloseable {

    static {
        System.setProperty("sun.net.httpserver.nodelay", "true");
    }

    record Request(String method, String target, Headers headers, String body) {
    }

    record Response(int status, Map<String, String> headers, String body) {

        static Response json(String body) {
            return new Response(200, Map.of("Content-Type", "application/json;charset=UTF-8"), body);
        }

        static Response status(int status, String... headers) {
            return new Response(status, headers.length == 0 ? Map.of() : Map.of(headers[0], headers[1]), "<html>" + status + "</html>");
        }
    }

    private final HttpServer server;
    private final List<Request> requests = new CopyOnWriteArrayList<>();
    private final Map<String, Queue<Response>> next = new ConcurrentHashMap<>();
    private final Map<String, Function<Request, Response>> always = new ConcurrentHashMap<>();

    Recorder() throws IOException {
        this(HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0));
    }

    /** Speaks TLS. */
    static Recorder of(SSLContext tls) throws IOException {
        HttpsServer server = HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setHttpsConfigurator(new HttpsConfigurator(tls));
        return new Recorder(server);
    }

    private Recorder(HttpServer server) {
        this.server = server;
        server.createContext("/", this::answer);
        server.start();
    }

    int port() {
        return server.getAddress().getPort();
    }

    /** What the path is answered from now on. */
    Recorder always(String path, Response response) {
        return always(path, request -> response);
    }

    /** The same, depending on the request. */
    Recorder always(String path, Function<Request, Response> response) {
        always.put(path, response);
        return this;
    }

    /** What the path is answered once, before anything else. */
    Recorder once(String path, Response response) {
        next.computeIfAbsent(path, key -> new ConcurrentLinkedQueue<>()).add(response);
        return this;
    }

    List<Request> requests(String path) {
        return requests.stream().filter(request -> request.target.split("\\?")[0].equals(path)).toList();
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
            Request request = new Request(exchange.getRequestMethod(), exchange.getRequestURI().toString(), exchange.getRequestHeaders(), body);
            requests.add(request);
            String path = exchange.getRequestURI().getPath();
            Queue<Response> queue = next.get(path);
            Response response = queue == null || queue.isEmpty() ? always.get(path).apply(request) : queue.poll();
            response.headers.forEach(exchange.getResponseHeaders()::set);
            byte[] bytes = response.body.getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(response.status, bytes.length == 0 ? -1 : bytes.length);
            exchange.getResponseBody().write(bytes);
        }
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
