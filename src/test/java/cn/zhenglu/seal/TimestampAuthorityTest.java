package cn.zhenglu.seal;

import static cn.zhenglu.seal.TimestampAuthorityStandIn.POLICY;
import static cn.zhenglu.seal.TimestampAuthorityStandIn.SM3;
import static cn.zhenglu.seal.TimestampAuthorityStandIn.generator;
import static cn.zhenglu.seal.TimestampAuthorityStandIn.granted;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import cn.zhenglu.FaultTally;
import cn.zhenglu.licence.TryLater;
import cn.zhenglu.seal.TimestampAuthorityStandIn.Answer;
import cn.zhenglu.seal.verify.Limits;
import cn.zhenglu.seal.verify.OfdVerifier;
import cn.zhenglu.seal.verify.Outcome;
import cn.zhenglu.seal.verify.Rule;
import cn.zhenglu.seal.verify.TrustedRoots;
import java.io.IOException;
import java.math.BigInteger;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.bouncycastle.asn1.cmp.PKIFailureInfo;
import org.bouncycastle.asn1.cmp.PKIStatus;
import org.bouncycastle.tsp.TimeStampRequest;
import org.bouncycastle.tsp.TimeStampRequestGenerator;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Seals stamped by an authority over real HTTP, and every way in which its answer can be wrong. */
class TimestampAuthorityTest {

    private static final Instant START = Instant.now().truncatedTo(ChronoUnit.SECONDS).minusSeconds(60);
    private static final MovableClock CLOCK = new MovableClock(START.plusSeconds(60));

    private static final FaultTally WRONG = new FaultTally("time-stamp authority: wrong clock, digest, nonce or key, refusal, nonsense");

    @TempDir
    private static Path folder;
    private static TestMaker maker;
    private static TestMaker.Identity authority;
    private static KeyedSeal seal;
    private static TimestampAuthorityStandIn service;

    @BeforeAll
    static void start() throws IOException {
        maker = new TestMaker("测试根", START);
        maker.writeRoot(folder.resolve("trust"));
        authority = maker.timestampAuthority("时间戳机构");
        Map<String, String> settings = maker.seal(folder, "fuzhou", maker.identity("福州市城乡建设局", START, START.plus(Duration.ofDays(365))));
        seal = (KeyedSeal) new FileSeals().open("fuzhou", SealBench.binder(settings));
        service = new TimestampAuthorityStandIn(authority, CLOCK);
    }

    @AfterAll
    static void stop() {
        service.close();
    }

    @AfterAll
    static void all_wrong_answers() {
        WRONG.measured().tell();
    }

    @BeforeEach
    void behave() {
        service.behave();
    }

    @Test
    void the_verifier_finds_the_timestamp_valid() {
        byte[] sealed = sealer("").seal(SealBench.draft("fuzhou", SampleOfd.zip(SampleOfd.files()))).ofd();
        assertThat(new OfdVerifier(new TrustedRoots(List.of(folder.resolve("trust"))), CLOCK, Limits.DEFAULT).verify(sealed).checks())
                .noneMatch(check -> check.failed())
                .anyMatch(check -> check.rule() == Rule.TIMESTAMP && check.outcome() == Outcome.PASSED);
    }

    @Test
    void asks_for_the_policy_of_the_settings() {
        service.answer = request -> {
            assertThat(request.getReqPolicy().getId()).isEqualTo(POLICY);
            assertThat(request.getCertReq()).isTrue();
            assertThat(request.getNonce().bitLength()).isGreaterThan(30);
            assertThat(request.getMessageImprintAlgOID()).isEqualTo(SM3);
            return granted(request, authority, CLOCK.instant());
        };
        assertThat(sealer(POLICY).seal(SealBench.draft("fuzhou", SampleOfd.zip(SampleOfd.files()))).ofd()).isNotEmpty();
    }

    static Stream<Arguments> wrong_answers() {
        return Stream.of(
                wrong("digest of something else", request -> granted(request(request.getNonce(), new byte[32]), authority, START), "应答与请求不符"),
                wrong("nonce of another request", request -> granted(request(BigInteger.TEN, request.getMessageImprintDigest()), authority,
                        START), "应答与请求不符"),
                wrong("a stranger's authority", request -> granted(request, new TestMaker("测试根", START).timestampAuthority("时间戳机构"),
                        START.plusSeconds(60)), "未能连到 zhenglu.trust"),
                wrong("clock that is wrong", request -> granted(request, authority, START.plus(Duration.ofHours(2))), "校准时间"),
                wrong("refusal", request -> generator(authority).generateFailResponse(PKIStatus.REJECTION, PKIFailureInfo.unacceptedPolicy, "no")
                        .getEncoded(), "请求被拒绝"),
                wrong("nonsense", request -> "no token".getBytes(), "时间戳不可采用"));
    }

    private static Arguments wrong(String what, Answer answer, String sentence) {
        return Arguments.of(what, answer, sentence);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource
    void wrong_answers(String what, Answer wrong, String sentence) {
        service.answer = wrong;
        long began = System.nanoTime();
        Throwable end = catchThrowable(() -> sealer("").seal(SealBench.draft("fuzhou", SampleOfd.zip(SampleOfd.files()))));
        Duration refused = FaultTally.since(began);
        assertThat(end).isInstanceOf(SealUnavailable.class).hasMessageContaining(sentence);
        WRONG.add(1, end instanceof TryLater ? 0 : 1, service.requests() - 1, end instanceof SealUnavailable ? 1 : 0, refused);
    }

    @Test
    void an_authority_that_is_down_is_asked_again_and_then_the_licences_wait() {
        service.status = 503;
        assertThatThrownBy(() -> sealer("").seal(SealBench.draft("fuzhou", SampleOfd.zip(SampleOfd.files()))))
                .isInstanceOf(TryLater.class).isNotInstanceOf(SealUnavailable.class).hasMessageContaining("时间戳服务暂不可用");
        assertThat(service.requests).hasValue(2);
    }

    @Test
    void an_authority_without_its_own_time_is_waited_for() {
        service.answer = request -> generator(authority).generateFailResponse(PKIStatus.REJECTION, PKIFailureInfo.timeNotAvailable, "no").getEncoded();
        assertThatThrownBy(() -> sealer("").seal(SealBench.draft("fuzhou", SampleOfd.zip(SampleOfd.files()))))
                .isInstanceOf(TryLater.class).isNotInstanceOf(SealUnavailable.class);
    }

    private Sealer sealer(String policy) {
        TimestampAuthority stamps = new TimestampAuthority(new TimestampSettings(
                URI.create(service.address()), policy, "", Duration.ofSeconds(5),
                Duration.ofSeconds(5), 2), new Authorities(List.of(folder.resolve("trust"))), null);
        ConfiguredSeals seals = SealBench.provider(Map.of("zhenglu.seals.fuzhou.kind", "file"), Map.of("file", (name, settings) -> seal), stamps::stamp, CLOCK);
        return new Sealer(seals, SealBench.judge(seals, CLOCK), SealBench.DEPARTMENTS, CLOCK);
    }

    private static TimeStampRequest request(BigInteger nonce, byte[] digest) throws Exception {
        TimeStampRequestGenerator generator = new TimeStampRequestGenerator();
        generator.setCertReq(true);
        return generator.generate(SM3, digest, nonce);
    }
}
