package cn.zhenglu.seal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import cn.zhenglu.FaultTally;
import cn.zhenglu.licence.TryLater;
import cn.zhenglu.seal.ses.SesSignature;
import cn.zhenglu.seal.ses.TbsSign;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.dataformat.yaml.YAMLMapper;

/** The client of a seal service, over real HTTP, against everything that a service can answer. */
class HttpSealsTest {

    private static final byte[] CONTENT = SampleOfd.utf8("<ofd:Signature/>");
    private static final String PROPERTY = "/Doc_0/Signs/Sign_0/Signature.xml";

    private static final FaultTally NONSENSE = new FaultTally("seal service answers nonsense");
    private static final FaultTally WRONG = new FaultTally("seal service signs with a wrong key, digest, path, time, seal or certificate");

    @TempDir
    private static Path folder;
    private static KeyedSeal fuzhou;
    private static KeyedSeal xiamen;
    private static SealServiceStandIn service;

    private final MovableClock clock = new MovableClock(Instant.now().truncatedTo(ChronoUnit.SECONDS));
    private ConfiguredSeals seals;

    @BeforeAll
    static void start() {
        SealBench bench = new SealBench(folder);
        fuzhou = FileSeals.read("fuzhou", bench.setting("fuzhou"));
        xiamen = FileSeals.read("xiamen", bench.setting("xiamen"));
        service = new SealServiceStandIn(fuzhou);
    }

    @AfterAll
    static void stop() {
        service.close();
    }

    @AfterAll
    static void nonsense_and_wrong_signatures() {
        NONSENSE.measured().tell();
        WRONG.measured().tell();
    }

    @BeforeEach
    void behave() {
        service.requests.clear();
        service.misdeeds.clear();
        service.signs = UnaryOperator.identity();
        service.answers = UnaryOperator.identity();
        service.seal = fuzhou.matched();
        service.key = fuzhou.signer();
        seals = seals(Map.of());
    }

    @Test
    void sends_the_digest_and_not_the_file() {
        sign();
        assertThat(service.requests).singleElement().satisfies(request -> {
            assertThat(request.path("digest").asString()).isEqualTo(Base64.getEncoder().encodeToString(Sm3.digest(CONTENT)));
            assertThat(request.path("digestAlgorithm").asString()).isEqualTo("1.2.156.10197.1.401");
            assertThat(request.path("propertyInfo").asString()).isEqualTo(PROPERTY);
            assertThat(Instant.parse(request.path("time").asString())).isEqualTo(clock.instant());
            assertThat(request.has("content")).isFalse();
        });
    }

    @Test
    void sends_the_signature_file_to_a_service_that_digests_by_itself() {
        seals = seals(Map.of("send", "file"));
        sign();
        assertThat(service.requests.get(0).path("content").asString()).isEqualTo(Base64.getEncoder().encodeToString(CONTENT));
    }

    @Test
    void sends_and_reads_what_the_published_contract_says() throws Exception {
        JsonNode contract = new YAMLMapper().readTree(Files.readString(Path.of("docs/seal-service.openapi.yaml")));
        JsonNode schemas = contract.at("/components/schemas");
        sign();
        JsonNode digestOnly = service.requests.get(0);
        seals = seals(Map.of("send", "file"));
        sign();
        JsonNode withFile = service.requests.get(1);
        assertThat(digestOnly.propertyNames()).containsExactlyInAnyOrderElementsOf(texts(schemas.at("/SignatureRequest/required")));
        assertThat(withFile.propertyNames()).containsExactlyInAnyOrderElementsOf(schemas.at("/SignatureRequest/properties").propertyNames());
        assertThat(digestOnly.path("requestId").asString()).matches(schemas.at("/SignatureRequest/properties/requestId/pattern").asString());
        assertThat(texts(schemas.at("/Seal/required"))).containsExactly("seal", "certificate");
        assertThat(texts(schemas.at("/Signature/required"))).containsExactly("signature");
        assertThat(contract.path("paths").propertyNames()).containsExactly("/seals/{id}", "/seals/{id}/signatures");
    }

    private static List<String> texts(JsonNode array) {
        return array.valueStream().map(JsonNode::asString).toList();
    }

    @Test
    void asks_again_under_the_same_id_when_no_answer_came() {
        service.misdeeds.add(SealServiceStandIn.text(503, "busy"));
        service.misdeeds.add(exchange -> { }); // hangs up
        FaultTally trouble = new FaultTally("seal service busy, then hanging up");
        assertThat(end(trouble)).isNull();
        assertThat(service.requests).hasSize(3).extracting(request -> request.path("requestId").asString()).containsOnly(
                service.requests.get(0).path("requestId").asString());
        trouble.measured().tell();
    }

    @Test
    void gives_up_after_the_attempts_and_lets_the_licences_wait() {
        for (int i = 0; i < 3; i++) {
            service.misdeeds.add(SealServiceStandIn.text(502, "<html>Bad gateway</html>"));
        }
        FaultTally trouble = new FaultTally("seal service down (HTTP 502)");
        assertThat(end(trouble)).isInstanceOf(TryLater.class).hasMessage("印章服务暂不可用（HTTP 502）");
        assertThat(service.requests).hasSize(3);
        trouble.measured().tell();
    }

    @Test
    void leaves_a_service_alone_as_long_as_it_asks_for() {
        service.misdeeds.add(exchange -> {
            exchange.getResponseHeaders().set("Retry-After", "120");
            exchange.sendResponseHeaders(429, -1);
        });
        assertThatThrownBy(this::sign).isInstanceOfSatisfying(TryLater.class,
                later -> assertThat(later.after()).isEqualTo(Duration.ofSeconds(120)));
        assertThat(service.requests).hasSize(1);
        clock.move(Duration.ofSeconds(119));
        assertThatThrownBy(this::sign).isInstanceOf(TryLater.class);
        assertThat(service.requests).hasSize(1);
        clock.move(Duration.ofSeconds(2));
        sign();
    }

    @Test
    void does_not_wait_for_ever_for_an_answer_that_trickles() throws Exception {
        seals = seals(Map.of("attempts", "1", "response-timeout", "300ms"));
        CountDownLatch done = new CountDownLatch(1);
        service.misdeeds.add(exchange -> {
            exchange.sendResponseHeaders(200, 0);
            exchange.getResponseBody().write('{');
            exchange.getResponseBody().flush();
            try {
                done.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
        FaultTally trouble = new FaultTally("seal service slow, its answer trickles");
        assertThat(end(trouble)).isInstanceOf(TryLater.class).hasMessage("印章服务应答超时");
        done.countDown();
        trouble.measured().tell();
    }

    @Test
    void does_not_read_an_endless_answer() {
        service.misdeeds.add(exchange -> {
            exchange.sendResponseHeaders(200, 0);
            byte[] part = new byte[1 << 16];
            for (int i = 0; i < 200; i++) {
                exchange.getResponseBody().write(part);
            }
        });
        FaultTally trouble = new FaultTally("seal service answers without end");
        assertThat(end(trouble)).isInstanceOf(BrokenSeal.class).hasMessageContaining("应答过长");
        trouble.measured().tell();
    }

    @Test
    void a_wrong_token_is_told_with_the_setting_and_without_the_token() {
        seals = seals(Map.of("token", "wrong-token"));
        assertThatThrownBy(() -> seals.seal("fuzhou")).isInstanceOf(BrokenSeal.class)
                .hasMessageContaining("HTTP 401").hasMessageContaining("zhenglu.seals.fuzhou.token").hasMessageNotContaining("wrong-token");
    }

    @Test
    void a_token_that_is_no_header_is_told_without_being_repeated() {
        seals = seals(Map.of("token", "broken\ntoken"));
        assertThatThrownBy(() -> seals.seal("fuzhou")).isInstanceOf(BrokenSeal.class).hasMessageNotContaining("broken")
                .hasNoCause();
    }

    @Test
    void a_service_that_has_another_seal_is_told() {
        service.seal = new MatchedSeal(fuzhou.matched().structure(), xiamen.matched().certificate(), fuzhou.seal());
        assertThatThrownBy(() -> seals.seal("fuzhou")).isInstanceOf(BrokenSeal.class).hasMessageContaining("两者不是一套");
    }

    @Test
    void a_renewed_seal_is_noticed_and_a_document_never_gets_half_of_each() {
        Seal before = seals.seal("fuzhou").orElseThrow();
        service.seal = xiamen.matched();
        service.key = xiamen.signer();
        clock.move(Duration.ofMinutes(2));
        assertThatThrownBy(() -> seals.sign(before, CONTENT, PROPERTY, clock.instant())).isInstanceOfSatisfying(TryLater.class,
                later -> assertThat(later.after()).isLessThan(Duration.ofSeconds(5)));
        assertThat(seals.seal("fuzhou").orElseThrow().title()).contains("(02)");
        sign();
    }

    static Stream<Arguments> nonsense() {
        return Stream.of(
                Arguments.of("is no JSON", "<html>welcome</html>", "不是 JSON"),
                Arguments.of("has no signature", "{}", "没有 signature"),
                Arguments.of("is no base64", "{\"signature\": \"***\"}", "不是 base64"),
                Arguments.of("is no signature", "{\"signature\": \"AAAA\"}", "不是 GB/T 38540-2020"),
                Arguments.of("is another type", "{\"signature\": {\"x\": 1}}", "没有 signature"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource
    void nonsense(String what, String body, String sentence) {
        service.misdeeds.add(SealServiceStandIn.text(200, body));
        assertThat(end(NONSENSE)).isInstanceOf(BrokenSeal.class).hasMessageContaining(sentence);
    }

    static Stream<Arguments> wrong_signatures() {
        UnaryOperator<TbsSign> same = UnaryOperator.identity();
        UnaryOperator<SesSignature> sent = UnaryOperator.identity();
        return Stream.of(
                arguments("another digest", tbs -> new TbsSign(4, tbs.seal(), tbs.time(), new byte[32], tbs.propertyInfo(), null), sent,
                        "不是所请求的杂凑值"),
                arguments("another path", tbs -> new TbsSign(4, tbs.seal(), tbs.time(), tbs.dataHash(), "/Doc_0/Other.xml", null), sent,
                        "原文属性"),
                arguments("another time", tbs -> new TbsSign(4, tbs.seal(), tbs.time().plusSeconds(3600), tbs.dataHash(),
                        tbs.propertyInfo(), null), sent, "签章时间"),
                arguments("another seal", tbs -> new TbsSign(4, xiamen.matched().structure(), tbs.time(), tbs.dataHash(),
                        tbs.propertyInfo(), null), sent, "不是本印章"),
                arguments("another version", tbs -> new TbsSign(3, tbs.seal(), tbs.time(), tbs.dataHash(), tbs.propertyInfo(), null), sent,
                        "版本"),
                arguments("another certificate", same, signature -> new SesSignature(signature.tbs(), xiamen.matched().certificate(),
                        signature.algorithm(), signature.signature(), null), "不是本印章的签章者证书"),
                arguments("another algorithm", same, signature -> new SesSignature(signature.tbs(), signature.certificate(),
                        "1.2.840.10045.4.3.2", signature.signature(), null), "算法不是 SM2"),
                arguments("another key", same, signature -> new SesSignature(signature.tbs(), signature.certificate(),
                        signature.algorithm(), xiamen.signer().sign(signature.tbs().encoded()), null), "签名值"),
                arguments("no signature value", same, signature -> new SesSignature(signature.tbs(), signature.certificate(),
                        signature.algorithm(), new byte[0], null), "签名值"));
    }

    private static Arguments arguments(String what, UnaryOperator<TbsSign> signs, UnaryOperator<SesSignature> answers, String sentence) {
        return Arguments.of(what, signs, answers, sentence);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource
    void wrong_signatures(String what, UnaryOperator<TbsSign> signs, UnaryOperator<SesSignature> answers, String sentence) {
        service.signs = signs;
        service.answers = answers;
        assertThat(end(WRONG)).isInstanceOf(BrokenSeal.class)
                .hasMessageContaining("印章服务返回的签章不可采用").hasMessageContaining(sentence);
        assertThat(seals.failure("fuzhou")).isInstanceOf(BrokenSeal.class);
    }

    /**
     * Why a signature was not had that is asked for in trouble; {@code null}: it was had. Lost would be one that the licence neither waits
     * for nor somebody is told to mend, doubled what was asked for under a second id.
     */
    private Throwable end(FaultTally trouble) {
        long began = System.nanoTime();
        Throwable end = catchThrowable(this::sign);
        long ids = service.requests.stream().map(request -> request.path("requestId").asString()).distinct().count();
        trouble.add(1, end == null || end instanceof TryLater || end instanceof BrokenSeal ? 0 : 1, ids - 1, end instanceof BrokenSeal ? 1 : 0,
                FaultTally.since(began));
        return end;
    }

    private byte[] sign() {
        return seals.sign(seals.seal("fuzhou").orElseThrow(), CONTENT, PROPERTY, clock.instant());
    }

    private ConfiguredSeals seals(Map<String, String> other) {
        Map<String, String> settings = new HashMap<>(Map.of("kind", "http", "url", service.address(), "id", SealServiceStandIn.ID,
                "token", SealServiceStandIn.TOKEN));
        settings.putAll(other);
        Map<String, String> properties = new HashMap<>();
        settings.forEach((key, value) -> properties.put("zhenglu.seals.fuzhou." + key, value));
        return SealBench.provider(properties, Map.of("http", new HttpSeals(new Tls(null), clock)), clock);
    }
}
