package cn.zhenglu.seal.verify;

import java.util.Arrays;
import java.util.Objects;

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
    private static final int MOST_DIGITS = 7;
    private static final int MOST_DECIMALS = 20;

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
        int start = text.startsWith("-") ? 1 : 0;
        int point = start;
        while (point < text.length() && digit(text.charAt(point))) {
            point++;
        }
        int digits = point - start;
        int decimals = Math.max(0, text.length() - point - 1);
        boolean plain = digits <= MOST_DIGITS && decimals <= MOST_DECIMALS && digits + decimals > 0
                && (point == text.length() || text.charAt(point) == '.' && onlyDigits(text, point + 1));
        if (!plain) {
            return null;
        }
        // the outline of a QR symbol has thousands of whole numbers; parsed as such they take a fraction of the time
        return point == text.length() ? Double.valueOf(Integer.parseInt(text)) : Double.valueOf(text);
    }

    private static boolean onlyDigits(String text, int from) {
        for (int i = from; i < text.length(); i++) {
            if (!digit(text.charAt(i))) {
                return false;
            }
        }
        return true;
    }

    private static boolean digit(char c) {
        return c >= '0' && c <= '9';
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
