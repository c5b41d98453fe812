package cn.zhenglu.seal;

import cn.zhenglu.licence.Problem;
import cn.zhenglu.licence.TryLater;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;
import javax.net.ssl.SSLContext;
import org.springframework.core.retry.RetryPolicy;
import org.springframework.core.retry.RetryTemplate;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The client of a seal service: its two operations, as {@code docs/seal-service.md} describes them. */
final class SealService {

    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final Duration FIRST_PAUSE = Duration.ofMillis(200);
    private static final Base64.Encoder BASE64 = Base64.getEncoder();

    /**
     * What the service says of a seal.
     *
     * @param seal        {@code SESeal}, DER
     * @param certificate 签章者证书, DER
     */
    record Description(byte[] seal, byte[] certificate) {
    }

    private final String name;
    private final HttpSeals.Setting setting;
    private final String seal;
    private final HttpExchange http;
    private final RetryTemplate retry;

    /** @param tls {@code null}: that of the Java runtime */
    SealService(String name, HttpSeals.Setting setting, SSLContext tls) {
        this.name = name;
        this.setting = setting;
        String base = setting.url().toString().replaceAll("/+$", "");
        String id = setting.id() == null ? name : setting.id();
        this.seal = base + "/seals/" + URLEncoder.encode(id, StandardCharsets.UTF_8).replace("+", "%20");
        HttpClient.Builder client = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1)
                .connectTimeout(setting.connectTimeout()).followRedirects(HttpClient.Redirect.NEVER);
        if (tls != null) {
            client.sslContext(tls);
        }
        this.http = new HttpExchange(client.build(), setting.responseTimeout(), "印章服务");
        this.retry = new RetryTemplate(RetryPolicy.builder().maxRetries(setting.attempts() - 1L)
                .delay(FIRST_PAUSE).multiplier(3).includes(HttpExchange.Unanswered.class).build());
    }

    /**
     * Asks for the seal and its certificate.
     *
     * @throws BrokenSeal when the answer is none, or a refusal
     * @throws TryLater   when none came
     */
    Description describe() {
        JsonNode answer = ask(request(seal).GET().build());
        return new Description(bytes(answer, "seal"), bytes(answer, "certificate"));
    }

    /**
     * Has Signature.xml signed. The request bears one id however often it is sent, so that the service may answer the same.
     *
     * @return {@code SES_Signature}, DER, by the service's own word
     * @throws BrokenSeal when the answer is none, or a refusal
     * @throws TryLater   when none came
     */
    byte[] sign(byte[] content, String propertyInfo, Instant time) {
        Map<String, Object> body = new LinkedHashMap<>();
        body.put("requestId", UUID.randomUUID().toString().replace("-", ""));
        body.put("digestAlgorithm", Sm3.OID);
        body.put("digest", BASE64.encodeToString(Sm3.digest(content)));
        if (setting.send() == HttpSeals.Sending.FILE) {
            body.put("content", BASE64.encodeToString(content));
        }
        body.put("propertyInfo", propertyInfo);
        body.put("time", time.toString());
        HttpRequest request = request(seal + "/signatures").header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofByteArray(JSON.writeValueAsBytes(body))).build();
        return bytes(ask(request), "signature");
    }

    private HttpRequest.Builder request(String address) {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(address)).header("Accept", "application/json");
        if (setting.token() == null || setting.token().length == 0) {
            return request;
        }
        String token = new String(setting.token());
        try {
            return setting.tokenHeader() == null ? request.header("Authorization", "Bearer " + token)
                    : request.header(setting.tokenHeader(), token);
        } catch (IllegalArgumentException e) {
            // not as the cause: its message repeats the token
            throw new BrokenSeal("token", "访问凭证 token 含有换行等不允许的字符，或者请求头 token-header 的名称无效", null);
        }
    }

    private JsonNode ask(HttpRequest request) {
        HttpResponse<byte[]> answer = retry.invoke(() -> http.send(request));
        int status = answer.statusCode();
        if (status == 401 || status == 403) {
            throw refused(status, "请核对 zhenglu.seals." + name + ".token", answer);
        }
        if (status == 404) {
            throw refused(status, "请核对 zhenglu.seals." + name + " 的 url 和 id", answer);
        }
        if (status != 200) {
            throw refused(status, "请联系印章服务的运维单位", answer);
        }
        try {
            return JSON.readTree(answer.body());
        } catch (JacksonException e) {
            throw new BrokenSeal(null, "印章服务的应答不是 JSON，请核对 zhenglu.seals." + name + ".url，或联系印章服务的运维单位", e);
        }
    }

    private static BrokenSeal refused(int status, String remedy, HttpResponse<byte[]> answer) {
        return new BrokenSeal(null, "印章服务拒绝了请求（HTTP " + status + reason(answer.body()) + "），" + remedy, null);
    }

    /** The service's own words, made harmless. */
    private static String reason(byte[] body) {
        try {
            String message = JSON.readTree(body).path("message").asString("");
            return message.isBlank() ? "" : "，" + Problem.quote(message);
        } catch (JacksonException noJson) {
            return "";
        }
    }

    private static byte[] bytes(JsonNode answer, String field) {
        try {
            byte[] bytes = Base64.getDecoder().decode(answer.path(field).asString(""));
            if (bytes.length > 0) {
                return bytes;
            }
        } catch (IllegalArgumentException e) {
            throw new BrokenSeal(null, "印章服务应答中的 " + field + " 不是 base64，请联系印章服务的运维单位", e);
        }
        throw new BrokenSeal(null, "印章服务的应答中没有 " + field + "，请联系印章服务的运维单位", null);
    }

    /** Without the token. */
    @Override
    public String toString() {
        return "SealService[" + seal + ']';
    }
}
