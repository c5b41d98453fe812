package cn.zhenglu.document;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Whatever a file holds, it is drawn or refused. The first byte says which part of a sealed document the rest stands in for; beyond
 * them, the rest is the file itself.
 */
class PageRendererFuzzTest {

    private static final Map<String, byte[]> PARTS = parts();
    private static final List<String> NAMES = List.copyOf(PARTS.keySet());
    private static final PageRenderer RENDERER = new PageRenderer();

    @MethodSource("everyPart")
    @FuzzTest(maxDuration = "3m")
    void everyFileIsDrawnOrRefused(byte[] data) throws IOException {
        if (data.length == 0) {
            return;
        }
        byte[] rest = Arrays.copyOfRange(data, 1, data.length);
        int part = data[0] & 0xFF;
        Map<String, byte[]> files = new TreeMap<>(PARTS);
        if (part < NAMES.size()) {
            files.put(NAMES.get(part), rest);
        }
        try {
            assertThat(RENDERER.render(part < NAMES.size() ? SealedSample.zip(files) : rest, 1)).isNotNull();
        } catch (UnreadableDocument refused) {
            assertThat(refused).hasMessageNotContaining("null");
        }
    }

    static Stream<byte[]> everyPart() {
        List<byte[]> seeds = new ArrayList<>();
        for (int part = 0; part < NAMES.size(); part++) {
            byte[] content = PARTS.get(NAMES.get(part));
            byte[] seed = new byte[content.length + 1];
            seed[0] = (byte) part;
            System.arraycopy(content, 0, seed, 1, content.length);
            seeds.add(seed);
            seeds.add(new byte[] {(byte) part}); // of no bytes: an empty signed value was neither drawn nor refused
        }
        return seeds.stream();
    }

    private static Map<String, byte[]> parts() {
        try {
            byte[] ofd = Samples.COMPOSER.compose(Samples.usual()).ofd();
            String page = SealedSample.pageId(ofd);
            return new TreeMap<>(SealedSample.unzip(SealedSample.seal(ofd, page, "120 200 42 42", SealedSample.signedValue(4))));
        } catch (IOException e) {
            throw new ExceptionInInitializerError(e);
        }
    }
}
