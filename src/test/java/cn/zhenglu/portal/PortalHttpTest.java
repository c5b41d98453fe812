package cn.zhenglu.portal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import cn.zhenglu.web.RunningDemo;
import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.web.server.ResponseStatusException;

@Tag("pages")
@ExtendWith(RunningDemo.Extension.class)
class PortalHttpTest {

    private RunningDemo demo;

    @BeforeEach
    void with(RunningDemo demo) {
        this.demo = demo;
    }

    @ParameterizedTest
    @ValueSource(strings = {"/", "/verify", "/console/login", "/nowhere"})
    void everyPageForbidsInlineContentFramesAndGuessing(String path) {
        HttpResponse<String> page = demo.get(path);

        assertThat(page.headers().firstValue("Content-Security-Policy")).hasValueSatisfying(policy -> assertThat(policy)
                .contains("default-src 'none'", "frame-ancestors 'none'").doesNotContain("unsafe"));
        assertThat(page.headers().firstValue("X-Frame-Options")).hasValue("DENY");
        assertThat(page.headers().firstValue("X-Content-Type-Options")).hasValue("nosniff");
        assertThat(page.headers().firstValue("Referrer-Policy")).hasValue("same-origin");
        assertThat(page.body()).doesNotContain("<script>", "style=", "onclick=");
    }

    @Test
    void theFrontPageStartsNoSession() {
        assertThat(demo.get("/").headers().allValues("Set-Cookie")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"/console", "/console/dead-letters", "/console/dead-letters/1", "/console/submissions",
        "/console/submissions/00000000000000000000000000000000/document.png", "/console/anything"})
    void theConsoleLeadsStrangersToTheSignIn(String path) {
        HttpResponse<String> answer = demo.get(path);

        assertThat(answer.statusCode()).isEqualTo(302);
        assertThat(answer.headers().firstValue("Location")).hasValueSatisfying(to -> assertThat(to).endsWith("/console/login"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"/actuator", "/actuator/env", "/actuator/heapdump", "/actuator/loggers"})
    void ofTheActuatorOnlyHealthAndMetricsAreOpen(String path) {
        assertThat(demo.get(path).statusCode()).isEqualTo(403);
        assertThat(demo.get("/actuator/health").statusCode()).isEqualTo(200);
        assertThat(demo.get("/actuator/prometheus").statusCode()).isEqualTo(200);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/p/AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA", "/p/short", "/p/AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA.png",
        "/p/AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA.ofd", "/p/AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA.pdf", "/p/%27%20or%201=1--", "/p/..%2f..%2fetc", "/p/"})
    void anAddressThatWasNeverGivenOutIsNotFoundAndSaysNothing(String path) {
        HttpResponse<String> answer = demo.get(path);

        assertThat(answer.statusCode()).isIn(400, 404);
        assertThat(answer.body()).doesNotContain("Exception", "cn.zhenglu", "安许证字");
    }

    /** Whoever holds one address has learnt nothing of any other. */
    @Test
    void noNeighbourOfAnAddressLeadsAnywhere() {
        String known = demo.collectedToken();
        assertThat(demo.get("/p/" + known).statusCode()).isEqualTo(200);
        List<String> neighbours = new ArrayList<>();
        for (int i = 0; i < known.length(); i++) {
            char other = known.charAt(i) == 'A' ? 'B' : 'A';
            neighbours.add(known.substring(0, i) + other + known.substring(i + 1));
        }
        neighbours.add(new StringBuilder(known).reverse().toString());
        neighbours.add(known.toLowerCase(Locale.ROOT).equals(known) ? known.toUpperCase(Locale.ROOT) : known.toLowerCase(Locale.ROOT));
        neighbours.add(known.substring(1) + known.charAt(0));
        assertThat(neighbours).allSatisfy(token -> assertThat(demo.get("/p/" + token).statusCode()).as(token).isEqualTo(404));
    }

    @ParameterizedTest
    @ValueSource(strings = {"/?certNum=%00", "/?company=a%00&creditCode=b", "/verify?code=%00", "/p/%00"})
    void aCharacterThatTheDatabaseDoesNotTakeIsAWrongRequestAndNoFault(String path) {
        HttpResponse<String> answer = demo.get(path);

        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(answer.body()).doesNotContain("Exception");
    }

    /** No client of Java's sends these. */
    @ParameterizedTest
    @ValueSource(strings = {"/p/%", "/p/%4", "/p/%zz", "/p/\u00e9", "/p/|", "/p/a#b", "/p/\u0001"})
    void whatIsNoAddressAtAllIsAWrongRequest(String path) throws IOException {
        URI server = URI.create(demo.url());
        try (Socket socket = new Socket(server.getHost(), server.getPort())) {
            socket.getOutputStream().write(("GET " + path + " HTTP/1.1\r\nHost: " + server.getAuthority() + "\r\nConnection: close\r\n\r\n")
                    .getBytes(StandardCharsets.ISO_8859_1));
            String answer = new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            assertThat(answer).startsWith("HTTP/1.1 400").doesNotContain("Exception", "cn.zhenglu");
        }
    }

    @Test
    void aPreviewIsKeptByTheBrowserButNeverShownWithoutAsking() {
        String code = demo.collectedToken();
        for (String ending : List.of("", ".png", ".ofd")) {
            HttpResponse<String> first = demo.get("/p/" + code + ending);
            assertThat(first.statusCode()).as(ending).isEqualTo(200);
            assertThat(first.headers().firstValue("Cache-Control")).as(ending).hasValue("no-cache, private");
            String tag = first.headers().firstValue("ETag").orElseThrow();
            HttpResponse<String> again = demo.send(HttpRequest.newBuilder(URI.create(demo.url() + "/p/" + code + ending))
                    .header("Accept", "text/html,*/*;q=0.8").header("If-None-Match", tag));
            assertThat(again.statusCode()).as(ending).isEqualTo(304);
            assertThat(again.body()).isEmpty();
        }
    }

    @Test
    void anUploadWithoutTheFormsTokenIsRefused() {
        String body = "--b\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a.ofd\"\r\n\r\nx\r\n--b--\r\n";
        HttpResponse<String> answer = demo.send(HttpRequest.newBuilder(URI.create(demo.url() + "/verify"))
                .header("Content-Type", "multipart/form-data; boundary=b").header("Accept", "text/html")
                .POST(HttpRequest.BodyPublishers.ofString(body)));

        assertThat(answer.statusCode()).isEqualTo(403);
        assertThat(answer.body()).contains("不能访问");
    }

    @Test
    void anUploadUnderANameThatIsNoneIsRefusedWithAWordAndNoStackTrace() {
        assertThat(refusal("a\0.ofd", 1)).endsWith("/verify?unreadable");
    }

    @Test
    void aFileAboveTheLimitInAFormBelowItsOwnIsTooLarge() {
        assertThat(refusal("a.ofd", (10 << 20) + 1000)).endsWith("/verify?too-large");
    }

    private String refusal(String name, int size) {
        String body = "--b\r\nContent-Disposition: form-data; name=\"file\"; filename=\"" + name + "\"\r\n\r\n" + "x".repeat(size) + "\r\n--b--\r\n";
        HttpResponse<String> answer = demo.send(HttpRequest.newBuilder(URI.create(demo.url() + "/verify"))
                .header("Content-Type", "multipart/form-data; boundary=b").header("Accept", "text/html")
                .POST(HttpRequest.BodyPublishers.ofString(body)));
        assertThat(answer.statusCode()).isEqualTo(302);
        return answer.headers().firstValue("Location").orElseThrow();
    }

    @Test
    void anActWithoutSignInIsRefused() {
        HttpResponse<String> answer = demo.send(HttpRequest.newBuilder(URI.create(demo.url() + "/console/dead-letters/1/retry"))
                .POST(HttpRequest.BodyPublishers.noBody()));

        assertThat(answer.statusCode()).isEqualTo(403);
    }

    @Test
    void withoutPermissionTheFileIsNotThereWhoeverAsks() {
        PreviewController closed = new PreviewController(null, null, null, null, new PortalSettings(false, 30, 10), Clock.systemUTC());

        assertThatExceptionOfType(ResponseStatusException.class).isThrownBy(() -> closed.file("A".repeat(32)))
                .satisfies(refusal -> assertThat(refusal.getStatusCode().value()).isEqualTo(404));
    }
}
