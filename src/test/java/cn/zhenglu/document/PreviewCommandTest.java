package cn.zhenglu.document;

import static org.assertj.core.api.Assertions.assertThat;

import cn.zhenglu.SafetyLicence;
import cn.zhenglu.licence.SealPlacement;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class PreviewCommandTest {

    @TempDir
    private Path folder;

    private final StringWriter messages = new StringWriter();

    @Test
    void writesThePictureOfTheFirstPage() throws IOException {
        Path ofd = Files.write(folder.resolve("licence.ofd"), Samples.COMPOSER.compose(Samples.usual()).ofd());
        Path png = folder.resolve("licence.png");

        assertThat(run(ofd.toString(), "-o", png.toString(), "--resolution", "2")).isZero();

        assertThat(ImageIO.read(png.toFile()).getWidth()).isEqualTo(594);
    }

    @Test
    void laysAMillimetreGridOverThePage() throws IOException {
        Path ofd = Files.write(folder.resolve("licence.ofd"), Samples.COMPOSER.compose(Samples.usual()).ofd());
        Path png = folder.resolve("grid.png");

        assertThat(run(ofd.toString(), "-o", png.toString(), "--resolution", "4", "--grid")).isZero();

        BufferedImage page = ImageIO.read(png.toFile());
        assertThat(page.getRGB(100 * 4, 57 * 4)).as("on the line at 100 mm").isNotEqualTo(page.getRGB(102 * 4, 57 * 4));
    }

    @Test
    void showsASpecimenOfATemplateAndWhereItsBoxesAre() throws IOException {
        Path plain = folder.resolve("plain.png");
        Path grid = folder.resolve("grid.png");
        String template = Samples.TEMPLATE_FOLDER.toString();

        assertThat(run("--template", template, "-o", plain.toString(), "--resolution", "4")).isZero();
        assertThat(run("--template", template, "-o", grid.toString(), "--resolution", "4", "--grid")).isZero();

        BufferedImage before = ImageIO.read(plain.toFile());
        BufferedImage after = ImageIO.read(grid.toFile());
        SealPlacement seal = Samples.TEMPLATE.seal();
        int marked = 0;
        for (int x = (int) (seal.x() * 4); x < (seal.x() + seal.width()) * 4; x++) {
            int y = (int) (seal.y() * 4);
            marked += before.getRGB(x, y) == after.getRGB(x, y) ? 0 : 1;
        }
        assertThat(marked).as("upper edge of the seal's box").isGreaterThan(60);
    }

    @Test
    void namesWhatIsWrongWithATemplate() {
        assertThat(run("--template", folder.toString(), "-o", folder.resolve("out.png").toString())).isEqualTo(2);
        assertThat(messages.toString()).contains("找不到证照模板文件");
    }

    @Test
    void wantsEitherAFileOrATemplate() {
        assertThat(run("-o", folder.resolve("out.png").toString())).isEqualTo(2);
        assertThat(messages.toString()).contains("二者取其一");
    }

    @Test
    void tellsWhatItHadToLeaveOut() throws IOException {
        byte[] licence = Samples.COMPOSER.compose(Samples.usual()).ofd();
        Path ofd = Files.write(folder.resolve("licence.ofd"),
                SealedSample.seal(licence, SealedSample.pageId(licence), "187 138 42 42", new byte[] {0x30, 0x00}));

        assertThat(run(ofd.toString(), "-o", folder.resolve("licence.png").toString())).isEqualTo(1);
        assertThat(messages.toString()).contains("印章未绘制");
    }

    @Test
    void tellsThatAFileIsNoOfd() throws IOException {
        Path file = Files.writeString(folder.resolve("note.ofd"), "not an OFD");

        assertThat(run(file.toString(), "-o", folder.resolve("out.png").toString())).isEqualTo(2);
        assertThat(messages.toString()).contains("note.ofd", "不是 OFD 文件");
    }

    @Test
    void tellsThatAFileIsMissing() {
        assertThat(run(folder.resolve("none.ofd").toString(), "-o", folder.resolve("out.png").toString())).isEqualTo(2);
        assertThat(messages.toString()).contains("none.ofd");
    }

    private int run(String... arguments) {
        return new CommandLine(new PreviewCommand(() -> SafetyLicence.FAMILY)).setErr(new PrintWriter(messages, true)).setOut(new PrintWriter(messages, true))
                .execute(arguments);
    }
}
