package cn.zhenglu.document;

/**
 * A path of the background, in page coordinates.
 *
 * @param data        path in the abbreviated form of GB/T 33190 (9.1), mm
 * @param stroke      colour of the line, or {@code null} for none
 * @param strokeWidth mm
 * @param fill        colour of the area, or {@code null} for none
 */
record VectorPath(String data, Color stroke, double strokeWidth, Color fill) {
}
