package cn.zhenglu.seal.verify;

/** Makes texts out of hostile documents fit for a terminal, a log or a page: no control characters, no change of writing direction. */
final class Printable {

    private Printable() {
    }

    /** The text with a question mark for each character that cannot be seen, cut off after so many characters; {@code null} stays. */
    static String text(String text, int longest) {
        if (text == null) {
            return null;
        }
        String cut = text.codePointCount(0, text.length()) <= longest ? text : text.substring(0, text.offsetByCodePoints(0, longest)) + "…";
        return cut.codePoints().map(c -> isVisible(c) ? c : '?')
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append).toString();
    }

    /** Neither a control nor a format character nor half of a surrogate pair. */
    static boolean isVisible(int codePoint) {
        return switch (Character.getType(codePoint)) {
            case Character.CONTROL, Character.FORMAT, Character.SURROGATE, Character.LINE_SEPARATOR, Character.PARAGRAPH_SEPARATOR -> false;
            default -> true;
        };
    }
}
