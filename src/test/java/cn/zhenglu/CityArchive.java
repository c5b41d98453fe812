package cn.zhenglu;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;

/** A city's archive of electronic licences: refuses the first one that comes, and takes whole OFD files after that. */
final class CityArchive implements AutoCloseable {

    private final HttpServer server;
    private final AtomicBoolean refused = new AtomicBoolean();
    private final Map<String, byte[]> files = new ConcurrentHashMap<>();

    private CityArchive(HttpServer server) {
        this.server = server;
    }

    static CityArchive start() throws IOException {
        CityArchive archive = new CityArchive(HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0));
        archive.server.createContext("/", exchange -> {
            byte[] body = exchange.getRequestBody().readAllBytes();
            boolean ofd = body.length > 10_000 && body[0] == 'P' && body[1] == 'K';
            boolean take = archive.refused.getAndSet(true) && ofd && exchange.getRequestMethod().equals("POST");
            if (take) {
                archive.files.put(exchange.getRequestHeaders().getFirst("X-Submission-Id"), body);
            }
            exchange.sendResponseHeaders(take ? 200 : 503, -1);
            exchange.close();
        });
        archive.server.start();
        return archive;
    }

    String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort() + "/licences";
    }

    int taken() {
        return files.size();
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
