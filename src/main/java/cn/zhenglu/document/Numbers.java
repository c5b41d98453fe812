package cn.zhenglu.document;

import java.math.BigDecimal;
import java.math.RoundingMode;

/** Numbers as the package's XML writes them: a point, at most three digits after it (a micrometre), no exponent. */
final class Numbers {

    private Numbers() {
    }

    static String text(double value) {
        BigDecimal rounded = BigDecimal.valueOf(value).setScale(3, RoundingMode.HALF_UP).stripTrailingZeros();
        return rounded.signum() == 0 ? "0" : rounded.toPlainString();
    }
}
