package cn.zhenglu.console;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import cn.zhenglu.PrivateTls;
import cn.zhenglu.ServerProcess;
import cn.zhenglu.web.Browser;
import cn.zhenglu.web.IdentityProvider;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.CookieManager;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A server behind a reverse proxy, with tight limits; identity provider and alert robot speak TLS under a private authority. */
class GuardedServerTest {

    private static final Pattern CSRF = Pattern.compile("name=\"_csrf\" value=\"([^\"]+)\"");

    @TempDir
    private static Path folder;
    private static IdentityProvider provider;
    private static HttpsServer robot;
    private static PrivateTls tls;
    private static ServerProcess server;
    private static final List<String> ROBOT_HEARD = new CopyOnWriteArrayList<>();

    @BeforeAll
    static void start() throws Exception {
        tls = new PrivateTls();
        provider = new IdentityProvider(tls.server());
        robot = HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        robot.setHttpsConfigurator(new HttpsConfigurator(tls.server()));
        robot.createContext("/send", exchange -> {
            ROBOT_HEARD.add(new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
            byte[] yes = "{\"errcode\":0,\"errmsg\":\"ok\"}".getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(200, yes.length);
            exchange.getResponseBody().write(yes);
            exchange.close();
        });
        robot.start();
        server = ServerProcess.ofClasses(folder).with(tls.javaOptions(folder)).startDemo("--zhenglu.demo.samples=false",
                "--server.forward-headers-strategy=native",
                "--zhenglu.console.session.per-user=1", "--zhenglu.console.lock-out.failures=3",
                "--zhenglu.console.oidc.issuer=" + provider.issuer(), "--zhenglu.console.oidc.client-id=" + IdentityProvider.CLIENT,
                "--zhenglu.console.oidc.client-secret=" + IdentityProvider.SECRET,
                "--zhenglu.console.oidc.roles.viewer=zl-viewer", "--zhenglu.console.oidc.roles.admin=zl-admin",
                "--zhenglu.portal.look-ups-per-minute=4", "--zhenglu.portal.verifications-per-minute=2",
                "--zhenglu.alerts.wecom.url=https://127.0.0.1:" + robot.getAddress().getPort() + "/send?key=very-secret",
                "--zhenglu.alerts.interval=1s", "--zhenglu.alerts.seal-expiry=36500d");
        await().atMost(Duration.ofMinutes(3)).pollInterval(Duration.ofMillis(500)).ignoreExceptions()
                .until(() -> new Visitor("10.9.9.9").get("/console/login").statusCode() == 200);
    }

    @AfterAll
    static void stop() {
        server.close();
        provider.close();
        robot.stop(0);
    }

    @Test
    void someoneWithARoleSignsInAtTheProvider() {
        provider.nextIs("chen", "zl-viewer");
        Visitor chen = new Visitor("10.1.0.1");

        assertThat(chen.get("/console/login").body()).contains("使用统一身份认证登录");
        HttpResponse<String> overview = chen.get("/console/oidc");
        assertThat(overview.uri().getPath()).isEqualTo("/console");
        assertThat(overview.body()).contains("chen", "查看");
        assertThat(chen.get("/console/audit").body()).contains("chen", "登录", "来自 10.1.0.1");
    }

    @Test
    void someoneWithoutARoleIsToldSoAndTheAuditKnows() {
        provider.nextIs("wu", "something-else");
        Visitor wu = new Visitor("10.1.0.2");

        HttpResponse<String> refused = wu.get("/console/oidc");
        assertThat(refused.uri().getPath()).isEqualTo("/console/login");
        assertThat(refused.body()).contains("该用户没有使用控制台的角色");
        assertThat(wu.get("/console").uri().getPath()).isEqualTo("/console/login");

        Visitor admin = new Visitor("10.1.0.3").signIn("admin", password("admin"));
        assertThat(admin.get("/console/audit?action=sign-in.refused").body()).contains("「wu」没有控制台的任何角色");
    }

    @Test
    void aLocalUsersNameCannotBeTakenThroughTheProvider() {
        provider.nextIs("admin", "zl-admin");

        assertThat(new Visitor("10.1.0.4").get("/console/oidc").body()).contains("与控制台的本地用户相同");
    }

    @Test
    void aTokenUnderAStrangersKeyIsRefused() throws Exception {
        provider.nextIs("chen", "zl-admin");
        provider.signWithAnotherKey();
        try {
            assertThat(new Visitor("10.1.0.5").get("/console/oidc").body()).contains("统一身份认证登录未成功");
        } finally {
            provider.signAgain();
        }
    }

    @Test
    void oneSessionMoreThanAllowedEndsTheOldest() {
        provider.nextIs("huang", "zl-viewer");
        Visitor desk = new Visitor("10.1.0.6");
        Visitor elsewhere = new Visitor("10.1.0.7");
        desk.get("/console/oidc");
        assertThat(desk.get("/console").uri().getPath()).isEqualTo("/console");

        elsewhere.get("/console/oidc");
        assertThat(elsewhere.get("/console").uri().getPath()).isEqualTo("/console");
        assertThat(desk.get("/console").body()).contains("该用户已在别处登录");
    }

    @Test
    void wrongPasswordsLockTheNameForThatAddressAndTheAuditSaysSo() {
        Visitor guesser = new Visitor("10.1.0.8");
        for (int i = 0; i < 3; i++) {
            guesser.signIn("viewer", "wrong");
        }
        assertThat(guesser.signIn("viewer", password("viewer")).last.body()).contains("已暂停登录，请 5 分钟后再试");

        Visitor viewer = new Visitor("10.1.0.9").signIn("viewer", password("viewer"));
        assertThat(viewer.get("/console/audit?action=sign-in.locked").body()).contains("viewer", "来自 10.1.0.8");
    }

    @Test
    void transportSecurityIsDemandedOverHttpsOnly() {
        assertThat(new Visitor("10.1.0.10").get("/").headers().firstValue("Strict-Transport-Security")).isEmpty();
        HttpResponse<String> secure = new Visitor("10.1.0.10").send(
                HttpRequest.newBuilder(URI.create(server.url() + "/console/login")).header("X-Forwarded-Proto", "https"));
        assertThat(secure.headers().firstValue("Strict-Transport-Security")).hasValue("max-age=31536000");
        assertThat(secure.headers().allValues("Set-Cookie")).isNotEmpty().allMatch(cookie -> cookie.contains("Secure"));
    }

    @Test
    void whoAsksTooOftenIsAskedToWaitAndOthersAreNot() {
        String lookUp = "/?certNum=" + URLEncoder.encode("（闽）JZ安许证字[2023]000001", StandardCharsets.UTF_8);
        Visitor eager = new Visitor("203.0.113.7");
        for (int i = 0; i < 4; i++) {
            assertThat(eager.get(lookUp).statusCode()).isEqualTo(200);
        }
        HttpResponse<String> wait = eager.get(lookUp);
        assertThat(wait.statusCode()).isEqualTo(429);
        assertThat(wait.headers().firstValueAsLong("Retry-After").orElse(0)).isBetween(1L, 60L);
        assertThat(wait.body()).contains("查询过于频繁", "JZ安许证字[2023]000001").doesNotContain("<script");
        assertThat(eager.get("/").statusCode()).as("the empty form").isEqualTo(200);

        assertThat(new Visitor("203.0.113.8").get(lookUp).statusCode()).isEqualTo(200);
    }

    @Test
    void addressesOfOneIpv6NetworkCountAsOne() {
        for (int i = 1; i <= 4; i++) {
            assertThat(new Visitor("2001:db8:1:2::" + i).get("/?certNum=x").statusCode()).isEqualTo(200);
        }
        assertThat(new Visitor("2001:db8:1:2::5").get("/?certNum=x").statusCode()).isEqualTo(429);
        assertThat(new Visitor("2001:db8:1:3::5").get("/?certNum=x").statusCode()).isEqualTo(200);
    }

    @Test
    void theRobotHearsOfSealsThatEndOnce() {
        await().atMost(Duration.ofSeconds(30)).untilAsserted(() -> assertThat(ROBOT_HEARD).hasSizeGreaterThanOrEqualTo(14));
        assertThat(ROBOT_HEARD).allMatch(message -> message.contains("\"msgtype\":\"text\""))
                .anyMatch(message -> message.contains("印章即将到期：fuzhou"));
        Visitor admin = new Visitor("10.1.0.11").signIn("admin", password("admin"));
        await().atMost(Duration.ofSeconds(30)).until(() -> !admin.get("/console/alerts").body().contains("待发送"));
        assertThat(admin.get("/console/alerts").body()).contains("企业微信", "已发送").doesNotContain("very-secret");
        assertThat(ROBOT_HEARD).doesNotHaveDuplicates();
        assertThat(server.output()).doesNotContain("very-secret", IdentityProvider.SECRET);
    }

    @Test
    void thePagesThatOnlyAGuardedServerHasLookRight() {
        try (Browser browser = new Browser(server.url())) {
            browser.open("/console/login").screenshot("console-sign-in-oidc");
            browser.open("/console/login?no-role").screenshot("console-sign-in-no-role");
            provider.nextIs("zheng", "zl-viewer");
            browser.open("/console/login").submit("#oidc");
            assertThat(browser.text("h1")).isEqualTo("总览");
            await().atMost(Duration.ofSeconds(30)).until(() -> browser.open("/console/alerts").all("#alerts tbody tr").size() >= 14);
            browser.screenshot("console-alerts");
            for (int i = 0; i < 4; i++) {
                browser.open("/?company=a&creditCode=b");
            }
            assertThat(browser.complaints()).isEmpty();
            browser.open("/?company=a&creditCode=b").screenshot("portal-wait");
            assertThat(browser.text("#wait")).contains("查询过于频繁");
            assertThat(browser.complaints()).allMatch(complaint -> complaint.contains("429"));
        }
    }

    private static String password(String user) {
        Matcher printed = Pattern.compile("用户 " + user + "  密码 (\\S+)").matcher(server.output());
        assertThat(printed.find()).isTrue();
        return printed.group(1);
    }

    /** A browser without scripts, at an address that the proxy tells. */
    private static final class Visitor {

        private final String address;
        private final HttpClient http;
        private HttpResponse<String> last;

        Visitor(String address) {
            this.address = address;
            try {
                // from the provider back to the server it leads from https to http: nothing of ours is in between but the machine
                http = HttpClient.newBuilder().cookieHandler(new CookieManager()).sslContext(tls.client())
                        .followRedirects(HttpClient.Redirect.ALWAYS).build();
            } catch (Exception e) {
                throw new IllegalStateException(e);
            }
        }

        HttpResponse<String> get(String path) {
            return send(HttpRequest.newBuilder(URI.create(server.url() + path)));
        }

        Visitor signIn(String user, String password) {
            Matcher token = CSRF.matcher(get("/console/login").body());
            assertThat(token.find()).isTrue();
            last = send(HttpRequest.newBuilder(URI.create(server.url() + "/console/login"))
                    .header("Content-Type", "application/x-www-form-urlencoded")
                    .POST(HttpRequest.BodyPublishers.ofString("username=" + user + "&password=" + password + "&_csrf="
                            + URLEncoder.encode(token.group(1), StandardCharsets.UTF_8))));
            return this;
        }

        HttpResponse<String> send(HttpRequest.Builder request) {
            try {
                return http.send(request.header("X-Forwarded-For", address).header("Accept", "text/html").build(),
                        HttpResponse.BodyHandlers.ofString());
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IllegalStateException(e);
            }
        }
    }
}
