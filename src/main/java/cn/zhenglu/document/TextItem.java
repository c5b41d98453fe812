package cn.zhenglu.document;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A text of the template and the box it stands in. A line that is too long is first set smaller, down to
 * {@code minSize}; then broken into at most {@code maxLines}; then refused.
 *
 * @param name          how messages call it
 * @param text          fixed text with {@link PrintedField} names in braces
 * @param x             left edge of the box, mm from the page's left edge
 * @param y             top edge of the box, mm from the page's top edge
 * @param width         mm
 * @param height        mm; the lines stand in its middle
 * @param font          name of a font of the template
 * @param size          height of the characters' square (字号), mm
 * @param minSize       the smallest permitted size, mm
 * @param color         {@code #RRGGBB}
 * @param align         how a line stands in the box
 * @param letterSpacing added between two characters, mm
 * @param lineSpacing   distance of two baselines, as a multiple of the size
 * @param maxLines      how many lines the text may be broken into
 */
record TextItem(String name, String text, double x, double y, double width, double height, String font, double size,
                double minSize, String color, Alignment align, double letterSpacing, double lineSpacing, int maxLines) {

    private static final Pattern PLACEHOLDER = Pattern.compile("\\{([^{}]*)}");

    /** Names in braces, known or not, in their order. */
    List<String> placeholders() {
        List<String> names = new ArrayList<>();
        Matcher matcher = PLACEHOLDER.matcher(text);
        while (matcher.find()) {
            names.add(matcher.group(1));
        }
        return names;
    }

    /** Whether every document bears the same text here. */
    boolean fixed() {
        return placeholders().isEmpty();
    }

    /** The text with every name in braces replaced. */
    String fill(Function<String, String> value) {
        return PLACEHOLDER.matcher(text).replaceAll(match -> Matcher.quoteReplacement(value.apply(match.group(1))));
    }
}
