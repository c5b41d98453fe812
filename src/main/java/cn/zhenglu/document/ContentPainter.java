package cn.zhenglu.document;

import java.awt.AlphaComposite;
import java.awt.BasicStroke;
import java.awt.Graphics2D;
import java.awt.Shape;
import java.awt.geom.AffineTransform;
import java.awt.geom.NoninvertibleTransformException;
import java.awt.geom.Rectangle2D;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.apache.fontbox.ttf.TrueTypeFont;
import org.w3c.dom.Element;

/** Paints the objects of a page (GB/T 33190, 8 to 13); what it does not know is left out and reported. */
final class ContentPainter {

    private static final int DEEPEST_NESTING = 16;
    private static final int MOST_OBJECTS = 200_000;
    /** Defaults of GB/T 33190 (8.5), mm. */
    private static final double LINE_WIDTH = 0.353;
    private static final float MITER_LIMIT = 4.234f;
    /** Shorter ones cannot be seen, but would take for ever to draw. */
    private static final double SHORTEST_DASH = 0.05;
    /** Children of objects that are honoured or say nothing about looks; any other is reported. */
    private static final Set<String> KNOWN_CHILDREN = Set.of("FillColor", "StrokeColor", "TextCode", "CGTransform",
            "AbbreviatedData", "Actions");

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

    /** Of a page that has been painted before. */
    void add(List<ShownText> shown) {
        texts.addAll(shown);
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
        Element parameter = object.hasAttribute("DrawParam") ? resources.parameter(object.getAttribute("DrawParam"))
                : inherited;
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
                case "PathObject" -> paintShape(graphics, path(object), object, parameter, true, false);
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

    private static Shape path(Element object) {
        return PathData.parse(SafeXml.required(object, "AbbreviatedData").getTextContent(),
                object.getAttribute("Rule").equals("Even-Odd"));
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
        if (dashes.stream().noneMatch(dash -> dash > SHORTEST_DASH) || dashes.stream().anyMatch(dash -> dash < 0)) {
            return new BasicStroke((float) width, cap, join, MITER_LIMIT);
        }
        float[] pattern = new float[dashes.size()];
        for (int i = 0; i < pattern.length; i++) {
            pattern[i] = dashes.get(i).floatValue();
        }
        float offset = (float) Math.max(0, Attributes.number(object, "DashOffset", 0));
        return new BasicStroke((float) width, cap, join, MITER_LIMIT, pattern, offset);
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
            case 1 -> color(component(value.get(0)), component(value.get(0)), component(value.get(0)), alpha);
            case 3 -> color(component(value.get(0)), component(value.get(1)), component(value.get(2)), alpha);
            case 4 -> color(cmyk(value.get(0), value.get(3)), cmyk(value.get(1), value.get(3)),
                    cmyk(value.get(2), value.get(3)), alpha);
            default -> throw new IllegalArgumentException("颜色值“" + color.getAttribute("Value") + "”有误");
        };
    }

    private static java.awt.Color color(int red, int green, int blue, int alpha) {
        return new java.awt.Color(red, green, blue, alpha);
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
            graphics.drawImage(picture,
                    AffineTransform.getScaleInstance(1.0 / picture.getWidth(), 1.0 / picture.getHeight()), null);
        }
    }

    private void paintText(Graphics2D graphics, Element object, Element parameter) {
        TrueTypeFont font = resources.font(object.getAttribute("Font"));
        if (font == null) {
            return;
        }
        try {
            AffineTransform toPage = new AffineTransform(toMillimetres);
            toPage.concatenate(graphics.getTransform());
            TextOutline text = TextOutline.of(font, object, toPage, skipped);
            paintShape(graphics, text.shape(), object, parameter, false, true);
            texts.addAll(text.texts());
        } catch (IOException | RuntimeException broken) {
            skipped.add("字体 " + object.getAttribute("Font") + " 或使用该字体的文字有误，未绘制");
        }
    }

    private static AffineTransform inverse(AffineTransform transform) {
        try {
            return transform.createInverse();
        } catch (NoninvertibleTransformException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
