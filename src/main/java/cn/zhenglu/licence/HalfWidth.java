package cn.zhenglu.licence;

/**
 * Full-width forms (全角, U+FF01–FF5E and the ideographic space) to their half-width twins (半角). Chinese input methods leave
 * them in numbers and dates. Narrower than Unicode's NFKC on purpose: that would also replace rare characters of names.
 */
public final class HalfWidth {

    private HalfWidth() {
    }

    /** {@code text} with every full-width form replaced; all else stays, Chinese punctuation such as 。 and 〔 too. */
    public static String of(String text) {
        StringBuilder out = new StringBuilder(text.length());
        text.codePoints().map(HalfWidth::of).forEach(out::appendCodePoint);
        return out.toString();
    }

    private static int of(int c) {
        if (c == 0x3000) {
            return ' ';
        }
        return c >= 0xFF01 && c <= 0xFF5E ? c - 0xFEE0 : c;
    }
}
