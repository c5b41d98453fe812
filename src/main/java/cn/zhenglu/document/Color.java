package cn.zhenglu.document;

import java.util.regex.Pattern;

/** A colour of the template, {@code #RRGGBB}. */
record Color(int red, int green, int blue) {

    private static final Pattern FORM = Pattern.compile("#[0-9A-Fa-f]{6}");

    static boolean isWritten(String text) {
        return text != null && FORM.matcher(text).matches();
    }

    static Color of(String text) {
        int rgb = Integer.parseInt(text.substring(1), 16);
        return new Color(rgb >> 16, rgb >> 8 & 0xff, rgb & 0xff);
    }

    /** As GB/T 33190 writes a colour in the default RGB space (8.3.2). */
    String value() {
        return red + " " + green + " " + blue;
    }
}
