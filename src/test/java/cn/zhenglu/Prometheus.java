package cn.zhenglu;

import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A Prometheus with the sample configuration, but for the server's address and the pace. */
final class Prometheus implements AutoCloseable {

    private static final Path SAMPLES = Path.of("src/main/dist/monitoring");

    private final int port = ServerProcess.freePort();
    private final Process process;

    private Prometheus(Path folder) throws IOException {
        process = new ProcessBuilder("prometheus", "--config.file=prometheus.yml", "--storage.tsdb.path=data",
                "--web.listen-address=127.0.0.1:" + port).directory(folder.toFile())
                .redirectErrorStream(true).redirectOutput(folder.resolve("prometheus.log").toFile()).start();
    }

    static boolean isInstalled() {
        return Files.isExecutable(Path.of("/usr/bin/prometheus"));
    }

    /** @param server port of the server that it watches */
    static Prometheus watching(int server, Path folder) throws IOException {
        Files.createDirectories(folder);
        Files.writeString(folder.resolve("prometheus.yml"), Files.readString(SAMPLES.resolve("prometheus.yml"))
                .replace("127.0.0.1:8080", "127.0.0.1:" + server).replace(": 15s", ": 1s"));
        Files.copy(SAMPLES.resolve("alerts.yml"), folder.resolve("alerts.yml"));
        return new Prometheus(folder);
    }

    /** The series that an expression gives now. */
    JsonNode ask(String expression) throws IOException, InterruptedException {
        return get("query?query=" + URLEncoder.encode(expression, StandardCharsets.UTF_8)).path("result");
    }

    /** The alert rules that it has read, each with its health. */
    JsonNode rules() throws IOException, InterruptedException {
        return get("rules").at("/groups/0/rules");
    }

    private JsonNode get(String what) throws IOException, InterruptedException {
        HttpResponse<String> answer = HttpClient.newHttpClient().send(
                HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/api/v1/" + what)).build(), HttpResponse.BodyHandlers.ofString());
        if (answer.statusCode() != 200) {
            throw new IOException(answer.body());
        }
        return JsonMapper.shared().readTree(answer.body()).path("data");
    }

    @Override
    public void close() {
        process.destroy();
        process.onExit().join(); // it writes into its folder until then
    }
}
