package cn.zhenglu.document;

import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.pdmodel.PDPage;
import org.apache.pdfbox.pdmodel.PDPageContentStream;
import org.apache.pdfbox.pdmodel.common.PDRectangle;
import org.apache.pdfbox.pdmodel.font.PDFont;
import org.apache.pdfbox.pdmodel.font.PDType0Font;
import org.apache.pdfbox.pdmodel.graphics.image.PDImageXObject;
import org.apache.pdfbox.pdmodel.graphics.state.RenderingMode;
import org.apache.pdfbox.util.Matrix;

/**
 * A PDF of one page: the picture with its watermark, which thus cannot be lifted off, and above it the text,
 * invisible, so that it can be selected, copied and searched.
 */
final class PdfPreview {

    private static final float POINTS_PER_MILLIMETRE = 72 / 25.4f;

    private final Typefaces typefaces;

    PdfPreview(Typefaces typefaces) {
        this.typefaces = typefaces;
    }

    byte[] of(BufferedImage image, double pixelsPerMillimetre, List<ShownText> texts) {
        float width = (float) (image.getWidth() / pixelsPerMillimetre) * POINTS_PER_MILLIMETRE;
        float height = (float) (image.getHeight() / pixelsPerMillimetre) * POINTS_PER_MILLIMETRE;
        try (PDDocument pdf = new PDDocument()) {
            PDPage page = new PDPage(new PDRectangle(width, height));
            pdf.addPage(page);
            Map<Typeface, PDFont> fonts = embed(pdf, texts);
            try (PDPageContentStream content = new PDPageContentStream(pdf, page)) {
                // a PNG's data is taken over as it is; PDFBox's own packing of a picture takes twice as long
                content.drawImage(PDImageXObject.createFromByteArray(pdf, Preview.png(image), null), 0, 0, width, height);
                content.beginText();
                content.setRenderingMode(RenderingMode.NEITHER);
                for (ShownText text : texts) {
                    write(text, fonts, height, content);
                }
                content.endText();
            }
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            pdf.save(out);
            return out.toByteArray();
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
    }

    private Map<Typeface, PDFont> embed(PDDocument pdf, List<ShownText> texts) throws IOException {
        Map<Typeface, SortedSet<Integer>> used = new HashMap<>();
        texts.stream().flatMapToInt(text -> text.text().codePoints()).forEach(codePoint -> typefaces.forCharacter(codePoint)
                .ifPresent(face -> used.computeIfAbsent(face, key -> new TreeSet<>()).add(codePoint)));
        Map<Typeface, PDFont> fonts = new HashMap<>();
        for (Map.Entry<Typeface, SortedSet<Integer>> entry : used.entrySet()) {
            SubsetFont subset = entry.getKey().subset(entry.getValue());
            fonts.put(entry.getKey(), PDType0Font.load(pdf, new ByteArrayInputStream(subset.file()), false));
        }
        return fonts;
    }

    private void write(ShownText text, Map<Typeface, PDFont> fonts, float height, PDPageContentStream content)
            throws IOException {
        int[] characters = text.text().codePoints().toArray();
        for (int i = 0; i < characters.length; i++) {
            Typeface face = typefaces.forCharacter(characters[i]).orElse(null);
            if (face != null) {
                ShownText.Place place = text.places().get(i);
                content.setFont(fonts.get(face), (float) text.size() * POINTS_PER_MILLIMETRE);
                content.setTextMatrix(Matrix.getTranslateInstance((float) place.x() * POINTS_PER_MILLIMETRE,
                        height - (float) place.y() * POINTS_PER_MILLIMETRE));
                content.showText(Character.toString(characters[i]));
            }
        }
    }
}
