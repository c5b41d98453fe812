package cn.zhenglu.document;

import java.awt.AlphaComposite;
import java.awt.BasicStroke;
import java.awt.Graphics2D;
import java.awt.Shape;
import java.awt.geom.AffineTransform;
import java.awt.geom.NoninvertibleTransformException;
import java.awt.geom.Path2D;
import java.awt.geom.Point2D;
import java.awt.geom.Rectangle2D;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.apache.fontbox.ttf.CmapLookup;
import org.apache.fontbox.ttf.GlyphData;
import org.apache.fontbox.ttf.TrueTypeFont;
import org.w3c.dom.Element;

/** Paints the objects of a page (GB/T 33190, 8 to 13); what it does not know is left out and reported. */
final class ContentPainter {

    private static final int DEEPEST_NESTING = 16;
    private static final int MOST_OBJECTS = 200_000;
    private static final double LINE_WIDTH = 0.353;
    /** Children of objects that are honoured or say nothing about looks; any other is reported. */
    private static final Set<String> KNOWN_CHILDREN = Set.of("FillColor", "StrokeColor", "TextCode", "CGTransform", "AbbreviatedData",
            "Actions", "Border");

    private final Graphics2D page;
    private final Resources resources;
    private final SkippedParts skipped;
    private final List<ShownText> texts = new ArrayList<>();
    private final AffineTransform toMillimetres;
    private int objects;

    ContentPainter(Graphics2D page, Resources resources, SkippedParts skipped) {
        this.page = page;
        this.toMillimetres = inverse(page.getTransform());
        this.resources = resources;
        this.skipped = skipped;
    }

    void paintPage(Element root) {
        Element content = SafeXml.child(root, "Content");
        if (content == null) {
            return;
        }
        for (Element layer : SafeXml.children(content, "Layer")) {
            paintBlock(layer, resources.parameter(layer.getAttribute("DrawParam")), 0);
        }
    }

    /** What has been painted and can be read. */
    List<ShownText> texts() {
        return texts;
    }

    private void paintBlock(Element block, Element inherited, int depth) {
        if (depth > DEEPEST_NESTING) {
            throw new UnreadableDocument("页面块嵌套过深，不予绘制");
        }
        for (Element object : SafeXml.children(block)) {
            if (++objects > MOST_OBJECTS) {
                throw new UnreadableDocument("页面对象超过 " + MOST_OBJECTS + " 个，不予绘制");
            }
            if (object.getLocalName().equals("PageBlock")) {
                paintBlock(object, inherited, depth + 1);
            } else if (Attributes.flag(object, "Visible", true)) {
                paintObject(object, inherited);
            }
        }
    }

    private void paintObject(Element object, Element inherited) {
        reportUnknown(object);
        Element parameter = object.hasAttribute("DrawParam") ? resources.parameter(object.getAttribute("DrawParam")) : inherited;
        Graphics2D graphics = (Graphics2D) page.create();
        try {
            Rectangle2D boundary = Attributes.box(object, "Boundary");
            graphics.clip(boundary);
            graphics.translate(boundary.getX(), boundary.getY());
            graphics.transform(Attributes.matrix(object));
            double alpha = Math.min(255, Math.max(0, Attributes.number(object, "Alpha", 255))) / 255;
            graphics.setComposite(AlphaComposite.getInstance(AlphaComposite.SRC_OVER, (float) alpha));
            switch (object.getLocalName()) {
                case "TextObject" -> paintText(graphics, object, parameter);
                case "PathObject" -> paintShape(graphics, PathData.parse(SafeXml.required(object, "AbbreviatedData").getTextContent(),
                        object.getAttribute("Rule").equals("Even-Odd")), object, parameter, true, false);
                case "ImageObject" -> paintPicture(graphics, resources.picture(object.getAttribute("ResourceID")));
                default -> skipped.add("不支持的页面对象 " + object.getLocalName() + "，未绘制");
            }
        } finally {
            graphics.dispose();
        }
    }

    private void reportUnknown(Element object) {
        SafeXml.children(object).stream().map(Element::getLocalName).filter(name -> !KNOWN_CHILDREN.contains(name))
                .forEach(name -> skipped.add("页面对象中的 " + name + " 不受支持，已忽略"));
    }

    private void paintShape(Graphics2D graphics, Shape shape, Element object, Element parameter, boolean strokeByDefault,
                            boolean fillByDefault) {
        if (Attributes.flag(object, "Fill", fillByDefault)) {
            graphics.setColor(color("FillColor", object, parameter));
            graphics.fill(shape);
        }
        if (Attributes.flag(object, "Stroke", strokeByDefault)) {
            double width = Attributes.number(object, "LineWidth",
                    parameter == null ? LINE_WIDTH : Attributes.number(parameter, "LineWidth", LINE_WIDTH));
            graphics.setColor(color("StrokeColor", object, parameter));
            graphics.setStroke(stroke(object, Math.max(0, width)));
            graphics.draw(shape);
        }
    }

    private static BasicStroke stroke(Element object, double width) {
        int cap = switch (object.getAttribute("Cap")) {
            case "Round" -> BasicStroke.CAP_ROUND;
            case "Square" -> BasicStroke.CAP_SQUARE;
            default -> BasicStroke.CAP_BUTT;
        };
        int join = switch (object.getAttribute("Join")) {
            case "Round" -> BasicStroke.JOIN_ROUND;
            case "Bevel" -> BasicStroke.JOIN_BEVEL;
            default -> BasicStroke.JOIN_MITER;
        };
        List<Double> dashes = Attributes.deltas(object.getAttribute("DashPattern"));
        if (dashes.stream().noneMatch(dash -> dash > 0.05) || dashes.stream().anyMatch(dash -> dash < 0)) {
            return new BasicStroke((float) width, cap, join, 4.234f);
        }
        float[] pattern = new float[dashes.size()];
        for (int i = 0; i < pattern.length; i++) {
            pattern[i] = dashes.get(i).floatValue();
        }
        return new BasicStroke((float) width, cap, join, 4.234f, pattern, (float) Math.max(0, Attributes.number(object, "DashOffset", 0)));
    }

    private java.awt.Color color(String kind, Element object, Element parameter) {
        Element color = SafeXml.child(object, kind);
        if (color == null && parameter != null) {
            color = SafeXml.child(parameter, kind);
        }
        if (color == null || !color.hasAttribute("Value")) {
            if (color != null && !SafeXml.children(color).isEmpty()) {
                skipped.add("渐变或底纹颜色不受支持，以黑色代替");
            }
            return java.awt.Color.BLACK;
        }
        List<Double> value = new ArrayList<>();
        for (String part : color.getAttribute("Value").strip().split("\\s+")) {
            value.add(part.startsWith("#") ? Integer.parseInt(part.substring(1), 16) : Double.parseDouble(part));
        }
        int alpha = component(Attributes.number(color, "Alpha", 255));
        return switch (value.size()) {
            case 1 -> new java.awt.Color(component(value.get(0)), component(value.get(0)), component(value.get(0)), alpha);
            case 3 -> new java.awt.Color(component(value.get(0)), component(value.get(1)), component(value.get(2)), alpha);
            case 4 -> new java.awt.Color(cmyk(value.get(0), value.get(3)), cmyk(value.get(1), value.get(3)),
                    cmyk(value.get(2), value.get(3)), alpha);
            default -> throw new IllegalArgumentException("颜色值“" + color.getAttribute("Value") + "”有误");
        };
    }

    private static int component(double value) {
        return (int) Math.round(Math.min(255, Math.max(0, value)));
    }

    private static int cmyk(double ink, double black) {
        return component((255 - ink) * (255 - black) / 255);
    }

    /** A picture fills the unit square of its object space (10). */
    private static void paintPicture(Graphics2D graphics, BufferedImage picture) {
        if (picture != null) {
            graphics.drawImage(picture, new AffineTransform(1.0 / picture.getWidth(), 0, 0, 1.0 / picture.getHeight(), 0, 0), null);
        }
    }

    private void paintText(Graphics2D graphics, Element object, Element parameter) {
        TrueTypeFont font = resources.font(object.getAttribute("Font"));
        if (font == null) {
            return;
        }
        try {
            paintShape(graphics, outlines(graphics, font, object), object, parameter, false, true);
        } catch (IOException | RuntimeException broken) {
            skipped.add("字体 " + object.getAttribute("Font") + " 的字形无法读取，文字未绘制");
        }
    }

    private Shape outlines(Graphics2D graphics, TrueTypeFont font, Element object) throws IOException {
        AffineTransform toPage = new AffineTransform(toMillimetres);
        toPage.concatenate(graphics.getTransform());
        double size = Attributes.number(object, "Size", 0);
        double scale = size / font.getUnitsPerEm();
        double stretch = Attributes.number(object, "HScale", 1);
        CmapLookup cmap = font.getUnicodeCmapLookup(false);
        Path2D all = new Path2D.Double(Path2D.WIND_NON_ZERO);
        double x = 0;
        double y = 0;
        int position = 0;
        List<int[]> glyphs = givenGlyphs(object);
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
                int glyph = given(glyphs, position, cmap.getGlyphId(characters[i]));
                GlyphData outline = font.getGlyph().getGlyph(glyph);
                if (glyph == 0) {
                    skipped.add(String.format("字符“%s”（U+%04X）在嵌入的字体中没有字形", Character.toString(characters[i]), characters[i]));
                }
                if (outline != null) {
                    all.append(new AffineTransform(scale * stretch, 0, 0, -scale, x, y).createTransformedShape(outline.getPath()), false);
                }
                if (!dx.isEmpty() || dy.isEmpty()) {
                    x += dx.isEmpty() ? font.getAdvanceWidth(glyph) * scale * stretch : dx.get(Math.min(i, dx.size() - 1));
                }
                y += dy.isEmpty() ? 0 : dy.get(Math.min(i, dy.size() - 1));
            }
            texts.add(new ShownText(code.getTextContent(), size, places));
        }
        return all;
    }

    /** Glyphs named one for one by CGTransform (11.4): position and glyph. */
    private static List<int[]> givenGlyphs(Element object) {
        List<int[]> given = new ArrayList<>();
        for (Element transform : SafeXml.children(object, "CGTransform")) {
            Element glyphs = SafeXml.child(transform, "Glyphs");
            int at = (int) Attributes.number(transform, "CodePosition", 0);
            if (glyphs != null) {
                for (String glyph : glyphs.getTextContent().strip().split("\\s+")) {
                    given.add(new int[] {at++, Integer.parseInt(glyph)});
                }
            }
        }
        return given;
    }

    private static int given(List<int[]> glyphs, int position, int byDefault) {
        return glyphs.stream().filter(glyph -> glyph[0] == position).mapToInt(glyph -> glyph[1]).findFirst().orElse(byDefault);
    }

    private static AffineTransform inverse(AffineTransform transform) {
        try {
            return transform.createInverse();
        } catch (NoninvertibleTransformException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
