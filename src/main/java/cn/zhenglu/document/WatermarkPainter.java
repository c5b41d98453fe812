package cn.zhenglu.document;

import java.awt.AlphaComposite;
import java.awt.Graphics2D;
import java.awt.Rectangle;
import java.awt.RenderingHints;
import java.awt.Shape;
import java.awt.geom.AffineTransform;
import java.awt.geom.Path2D;
import java.awt.geom.Point2D;
import java.awt.image.BufferedImage;
import java.util.Optional;

/** Lays a watermark over a picture, with the outlines of the template's fonts: the machine may have none. */
final class WatermarkPainter {

    private final Typefaces typefaces;

    WatermarkPainter(Typefaces typefaces) {
        this.typefaces = typefaces;
    }

    void paint(BufferedImage image, double pixelsPerMillimetre, Watermark watermark) {
        Line line = line(watermark.text(), watermark.size());
        if (line.width == 0) {
            return;
        }
        AffineTransform turn = AffineTransform.getScaleInstance(pixelsPerMillimetre, pixelsPerMillimetre);
        turn.rotate(Math.toRadians(-watermark.angle()));
        Shape turned = turn.createTransformedShape(line.shape);
        Color color = Color.of(watermark.color());
        // of huge letters the page shows a few, and a picture of their whole line would take more memory than the page
        Rectangle bounds = turned.getBounds();
        Stamp stamp = (long) bounds.width * bounds.height > (long) image.getWidth() * image.getHeight() ? null : stamp(turned, color);
        double width = image.getWidth() / pixelsPerMillimetre;
        double height = image.getHeight() / pixelsPerMillimetre;
        double reach = Math.hypot(width, height) / 2;
        double stepX = line.width + watermark.gap();
        double stepY = watermark.size() + watermark.gap();
        Graphics2D graphics = image.createGraphics();
        try {
            graphics.setComposite(AlphaComposite.getInstance(AlphaComposite.SRC_OVER, (float) watermark.opacity()));
            prepare(graphics, color);
            int row = 0;
            for (double y = -reach; y < reach + stepY; y += stepY, row++) {
                double shift = row % 2 * stepX / 2;
                for (double x = -reach - shift; x < reach; x += stepX) {
                    Point2D place = turn.transform(new Point2D.Double(x, y), null);
                    int left = (int) Math.round(place.getX() + image.getWidth() / 2.0);
                    int top = (int) Math.round(place.getY() + image.getHeight() / 2.0);
                    if (stamp == null) {
                        graphics.fill(AffineTransform.getTranslateInstance(left, top).createTransformedShape(turned));
                    } else {
                        graphics.drawImage(stamp.image, left + stamp.left, top + stamp.top, null);
                    }
                }
            }
        } finally {
            graphics.dispose();
        }
    }

    /**
     * One line as a picture, which is laid down again and again: quicker than to fill its outlines each time.
     *
     * @param left where its left border lies from the beginning of the line, pixels; negative on the left
     * @param top  the same of its upper border
     */
    private record Stamp(BufferedImage image, int left, int top) {
    }

    private static Stamp stamp(Shape line, Color color) {
        Rectangle bounds = line.getBounds();
        bounds.grow(1, 1);
        BufferedImage image = new BufferedImage(bounds.width, bounds.height, BufferedImage.TYPE_INT_ARGB_PRE);
        Graphics2D graphics = image.createGraphics();
        prepare(graphics, color);
        graphics.translate(-bounds.x, -bounds.y);
        graphics.fill(line);
        graphics.dispose();
        return new Stamp(image, bounds.x, bounds.y);
    }

    private static void prepare(Graphics2D graphics, Color color) {
        graphics.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
        graphics.setColor(new java.awt.Color(color.red(), color.green(), color.blue()));
    }

    /** Characters that no font shows are left out: the text may come from whoever looks. */
    private Line line(String text, double size) {
        Path2D shape = new Path2D.Double();
        double x = 0;
        for (int codePoint : text.codePoints().toArray()) {
            Optional<Typeface> face = typefaces.forCharacter(codePoint);
            if (face.isPresent()) {
                AffineTransform place = AffineTransform.getTranslateInstance(x, 0);
                place.scale(size, -size);
                shape.append(place.createTransformedShape(face.get().outline(codePoint)), false);
                x += face.get().advance(codePoint) * size;
            }
        }
        return new Line(shape, x);
    }

    private record Line(Shape shape, double width) {
    }
}
