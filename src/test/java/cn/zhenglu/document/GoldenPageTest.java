package cn.zhenglu.document;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.image.BufferedImage;
import java.io.File;
import java.io.IOException;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;

/**
 * Guards the layout: the page looks as it did when a person last looked at it and found it good. After an intended
 * change look at {@code target/golden-page.png} and copy it over
 * {@code src/test/resources/cn/zhenglu/document/golden-page.png}.
 */
class GoldenPageTest {

    private static final double PIXELS_PER_MILLIMETRE = 3;
    /** Curves may be drawn a little differently by another Java; three characters moved by 0.5 mm change 0.0006. */
    private static final int DIFFERENT_FROM = 48;
    private static final double TOLERATED_SHARE = 0.0002;

    @Test
    void theLicenceLooksAsApproved() throws IOException {
        byte[] licence = Samples.COMPOSER.compose(Samples.submission("福州市马尾区闽江口国际航运中心建设工程设计施工总承包与装配式建筑产业化发展股份有限公司",
                "欧阳𠮷", "福建省福州市鼓楼区五四路128号恒力城写字楼18层")).ofd();
        byte[] sealed = SealedSample.seal(licence, SealedSample.pageId(licence), "199 137.5 42 42", SealedSample.signedValue(4));
        BufferedImage page = new PageRenderer().render(sealed, PIXELS_PER_MILLIMETRE);
        ImageIO.write(page, "png", new File("target/golden-page.png"));

        BufferedImage golden = ImageIO.read(getClass().getResourceAsStream("golden-page.png"));

        assertThat(page.getWidth()).isEqualTo(golden.getWidth());
        assertThat(page.getHeight()).isEqualTo(golden.getHeight());
        assertThat(differentShare(page, golden)).isLessThan(TOLERATED_SHARE);
    }

    private static double differentShare(BufferedImage one, BufferedImage other) {
        int different = 0;
        for (int y = 0; y < one.getHeight(); y++) {
            for (int x = 0; x < one.getWidth(); x++) {
                different += distance(one.getRGB(x, y), other.getRGB(x, y)) >= DIFFERENT_FROM ? 1 : 0;
            }
        }
        return (double) different / (one.getWidth() * one.getHeight());
    }

    private static int distance(int one, int other) {
        int most = 0;
        for (int shift = 0; shift <= 16; shift += 8) {
            most = Math.max(most, Math.abs((one >> shift & 0xFF) - (other >> shift & 0xFF)));
        }
        return most;
    }
}
