package cn.zhenglu.seal.verify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.awt.geom.Path2D;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is cut along lines is what Java's own shapes contain, by both rules of filling. */
class FilledAreaTest {

    private static final int FIELDS = 60;

    @ParameterizedTest
    @ValueSource(ints = {Path2D.WIND_EVEN_ODD, Path2D.WIND_NON_ZERO})
    void everyFieldIsDarkWhoseMiddleTheShapeContains(int rule) {
        Random dice = new Random(20261130);
        for (int shape = 0; shape < 200; shape++) {
            Path2D path = new Path2D.Double(rule);
            for (int part = dice.nextInt(5); part >= 0; part--) {
                path.moveTo(dice.nextDouble() * FIELDS, dice.nextDouble() * FIELDS);
                for (int corner = dice.nextInt(6); corner >= 0; corner--) {
                    path.lineTo(dice.nextDouble() * FIELDS, dice.nextDouble() * FIELDS);
                }
                if (dice.nextBoolean()) {
                    path.closePath();
                }
            }
            FilledArea area = new FilledArea(path);
            for (double y = 0.5; y < FIELDS; y++) {
                boolean[] dark = area.dark(y, 0, 1, FIELDS);
                for (int x = 0; x < FIELDS; x++) {
                    assertThat(dark[x]).as("shape %d at %d, %.1f", shape, x, y).isEqualTo(path.contains(x + 0.5, y));
                }
            }
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {Path2D.WIND_EVEN_ODD, Path2D.WIND_NON_ZERO})
    void aRunGoesOverWhatLiesSideBySideAndEndsAtAGap(int rule) {
        Path2D path = new Path2D.Double(rule);
        for (double left : new double[] {2, 3, 4.01, 6}) {
            path.moveTo(left, 0);
            path.lineTo(left + 1, 0);
            path.lineTo(left + 1, 1);
            path.lineTo(left, 1);
            path.closePath();
        }

        assertThat(new FilledArea(path).firstRun(0.5, 2)).isCloseTo(3.01, within(1e-9));
        assertThat(new FilledArea(path).firstRun(0.5, 1)).as("does not begin there").isZero();
        assertThat(new FilledArea(path).firstRun(1.5, 2)).as("nothing there").isZero();
    }
}
