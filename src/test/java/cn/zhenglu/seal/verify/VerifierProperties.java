package cn.zhenglu.seal.verify;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.ShrinkingMode;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import net.jqwik.api.lifecycle.AfterContainer;
import net.jqwik.api.lifecycle.BeforeContainer;

/** What holds for every alteration, not only for those somebody thought of. */
class VerifierProperties {

    private static Path trust;
    private static VerifierFixture fixture;
    private static Map<String, byte[]> sealed;
    private static byte[] ofd;

    @BeforeContainer
    static void makeAuthority() throws IOException {
        trust = Files.createTempDirectory("trust");
        fixture = new VerifierFixture(trust);
        sealed = fixture.maker().seal();
        ofd = SealedOfdMaker.zip(sealed);
    }

    @AfterContainer
    static void removeAuthority() throws IOException {
        try (var files = Files.list(trust)) {
            for (Path file : files.toList()) {
                Files.delete(file);
            }
        }
        Files.delete(trust);
    }

    @Property(tries = 200, shrinking = ShrinkingMode.OFF)
    void any_changed_bit_of_any_file_is_found(@ForAll @IntRange(min = 0, max = 1_000) int file, @ForAll @IntRange(min = 0) int at,
                                              @ForAll @IntRange(min = 0, max = 7) int bit) {
        // the list of signatures is the one file that no signature covers: it grows with each further seal
        List<String> covered = sealed.keySet().stream().filter(path -> !path.equals(SealedOfdMaker.SIGNATURES)).toList();
        String path = covered.get(file % covered.size());
        byte[] changed = sealed.get(path).clone();
        changed[at % changed.length] ^= (byte) (1 << bit);
        Map<String, byte[]> files = new LinkedHashMap<>(sealed);
        files.put(path, changed);

        VerificationReport report = fixture.verifier.verify(SealedOfdMaker.zip(files));

        assertThat(report.valid()).as("%s changed at %d", path, at % changed.length).isFalse();
        assertThat(report.failed()).extracting(Check::rule).doesNotContain(Rule.INTERNAL);
    }

    @Property(tries = 200, shrinking = ShrinkingMode.OFF)
    void no_damage_to_the_package_makes_the_verifier_fail(@ForAll @Size(min = 1, max = 8) List<@IntRange(min = 0) Integer> places,
                                                          @ForAll byte with) {
        byte[] damaged = ofd.clone();
        places.forEach(place -> damaged[place % damaged.length] = with);

        assertThat(fixture.verifier.verify(damaged).failed()).extracting(Check::rule).doesNotContain(Rule.INTERNAL);
    }

    @Property(tries = 200, shrinking = ShrinkingMode.OFF)
    void no_damage_to_the_seal_data_makes_the_verifier_fail(@ForAll @Size(min = 1, max = 8) List<@IntRange(min = 0) Integer> places,
                                                            @ForAll byte with) {
        byte[] damaged = sealed.get(SealedOfdMaker.SIGNED_VALUE).clone();
        places.forEach(place -> damaged[place % damaged.length] = with);
        Map<String, byte[]> files = new LinkedHashMap<>(sealed);
        files.put(SealedOfdMaker.SIGNED_VALUE, damaged);

        VerificationReport report = fixture.verifier.verify(SealedOfdMaker.zip(files));

        assertThat(report.failed()).extracting(Check::rule).doesNotContain(Rule.INTERNAL);
        assertThat(report.valid()).isEqualTo(Arrays.equals(damaged, sealed.get(SealedOfdMaker.SIGNED_VALUE)));
    }

    @Property(tries = 200)
    void whatever_the_bytes_the_answer_is_a_report(@ForAll byte[] anything) {
        assertThat(fixture.verifier.verify(anything).verdict()).isEqualTo(VerificationReport.Verdict.UNREADABLE);
    }
}
