package cn.zhenglu.simulator;

import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Speaks to the stand-in as the standard says, with nothing but the JDK's HTTP client: not with the product's client. */
final class ProtocolClient {

    static final String CREDIT_CODE = "91350100M000100Y43";

    private static final JsonMapper JSON = new JsonMapper();

    private final HttpClient http = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final int port;
    private String token = "";

    ProtocolClient(int port) {
        this.port = port;
    }

    ProtocolClient authorised() throws Exception {
        HttpResponse<String> reply = post("/oauth2/token", "client_id=id&client_secret=secret&grant_type=client_credentials");
        token = JSON.readTree(reply.body()).path("custom").path("access_token").asString();
        return this;
    }

    HttpResponse<String> post(String path, String body) throws IOException, InterruptedException {
        return http.send(HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                .POST(BodyPublishers.ofString(body)).build(), BodyHandlers.ofString());
    }

    HttpResponse<String> get(String path) throws IOException, InterruptedException {
        return http.send(HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path)).build(), BodyHandlers.ofString());
    }

    HttpResponse<String> raw(String call, String body) throws IOException, InterruptedException {
        return post("/" + call + "?access_token=" + URLEncoder.encode(token, StandardCharsets.UTF_8), body);
    }

    JsonNode call(String call, Map<String, String> entry) throws IOException, InterruptedException {
        String body = "{\"AcceptData\":[" + JSON.writeValueAsString(entry) + "]}";
        return JSON.readTree(raw(call, body).body());
    }

    /** The text of {@code ErrorMsg}. */
    String refusal(String call, Map<String, String> entry) throws IOException, InterruptedException {
        JsonNode reply = call(call, entry);
        return reply.path("ReturnCode").asString().equals("0")
                ? reply.path("ReturnData").path("ErrorData").path(0).path("ErrorMsg").asString() : "accepted: " + reply;
    }

    JsonNode record() throws IOException, InterruptedException {
        return JSON.readTree(get("/simulator/record").body());
    }
}
