package cn.zhenglu.seal.verify;

import java.util.Arrays;

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

    /** Four numbers separated by white space; {@code null} when it is anything else. */
    static Box parse(String text) {
        if (text == null) {
            return null;
        }
        String[] parts = text.strip().split("\\s+");
        if (parts.length != 4 || !Arrays.stream(parts).allMatch(part -> part.matches("-?\\d{1,6}(\\.\\d{1,12})?"))) {
            return null;
        }
        double[] n = Arrays.stream(parts).mapToDouble(Double::parseDouble).toArray();
        return n[2] > 0 && n[3] > 0 ? new Box(n[0], n[1], n[2], n[3]) : null;
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
