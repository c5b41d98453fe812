package cn.zhenglu.relay;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;

/** Stands between client and relay, passes everything on unchanged, and remembers it. */
final class Witness implements AutoCloseable {

    static {
        System.setProperty("sun.net.httpserver.nodelay", "true");
    }

    /** @param target path and query */
    record Seen(String target, String contentType, String request, int status, String reply) {

        String path() {
            return target.split("\\?")[0];
        }
    }

    private final HttpClient http = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final List<Seen> seen = new CopyOnWriteArrayList<>();
    private final HttpServer server;
    private final int relay;

    /** Told of each request before it is passed on; {@code status} and {@code reply} are not known yet. */
    private final Consumer<Seen> before;

    Witness(int relay, Consumer<Seen> before) throws IOException {
        this.relay = relay;
        this.before = before;
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", this::pass);
        server.start();
    }

    int port() {
        return server.getAddress().getPort();
    }

    List<Seen> seen() {
        return seen;
    }

    /** Asks the relay itself. */
    HttpResponse<String> ask(String target, String contentType, String body) {
        try {
            return http.send(HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + relay + target)).header("Content-Type", contentType)
                    .POST(BodyPublishers.ofString(body)).build(), BodyHandlers.ofString());
        } catch (IOException | InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private void pass(HttpExchange exchange) throws IOException {
        try (exchange) {
            String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
            String target = exchange.getRequestURI().toString();
            String contentType = exchange.getRequestHeaders().getFirst("Content-Type");
            before.accept(new Seen(target, contentType, body, 0, null));
            HttpResponse<String> reply = ask(target, contentType, body);
            seen.add(new Seen(target, contentType, body, reply.statusCode(), reply.body()));
            byte[] bytes = reply.body().getBytes(StandardCharsets.UTF_8);
            reply.headers().firstValue("Content-Type").ifPresent(type -> exchange.getResponseHeaders().set("Content-Type", type));
            exchange.sendResponseHeaders(reply.statusCode(), bytes.length == 0 ? -1 : bytes.length);
            exchange.getResponseBody().write(bytes);
        }
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
