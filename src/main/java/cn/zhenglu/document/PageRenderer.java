package cn.zhenglu.document;

import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.w3c.dom.Element;

/**
 * Draws the first page of an OFD package as it is: texts with the outlines of the embedded fonts, paths, pictures,
 * and the pictures of its seals. The machine's fonts play no part. The package may be anyone's and hostile; nothing
 * is verified here.
 */
public final class PageRenderer {

    private static final double LARGEST_PAGE = 1200;
    private static final long MOST_PIXELS = 60_000_000;

    private final PaintedBackgrounds backgrounds = new PaintedBackgrounds();

    /**
     * Draws the first page.
     *
     * @param ofd                the package
     * @param pixelsPerMillimetre 4 is about 100 dpi
     * @throws UnreadableDocument when it is no OFD package, is broken, or exceeds a limit
     */
    public BufferedImage render(byte[] ofd, double pixelsPerMillimetre) {
        return draw(ofd, pixelsPerMillimetre).image();
    }

    /** The same, and what could not be drawn. */
    public Rendering draw(byte[] ofd, double pixelsPerMillimetre) {
        PackageReader files = PackageReader.open(ofd);
        try {
            return draw(files, pixelsPerMillimetre);
        } catch (IllegalArgumentException malformed) {
            throw new UnreadableDocument("文件内容不符合 OFD 标准：" + malformed.getMessage(), malformed);
        }
    }

    private Rendering draw(PackageReader files, double scale) {
        Element body = SafeXml.required(files.xml("OFD.xml"), "DocBody");
        String documentPath = PackageReader.resolve("OFD.xml", text(body, "DocRoot"));
        Element document = files.xml(documentPath);
        Element common = SafeXml.required(document, "CommonData");
        Element pageEntry = SafeXml.required(SafeXml.required(document, "Pages"), "Page");
        String pagePath = PackageReader.resolve(documentPath, pageEntry.getAttribute("BaseLoc"));
        Element page = files.xml(pagePath);

        double[] box = pageBox(page, common);
        if (!(box[2] > 0 && box[3] > 0 && box[2] <= LARGEST_PAGE && box[3] <= LARGEST_PAGE)
                || box[2] * scale * box[3] * scale > MOST_PIXELS) {
            throw new UnreadableDocument("页面尺寸 " + Numbers.text(box[2]) + "×" + Numbers.text(box[3]) + " 毫米超出允许范围");
        }
        BufferedImage image = new BufferedImage((int) Math.ceil(box[2] * scale), (int) Math.ceil(box[3] * scale),
                BufferedImage.TYPE_INT_RGB);
        Graphics2D graphics = image.createGraphics();
        try {
            graphics.setColor(java.awt.Color.WHITE);
            graphics.fillRect(0, 0, image.getWidth(), image.getHeight());
            graphics.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
            graphics.setRenderingHint(RenderingHints.KEY_STROKE_CONTROL, RenderingHints.VALUE_STROKE_PURE);
            graphics.setRenderingHint(RenderingHints.KEY_INTERPOLATION, RenderingHints.VALUE_INTERPOLATION_BICUBIC);
            graphics.scale(scale, scale);
            graphics.translate(-box[0], -box[1]);
            SkippedParts skipped = new SkippedParts();
            Resources resources = new Resources(files, skipped);
            SafeXml.children(common, "PublicRes").forEach(res -> resources.add(documentPath, res.getTextContent()));
            SafeXml.children(common, "DocumentRes").forEach(res -> resources.add(documentPath, res.getTextContent()));
            SafeXml.children(page, "PageRes").forEach(res -> resources.add(pagePath, res.getTextContent()));
            ContentPainter painter = new ContentPainter(graphics, resources, skipped);

            Map<String, String> templates = new HashMap<>();
            SafeXml.children(common, "TemplatePage").forEach(template -> templates.put(template.getAttribute("ID"),
                    PackageReader.resolve(documentPath, template.getAttribute("BaseLoc"))));
            List<String> behind = templates(page, templates, false);
            if (!behind.isEmpty()) {
                backgrounds.paint(image, box, scale, files, behind.get(0), resources, painter, skipped);
                behind.stream().skip(1).map(files::xml).forEach(painter::paintPage);
            }
            painter.paintPage(page);
            templates(page, templates, true).stream().map(files::xml).forEach(painter::paintPage);
            new SealPainter(files, graphics, skipped).paint(body, pageEntry.getAttribute("ID"));
            return new Rendering(image, painter.texts(), skipped.list());
        } finally {
            graphics.dispose();
        }
    }

    /** Files of the templates that lie before or behind the page's own content. */
    private static List<String> templates(Element page, Map<String, String> all, boolean foreground) {
        return SafeXml.children(page, "Template").stream().filter(use -> use.getAttribute("ZOrder").equals("Foreground") == foreground)
                .map(use -> all.get(use.getAttribute("TemplateID"))).filter(Objects::nonNull).toList();
    }

    private static double[] pageBox(Element page, Element common) {
        Element area = SafeXml.child(page, "Area");
        return Attributes.array(text(area == null ? SafeXml.required(common, "PageArea") : area, "PhysicalBox"), 4);
    }

    private static String text(Element parent, String name) {
        return SafeXml.required(parent, name).getTextContent().strip();
    }
}
