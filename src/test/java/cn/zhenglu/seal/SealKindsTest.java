package cn.zhenglu.seal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import cn.zhenglu.FaultTally;
import cn.zhenglu.licence.TryLater;
import cn.zhenglu.seal.verify.Limits;
import cn.zhenglu.seal.verify.OfdVerifier;
import cn.zhenglu.seal.verify.Rule;
import cn.zhenglu.seal.verify.TrustedRoots;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What every kind of seal must do alike, wherever its key lives. */
class SealKindsTest {

    private static final byte[] CONTENT = SampleOfd.utf8("<ofd:Signature/>");
    private static final String PROPERTY = "/Doc_0/Signs/Sign_0/Signature.xml";

    private static final FaultTally GONE = new FaultTally("seal gone for two minutes, each kind of seal, simulated clock");

    @TempDir
    private static Path folder;
    private static SealBench bench;
    private static SealServiceStandIn service;

    private final MovableClock clock = new MovableClock(Instant.now());

    /** The kinds, with what can be set of them. */
    enum Kind {
        FILE, HTTP_DIGEST, HTTP_FILE, DEVICE_DER, DEVICE_RAW;

        Map<String, String> settings() {
            FileSeals.Setting files = bench.setting("fuzhou");
            Map<String, String> settings = new LinkedHashMap<>();
            switch (this) {
                case FILE -> bench.properties.forEach((key, value) -> {
                    if (key.contains(".fuzhou.")) {
                        settings.put(key.substring("zhenglu.seals.fuzhou.".length()), value);
                    }
                });
                case HTTP_DIGEST, HTTP_FILE -> settings.putAll(Map.of("kind", "http", "url", service.address(), "id", SealServiceStandIn.ID,
                        "token", SealServiceStandIn.TOKEN, "send", this == HTTP_FILE ? "file" : "digest"));
                case DEVICE_DER, DEVICE_RAW -> settings.putAll(Map.of("kind", "pkcs11",
                        "provider", TestDevice.class.getName(), "password", TestDevice.PIN, "seal", files.seal().toString(),
                        "configuration", files.keystore() + "|" + new String(files.password()) + (this == DEVICE_RAW ? "|RAW" : "|DER")));
            }
            return settings;
        }

        Set<String> secrets() {
            return settings().entrySet().stream().filter(one -> Set.of("password", "token", "configuration").contains(one.getKey()))
                    .map(Map.Entry::getValue).collect(Collectors.toSet());
        }

        void takeAway() throws Exception {
            switch (this) {
                case HTTP_DIGEST, HTTP_FILE -> service.stop();
                default -> Files.move(bench.setting("fuzhou").keystore(), folder.resolve("away"));
            }
        }

        void bringBack() throws Exception {
            switch (this) {
                case HTTP_DIGEST, HTTP_FILE -> service.start();
                default -> Files.move(folder.resolve("away"), bench.setting("fuzhou").keystore());
            }
        }
    }

    @BeforeAll
    static void seals() {
        bench = new SealBench(folder);
        service = new SealServiceStandIn(FileSeals.read("fuzhou", bench.setting("fuzhou")));
    }

    @AfterAll
    static void stop() {
        service.close();
    }

    @AfterAll
    static void what_is_gone() {
        GONE.measured().tell();
    }

    @ParameterizedTest
    @EnumSource
    void shows_the_seal(Kind kind) throws Exception {
        Seal seal = seals(kind).seal("fuzhou").orElseThrow();
        assertThat(seal.name()).isEqualTo("fuzhou");
        assertThat(seal.title()).isEqualTo("福建省住房和城乡建设厅行政审批专用章(01)");
        assertThat(seal.encoded()).isEqualTo(Files.readAllBytes(bench.setting("fuzhou").seal()));
        assertThat(seal.isDemo()).isTrue();
        assertThat(seals(kind).seal("xiamen")).isEmpty();
    }

    @ParameterizedTest
    @EnumSource
    void signs_what_was_asked_for(Kind kind) {
        ConfiguredSeals seals = seals(kind);
        Instant time = clock.instant();
        byte[] signature = seals.sign(seals.seal("fuzhou").orElseThrow(), CONTENT, PROPERTY, time);
        SignatureAnswer.require(signature, FileSeals.read("fuzhou", bench.setting("fuzhou")).matched(), Sm3.digest(CONTENT), PROPERTY, time);
    }

    @ParameterizedTest
    @EnumSource
    void signs_in_many_threads_at_once(Kind kind) {
        ConfiguredSeals seals = seals(kind);
        Seal seal = seals.seal("fuzhou").orElseThrow();
        MatchedSeal matched = FileSeals.read("fuzhou", bench.setting("fuzhou")).matched();
        Instant time = clock.instant();
        IntStream.range(0, 24).parallel().forEach(number -> {
            byte[] content = SampleOfd.utf8("<ofd:Signature>" + number + "</ofd:Signature>");
            SignatureAnswer.require(seals.sign(seal, content, PROPERTY, time), matched, Sm3.digest(content), PROPERTY, time);
        });
    }

    @ParameterizedTest
    @EnumSource
    void seals_a_document_on_which_the_verifier_finds_nothing_wrong_with_the_seal(Kind kind) {
        ConfiguredSeals seals = seals(kind);
        byte[] sealed = new Sealer(seals, SealBench.judge(seals, clock), SealBench.DEPARTMENTS, Clock.systemUTC())
                .seal(SealBench.draft("fuzhou", SampleOfd.zip(SampleOfd.files()))).ofd();
        assertThat(new OfdVerifier(new TrustedRoots(List.of(bench.trust)), Clock.systemUTC(), Limits.DEFAULT).verify(sealed).checks())
                .noneMatch(check -> check.failed()).anyMatch(check -> check.rule() == Rule.SEAL_SIGNATURE)
                .anyMatch(check -> check.rule() == Rule.SIGNER_CHAIN).anyMatch(check -> check.rule() == Rule.STAMP_SEAL_FILE);
    }

    @ParameterizedTest
    @EnumSource
    void what_is_gone_makes_licences_wait_and_is_found_again_by_itself(Kind kind) throws Exception {
        ConfiguredSeals seals = seals(kind);
        Seal seal = seals.seal("fuzhou").orElseThrow();
        kind.takeAway();
        try {
            clock.move(Duration.ofMinutes(2));
            assertThatThrownBy(() -> seals.sign(seal, CONTENT, PROPERTY, clock.instant())).isInstanceOfAny(BrokenSeal.class, TryLater.class);
            assertThatThrownBy(() -> seals.seal("fuzhou")).isInstanceOfAny(BrokenSeal.class, TryLater.class);
        } finally {
            kind.bringBack();
        }
        Instant back = clock.instant();
        int requests = service.requests.size();
        clock.move(Duration.ofMinutes(1));
        byte[] signature = seals.sign(seals.seal("fuzhou").orElseThrow(), CONTENT, PROPERTY, clock.instant());
        assertThat(signature).isNotEmpty();
        assertThat(seals.failure("fuzhou")).isNull();
        GONE.add(1, signature.length == 0 ? 1 : 0, Math.max(0, service.requests.size() - requests - 1),
                seals.failure("fuzhou") == null ? 0 : 1, Duration.between(back, clock.instant()));
    }

    @ParameterizedTest
    @EnumSource
    void tells_no_secret(Kind kind) throws Exception {
        ConfiguredSeals seals = seals(kind);
        OpenSeal open = kinds().get(kind.settings().get("kind")).open("fuzhou", SealBench.binder(properties(kind)));
        assertThat(kind.secrets()).isNotEmpty().allSatisfy(secret ->
                assertThat(open + " " + seals + " " + seals.seal("fuzhou")).doesNotContain(secret));
    }

    private ConfiguredSeals seals(Kind kind) {
        return SealBench.provider(properties(kind), kinds(), clock);
    }

    private Map<String, SealKind> kinds() {
        return Map.of("file", new FileSeals(), "http", new HttpSeals(new Tls(null), clock), "pkcs11", new DeviceSeals());
    }

    private static Map<String, String> properties(Kind kind) {
        return kind.settings().entrySet().stream()
                .collect(Collectors.toMap(one -> "zhenglu.seals.fuzhou." + one.getKey(), Map.Entry::getValue));
    }
}
