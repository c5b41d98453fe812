package cn.zhenglu.seal.verify;

import java.util.Arrays;
import java.util.Objects;
import java.util.regex.Pattern;

/**
 * {@code ST_Box} (GB/T 33190-2016, 7.3), millimetres.
 *
 * @param x      left edge
 * @param y      top edge
 * @param width  positive
 * @param height positive
 */
record Box(double x, double y, double width, double height) {

    /** Makers round to a hundredth or a tenth of a millimetre. */
    private static final double ROUNDING = 0.1;
    private static final Pattern NUMBER = Pattern.compile("-?(\\d{1,7}(\\.\\d{0,20})?|\\.\\d{1,20})");

    /** Four numbers separated by white space; {@code null} when it is anything else. */
    static Box parse(String text) {
        if (text == null) {
            return null;
        }
        String[] parts = text.strip().split("\\s+");
        Double[] n = Arrays.stream(parts).map(Box::number).toArray(Double[]::new);
        boolean sound = n.length == 4 && Arrays.stream(n).allMatch(Objects::nonNull) && n[2] > 0 && n[3] > 0;
        return sound ? new Box(n[0], n[1], n[2], n[3]) : null;
    }

    /** A plain decimal number of reasonable length, {@code null} for anything else. */
    static Double number(String text) {
        return NUMBER.matcher(text).matches() ? Double.valueOf(text) : null;
    }

    /** Whether the other one, in coordinates of this one's top left corner, lies within. */
    boolean encloses(Box other) {
        return other.x >= -ROUNDING && other.y >= -ROUNDING
                && other.x + other.width <= width + ROUNDING && other.y + other.height <= height + ROUNDING;
    }

    /** The part that lies within a clip given in coordinates of this box's top left corner; {@code null} when nothing is left. */
    Box clippedTo(Box clip) {
        if (clip == null) {
            return null;
        }
        double left = Math.max(0, clip.x);
        double top = Math.max(0, clip.y);
        double right = Math.min(width, clip.x + clip.width);
        double bottom = Math.min(height, clip.y + clip.height);
        return right > left && bottom > top ? new Box(x + left, y + top, right - left, bottom - top) : null;
    }
}
