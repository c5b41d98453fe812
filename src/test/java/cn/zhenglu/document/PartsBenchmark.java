package cn.zhenglu.document;

import java.nio.file.Path;
import java.util.Random;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** Two parts of composing by themselves. See {@code Benchmarks}. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 5, time = 2)
@Measurement(iterations = 5, time = 2)
@Fork(2)
public class PartsBenchmark {

    /** As many as a licence sets in one font. */
    private static final int CHARACTERS = 70;
    private static final int FIRST = '一';
    private static final int COMMON = 4_000;

    private final Random dice = new Random(20230601);
    private final Typeface font = Typeface.of("body", Path.of("config/templates/c0292/fonts/NotoSerifSC-Regular.ttf"));

    @Benchmark
    public Object subset() {
        SortedSet<Integer> characters = new TreeSet<>();
        while (characters.size() < CHARACTERS) {
            int character = FIRST + dice.nextInt(COMMON);
            if (font.shows(character)) {
                characters.add(character);
            }
        }
        return font.subset(characters);
    }

    /** Of a code of 200 characters. */
    @Benchmark
    public Object qr() {
        return QrSymbol.of("%016X".formatted(dice.nextLong()).repeat(12) + "%08d".formatted(dice.nextInt(100_000_000)));
    }
}
