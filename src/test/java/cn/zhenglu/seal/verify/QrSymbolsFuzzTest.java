package cn.zhenglu.seal.verify;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.nio.charset.StandardCharsets;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.MethodSource;
import org.xml.sax.helpers.AttributesImpl;

/** A page's paths, of which some may be QR symbols: whatever they draw, reading them ends, and what is read is text. */
class QrSymbolsFuzzTest {

    /** The first line is the transformation, the rest the path. */
    @MethodSource("paths")
    @FuzzTest(maxDuration = "2m")
    void everyPathIsReadOrPassedOver(byte[] data) {
        String[] parts = new String(data, StandardCharsets.UTF_8).split("\n", 2);
        QrSymbols symbols = new QrSymbols();
        AttributesImpl object = new AttributesImpl();
        attribute(object, "Boundary", "20 20 30 30");
        attribute(object, "Fill", "true");
        if (!parts[0].isEmpty()) {
            attribute(object, "CTM", parts[0]);
        }
        symbols.startElement("", "PathObject", "PathObject", object);
        symbols.startElement("", "AbbreviatedData", "AbbreviatedData", new AttributesImpl());
        char[] path = (parts.length < 2 ? "" : parts[1]).toCharArray();
        symbols.characters(path, 0, path.length);
        symbols.endElement("", "AbbreviatedData", "AbbreviatedData");

        assertThat(symbols.contents()).hasSizeLessThanOrEqualTo(1).doesNotContainNull();
    }

    private static void attribute(AttributesImpl attributes, String name, String value) {
        attributes.addAttribute("", name, name, "CDATA", value);
    }

    static Stream<byte[]> paths() {
        return Stream.of("\nM 0 0 L 30 0 L 30 30 L 0 30 C", "1 0 0 1 -5 -5\nM 0 0 L 7 0 L 7 7 L 0 7 C M 1 1 L 1 6 L 6 6 L 6 1 C",
                "1e9 0 0 1e9 0 0\nM 9999999 -9999999 L .5 .25 S 1 2").map(text -> text.getBytes(StandardCharsets.UTF_8));
    }
}
