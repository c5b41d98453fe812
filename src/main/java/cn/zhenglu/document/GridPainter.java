package cn.zhenglu.document;

import cn.zhenglu.licence.SealPlacement;
import java.awt.BasicStroke;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.geom.Line2D;
import java.awt.geom.Rectangle2D;
import java.awt.image.BufferedImage;

/**
 * Lays a millimetre grid over a page for whoever adjusts a template: a line every 10 mm, a stronger one with its
 * position every 50 mm. The digits are strokes, since the picture may be drawn where there is neither template nor font.
 */
final class GridPainter {

    private static final java.awt.Color COLOR = new java.awt.Color(0x1F, 0x6F, 0xB5, 150);
    private static final java.awt.Color BOX_COLOR = new java.awt.Color(0xC0, 0x30, 0x90, 190);
    private static final int STEP = 10;
    private static final int STRONG = 50;
    private static final double DIGIT_WIDTH = 1.6;
    private static final double DIGIT_HEIGHT = 2.8;
    /** The seven strokes of a digit (x0 y0 x1 y1 in a box of 1 by 2) and which of them each digit has. */
    private static final double[][] STROKES = {{0, 0, 1, 0}, {1, 0, 1, 1}, {1, 1, 1, 2}, {0, 2, 1, 2}, {0, 1, 0, 2},
            {0, 0, 0, 1}, {0, 1, 1, 1}};
    private static final String[] DIGITS = {"012345", "12", "01643", "01623", "5612", "05623", "056432", "012", "0123456",
            "650123"};

    private GridPainter() {
    }

    /** @param template whose boxes are marked as well, or {@code null} */
    static void paint(BufferedImage image, double pixelsPerMillimetre, Template template) {
        Graphics2D graphics = image.createGraphics();
        try {
            graphics.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
            graphics.setColor(COLOR);
            graphics.scale(pixelsPerMillimetre, pixelsPerMillimetre);
            double width = image.getWidth() / pixelsPerMillimetre;
            double height = image.getHeight() / pixelsPerMillimetre;
            for (int x = STEP; x < width; x += STEP) {
                line(graphics, x, new Line2D.Double(x, 0, x, height));
                label(graphics, x, x + 0.8, 1);
            }
            for (int y = STEP; y < height; y += STEP) {
                line(graphics, y, new Line2D.Double(0, y, width, y));
                label(graphics, y, 1, y + 0.8);
            }
            if (template != null) {
                boxes(graphics, template);
            }
        } finally {
            graphics.dispose();
        }
    }

    /** Where texts, QR symbol and seal may stand. */
    private static void boxes(Graphics2D graphics, Template template) {
        graphics.setColor(BOX_COLOR);
        graphics.setStroke(new BasicStroke(0.15f, BasicStroke.CAP_BUTT, BasicStroke.JOIN_MITER, 4, new float[] {1, 0.6f}, 0));
        template.items().forEach(item -> graphics.draw(new Rectangle2D.Double(item.x(), item.y(), item.width(), item.height())));
        Template.QrPlacement qr = template.qr();
        graphics.draw(new Rectangle2D.Double(qr.x(), qr.y(), qr.size(), qr.size()));
        SealPlacement seal = template.seal();
        graphics.draw(new Rectangle2D.Double(seal.x(), seal.y(), seal.width(), seal.height()));
    }

    private static void line(Graphics2D graphics, int position, Line2D line) {
        graphics.setStroke(new BasicStroke(position % STRONG == 0 ? 0.3f : 0.1f));
        graphics.draw(line);
    }

    private static void label(Graphics2D graphics, int position, double left, double top) {
        if (position % STRONG != 0) {
            return;
        }
        graphics.setStroke(new BasicStroke(0.3f, BasicStroke.CAP_ROUND, BasicStroke.JOIN_ROUND));
        double x = left;
        for (char digit : Integer.toString(position).toCharArray()) {
            for (char stroke : DIGITS[digit - '0'].toCharArray()) {
                double[] at = STROKES[stroke - '0'];
                graphics.draw(new Line2D.Double(x + at[0] * DIGIT_WIDTH, top + at[1] * DIGIT_HEIGHT / 2,
                        x + at[2] * DIGIT_WIDTH, top + at[3] * DIGIT_HEIGHT / 2));
            }
            x += DIGIT_WIDTH * 1.6;
        }
    }
}
