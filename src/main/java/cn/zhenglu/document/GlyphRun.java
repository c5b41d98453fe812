package cn.zhenglu.document;

/**
 * Characters of one font in one line, placed on the page.
 *
 * @param face     their font
 * @param size     mm
 * @param color    of the characters
 * @param x        of the first character's origin, mm
 * @param baseline mm from the page's top edge
 * @param text     the characters; one beyond the first plane always stands alone, since readers differ in how they
 *                 count it
 * @param steps    from each character's origin to that of the next, mm; one fewer than characters
 * @param width    mm
 */
record GlyphRun(Typeface face, double size, Color color, double x, double baseline, String text, double[] steps, double width) {
}
