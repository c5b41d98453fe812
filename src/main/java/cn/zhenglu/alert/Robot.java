package cn.zhenglu.alert;

import java.net.http.HttpClient;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import org.springframework.http.MediaType;
import org.springframework.http.client.JdkClientHttpRequestFactory;
import org.springframework.web.client.RestClient;
import org.springframework.web.client.RestClientException;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Posts a text to a group robot. 企业微信 and 钉钉 take the same form and both answer {@code errcode} 0 for yes, with HTTP 200
 * also for no.
 */
final class Robot {

    /** 企业微信 takes 2048 bytes of text, 钉钉 more. */
    private static final int LONGEST = 2_000;
    private static final Duration CONNECT = Duration.ofSeconds(5);
    private static final Duration ANSWER = Duration.ofSeconds(10);
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final RestClient http;

    Robot() {
        JdkClientHttpRequestFactory requests = new JdkClientHttpRequestFactory(HttpClient.newBuilder()
                .connectTimeout(CONNECT).followRedirects(HttpClient.Redirect.NEVER).build());
        requests.setReadTimeout(ANSWER);
        http = RestClient.builder().requestFactory(requests).build();
    }

    /** @throws Channel.NotSent with a reason that does not repeat the address */
    void post(java.net.URI address, String text) {
        String answer;
        try {
            answer = http.post().uri(address).contentType(MediaType.APPLICATION_JSON)
                    .body(JSON.writeValueAsString(Map.of("msgtype", "text", "text", Map.of("content", shorten(text)))))
                    .exchange((request, response) -> {
                        if (!response.getStatusCode().is2xxSuccessful()) {
                            throw new Channel.NotSent("机器人应答 HTTP " + response.getStatusCode().value());
                        }
                        return new String(response.getBody().readNBytes(LONGEST), StandardCharsets.UTF_8);
                    });
        } catch (RestClientException unreachable) {
            Throwable cause = unreachable.getMostSpecificCause();
            throw new Channel.NotSent("无法连接机器人（" + cause.getClass().getSimpleName() + "）");
        }
        requireYes(answer);
    }

    private static void requireYes(String answer) {
        JsonNode json;
        try {
            json = JSON.readTree(answer);
        } catch (JacksonException e) {
            throw new Channel.NotSent("机器人的应答不是 JSON，请核对 webhook 地址");
        }
        if (json.path("errcode").asInt(-1) != 0) {
            String said = json.path("errmsg").asString("");
            throw new Channel.NotSent("机器人拒收，errcode=" + json.path("errcode").asString("无")
                    + "：" + (said.length() > 200 ? said.substring(0, 200) : said));
        }
    }

    private static String shorten(String text) {
        StringBuilder kept = new StringBuilder();
        int bytes = 0;
        for (int character : text.codePoints().toArray()) {
            bytes += Character.toString(character).getBytes(StandardCharsets.UTF_8).length;
            if (bytes > LONGEST) {
                return kept.append('…').toString();
            }
            kept.appendCodePoint(character);
        }
        return text;
    }
}
