package cn.zhenglu.relay;

import cn.zhenglu.licence.NeedsPerson;
import cn.zhenglu.licence.Problem;
import cn.zhenglu.licence.RelayCall;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Where the provincial relay is and how it wants to be spoken to. Broken settings fail here, before the first call, with one
 * {@link Problem} each.
 *
 * @param baseUrl         address of the relay, {@code http} or {@code https}, with or without a slash at the end
 * @param paths           path of each call under the base address
 * @param clientId        {@code client_id} of the token call
 * @param clientSecret    {@code client_secret} of the token call
 * @param envelope        how bodies are wrapped
 * @param sm4Key          16 characters; needed with {@link EnvelopeKind#SM4}
 * @param privateKey      base64 PKCS#8 (or PEM), opens the code replies; wins over the file
 * @param privateKeyFile  the same as a file, PEM or DER
 * @param callsPerSecond  the most calls in any one second from all servers together; kept by the gate
 * @param batchSize       the most records in one call
 * @param connectTimeout  how long a connection may take to stand
 * @param responseTimeout how long the relay may be silent
 * @param sslBundle       of {@code spring.ssl.bundle}, for a private authority or a client certificate; blank for the Java runtime's
 */
@ConfigurationProperties("zhenglu.relay")
public record RelaySettings(
        String baseUrl,
        @DefaultValue Paths paths,
        String clientId,
        String clientSecret,
        @DefaultValue("plain") EnvelopeKind envelope,
        String sm4Key,
        String privateKey,
        Path privateKeyFile,
        @DefaultValue("5") int callsPerSecond,
        @DefaultValue("1") int batchSize,
        @DefaultValue("5s") Duration connectTimeout,
        @DefaultValue("30s") Duration responseTimeout,
        @DefaultValue("") String sslBundle) {

    /** How the body of a call is wrapped: the platform takes bare JSON, some relays want it encrypted. */
    public enum EnvelopeKind {
        /** Bare JSON. */
        PLAIN,
        /** {@code {"citynum","data"}}, data being SM4/ECB/PKCS5 of the JSON, base64. */
        SM4
    }

    /** The path of each call, with a slash in front. */
    public record Paths(
            @DefaultValue("/oauth2/token") String token,
            @DefaultValue("/check") String check,
            @DefaultValue("/code") String code,
            @DefaultValue("/collect") String collect,
            @DefaultValue("/update") String update,
            @DefaultValue("/correct") String correct) {

        String of(RelayCall call) {
            return switch (call) {
                case CHECK -> check;
                case CODE -> code;
                case COLLECT -> collect;
                case UPDATE -> update;
                case CORRECT -> correct;
            };
        }
    }

    /** @throws NeedsPerson with a problem for each setting that is missing or wrong */
    public RelaySettings {
        List<Problem> problems = new ArrayList<>();
        if (!isAddress(baseUrl)) {
            problems.add(problem("base-url", blank(baseUrl) ? "未设置中转平台地址" : "中转平台地址“" + baseUrl + "”无效",
                    "填写以 http:// 或 https:// 开头、不带参数的地址"));
        }
        if (!allPaths(paths)) {
            problems.add(problem("paths", "接口路径无效", "各路径须以“/”开头，且不带参数"));
        }
        if (blank(clientId)) {
            problems.add(problem("client-id", "未设置中转平台客户端标识", "填写省级中转平台分配的 client_id"));
        }
        if (blank(clientSecret)) {
            problems.add(problem("client-secret", "未设置中转平台客户端密钥", "填写省级中转平台分配的 client_secret"));
        }
        if (envelope == EnvelopeKind.SM4 && (sm4Key == null || sm4Key.getBytes(StandardCharsets.UTF_8).length != 16)) {
            problems.add(problem("sm4-key", "报文加密密钥长度不是 16 个字符", "核对省级中转平台分配的 SM4 密钥"));
        }
        if (blank(privateKey) && privateKeyFile == null) {
            problems.add(problem("private-key", "未设置赋码应答的解密私钥",
                    "填写 private-key（base64 编码的 PKCS#8），或以 private-key-file 指明私钥文件"));
        }
        if (callsPerSecond < 1) {
            problems.add(problem("calls-per-second", "每秒调用次数“" + callsPerSecond + "”无效", "填写不小于 1 的整数"));
        }
        if (batchSize < 1) {
            problems.add(problem("batch-size", "每次调用的记录条数“" + batchSize + "”无效", "填写不小于 1 的整数"));
        }
        if (!positive(connectTimeout)) {
            problems.add(problem("connect-timeout", "连接超时时间无效", "填写大于零的时间，例如 5s"));
        }
        if (!positive(responseTimeout)) {
            problems.add(problem("response-timeout", "应答超时时间无效", "填写大于零的时间，例如 30s"));
        }
        if (!problems.isEmpty()) {
            throw new NeedsPerson(problems);
        }
    }

    private static Problem problem(String setting, String message, String remedy) {
        String name = "zhenglu.relay." + setting;
        return new Problem("settings.relay." + setting, name, message + "（" + name + "）", remedy);
    }

    private static boolean isAddress(String text) {
        if (blank(text)) {
            return false;
        }
        try {
            URI uri = new URI(text);
            return ("http".equalsIgnoreCase(uri.getScheme()) || "https".equalsIgnoreCase(uri.getScheme()))
                    && uri.getHost() != null && uri.getRawUserInfo() == null
                    && uri.getRawQuery() == null && uri.getRawFragment() == null;
        } catch (URISyntaxException e) {
            return false;
        }
    }

    private static boolean allPaths(Paths paths) {
        return List.of(paths.token, paths.check, paths.code, paths.collect, paths.update, paths.correct).stream()
                .allMatch(path -> path.startsWith("/") && path.chars().noneMatch(c -> c == '?' || c == '#' || c <= ' '));
    }

    private static boolean positive(Duration duration) {
        return !duration.isNegative() && !duration.isZero();
    }

    private static boolean blank(String text) {
        return text == null || text.isBlank();
    }

    /** Without secrets. */
    @Override
    public String toString() {
        return "RelaySettings[" + baseUrl + ", " + envelope + ", " + callsPerSecond + "/s]";
    }
}
