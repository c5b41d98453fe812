package cn.zhenglu.seal.verify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RevocationTest {

    private static final Instant SIGNED = SealedOfdMaker.SIGNED;
    private static final Instant NOW = SIGNED.plus(Duration.ofDays(30));
    private static final int UNSPECIFIED = 0;
    private static final int KEY_COMPROMISE = 1;
    private static final int SUPERSEDED = 4;

    @TempDir
    private Path trust;
    @TempDir
    private Path lists;
    private VerifierFixture fixture;
    private SealedOfdMaker maker;

    @BeforeEach
    void document() {
        fixture = new VerifierFixture(trust);
        maker = fixture.maker();
    }

    @Test
    void without_lists_the_report_says_that_nobody_was_asked() {
        assertThat(check()).returns(Outcome.NOT_APPLICABLE, Check::outcome);
    }

    @Test
    void certificates_that_are_not_on_the_list_are_good() throws IOException {
        list(fixture.authority.revocationList(SIGNED, NOW.plusSeconds(1), null, null, 0));
        assertThat(check()).returns(Outcome.PASSED, Check::outcome);
    }

    @Test
    void a_seal_of_a_certificate_revoked_before_is_refused() throws IOException {
        list(revoked(SIGNED.minusSeconds(60), UNSPECIFIED));
        assertThat(check()).returns(Outcome.FAILED, Check::outcome);
        assertThat(check().sentence()).contains("被吊销", "签章时间为");
    }

    @Test
    void a_seal_of_a_certificate_that_was_replaced_afterwards_stays_valid() throws IOException {
        list(revoked(SIGNED.plusSeconds(60), SUPERSEDED));
        assertThat(check()).returns(Outcome.PASSED, Check::outcome);
        assertThat(check().sentence()).contains("签章在此之前");
    }

    @Test
    void a_leaked_key_can_sign_with_any_time_so_the_signers_own_word_counts_for_nothing() throws IOException {
        list(revoked(SIGNED.plusSeconds(60), KEY_COMPROMISE));
        assertThat(check()).returns(Outcome.FAILED, Check::outcome);
        assertThat(check().sentence()).contains("密钥可能泄露");
    }

    @Test
    void a_timestamp_proves_that_the_seal_is_older_than_the_leak() throws IOException {
        maker.timestamp = signature -> TimestampTest.token(fixture.authority.timestampAuthority("时间戳机构"), signature, SIGNED);
        list(revoked(SIGNED.plusSeconds(60), KEY_COMPROMISE));
        assertThat(check()).returns(Outcome.PASSED, Check::outcome);
    }

    @Test
    void the_revoked_maker_of_a_seal_is_found() throws IOException {
        list(fixture.authority.revocationList(SIGNED, NOW.plusSeconds(1), maker.maker.certificate(), SIGNED.minusSeconds(60), 0));
        assertThat(check().sentence()).contains("制章人证书", "被吊销");
    }

    @Test
    void an_outdated_list_proves_no_innocence() throws IOException {
        list(fixture.authority.revocationList(SIGNED, NOW.minusSeconds(1), null, null, 0));
        assertThat(check()).returns(Outcome.NOT_APPLICABLE, Check::outcome);
        assertThat(check().sentence()).contains("已过期");
    }

    @Test
    void but_it_still_proves_guilt() throws IOException {
        list(fixture.authority.revocationList(SIGNED, NOW.minusSeconds(1), maker.signer.certificate(), SIGNED.minusSeconds(60), 0));
        assertThat(check()).returns(Outcome.FAILED, Check::outcome);
    }

    @Test
    void a_list_that_another_has_made_in_the_authoritys_name_counts_for_nothing() throws IOException {
        list(new TestAuthority("测试根").revocationList(SIGNED, NOW.plusSeconds(1), maker.signer.certificate(), SIGNED.minusSeconds(60), 0));
        assertThat(check()).returns(Outcome.NOT_APPLICABLE, Check::outcome);
    }

    @Test
    void a_new_list_is_read_without_a_restart() throws IOException {
        OfdVerifier verifier = verifier();
        assertThat(verifier.verify(maker.ofd()).valid()).isTrue();
        list(revoked(SIGNED.minusSeconds(60), UNSPECIFIED));
        assertThat(verifier.verify(maker.ofd()).failed()).extracting(Check::rule).containsExactly(Rule.CERTIFICATE_REVOCATION);
    }

    @Test
    void a_broken_list_is_no_fault_of_the_document() throws IOException {
        list("no list".getBytes());
        assertThatThrownBy(this::check).isInstanceOf(RevocationLists.UnreadableList.class).hasMessageContaining("some.crl");
    }

    private byte[] revoked(Instant at, int reason) {
        return fixture.authority.revocationList(SIGNED, NOW.plusSeconds(1), maker.signer.certificate(), at, reason);
    }

    private void list(byte[] crl) throws IOException {
        Files.write(lists.resolve("some.crl"), crl);
    }

    private Check check() {
        return verifier().verify(maker.ofd()).checks().stream().filter(check -> check.rule() == Rule.CERTIFICATE_REVOCATION)
                .findAny().orElseThrow();
    }

    private OfdVerifier verifier() {
        return new OfdVerifier(new TrustedRoots(List.of(trust)), new RevocationLists(List.of(lists)), Clock.fixed(NOW, ZoneOffset.UTC),
                Limits.DEFAULT);
    }
}
