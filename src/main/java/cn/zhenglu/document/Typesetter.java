package cn.zhenglu.document;

import cn.zhenglu.licence.NeedsPerson;
import com.ibm.icu.text.BreakIterator;
import com.ibm.icu.util.ULocale;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Places a text in its box, measured with the fonts that are embedded: smaller, then broken, then refused. */
final class Typesetter {

    /**
     * Share of the characters' square above the baseline: that of all common Chinese fonts (OpenType, ideographic em
     * box).
     */
    private static final double ASCENT = 0.88;
    /** A millimetre's hundredth is forgiven, so that a width computed in the template does not fail by rounding. */
    private static final double TOLERANCE = 0.01;
    private static final double STEP = 0.1;

    private final Typefaces typefaces;

    Typesetter(Typefaces typefaces) {
        this.typefaces = typefaces;
    }

    /**
     * @param item  the box
     * @param text  what stands in it
     * @param field name of the record's component for messages, or {@code null}
     * @param label its Chinese name
     * @throws NeedsPerson {@code document.no-glyph}, {@code document.too-long}
     */
    List<GlyphRun> set(TextItem item, String text, String field, String label) {
        List<Sign> signs = signs(item, text, field, label);
        double size = Math.min(item.size(), oneLineSize(item, signs));
        if (size >= item.minSize()) {
            return place(item, List.of(signs), size);
        }
        for (size = item.size(); size > item.minSize() - STEP; size -= STEP) {
            double tried = Math.max(size, item.minSize());
            List<List<Sign>> lines = broken(item, signs, text, tried);
            double height = tried * (1 + (lines.size() - 1) * item.lineSpacing());
            if (lines.size() <= item.maxLines() && height <= item.height() + TOLERANCE) {
                return place(item, lines, tried);
            }
        }
        throw new NeedsPerson("document.too-long", field,
                label + "“" + text + "”共 " + signs.size() + " 字，超出证照版面所能容纳的长度（宽 " + Numbers.text(item.width())
                        + " 毫米，最多 " + item.maxLines() + " 行，最小字号 " + Numbers.text(item.minSize()) + " 毫米）",
                "请核对" + label + "是否录入有误；确需全文印制的，请由系统管理员在证照模板中调整“" + item.name() + "”的宽度、行数或最小字号后重试");
    }

    private List<Sign> signs(TextItem item, String text, String field, String label) {
        List<Sign> signs = new ArrayList<>();
        for (int at = 0; at < text.length(); at += Character.charCount(text.codePointAt(at))) {
            int codePoint = text.codePointAt(at);
            Optional<Typeface> face = typefaces.forCharacter(item.font(), codePoint);
            if (face.isEmpty()) {
                throw noGlyph(codePoint, text, field, label);
            }
            signs.add(new Sign(at, codePoint, face.get(), face.get().advance(codePoint)));
        }
        return signs;
    }

    private static NeedsPerson noGlyph(int codePoint, String text, String field, String label) {
        String code = String.format("U+%04X", codePoint);
        boolean visible = Character.isDefined(codePoint) && !Character.isISOControl(codePoint)
                && Character.getType(codePoint) != Character.SURROGATE && Character.getType(codePoint) != Character.FORMAT;
        String sign = visible ? "“" + Character.toString(codePoint) + "”（" + code + "）" : "不可见字符（" + code + "）";
        String shown = visible ? text : text.replace(Character.toString(codePoint), "□");
        return new NeedsPerson("document.no-glyph", field,
                label + "“" + shown + "”中的" + sign + "在证照模板的字体中没有字形，无法印制",
                "请核对该字是否录入有误；确为生僻字的，请由系统管理员在证照模板的字体列表中增加收录该字的字体后重试");
    }

    /** The size at which all stands in one line. */
    private static double oneLineSize(TextItem item, List<Sign> signs) {
        double ems = signs.stream().mapToDouble(Sign::advance).sum();
        double spacing = item.letterSpacing() * Math.max(0, signs.size() - 1);
        return ems == 0 ? item.size() : (item.width() + TOLERANCE - spacing) / ems;
    }

    /** Lines as long as fit, broken where Chinese typography allows (Unicode line breaking); a longer word is cut. */
    private static List<List<Sign>> broken(TextItem item, List<Sign> signs, String text, double size) {
        BreakIterator breaks = BreakIterator.getLineInstance(ULocale.SIMPLIFIED_CHINESE);
        breaks.setText(text);
        List<List<Sign>> lines = new ArrayList<>();
        int start = 0;
        while (start < signs.size()) {
            int end = start;
            double width = 0;
            while (end < signs.size() && width + signs.get(end).advance * size <= item.width() + TOLERANCE) {
                width += signs.get(end).advance * size + item.letterSpacing();
                end++;
            }
            int cut = end;
            while (cut < signs.size() && cut > start && !breaks.isBoundary(signs.get(cut).index)) {
                cut--;
            }
            end = cut > start ? cut : Math.max(end, start + 1);
            lines.add(signs.subList(start, end));
            start = end;
        }
        return lines;
    }

    private static List<GlyphRun> place(TextItem item, List<List<Sign>> lines, double size) {
        double height = size * (1 + (lines.size() - 1) * item.lineSpacing());
        double top = item.y() + (item.height() - height) / 2;
        List<GlyphRun> runs = new ArrayList<>();
        for (int i = 0; i < lines.size(); i++) {
            runs.addAll(line(item, lines.get(i), size, top + size * (i * item.lineSpacing() + ASCENT)));
        }
        return runs;
    }

    private static List<GlyphRun> line(TextItem item, List<Sign> signs, double size, double baseline) {
        double spacing = item.letterSpacing();
        double natural = signs.stream().mapToDouble(Sign::advance).sum() * size;
        if (item.align() == Alignment.JUSTIFY && signs.size() > 1) {
            spacing = (item.width() - natural) / (signs.size() - 1);
        }
        double width = natural + spacing * (signs.size() - 1);
        double x = item.x() + switch (item.align()) {
            case LEFT, JUSTIFY -> 0;
            case CENTER -> (item.width() - width) / 2;
            case RIGHT -> item.width() - width;
        };
        List<GlyphRun> runs = new ArrayList<>();
        Color color = Color.of(item.color());
        for (int start = 0, end; start < signs.size(); start = end) {
            end = start + 1;
            while (end < signs.size() && signs.get(start).joins(signs.get(end))) {
                end++;
            }
            StringBuilder text = new StringBuilder();
            double[] steps = new double[end - start - 1];
            double runWidth = 0;
            for (int i = start; i < end; i++) {
                text.appendCodePoint(signs.get(i).codePoint);
                double step = signs.get(i).advance * size + spacing;
                if (i + 1 < end) {
                    steps[i - start] = step;
                }
                runWidth += step;
            }
            runs.add(new GlyphRun(signs.get(start).face, size, color, x, baseline, text.toString(), steps, runWidth));
            x += runWidth;
        }
        return runs;
    }

    /**
     * A character and the font that shows it.
     *
     * @param index   where it begins in the text
     * @param advance width at size 1
     */
    private record Sign(int index, int codePoint, Typeface face, double advance) {

        private boolean joins(Sign next) {
            return face == next.face && !Character.isSupplementaryCodePoint(codePoint)
                    && !Character.isSupplementaryCodePoint(next.codePoint);
        }
    }
}
