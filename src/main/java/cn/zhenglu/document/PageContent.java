package cn.zhenglu.document;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.DoubleStream;

/**
 * Collects what stands on a page and writes it with the fonts it needs: a page's {@code Content.xml} (GB/T 33190,
 * 7.7), a resource list (7.9) and the font files.
 */
final class PageContent {

    /**
     * Outlines may reach beyond the character's square; what reaches beyond the boundary is cut off (GB/T 33190,
     * 8.5).
     */
    private static final double MARGIN = 0.25;

    private final List<GlyphRun> runs = new ArrayList<>();
    private final List<VectorPath> paths = new ArrayList<>();
    private PlacedSymbol symbol;

    void add(List<GlyphRun> more) {
        runs.addAll(more);
    }

    void draw(List<VectorPath> more) {
        paths.addAll(more);
    }

    void draw(QrSymbol qr, Template.QrPlacement where) {
        symbol = new PlacedSymbol(qr, where);
    }

    /**
     * Writes all of it.
     *
     * @param page       size
     * @param templateId object number of the template page beneath it, or {@code null}
     * @param layer      {@code Body} or {@code Background}
     * @param fontPrefix begins the names of the font files
     * @param ids        gives the object numbers
     */
    Written write(Template.PageSize page, String templateId, String layer, String fontPrefix, Ids ids) {
        Map<Typeface, SortedSet<Integer>> used = new LinkedHashMap<>();
        runs.forEach(run -> used.computeIfAbsent(run.face(), face -> new TreeSet<>())
                .addAll(run.text().codePoints().boxed().toList()));
        Map<Typeface, String> fontIds = new LinkedHashMap<>();
        Map<String, byte[]> files = new LinkedHashMap<>();
        XmlPart resources = XmlPart.ofd("Res", "BaseLoc", "Res");
        if (!used.isEmpty()) {
            resources.open("Fonts");
            used.forEach((face, characters) -> {
                SubsetFont font = face.subset(characters);
                String id = ids.next();
                String file = fontPrefix + fontIds.size() + ".ttf";
                fontIds.put(face, id);
                files.put(file, font.file());
                resources.open("Font", "ID", id, "FontName", font.name(), "FamilyName", font.name(), "Charset", "unicode")
                        .leaf("FontFile", file).close();
            });
            resources.close();
        }

        XmlPart content = XmlPart.ofd("Page");
        if (templateId != null) {
            content.empty("Template", "TemplateID", templateId, "ZOrder", "Background");
        }
        content.open("Area").leaf("PhysicalBox", box(0, 0, page.width(), page.height())).close();
        content.open("Content").open("Layer", "ID", ids.next(), "Type", layer);
        paths.forEach(path -> write(path, page, content, ids));
        if (symbol != null) {
            write(symbol, content, ids);
        }
        runs.forEach(run -> write(run, fontIds.get(run.face()), content, ids));
        return new Written(content.bytes(), resources.bytes(), files);
    }

    private static void write(VectorPath path, Template.PageSize page, XmlPart content, Ids ids) {
        content.open("PathObject", "ID", ids.next(), "Boundary", box(0, 0, page.width(), page.height()),
                "LineWidth", path.stroke() == null ? null : Numbers.text(path.strokeWidth()),
                "Stroke", String.valueOf(path.stroke() != null), "Fill", String.valueOf(path.fill() != null));
        if (path.stroke() != null) {
            content.empty("StrokeColor", "Value", path.stroke().value());
        }
        if (path.fill() != null) {
            content.empty("FillColor", "Value", path.fill().value());
        }
        content.leaf("AbbreviatedData", path.data()).close();
    }

    private static void write(PlacedSymbol symbol, XmlPart content, Ids ids) {
        Template.QrPlacement where = symbol.where;
        double module = where.size() / symbol.qr.modules();
        content.open("PathObject", "ID", ids.next(), "Boundary", box(where.x(), where.y(), where.size(), where.size()),
                        "CTM", Double.toString(module) + " 0 0 " + module + " 0 0",
                        "Stroke", "false", "Fill", "true", "Rule", "Even-Odd")
                .empty("FillColor", "Value", Color.of(where.color()).value())
                .leaf("AbbreviatedData", symbol.qr.outline()).close();
    }

    private static void write(GlyphRun run, String font, XmlPart content, Ids ids) {
        double margin = MARGIN * run.size();
        String boundary = box(run.x() - margin, run.baseline() - run.size(), run.width() + 2 * margin, run.size() + margin);
        content.open("TextObject", "ID", ids.next(), "Boundary", boundary, "Font", font, "Size", Numbers.text(run.size()))
                .empty("FillColor", "Value", run.color().value())
                .leaf("TextCode", run.text(), "X", Numbers.text(margin), "Y", Numbers.text(run.size()),
                        "DeltaX", steps(run.steps()))
                .close();
    }

    /** DeltaX (GB/T 33190, 11.3): equal steps are counted, {@code g n step}. */
    private static String steps(double[] steps) {
        if (steps.length == 0) {
            return null;
        }
        List<String> written = DoubleStream.of(steps).mapToObj(Numbers::text).toList();
        return written.size() > 2 && written.stream().distinct().count() == 1
                ? "g " + written.size() + " " + written.get(0)
                : written.stream().collect(Collectors.joining(" "));
    }

    private static String box(double x, double y, double width, double height) {
        return Numbers.text(x) + " " + Numbers.text(y) + " " + Numbers.text(width) + " " + Numbers.text(height);
    }

    /** Object numbers of a package, each used once. */
    static final class Ids {

        private int last;

        /** Goes on after {@code last}. */
        Ids(int last) {
            this.last = last;
        }

        String next() {
            return Integer.toString(++last);
        }

        int last() {
            return last;
        }
    }

    /**
     * A page on its way into the package.
     *
     * @param content   {@code Content.xml}
     * @param resources the resource list that names the fonts
     * @param fonts     file name to font file
     */
    record Written(byte[] content, byte[] resources, Map<String, byte[]> fonts) {
    }

    private record PlacedSymbol(QrSymbol qr, Template.QrPlacement where) {
    }
}
