package cn.zhenglu.demo;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.Shape;
import java.awt.geom.AffineTransform;
import java.awt.geom.Ellipse2D;
import java.awt.geom.Path2D;
import java.awt.image.BufferedImage;
import java.awt.image.IndexColorModel;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Path;
import javax.imageio.ImageIO;
import javax.imageio.stream.MemoryCacheImageOutputStream;
import org.apache.fontbox.ttf.CmapLookup;
import org.apache.fontbox.ttf.GlyphData;
import org.apache.fontbox.ttf.TTFParser;
import org.apache.fontbox.ttf.TrueTypeFont;
import org.apache.pdfbox.io.RandomAccessReadBufferedFile;

/**
 * Draws the round red seal of an authority: ring, star, name around the arc, purpose and number below. Letters are the
 * outlines of a TrueType file, because the machine may have no fonts and no font system.
 */
final class SealDrawing implements AutoCloseable {

    /** Of the seal, millimetres: the size prescribed for a provincial department. */
    static final int DIAMETER = 42;

    /** About 300 dots an inch. */
    private static final int PIXELS_PER_MM = 12;

    /** 印泥 red. */
    private static final Color RED = new Color(0xD7, 0x1A, 0x1A);

    /** Ink spreads: millimetres of line around each letter, so that thin strokes survive a small picture. */
    private static final float EMBOLDENING = 0.12f;

    private static final double CENTRE = DIAMETER / 2.0;

    private final TrueTypeFont font;
    private final CmapLookup cmap;

    SealDrawing(Path font) throws IOException {
        // "embedded": only the tables that outlines need must be there
        this.font = new TTFParser(true).parse(new RandomAccessReadBufferedFile(font.toFile()));
        this.cmap = this.font.getUnicodeCmapLookup();
    }

    @Override
    public void close() throws IOException {
        font.close();
    }

    /** A transparent PNG of {@link #DIAMETER} millimetres. */
    byte[] png(String authority, String purpose, String number) throws IOException {
        int pixels = DIAMETER * PIXELS_PER_MM;
        BufferedImage coverage = new BufferedImage(pixels, pixels, BufferedImage.TYPE_BYTE_GRAY);
        Graphics2D ink = coverage.createGraphics();
        ink.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
        ink.setRenderingHint(RenderingHints.KEY_STROKE_CONTROL, RenderingHints.VALUE_STROKE_PURE);
        ink.scale(PIXELS_PER_MM, PIXELS_PER_MM);
        ink.setColor(Color.WHITE);
        ring(ink, 1.2);
        ink.fill(star(6.9));
        arc(ink, authority, new Box(4.1, 5.6), 13.85, Math.toRadians(236));
        line(ink, purpose, new Box(3.3, 3.9), 3.55, 10.3);
        line(ink, number, new Box(1.75, 2.9), 1.85, 15.0);
        ink.dispose();
        return encode(coverage);
    }

    /** The size of a character, millimetres: seals have narrow ones. */
    private record Box(double width, double height) {
    }

    private static void ring(Graphics2D ink, double width) {
        double radius = CENTRE - 0.1 - width / 2;
        ink.setStroke(new BasicStroke((float) width));
        ink.draw(new Ellipse2D.Double(CENTRE - radius, CENTRE - radius, 2 * radius, 2 * radius));
    }

    /** A five-pointed star as on the flag, point up, in the middle. */
    private static Shape star(double radius) {
        double inner = radius * Math.sin(Math.toRadians(18)) / Math.sin(Math.toRadians(126));
        Path2D star = new Path2D.Double();
        for (int corner = 0; corner < 10; corner++) {
            double angle = Math.toRadians(36.0 * corner);
            double reach = corner % 2 == 0 ? radius : inner;
            double x = CENTRE + reach * Math.sin(angle);
            double y = CENTRE - reach * Math.cos(angle);
            if (corner == 0) {
                star.moveTo(x, y);
            } else {
                star.lineTo(x, y);
            }
        }
        star.closePath();
        return star;
    }

    /** Characters standing on a circle, the middle of the text at the top. */
    private void arc(Graphics2D ink, String text, Box box, double radius, double span) throws IOException {
        int[] characters = text.codePoints().toArray();
        for (int i = 0; i < characters.length; i++) {
            double angle = span * ((double) i / (characters.length - 1) - 0.5);
            AffineTransform place = AffineTransform.getRotateInstance(angle, CENTRE, CENTRE);
            place.translate(CENTRE, CENTRE - radius);
            glyph(ink, characters[i], box, place);
        }
    }

    /** Characters side by side, centred, their tops {@code below} the middle of the seal. */
    private void line(Graphics2D ink, String text, Box box, double step, double below) throws IOException {
        int[] characters = text.codePoints().toArray();
        for (int i = 0; i < characters.length; i++) {
            double x = CENTRE + step * (i - (characters.length - 1) / 2.0);
            glyph(ink, characters[i], box, AffineTransform.getTranslateInstance(x, CENTRE + below + box.height()));
        }
    }

    /** One character; the origin of {@code place} is the middle of its lower edge. */
    private void glyph(Graphics2D ink, int character, Box box, AffineTransform place) throws IOException {
        int id = cmap.getGlyphId(character);
        GlyphData glyph = id == 0 ? null : font.getGlyph().getGlyph(id);
        if (glyph == null) {
            throw new IllegalArgumentException("演示印章所用字体缺少「" + Character.toString(character) + "」字");
        }
        double em = font.getUnitsPerEm();
        double advance = font.getAdvanceWidth(id);
        AffineTransform outline = new AffineTransform(place);
        outline.scale(box.width() / advance, -box.height() / em);
        // the box of a Chinese character begins 0.12 em below the baseline
        outline.translate(-advance / 2, 0.12 * em);
        Shape shape = outline.createTransformedShape(glyph.getPath());
        ink.fill(shape);
        ink.setStroke(new BasicStroke(EMBOLDENING, BasicStroke.CAP_ROUND, BasicStroke.JOIN_ROUND));
        ink.draw(shape);
    }

    /** Coverage becomes opacity of one red: a palette, and sixteen steps of opacity, keep the file small. */
    private static byte[] encode(BufferedImage coverage) throws IOException {
        int steps = 16;
        byte[] red = new byte[steps];
        byte[] green = new byte[steps];
        byte[] blue = new byte[steps];
        byte[] opacity = new byte[steps];
        for (int i = 0; i < steps; i++) {
            red[i] = (byte) RED.getRed();
            green[i] = (byte) RED.getGreen();
            blue[i] = (byte) RED.getBlue();
            opacity[i] = (byte) (i * 255 / (steps - 1));
        }
        IndexColorModel palette = new IndexColorModel(4, steps, red, green, blue, opacity);
        BufferedImage image = new BufferedImage(coverage.getWidth(), coverage.getHeight(),
                BufferedImage.TYPE_BYTE_BINARY, palette);
        for (int y = 0; y < image.getHeight(); y++) {
            for (int x = 0; x < image.getWidth(); x++) {
                image.getRaster().setSample(x, y, 0, (coverage.getRaster().getSample(x, y, 0) * (steps - 1) + 127) / 255);
            }
        }
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (MemoryCacheImageOutputStream out = new MemoryCacheImageOutputStream(bytes)) {
            if (!ImageIO.write(image, "png", out)) {
                throw new IOException("no PNG writer");
            }
        }
        return bytes.toByteArray();
    }
}
