package cn.zhenglu;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CopyOnWriteArrayList;

/** Takes OTLP over HTTP, as a collector does, and reads as much of the protocol buffers as a test wants to know. */
final class TraceCollector {

    private final HttpServer server;
    private final List<byte[]> requests = new CopyOnWriteArrayList<>();

    private TraceCollector(HttpServer server) {
        this.server = server;
    }

    static TraceCollector start() {
        try {
            HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
            TraceCollector collector = new TraceCollector(server);
            server.createContext("/v1/traces", exchange -> {
                collector.requests.add(exchange.getRequestBody().readAllBytes());
                exchange.sendResponseHeaders(200, -1);
                exchange.close();
            });
            server.start();
            return collector;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    String endpoint() {
        return "http://127.0.0.1:" + server.getAddress().getPort() + "/v1/traces";
    }

    /** Names of the spans of a trace: field 5 of each span whose field 1 is the trace's id. */
    Set<String> spansOf(String trace) {
        byte[] id = HexFormat.of().parseHex(trace);
        Set<String> names = new TreeSet<>();
        for (byte[] request : requests) {
            for (int at = 0; at + id.length < request.length; at++) {
                if (request[at] == 0x0a && request[at + 1] == id.length && at + 2 + id.length < request.length
                        && Arrays.equals(request, at + 2, at + 2 + id.length, id, 0, id.length)) {
                    names.add(name(request, at + 2 + id.length));
                }
            }
        }
        return names;
    }

    /** Skips to field 5 of the same message; all before it have their length in one byte. */
    private static String name(byte[] request, int from) {
        int at = from;
        while (request[at] != 0x2a) {
            at += 2 + request[at + 1];
        }
        return new String(request, at + 2, request[at + 1], StandardCharsets.UTF_8);
    }
}
