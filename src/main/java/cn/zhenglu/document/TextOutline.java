package cn.zhenglu.document;

import java.awt.Shape;
import java.awt.geom.AffineTransform;
import java.awt.geom.Path2D;
import java.awt.geom.Point2D;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.fontbox.ttf.CmapLookup;
import org.apache.fontbox.ttf.GlyphData;
import org.apache.fontbox.ttf.TrueTypeFont;
import org.w3c.dom.Element;

/**
 * The glyphs of one text object (GB/T 33190, 11) as a shape.
 *
 * @param shape in the object's space, mm
 * @param texts the same for reading
 */
record TextOutline(Shape shape, List<ShownText> texts) {

    /**
     * @param toPage  leads from the object's space to the page
     * @param skipped takes note of characters that the font does not have
     */
    static TextOutline of(TrueTypeFont font, Element object, AffineTransform toPage, SkippedParts skipped) throws IOException {
        double size = Attributes.number(object, "Size", 0);
        double scale = size / font.getUnitsPerEm();
        double stretch = Attributes.number(object, "HScale", 1);
        CmapLookup cmap = font.getUnicodeCmapLookup(false);
        Map<Integer, Integer> given = givenGlyphs(object);
        Path2D shape = new Path2D.Double(Path2D.WIND_NON_ZERO);
        List<ShownText> texts = new ArrayList<>();
        double x = 0;
        double y = 0;
        int position = 0;
        for (Element code : SafeXml.children(object, "TextCode")) {
            x = Attributes.number(code, "X", x);
            y = Attributes.number(code, "Y", y);
            List<Double> dx = Attributes.deltas(code.getAttribute("DeltaX"));
            List<Double> dy = Attributes.deltas(code.getAttribute("DeltaY"));
            int[] characters = code.getTextContent().codePoints().toArray();
            List<ShownText.Place> places = new ArrayList<>();
            for (int i = 0; i < characters.length; i++, position++) {
                Point2D origin = toPage.transform(new Point2D.Double(x, y), null);
                places.add(new ShownText.Place(origin.getX(), origin.getY()));
                int glyph = given.getOrDefault(position, cmap.getGlyphId(characters[i]));
                if (glyph == 0) {
                    skipped.add(String.format("字符“%s”（U+%04X）在嵌入的字体中没有字形",
                            Character.toString(characters[i]), characters[i]));
                }
                GlyphData outline = font.getGlyph().getGlyph(glyph);
                if (outline != null) {
                    AffineTransform place = new AffineTransform(scale * stretch, 0, 0, -scale, x, y);
                    shape.append(place.createTransformedShape(outline.getPath()), false);
                }
                if (!dx.isEmpty()) {
                    x += dx.get(Math.min(i, dx.size() - 1));
                } else if (dy.isEmpty()) {
                    x += font.getAdvanceWidth(glyph) * scale * stretch;
                }
                y += dy.isEmpty() ? 0 : dy.get(Math.min(i, dy.size() - 1));
            }
            texts.add(new ShownText(code.getTextContent(), size, places));
        }
        return new TextOutline(shape, texts);
    }

    /** Glyphs that CGTransform names one for one (11.4), by position of the character. */
    private static Map<Integer, Integer> givenGlyphs(Element object) {
        Map<Integer, Integer> given = new HashMap<>();
        for (Element transform : SafeXml.children(object, "CGTransform")) {
            Element glyphs = SafeXml.child(transform, "Glyphs");
            int at = (int) Attributes.number(transform, "CodePosition", 0);
            if (glyphs != null) {
                for (String glyph : glyphs.getTextContent().strip().split("\\s+")) {
                    given.put(at++, Integer.parseInt(glyph));
                }
            }
        }
        return given;
    }
}
