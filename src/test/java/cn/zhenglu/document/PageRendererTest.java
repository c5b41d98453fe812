package cn.zhenglu.document;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.google.zxing.BarcodeFormat;
import com.google.zxing.BinaryBitmap;
import com.google.zxing.DecodeHintType;
import com.google.zxing.Result;
import com.google.zxing.ResultMetadataType;
import com.google.zxing.client.j2se.BufferedImageLuminanceSource;
import com.google.zxing.common.HybridBinarizer;
import com.google.zxing.qrcode.QRCodeReader;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PageRendererTest {

    private static final byte[] LICENCE = Samples.COMPOSER.compose(Samples.usual()).ofd();

    private final PageRenderer renderer = new PageRenderer();

    @Test
    void drawsThePageInItsSize() {
        BufferedImage image = renderer.render(LICENCE, 2);

        assertThat(image.getWidth()).isEqualTo(594);
        assertThat(image.getHeight()).isEqualTo(420);
    }

    @Test
    void drawsEverythingOfOurOwnDocuments() {
        assertThat(renderer.draw(LICENCE, 2).skipped()).isEmpty();
    }

    @Test
    void tellsWhichTextsItHasDrawnAndWhere() {
        Rendering page = renderer.draw(LICENCE, 2);

        assertThat(page.texts()).extracting(ShownText::text).contains("安全生产许可证", "林志强", "91350100MA2XN8T05L");
        assertThat(page.texts()).filteredOn(text -> text.text().equals("林志强")).singleElement().satisfies(text -> {
            assertThat(text.size()).isEqualTo(6);
            assertThat(text.places()).hasSize(3);
            assertThat(text.places().get(0).x()).isCloseTo(96, within(0.01));
            assertThat(text.places().get(2).x() - text.places().get(0).x()).isCloseTo(12, within(0.01));
        });
    }

    @ParameterizedTest
    @ValueSource(doubles = {4, 6, 8.3})
    void drawsAQrSymbolThatCanBeRead(double pixelsPerMillimetre) throws Exception {
        BufferedImage image = renderer.render(LICENCE, pixelsPerMillimetre);

        Result symbol = new QRCodeReader().decode(new BinaryBitmap(new HybridBinarizer(new BufferedImageLuminanceSource(image))),
                Map.of(DecodeHintType.POSSIBLE_FORMATS, List.of(BarcodeFormat.QR_CODE), DecodeHintType.TRY_HARDER, true));

        assertThat(symbol.getText()).isEqualTo(Samples.CODE);
        assertThat(symbol.getResultMetadata()).containsEntry(ResultMetadataType.ERROR_CORRECTION_LEVEL, "M");
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 4})
    void drawsTheSealsPictureWhereItsSignatureSays(int version) throws IOException {
        byte[] sealed = SealedSample.seal(LICENCE, SealedSample.pageId(LICENCE), "187 138 42 42", SealedSample.signedValue(version));

        Rendering page = renderer.draw(sealed, 4);

        assertThat(page.skipped()).isEmpty();
        assertThat(page.image().getRGB(208 * 4, 159 * 4) & 0xFFFFFF).isEqualTo(SealedSample.RED.getRGB() & 0xFFFFFF);
        assertThat(page.image().getRGB(170 * 4, 140 * 4)).isEqualTo(renderer.render(LICENCE, 4).getRGB(170 * 4, 140 * 4));
    }

    @Test
    void theSealHidesNoPrintBecauseItsStarOnceCoveredTheIssuersName() throws IOException {
        byte[] sealed = SealedSample.seal(LICENCE, SealedSample.pageId(LICENCE), "199 132 42 42", SealedSample.signedValue(4));
        BufferedImage plain = renderer.render(LICENCE, 4);
        BufferedImage stamped = renderer.render(sealed, 4);

        int print = 0;
        for (int y = 149 * 4; y < 157 * 4; y++) {
            for (int x = 216 * 4; x < 224 * 4; x++) {
                if ((plain.getRGB(x, y) & 0xFF0000) < 0x400000) {
                    assertThat(stamped.getRGB(x, y) & 0xFF0000).isLessThanOrEqualTo(plain.getRGB(x, y) & 0xFF0000);
                    print++;
                }
            }
        }
        assertThat(print).as("dark pixels beneath the middle of the seal").isGreaterThan(20);
    }

    @Test
    void reportsASealThatItCannotRead() throws IOException {
        byte[] sealed = SealedSample.seal(LICENCE, SealedSample.pageId(LICENCE), "187 138 42 42", new byte[] {0x30, 0x00});

        assertThat(renderer.draw(sealed, 2).skipped()).singleElement().asString().startsWith("印章未绘制");
    }

    @Test
    void leavesOutSealsOfOtherPages() throws IOException {
        byte[] sealed = SealedSample.seal(LICENCE, "9999", "187 138 42 42", SealedSample.signedValue(4));

        assertThat(renderer.render(sealed, 4).getRGB(208 * 4, 159 * 4)).isEqualTo(renderer.render(LICENCE, 4).getRGB(208 * 4, 159 * 4));
    }

    @Test
    void drawsPathsPicturesAndGraphicStates() throws IOException {
        Map<String, byte[]> files = packageWith("""
                <ofd:PathObject ID="2" Boundary="10 10 20 20" Stroke="false" Fill="true"><ofd:FillColor Value="255 0 0"/>
                <ofd:AbbreviatedData>M 0 0 L 40 0 L 40 40 L 0 40 C</ofd:AbbreviatedData></ofd:PathObject>
                <ofd:PathObject ID="3" Boundary="40 10 20 20" Alpha="128" Stroke="false" Fill="true"><ofd:FillColor Value="0 0 255"/>
                <ofd:AbbreviatedData>M 0 10 A 10 10 0 1 1 20 10 A 10 10 0 1 1 0 10 C</ofd:AbbreviatedData></ofd:PathObject>
                <ofd:PathObject ID="4" Boundary="70 10 20 20" LineWidth="2"><ofd:StrokeColor Value="0 128 0"/>
                <ofd:AbbreviatedData>M 0 10 Q 10 10 20 10 M 0 10 B 0 10 20 10 20 10</ofd:AbbreviatedData></ofd:PathObject>
                <ofd:PathObject ID="5" Boundary="10 40 20 20" Visible="false" Fill="true"><ofd:AbbreviatedData>M 0 0 L 20 0 L 20 20 C
                </ofd:AbbreviatedData></ofd:PathObject>
                <ofd:ImageObject ID="6" Boundary="40 40 20 20" CTM="20 0 0 20 0 0" ResourceID="77"/>
                """);

        Rendering page = renderer.draw(SealedSample.zip(files), 4);

        assertThat(rgb(page, 20, 20)).isEqualTo(0xFF0000);
        assertThat(rgb(page, 31, 20)).as("cut off at the boundary").isEqualTo(0xFFFFFF);
        assertThat(rgb(page, 50, 20) & 0xFF).isEqualTo(0xFF);
        assertThat(rgb(page, 50, 20) >> 16).isCloseTo(127, within(2));
        assertThat(rgb(page, 41, 11)).as("outside the circle").isEqualTo(0xFFFFFF);
        assertThat(rgb(page, 80, 20)).isEqualTo(0x008000);
        assertThat(rgb(page, 15, 45)).as("invisible").isEqualTo(0xFFFFFF);
        assertThat(page.skipped()).containsExactly("图片 77 不存在或格式不受支持，未绘制");
    }

    @Test
    void aBackgroundThatWasPaintedBeforeLooksAsIfPaintedAnew() {
        byte[] other = Samples.COMPOSER.compose(Samples.submission("厦门鹭岛建设有限公司", "陈小梅", "厦门市湖里区仙岳路 9 号")).ofd();
        renderer.render(LICENCE, 3);

        Rendering again = renderer.draw(other, 3);

        Rendering anew = new PageRenderer().draw(other, 3);
        assertThat(pixels(again)).isEqualTo(pixels(anew));
        assertThat(again.texts()).isEqualTo(anew.texts());
        assertThat(pixels(renderer.draw(other, 2))).as("in another size").isEqualTo(pixels(new PageRenderer().draw(other, 2)));
    }

    /** Else a stranger's document could show the letters of ours. */
    @Test
    void aBackgroundWhoseFontIsAnotherIsPaintedAnew() throws IOException {
        renderer.render(LICENCE, 3);
        Map<String, byte[]> files = SealedSample.unzip(LICENCE);
        files.put("Doc_0/Res/fixed-0.ttf", files.get("Doc_0/Res/fixed-1.ttf"));
        byte[] other = SealedSample.zip(files);

        assertThat(pixels(renderer.draw(other, 3))).isEqualTo(pixels(new PageRenderer().draw(other, 3)))
                .isNotEqualTo(pixels(renderer.draw(LICENCE, 3)));
    }

    private static int[] pixels(Rendering page) {
        return page.image().getRGB(0, 0, page.image().getWidth(), page.image().getHeight(), null, 0, page.image().getWidth());
    }

    @Test
    void reportsTextWhoseFontIsNotEmbedded() throws IOException {
        Map<String, byte[]> files = packageWith("""
                <ofd:TextObject ID="2" Boundary="10 10 90 20" Font="9" Size="5"><ofd:TextCode X="0" Y="5">文字</ofd:TextCode>
                </ofd:TextObject>""");

        assertThat(renderer.draw(SealedSample.zip(files), 2).skipped()).singleElement().asString().contains("未嵌入");
    }

    @Test
    void reportsObjectsThatItDoesNotKnow() throws IOException {
        Map<String, byte[]> files = packageWith("<ofd:CompositeObject ID=\"2\" Boundary=\"10 10 90 20\" ResourceID=\"5\"/>");

        assertThat(renderer.draw(SealedSample.zip(files), 2).skipped()).singleElement().asString().contains("CompositeObject");
    }

    @ParameterizedTest
    @ValueSource(strings = {"M 0 0 L 5", "X 1 2", "L 1 2", "M 0 NaN", "M 0 1e300"})
    void refusesBrokenPaths(String data) throws IOException {
        Map<String, byte[]> files = packageWith("<ofd:PathObject ID=\"2\" Boundary=\"0 0 9 9\"><ofd:AbbreviatedData>" + data
                + "</ofd:AbbreviatedData></ofd:PathObject>");

        assertThatThrownBy(() -> renderer.render(SealedSample.zip(files), 2)).isInstanceOf(UnreadableDocument.class);
    }

    @Test
    void refusesWhatIsNoPackage() {
        assertUnreadable("完全不是压缩文件".getBytes(StandardCharsets.UTF_8), "不是 OFD 文件");
        assertUnreadable(new byte[0], "不是 OFD 文件");
    }

    @Test
    void refusesATruncatedPackageWhereverItWasCutBecauseACutBetweenTwoEntriesOnceWentUnnoticed() {
        for (int length = LICENCE.length - 1; length > 4; length -= 997) {
            assertUnreadable(Arrays.copyOf(LICENCE, length), "损坏");
        }
        int signature = new String(LICENCE, StandardCharsets.ISO_8859_1).indexOf("PK\u0003\u0004", LICENCE.length / 2);
        assertUnreadable(Arrays.copyOf(LICENCE, signature + 2), "损坏");
    }

    @Test
    void refusesExternalEntities() throws IOException {
        Map<String, byte[]> files = SealedSample.unzip(LICENCE);
        files.put("OFD.xml", SealedSample.text(files.get("OFD.xml"))
                .replace("?>", "?><!DOCTYPE x [<!ENTITY e SYSTEM \"file:///etc/hostname\">]>")
                .replace("Zhenglu", "&e;").getBytes(StandardCharsets.UTF_8));

        assertUnreadable(SealedSample.zip(files), "OFD.xml");
    }

    @Test
    void refusesPathsThatLeaveThePackage() throws IOException {
        Map<String, byte[]> files = SealedSample.unzip(LICENCE);
        files.put("../../evil.xml", new byte[1]);

        assertUnreadable(SealedSample.zip(files), "越出");
    }

    @Test
    void refusesABombBeforeItIsUnpacked() throws IOException {
        Map<String, byte[]> files = SealedSample.unzip(LICENCE);
        files.put("Doc_0/bomb", new byte[40 << 20]);

        assertUnreadable(SealedSample.zip(files), "过大");
    }

    @Test
    void refusesThousandsOfEntries() throws IOException {
        Map<String, byte[]> files = SealedSample.unzip(LICENCE);
        for (int i = 0; i < 2000; i++) {
            files.put("Doc_0/x" + i, new byte[1]);
        }

        assertUnreadable(SealedSample.zip(files), "条目超过");
    }

    @Test
    void refusesTwoEntriesThatAreTheSameFile() throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
            for (String name : List.of("OFD.xml", "./OFD.xml")) {
                zip.putNextEntry(new ZipEntry(name));
                zip.write(SealedSample.unzip(LICENCE).get("OFD.xml"));
            }
        }

        assertUnreadable(bytes.toByteArray(), "重复");
    }

    @Test
    void refusesPagesBeyondAllMeasure() throws IOException {
        Map<String, byte[]> files = SealedSample.unzip(LICENCE);
        files.put("Doc_0/Pages/Page_0/Content.xml", SealedSample.text(files.get("Doc_0/Pages/Page_0/Content.xml"))
                .replace("0 0 297 210", "0 0 900000 900000").getBytes(StandardCharsets.UTF_8));

        assertUnreadable(SealedSample.zip(files), "页面尺寸");
    }

    private void assertUnreadable(byte[] file, String reason) {
        assertThatThrownBy(() -> renderer.render(file, 2)).isInstanceOf(UnreadableDocument.class).hasMessageContaining(reason);
    }

    private static int rgb(Rendering page, int x, int y) {
        return page.image().getRGB(x * 4, y * 4) & 0xFFFFFF;
    }

    /** A small package of somebody else's making. */
    private static Map<String, byte[]> packageWith(String objects) {
        Map<String, String> parts = new LinkedHashMap<>();
        parts.put("OFD.xml", "<ofd:OFD xmlns:ofd='http://www.ofdspec.org/2016'><ofd:DocBody><ofd:DocRoot>/D/Document.xml</ofd:DocRoot>"
                + "</ofd:DocBody></ofd:OFD>");
        parts.put("D/Document.xml", "<ofd:Document xmlns:ofd='http://www.ofdspec.org/2016'><ofd:CommonData><ofd:PageArea>"
                + "<ofd:PhysicalBox>0 0 100 100</ofd:PhysicalBox></ofd:PageArea></ofd:CommonData><ofd:Pages>"
                + "<ofd:Page ID='1' BaseLoc='P/Content.xml'/></ofd:Pages></ofd:Document>");
        parts.put("D/P/Content.xml", "<ofd:Page xmlns:ofd='http://www.ofdspec.org/2016'><ofd:Content><ofd:Layer ID='10'>" + objects
                + "</ofd:Layer></ofd:Content></ofd:Page>");
        Map<String, byte[]> files = new LinkedHashMap<>();
        parts.forEach((name, text) -> files.put(name, text.getBytes(StandardCharsets.UTF_8)));
        return files;
    }
}
