package cn.zhenglu.document;

import com.pngencoder.PngEncoder;
import java.awt.image.BufferedImage;
import java.util.zip.Deflater;

/** Makes what the public sees of a licence, a picture or a PDF: the sealed page under a watermark. */
public final class Preview {

    private final PageRenderer renderer;
    private final WatermarkPainter painter;
    private final PdfPreview pdf;
    private final double pixelsPerMillimetre;

    /**
     * @param template            its fonts write the watermark
     * @param pixelsPerMillimetre resolution of the pictures; 4 is about 100 dpi
     */
    public Preview(Template template, double pixelsPerMillimetre) {
        this.renderer = new PageRenderer();
        this.painter = new WatermarkPainter(template.typefaces());
        this.pdf = new PdfPreview(template.typefaces());
        this.pixelsPerMillimetre = pixelsPerMillimetre;
    }

    /**
     * A PNG of the first page, seal pictures included.
     *
     * @param ofd       the package
     * @param watermark laid over it; see {@link Watermark#of}
     * @throws UnreadableDocument when the package cannot be drawn
     */
    public byte[] png(byte[] ofd, Watermark watermark) {
        BufferedImage page = renderer.render(ofd, pixelsPerMillimetre);
        painter.paint(page, pixelsPerMillimetre, watermark);
        return png(page);
    }

    /** The same as a PDF whose text can be selected. */
    public byte[] pdf(byte[] ofd, Watermark watermark) {
        Rendering page = renderer.draw(ofd, pixelsPerMillimetre);
        painter.paint(page.image(), pixelsPerMillimetre, watermark);
        return pdf.of(page.image(), pixelsPerMillimetre, page.texts());
    }

    /** Not filtered and deflated quickly: half the time, for three hundredths more bytes. In this thread: requests are many already. */
    static byte[] png(BufferedImage image) {
        return new PngEncoder().withBufferedImage(image).withCompressionLevel(Deflater.BEST_SPEED).withMultiThreadedCompressionEnabled(false)
                .toBytes();
    }
}
