package cn.zhenglu.document;

import java.awt.AlphaComposite;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.Shape;
import java.awt.geom.AffineTransform;
import java.awt.geom.Path2D;
import java.awt.geom.Rectangle2D;
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
        Graphics2D graphics = image.createGraphics();
        try {
            graphics.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
            graphics.setComposite(AlphaComposite.getInstance(AlphaComposite.SRC_OVER, (float) watermark.opacity()));
            Color color = Color.of(watermark.color());
            graphics.setColor(new java.awt.Color(color.red(), color.green(), color.blue()));
            graphics.scale(pixelsPerMillimetre, pixelsPerMillimetre);
            double width = image.getWidth() / pixelsPerMillimetre;
            double height = image.getHeight() / pixelsPerMillimetre;
            AffineTransform turn = AffineTransform.getRotateInstance(Math.toRadians(-watermark.angle()), width / 2, height / 2);
            double reach = Math.hypot(width, height) / 2;
            double stepX = line.width + watermark.gap();
            double stepY = watermark.size() + watermark.gap();
            Rectangle2D page = new Rectangle2D.Double(0, 0, width, height);
            int row = 0;
            for (double y = height / 2 - reach; y < height / 2 + reach + stepY; y += stepY, row++) {
                double shift = row % 2 * stepX / 2;
                for (double x = width / 2 - reach - shift; x < width / 2 + reach; x += stepX) {
                    AffineTransform place = new AffineTransform(turn);
                    place.translate(x, y);
                    Shape shape = place.createTransformedShape(line.shape);
                    if (shape.intersects(page)) {
                        graphics.fill(shape);
                    }
                }
            }
        } finally {
            graphics.dispose();
        }
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
