package cn.zhenglu.document;

import java.awt.geom.AffineTransform;
import java.awt.geom.Rectangle2D;
import java.util.ArrayList;
import java.util.List;
import java.util.StringTokenizer;
import org.w3c.dom.Element;

/** Reads the attribute types of GB/T 33190 (7.3): numbers, boxes, arrays, matrices. */
final class Attributes {

    private static final int LONGEST_ARRAY = 100_000;

    private Attributes() {
    }

    static double number(Element element, String name, double byDefault) {
        return element.hasAttribute(name) ? Double.parseDouble(element.getAttribute(name)) : byDefault;
    }

    static boolean flag(Element element, String name, boolean byDefault) {
        return element.hasAttribute(name) ? List.of("true", "1").contains(element.getAttribute(name)) : byDefault;
    }

    static double[] array(String text, int length) {
        StringTokenizer words = new StringTokenizer(text);
        if (words.countTokens() != length) {
            throw new IllegalArgumentException("“" + text + "”应为 " + length + " 个数字");
        }
        double[] numbers = new double[length];
        for (int i = 0; i < length; i++) {
            numbers[i] = Double.parseDouble(words.nextToken());
        }
        return numbers;
    }

    static Rectangle2D box(Element element, String name) {
        double[] box = array(element.getAttribute(name), 4);
        return new Rectangle2D.Double(box[0], box[1], box[2], box[3]);
    }

    /** CTM: {@code a b c d e f} (8.5). */
    static AffineTransform matrix(Element element) {
        return element.hasAttribute("CTM") ? new AffineTransform(array(element.getAttribute("CTM"), 6)) : new AffineTransform();
    }

    /** DeltaX, DeltaY (11.3): numbers, or {@code g n step} for n equal ones. */
    static List<Double> deltas(String text) {
        List<Double> deltas = new ArrayList<>();
        StringTokenizer words = new StringTokenizer(text);
        while (words.hasMoreTokens()) {
            String word = words.nextToken();
            if (!word.equals("g")) {
                deltas.add(Double.parseDouble(word));
                continue;
            }
            if (words.countTokens() < 2) {
                throw new IllegalArgumentException("“" + text + "”中的 g 后应有个数和间距");
            }
            int count = Integer.parseInt(words.nextToken());
            double step = Double.parseDouble(words.nextToken());
            for (int i = 0; i < count && deltas.size() < LONGEST_ARRAY; i++) {
                deltas.add(step);
            }
        }
        return deltas;
    }
}
