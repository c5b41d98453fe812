package cn.zhenglu.seal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import cn.zhenglu.seal.verify.Limits;
import cn.zhenglu.seal.verify.OfdVerifier;
import cn.zhenglu.seal.verify.RevocationLists;
import cn.zhenglu.seal.verify.Rule;
import cn.zhenglu.seal.verify.TrustedRoots;
import cn.zhenglu.seal.verify.VerificationReport;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What becomes of a seal in the course of the years: it runs out, is renewed, is revoked. */
class SealInTimeTest {

    @TempDir
    private Path folder;
    private final Instant start = Instant.now().truncatedTo(ChronoUnit.SECONDS);
    private final MovableClock clock = new MovableClock(start.plusSeconds(60));
    private TestMaker maker;
    private TestMaker.Identity first;
    private ConfiguredSeals seals;
    private RevokedSeals revoked;
    private Sealer sealer;

    @BeforeEach
    void aSealForOneYear() {
        maker = new TestMaker("测试根", start);
        maker.writeRoot(folder.resolve("trust"));
        first = maker.identity("福州市城乡建设局", start, start.plus(Duration.ofDays(365)));
        Map<String, String> settings = maker.seal(folder, "fuzhou", first);
        seals = SealBench.provider(settings, Map.of("file", new FileSeals()), clock);
        revoked = new RevokedSeals(List.of(folder.resolve("crls")), new Authorities(List.of(folder.resolve("trust"))));
        sealer = new Sealer(seals, new SealJudge(seals, revoked, clock, false), SealBench.DEPARTMENTS, clock);
    }

    @Test
    void a_renewed_seal_is_taken_up_without_a_restart_and_leaves_old_licences_valid() {
        byte[] old = seal();
        assertThat(report(old).failed()).isEmpty();

        clock.move(Duration.ofDays(400));
        assertThatThrownBy(this::seal).isInstanceOf(SealUnavailable.class).hasMessageContaining("过期");

        TestMaker.Identity second = maker.identity("福州市城乡建设局", clock.instant(), clock.instant().plus(Duration.ofDays(365)));
        maker.seal(folder, "fuzhou", second);
        clock.move(Duration.ofMinutes(1));
        byte[] renewed = seal();

        assertThat(report(renewed).failed()).isEmpty();
        assertThat(report(old).failed()).as("sealed with a certificate that has run out since").isEmpty();
        assertThat(report(old).facts().signedAt()).isBefore(report(renewed).facts().signedAt());
    }

    @Test
    void a_revoked_seal_lets_the_licences_wait_until_it_is_replaced() throws Exception {
        byte[] before = seal();
        clock.move(Duration.ofDays(1));
        Instant revocation = clock.instant().minusSeconds(60);
        maker.writeRevocationList(folder.resolve("crls/ca.crl"), clock.instant().plus(Duration.ofDays(1)), first.certificate(), revocation);
        assertThatThrownBy(this::seal).isInstanceOf(SealUnavailable.class).hasMessageContaining("签章者证书已于").hasMessageContaining("被吊销");
        assertThat(report(before).failed()).as("sealed before the revocation").isEmpty();

        Files.delete(folder.resolve("crls/ca.crl"));
        byte[] after = seal();
        maker.writeRevocationList(folder.resolve("crls/ca.crl"), clock.instant().plus(Duration.ofDays(1)), first.certificate(), revocation);
        assertThat(report(after).failed()).extracting(check -> check.rule()).containsExactly(Rule.CERTIFICATE_REVOCATION);

        maker.seal(folder, "fuzhou", maker.identity("福州市城乡建设局", start, start.plus(Duration.ofDays(365))));
        clock.move(Duration.ofMinutes(1));
        assertThat(report(seal()).failed()).isEmpty();
    }

    @Test
    void a_seal_whose_maker_was_revoked_is_not_used() {
        maker.writeRevocationList(folder.resolve("crls/ca.crl"), clock.instant().plusSeconds(60), maker.maker.certificate(), start);
        assertThatThrownBy(this::seal).isInstanceOf(SealUnavailable.class).hasMessageContaining("制章者证书");
    }

    @Test
    void an_outdated_list_is_told_and_still_counts() {
        maker.writeRevocationList(folder.resolve("crls/ca.crl"), clock.instant(), null, null);
        assertThat(revoked.warnings(clock.instant())).isEmpty();
        assertThat(revoked.warnings(clock.instant().plusSeconds(1))).singleElement().asString().contains("ca.crl", "过期");
        assertThat(seal()).isNotEmpty();
    }

    @Test
    void a_list_of_a_stranger_and_a_file_that_is_none_are_told_and_do_not_count() throws Exception {
        new TestMaker("测试根", start).writeRevocationList(folder.resolve("crls/stranger.crl"), clock.instant().plusSeconds(60),
                first.certificate(), start);
        Files.writeString(folder.resolve("crls/broken.crl"), "no list");
        Files.writeString(folder.resolve("crls/readme.txt"), "what lies here");
        assertThat(revoked.warnings(clock.instant())).hasSize(2).anyMatch(warning -> warning.contains("stranger.crl"))
                .anyMatch(warning -> warning.contains("broken.crl"));
        assertThat(seal()).isNotEmpty();
    }

    private byte[] seal() {
        return sealer.seal(SealBench.draft("fuzhou", SampleOfd.zip(SampleOfd.files()))).ofd();
    }

    private VerificationReport report(byte[] ofd) {
        return new OfdVerifier(new TrustedRoots(List.of(folder.resolve("trust"))), new RevocationLists(List.of(folder.resolve("crls"))),
                clock, Limits.DEFAULT).verify(ofd);
    }
}
