package cn.zhenglu.seal.verify;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Whatever a file holds, verification ends in a report within its limits, and never finds a changed document valid. The first byte
 * says which part of a sealed document the rest stands in for; beyond them, the rest is the file itself.
 */
class OfdVerifierFuzzTest {

    private static final VerifierFixture FIXTURE = fixture();
    private static final Map<String, byte[]> SEALED = new TreeMap<>(FIXTURE.maker().seal());
    private static final List<String> PARTS = List.copyOf(SEALED.keySet());

    @MethodSource("everyPart")
    @FuzzTest(maxDuration = "3m")
    void everyFileEndsInAReport(byte[] data) {
        if (data.length == 0) {
            return;
        }
        byte[] rest = Arrays.copyOfRange(data, 1, data.length);
        int part = data[0] & 0xFF;
        Map<String, byte[]> files = new TreeMap<>(SEALED);
        if (part < PARTS.size()) {
            files.put(PARTS.get(part), rest);
        }
        VerificationReport report = FIXTURE.cheaply(part < PARTS.size() ? SealedOfdMaker.zip(files) : rest);

        assertThat(report.checks()).extracting(Check::rule).doesNotContain(Rule.INTERNAL);
        if (part < PARTS.size() && covered(PARTS.get(part)) && !Arrays.equals(rest, SEALED.get(PARTS.get(part)))) {
            assertThat(report.valid()).as(PARTS.get(part)).isFalse();
        }
    }

    /** All but the list of signatures, the signature's own files and the entry, which name the signatures. */
    private static boolean covered(String part) {
        return !part.contains("Signs/") && !part.contains("Signatures") && !part.equals("OFD.xml");
    }

    static Stream<byte[]> everyPart() {
        List<byte[]> seeds = new ArrayList<>();
        IntStream.range(0, PARTS.size()).forEach(part -> seeds.add(marked(part, SEALED.get(PARTS.get(part)))));
        seeds.add(marked(0xFF, SealedOfdMaker.zip(SEALED)));
        return seeds.stream();
    }

    private static byte[] marked(int part, byte[] content) {
        byte[] seed = new byte[content.length + 1];
        seed[0] = (byte) part;
        System.arraycopy(content, 0, seed, 1, content.length);
        return seed;
    }

    private static VerifierFixture fixture() {
        try {
            return new VerifierFixture(Files.createTempDirectory("fuzz-trust"));
        } catch (IOException e) {
            throw new ExceptionInInitializerError(e);
        }
    }
}
