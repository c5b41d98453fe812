package cn.zhenglu.peer;

import com.google.zxing.BarcodeFormat;
import com.google.zxing.client.j2se.MatrixToImageWriter;
import com.google.zxing.qrcode.QRCodeWriter;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.Security;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import javax.imageio.ImageIO;
import org.bouncycastle.jce.provider.BouncyCastleProvider;
import org.ofdrw.layout.OFDDoc;
import org.ofdrw.layout.PageLayout;
import org.ofdrw.layout.VirtualPage;
import org.ofdrw.layout.edit.Attachment;
import org.ofdrw.layout.element.Img;
import org.ofdrw.layout.element.Paragraph;
import org.ofdrw.layout.element.Position;
import org.ofdrw.reader.OFDReader;
import org.ofdrw.sign.ExtendSignatureContainer;
import org.ofdrw.sign.verify.OFDValidator;
import org.ofdrw.sign.verify.container.SESV4ValidateContainer;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * A licence made the straightforward way with ofdrw: a page laid out over a picture of the border, a QR symbol as a picture, two
 * attachments, a seal of ofdrw's own container; then its validator and its picture. The fonts are named, not embedded, since ofdrw embeds
 * whole ones. Runs on the class path of {@link OfdrwProcess}; {@code -Dpeer} is a folder with the keys of {@link OfdrwPeer} and
 * {@code background.png}.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 5, time = 3)
@Measurement(iterations = 5, time = 3)
@Fork(value = 2, jvmArgsAppend = {"-Xmx1g", "-Djava.awt.headless=true"})
public class OfdrwBenchmark {

    private static final List<String> LABELS = List.of("编号", "企业名称", "统一社会信用代码", "主要负责人", "单位地址", "经济类型", "许可范围", "有效期",
            "发证机关", "发证日期", "证照标识");

    private final Path folder = Path.of(System.getProperty("peer", "."));
    private final Random dice = new Random(20230601);
    private ExtendSignatureContainer container;
    private int number;

    @Setup
    public void open() throws Exception {
        Security.addProvider(new BouncyCastleProvider());
        container = OfdrwPeer.current(folder);
        Files.writeString(folder.resolve("licence.json"), "{\"field\": \"value\"}".repeat(80));
        Files.writeString(folder.resolve("licence.xml"), "<field>value</field>".repeat(80));
        composeAndSeal();
        Files.copy(folder.resolve("sealed.ofd"), folder.resolve("valid.ofd"), java.nio.file.StandardCopyOption.REPLACE_EXISTING);
    }

    @Benchmark
    public Path compose() throws Exception {
        String code = "%016X".formatted(dice.nextLong()).repeat(12) + "%08d".formatted(++number);
        Path symbol = folder.resolve("symbol.png");
        MatrixToImageWriter.writeToPath(new QRCodeWriter().encode(code, BarcodeFormat.QR_CODE, 300, 300), "png", symbol);
        Path draft = folder.resolve("draft.ofd");
        try (OFDDoc document = new OFDDoc(draft)) {
            VirtualPage page = new VirtualPage(new PageLayout(297d, 210d));
            page.add(placed(new Img(297, 210, folder.resolve("background.png")), 0, 0));
            page.add(placed(new Img(32, 32, symbol), 30, 150));
            for (int i = 0; i < LABELS.size(); i++) {
                Paragraph text = new Paragraph();
                text.setFontSize(5d);
                text.add(LABELS.get(i) + "：福建闽江第" + number + "建设工程有限公司");
                text.setWidth(200d);
                page.add(placed(text, 40, 40 + 10 * i));
            }
            document.addVPage(page);
            document.addAttachment(new Attachment("licence.json", folder.resolve("licence.json")));
            document.addAttachment(new Attachment("licence.xml", folder.resolve("licence.xml")));
        }
        return draft;
    }

    private static <T extends org.ofdrw.layout.element.Div<T>> T placed(T element, double x, double y) {
        element.setPosition(Position.Absolute);
        element.setX(x);
        element.setY(y);
        return element;
    }

    @Benchmark
    public Path composeAndSeal() throws Exception {
        Path sealed = folder.resolve("sealed.ofd");
        OfdrwPeer.sign(compose(), sealed, container);
        return sealed;
    }

    /** Throws when it is not valid. */
    @Benchmark
    public void verify() throws Exception {
        try (OFDReader reader = new OFDReader(folder.resolve("valid.ofd")); OFDValidator validator = new OFDValidator(reader)) {
            validator.setValidator(new SESV4ValidateContainer());
            validator.exeValidate();
        }
    }

    /** By reflection, for its libraries are not among those that we compile with. */
    @Benchmark
    public byte[] picture() throws Exception {
        try (OFDReader reader = new OFDReader(folder.resolve("valid.ofd"))) {
            Class<?> maker = Class.forName("org.ofdrw.converter.ImageMaker");
            Object made = maker.getConstructor(OFDReader.class, double.class).newInstance(reader, Double.parseDouble(System.getProperty("ppm", "4")));
            ByteArrayOutputStream png = new ByteArrayOutputStream();
            ImageIO.write((BufferedImage) maker.getMethod("makePage", int.class).invoke(made, 0), "png", png);
            return png.toByteArray();
        }
    }
}
