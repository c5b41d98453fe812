package cn.zhenglu.seal.verify;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Clock;
import java.time.ZoneOffset;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OfdVerifierTest {

    @TempDir
    private static Path trust;
    private static TestAuthority authority;

    private final OfdVerifier verifier = new OfdVerifier(new TrustedRoots(List.of(trust)),
            Clock.fixed(SealedOfdMaker.SIGNED.plusSeconds(3600), ZoneOffset.UTC), Limits.DEFAULT);

    @BeforeAll
    static void makeAuthority() {
        authority = new TestAuthority("演示根");
        authority.writeRoot(trust);
    }

    private static SealedOfdMaker maker() {
        return new SealedOfdMaker(authority.holder("制章人"), authority.holder("福州市城乡建设局"));
    }

    @Test
    void a_properly_sealed_licence_is_valid() {
        VerificationReport report = verifier.verify(maker().ofd());

        assertThat(report.failed()).isEmpty();
        assertThat(report.verdict()).isEqualTo(VerificationReport.Verdict.VALID);
    }
}
