package cn.zhenglu.seal.verify;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;

/** A verifier that trusts one authority, and the assertion that all attacks share. */
final class VerifierFixture {

    /** What a hostile file may cost at most: processor time, for the machine may be busy; allocations, so the peak is lower still. */
    private static final Duration MAX_TIME = Duration.ofSeconds(2);
    private static final long MAX_BYTES = 64L << 20;

    final TestAuthority authority = new TestAuthority("测试根");
    final Path trust;
    final OfdVerifier verifier;

    VerifierFixture(Path trust) {
        this.trust = trust;
        authority.writeRoot(trust);
        verifier = new OfdVerifier(new TrustedRoots(List.of(trust)),
                Clock.fixed(SealedOfdMaker.SIGNED.plusSeconds(3600), ZoneOffset.UTC), Limits.DEFAULT);
        verifier.verify(maker().ofd()); // load classes outside of the measurements
    }

    SealedOfdMaker maker() {
        return new SealedOfdMaker(authority.holder("制章机构"), authority.holder("福州市城乡建设局"));
    }

    VerificationReport verify(SealedOfdMaker maker) {
        return verifier.verify(maker.ofd());
    }

    /** What is found, soon and cheaply. */
    VerificationReport cheaply(byte[] ofd) {
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        long bytesBefore = threads.getCurrentThreadAllocatedBytes();
        long before = threads.getCurrentThreadCpuTime();
        VerificationReport report = verifier.verify(ofd);
        assertThat(Duration.ofNanos(threads.getCurrentThreadCpuTime() - before)).isLessThan(MAX_TIME);
        assertThat(threads.getCurrentThreadAllocatedBytes() - bytesBefore).isLessThan(MAX_BYTES);
        return report;
    }

    /** Refused for this reason, among others perhaps, soon and cheaply. */
    void assertRefused(byte[] ofd, Rule reason) {
        VerificationReport report = cheaply(ofd);
        assertThat(report.valid()).isFalse();
        assertThat(report.failed()).extracting(Check::rule).as("%s", report.failed()).contains(reason).doesNotContain(Rule.INTERNAL);
        assertThat(report.failed()).allSatisfy(check -> assertThat(check.sentence()).endsWith("。"));
    }

    void assertRefused(Map<String, byte[]> files, Rule reason) {
        assertRefused(SealedOfdMaker.zip(files), reason);
    }

    /** Refused for this reason and no other: everything else about the document is right. */
    void assertRefusedOnlyFor(byte[] ofd, Rule reason) {
        assertRefused(ofd, reason);
        assertThat(verifier.verify(ofd).failed()).extracting(Check::rule).containsExactly(reason);
    }
}
