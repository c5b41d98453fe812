package cn.zhenglu;

import static org.assertj.core.api.Assertions.assertThat;

import cn.zhenglu.document.OfdSchema;
import cn.zhenglu.document.PageRenderer;
import cn.zhenglu.document.Preview;
import cn.zhenglu.document.Watermark;
import cn.zhenglu.licence.LicenceRecord;
import cn.zhenglu.licence.Submission;
import cn.zhenglu.peer.OfdrwProcess;
import com.google.zxing.BarcodeFormat;
import com.google.zxing.BinaryBitmap;
import com.google.zxing.DecodeHintType;
import com.google.zxing.Result;
import com.google.zxing.client.j2se.BufferedImageLuminanceSource;
import com.google.zxing.common.HybridBinarizer;
import com.google.zxing.qrcode.QRCodeReader;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import java.util.zip.ZipOutputStream;
import javax.imageio.ImageIO;
import org.apache.pdfbox.Loader;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.text.PDFTextStripper;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Seals ten licences and leaves them in {@code target/samples} as OFD, PNG and PDF, for people to look at. What a machine can see of
 * them is asserted here.
 */
class TenLicencesTest {

    private static final Path SAMPLES = Path.of("target", "samples");
    private static final double PIXELS_PER_MILLIMETRE = 6;
    private static final Watermark WATERMARK = new Watermark("仅供{purpose}　{time}", 30, 5, 24, "#8C1C23", 0.13);

    private static final Map<Submission, byte[]> SEALED = new LinkedHashMap<>();
    private static SealingRoom room;

    @BeforeAll
    static void seal(@TempDir Path folder) throws IOException {
        room = new SealingRoom(folder);
        Files.createDirectories(SAMPLES);
        for (Submission submission : TenLicences.all()) {
            byte[] ofd = room.seal(submission);
            SEALED.put(submission, ofd);
            Files.write(SAMPLES.resolve(submission.origin() + ".ofd"), ofd);
        }
    }

    @AfterAll
    static void close() {
        room.close();
    }

    @Test
    void eachIsValidForTheVerifier() {
        SEALED.forEach((submission, ofd) -> {
            assertThat(room.verifier.verify(ofd).failed()).as(submission.origin()).isEmpty();
            assertThat(room.verifier.verify(ofd).valid()).as(submission.origin()).isTrue();
        });
    }

    @Test
    void eachPartIsValidAgainstTheSchemas() {
        SEALED.forEach((submission, ofd) -> assertThat(OfdSchema.faults(unzip(ofd))).as(submission.origin()).isEmpty());
    }

    @Test
    void eachPictureShowsEverythingAndASymbolThatReadsAsTheCode() throws Exception {
        for (Map.Entry<Submission, byte[]> licence : SEALED.entrySet()) {
            BufferedImage page = new PageRenderer().render(licence.getValue(), PIXELS_PER_MILLIMETRE);
            ImageIO.write(page, "png", SAMPLES.resolve(licence.getKey().origin() + ".png").toFile());

            Result symbol = new QRCodeReader().decode(new BinaryBitmap(new HybridBinarizer(new BufferedImageLuminanceSource(page))),
                    Map.of(DecodeHintType.POSSIBLE_FORMATS, List.of(BarcodeFormat.QR_CODE), DecodeHintType.TRY_HARDER, true));

            assertThat(symbol.getText()).isEqualTo(licence.getKey().code());
        }
    }

    @Test
    void eachPdfCanBeSearchedForWhatIsPrinted() throws IOException {
        Preview preview = new Preview(room.template, 4);
        Watermark watermark = WATERMARK.of("样张核对", Instant.parse("2026-01-02T03:04:05Z"));
        for (Map.Entry<Submission, byte[]> licence : SEALED.entrySet()) {
            byte[] pdf = preview.pdf(licence.getValue(), watermark);
            Files.write(SAMPLES.resolve(licence.getKey().origin() + ".pdf"), pdf);

            LicenceRecord record = licence.getKey().record();
            assertThat(text(pdf)).contains(squeezed(record.text("companyName")), squeezed(record.text("responsiblePerson")),
                    squeezed(record.text("companyAddress")), squeezed(record.text("economicType")), squeezed(record.certNum()), record.text("creditCode"),
                    licence.getKey().identifier().toString(), "福建省住房和城乡建设厅");
        }
    }

    @Test
    void eachIsReadAndFoundValidByOfdrw() {
        List<String> read = OfdrwProcess.run(command("read"));
        assertThat(read.stream().filter("pages 1"::equals)).hasSize(SEALED.size());
        assertThat(read.stream().filter("seal PNG 199 137.500 42 42"::equals)).hasSize(SEALED.size());
        assertThat(read.stream().filter(line -> line.startsWith("attachment licence."))).hasSize(2 * SEALED.size());
        String texts = squeezed(read.stream().filter(line -> line.startsWith("text ")).collect(Collectors.joining()));
        SEALED.keySet().forEach(submission -> assertThat(texts).contains(squeezed(submission.record().text("companyName")),
                squeezed(submission.record().text("responsiblePerson")), submission.identifier().toString()));

        assertThat(OfdrwProcess.run(command("validate", "4"))).hasSize(SEALED.size()).containsOnly("valid");
    }

    @Test
    void ofdrwFindsAChangedPageSoItsConsentMeansSomething(@TempDir Path folder) throws IOException {
        Map<String, byte[]> files = unzip(SEALED.values().iterator().next());
        files.computeIfPresent("Doc_0/Pages/Page_0/Content.xml", (name, xml) ->
                new String(xml, StandardCharsets.UTF_8).replace("2026", "2036").getBytes(StandardCharsets.UTF_8));
        Path changed = Files.write(folder.resolve("changed.ofd"), zip(files));

        assertThat(OfdrwProcess.run("validate", "4", changed)).singleElement().asString().startsWith("FileIntegrityException");
    }

    @Test
    void anExternalEntityInAnyXmlPartIsRefusedForThatReason() throws IOException {
        Map<String, byte[]> files = unzip(SEALED.values().iterator().next());
        List<String> parts = files.keySet().stream().filter(name -> name.endsWith(".xml")).toList();
        assertThat(parts).hasSizeGreaterThanOrEqualTo(10);
        for (String part : parts) {
            Map<String, byte[]> hostile = new LinkedHashMap<>(files);
            hostile.computeIfPresent(part, (name, xml) -> new String(xml, StandardCharsets.UTF_8)
                    .replace("?>", "?><!DOCTYPE x [<!ENTITY e SYSTEM \"file:///etc/hostname\">]>").getBytes(StandardCharsets.UTF_8));

            assertThat(room.verifier.verify(zip(hostile)).failed()).as(part).singleElement()
                    .extracting(check -> check.rule().code()).isEqualTo("xml.doctype");
        }
    }

    /** With all samples as its last arguments. */
    private static Object[] command(String... beginning) {
        return Stream.concat(Stream.of(beginning), SEALED.keySet().stream().map(submission -> SAMPLES.resolve(submission.origin() + ".ofd")))
                .toArray();
    }

    private static String text(byte[] pdf) throws IOException {
        try (PDDocument document = Loader.loadPDF(pdf)) {
            PDFTextStripper stripper = new PDFTextStripper();
            stripper.setSortByPosition(true);
            return squeezed(stripper.getText(document));
        }
    }

    /** Layout parts words by blanks and lines. */
    private static String squeezed(String text) {
        return text.replaceAll("\\s+", "");
    }

    private static Map<String, byte[]> unzip(byte[] ofd) {
        Map<String, byte[]> files = new LinkedHashMap<>();
        try (ZipInputStream zip = new ZipInputStream(new ByteArrayInputStream(ofd))) {
            for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
                files.put(entry.getName(), zip.readAllBytes());
            }
            return files;
        } catch (IOException impossible) {
            throw new AssertionError(impossible);
        }
    }

    private static byte[] zip(Map<String, byte[]> files) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
            for (Map.Entry<String, byte[]> file : files.entrySet()) {
                zip.putNextEntry(new ZipEntry(file.getKey()));
                zip.write(file.getValue());
            }
        }
        return bytes.toByteArray();
    }
}
