package cn.zhenglu.document;

import static org.assertj.core.api.Assertions.assertThat;

import cn.zhenglu.licence.NeedsPerson;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.DoubleStream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;

/** Whatever the text: it stands whole inside its box, or it is refused. */
class TypesetterPropertyTest {

    private static final double ROUNDING = 0.05;

    private final Typesetter typesetter = new Typesetter(Samples.TEMPLATE.typefaces());

    @Property(tries = 300)
    void aTextStandsWholeInsideItsBoxOrIsRefused(@ForAll("texts") String text, @ForAll Alignment alignment,
                                                 @ForAll @IntRange(min = 1, max = 4) int maxLines,
                                                 @ForAll @DoubleRange(min = 20, max = 160) double width,
                                                 @ForAll @DoubleRange(min = 0, max = 2) double spacing) {
        TextItem item = new TextItem("项目", text, 30, 40, width, 14, "kai", 6, 3, "#000000", alignment, spacing, 1.2, maxLines);
        List<GlyphRun> runs;
        try {
            runs = typesetter.set(item, text, "companyName", "企业名称");
        } catch (NeedsPerson refused) {
            assertThat(refused.problems()).singleElement().extracting(problem -> problem.code()).isEqualTo("document.too-long");
            double ems = text.codePoints().mapToDouble(c -> Samples.TEMPLATE.typefaces().forCharacter("kai", c).orElseThrow().advance(c))
                    .sum();
            assertThat(ems * 3 + spacing * (text.codePointCount(0, text.length()) - 1)).as("fits one line at the smallest size")
                    .isGreaterThan(width);
            return;
        }

        assertThat(runs.stream().map(GlyphRun::text).collect(Collectors.joining())).isEqualTo(text);
        for (GlyphRun run : runs) {
            assertThat(run.size()).isBetween(3.0, 6.0);
            assertThat(run.x()).isGreaterThanOrEqualTo(30 - ROUNDING);
            assertThat(run.x() + DoubleStream.of(run.steps()).sum()).isLessThanOrEqualTo(30 + width + ROUNDING);
            assertThat(run.baseline() - run.size()).isGreaterThanOrEqualTo(40 - run.size() * 0.12 - ROUNDING);
            assertThat(run.baseline()).isLessThanOrEqualTo(54 + ROUNDING);
        }
        assertThat(runs.stream().map(GlyphRun::baseline).distinct().count()).isLessThanOrEqualTo(maxLines);
    }

    @Provide
    Arbitrary<String> texts() {
        Arbitrary<Integer> characters = Arbitraries.frequencyOf(
                Tuple.of(12, Arbitraries.integers().between(0x4E00, 0x9FA5)),
                Tuple.of(3, Arbitraries.integers().between(0x21, 0x7E)),
                Tuple.of(1, Arbitraries.of(0x20, 0x3000, 0xFF08, 0xFF09, 0x3001, 0xB7)),
                Tuple.of(1, Arbitraries.integers().between(0x20000, 0x2A6D6)));
        return characters.list().ofMinSize(1).ofMaxSize(60)
                .map(list -> list.stream().map(Character::toString).collect(Collectors.joining()));
    }
}
