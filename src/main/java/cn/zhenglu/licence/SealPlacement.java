package cn.zhenglu.licence;

/**
 * Where the seal's picture stands on the page.
 *
 * @param page   1 for the first
 * @param x      left edge, millimetres from the page's left edge
 * @param y      top edge, millimetres from the page's top edge
 * @param width  millimetres
 * @param height millimetres
 */
public record SealPlacement(int page, double x, double y, double width, double height) {
}
