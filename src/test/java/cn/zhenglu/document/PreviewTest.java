package cn.zhenglu.document;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.time.Instant;
import javax.imageio.ImageIO;
import org.apache.pdfbox.Loader;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.text.PDFTextStripper;
import org.junit.jupiter.api.Test;

class PreviewTest {

    private static final byte[] LICENCE = Samples.COMPOSER.compose(Samples.usual()).ofd();
    private static final Watermark WATERMARK = new Watermark("仅供{purpose}预览 {time}", 30, 5, 20, "#8C1C23", 0.15);

    private final Preview preview = new Preview(Samples.TEMPLATE, 3);

    @Test
    void laysTheWatermarkOverTheWholePage() throws IOException {
        BufferedImage plain = new PageRenderer().render(LICENCE, 3);
        BufferedImage marked = ImageIO.read(new ByteArrayInputStream(preview.png(LICENCE, WATERMARK)));

        assertThat(marked.getWidth()).isEqualTo(plain.getWidth());
        int halfWidth = plain.getWidth() / 2;
        int halfHeight = plain.getHeight() / 2;
        for (int quarter = 0; quarter < 4; quarter++) {
            assertThat(changed(plain, marked, quarter % 2 * halfWidth, quarter / 2 * halfHeight, halfWidth, halfHeight))
                    .as("pixels changed in quarter %d", quarter).isBetween(1_000, halfWidth * halfHeight / 4);
        }
    }

    @Test
    void makesAPdfWhoseTextCanBeSelected() throws IOException {
        byte[] licence = Samples.COMPOSER.compose(Samples.submission("𠅤㛃建设（福建）有限公司", "林志强", "福州市仓山区")).ofd();

        try (PDDocument pdf = Loader.loadPDF(preview.pdf(licence, WATERMARK))) {
            assertThat(pdf.getNumberOfPages()).isEqualTo(1);
            assertThat(pdf.getPage(0).getMediaBox().getWidth()).isCloseTo(297 * 72 / 25.4f, within(1f));
            PDFTextStripper stripper = new PDFTextStripper();
            stripper.setSortByPosition(true);
            assertThat(stripper.getText(pdf).replace(" ", "")).contains("91350100MA2XN8T05L", "林志强", "𠅤㛃建设（福建）有限公司",
                    "2023年05月06日至2026年05月05日");
        }
    }

    @Test
    void setsTheWatermarkAsDenselyAsAsked() throws IOException {
        assertThat(marks(30, 8)).isGreaterThan(3 * marks(30, 40));
    }

    @Test
    void turnsTheWatermarkAsAsked() throws IOException {
        BufferedImage plain = new PageRenderer().render(LICENCE, 3);
        BufferedImage level = marked(0, 8);
        BufferedImage upright = marked(90, 8);

        assertThat(untouchedRows(plain, level)).as("rows between level lines").isGreaterThan(plain.getHeight() / 3);
        assertThat(untouchedRows(plain, upright)).as("rows between upright lines").isLessThan(plain.getHeight() / 10);
    }

    private int marks(double angle, double gap) throws IOException {
        BufferedImage plain = new PageRenderer().render(LICENCE, 3);
        return changed(plain, marked(angle, gap), 0, 0, plain.getWidth(), plain.getHeight());
    }

    private BufferedImage marked(double angle, double gap) throws IOException {
        return ImageIO.read(new ByteArrayInputStream(preview.png(LICENCE, new Watermark("仅供预览", angle, 5, gap, "#8C1C23", 0.15))));
    }

    private static int untouchedRows(BufferedImage plain, BufferedImage marked) {
        int rows = 0;
        for (int y = 0; y < plain.getHeight(); y++) {
            rows += changed(plain, marked, 0, y, plain.getWidth(), 1) == 0 ? 1 : 0;
        }
        return rows;
    }

    @Test
    void namesThePurposeAndTheTimeInTheWatermark() {
        assertThat(WATERMARK.of("招标资格审查", Instant.parse("2023-05-06T02:03:04Z")).text())
                .isEqualTo("仅供招标资格审查预览 2023-05-06 10:03");
    }

    @Test
    void drawsNoWatermarkFromABlankText() throws IOException {
        BufferedImage plain = new PageRenderer().render(LICENCE, 3);
        BufferedImage same = ImageIO.read(new ByteArrayInputStream(preview.png(LICENCE, new Watermark("", 30, 5, 20, "#8C1C23", 0.15))));

        assertThat(changed(plain, same, 0, 0, plain.getWidth(), plain.getHeight())).isZero();
    }

    @Test
    void hugeLettersAreLaidDownWithoutAPictureOfTheirWholeLine() throws IOException {
        BufferedImage plain = new PageRenderer().render(LICENCE, 3);
        Watermark huge = new Watermark("仅供预览".repeat(300), 30, 50, 2, "#8C1C23", 0.15);
        BufferedImage marked = ImageIO.read(new ByteArrayInputStream(preview.png(LICENCE, huge)));

        assertThat(changed(plain, marked, 0, 0, plain.getWidth(), plain.getHeight())).isGreaterThan(plain.getWidth() * plain.getHeight() / 10);
    }

    @Test
    void leavesOutWatermarkCharactersThatNoFontHas() {
        assertThat(preview.png(LICENCE, new Watermark("\uE000\u0007", 0, 5, 20, "#000000", 1))).isNotEmpty();
    }

    @Test
    void refusesAWatermarkThatCouldNotBeSeenOrWouldHideThePage() {
        assertThatThrownBy(() -> new Watermark("x", 120, 5, 20, "#000000", 0.1)).hasMessageContaining("angle");
        assertThatThrownBy(() -> new Watermark("x", 0, 5, 0, "#000000", 0.1)).hasMessageContaining("gap");
        assertThatThrownBy(() -> new Watermark("x", 0, 5, 20, "red", 0.1)).hasMessageContaining("color");
        assertThatThrownBy(() -> new Watermark("x", 0, 5, 20, "#000000", 0)).hasMessageContaining("opacity");
    }

    private static int changed(BufferedImage one, BufferedImage other, int left, int top, int width, int height) {
        int count = 0;
        for (int y = top; y < top + height; y++) {
            for (int x = left; x < left + width; x++) {
                count += one.getRGB(x, y) == other.getRGB(x, y) ? 0 : 1;
            }
        }
        return count;
    }
}
