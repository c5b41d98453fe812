package cn.zhenglu.intake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import java.util.zip.Deflater;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import cn.zhenglu.licence.Arrival;
import cn.zhenglu.licence.LicenceRules;
import cn.zhenglu.licence.NeedsPerson;

class XlsxFileTest {

    private static final String SHEET = "xl/worksheets/sheet1.xml";

    @TempDir
    private Path folder;
    private Path good;

    @BeforeEach
    void aGoodWorkbook() throws IOException {
        good = Workbooks.write(folder.resolve("good.xlsx"), sheet -> {
            String[] header = Fixtures.HEADER.split(",");
            String[] line = Fixtures.LINE.split(",");
            for (int i = 0; i < header.length; i++) {
                sheet.value(0, i, header[i]);
                sheet.value(2, i, line[i]);
            }
            sheet.value(0, header.length, "备注");
        });
    }

    @Test
    void aSheetIsReadAsACsvFileWouldBe() {
        assertThat(read(good)).singleElement().satisfies(arrival -> {
            assertThat(arrival.origin()).isEqualTo("good.xlsx 第 3 行");
            assertThat(arrival.problems()).isEmpty();
            assertThat(arrival.record().validTo()).isEqualTo("2024-05-31");
            assertThat(arrival.row()).containsEntry("备注", "");
        });
    }

    @Test
    void datesAndNumbersOfSpreadsheetsAreUnderstood() throws IOException {
        Path file = Workbooks.write(folder.resolve("dates.xlsx"), sheet -> {
            String[] header = Fixtures.HEADER.split(",");
            String[] line = Fixtures.LINE.split(",");
            for (int i = 0; i < header.length; i++) {
                sheet.value(0, i, header[i]);
                sheet.value(1, i, line[i]);
            }
            sheet.value(1, 8, LocalDate.of(2018, 6, 1));
            sheet.style(1, 8).format("yyyy\"年\"m\"月\"d\"日\"").set();
            sheet.value(1, 9, LocalDate.of(2021, 6, 1));
            sheet.style(1, 9).format("[$-804]yyyy/m/d;@").set();
            sheet.value(1, 10, 20210601);
            sheet.value(1, 5, 111);
        });
        assertThat(read(file)).singleElement().satisfies(arrival -> {
            assertThat(arrival.problems()).isEmpty();
            assertThat(arrival.record().firstIssueDate()).isEqualTo("2018-06-01");
            assertThat(arrival.record().issueDate()).isEqualTo("2021-06-01");
            assertThat(arrival.record().validFrom()).isEqualTo("2021-06-01");
            assertThat(arrival.record().text("responsiblePersonIdType")).isEqualTo("111");
        });
    }

    @Test
    void aWorkbookIsKnownByItsContentWhateverItIsCalled() throws IOException {
        assertThat(read(Files.copy(good, folder.resolve("清单.csv")))).hasSize(1);
    }

    @Test
    void halfAWorkbookIsRefused() throws IOException {
        byte[] all = Files.readAllBytes(good);
        Path half = Files.write(folder.resolve("half.xlsx"), java.util.Arrays.copyOf(all, all.length / 2));
        assertRefused(half, "file.broken", "不是完整的 Excel 工作簿");
    }

    @Test
    void externalEntitiesAndDocumentTypesAreRefusedUnread() throws IOException {
        Path secret = Files.writeString(folder.resolve("secret.txt"), "the secret");
        assertRefused(forge(SHEET, xml -> xml.replaceFirst("<worksheet",
                "<!DOCTYPE worksheet [<!ENTITY x SYSTEM \"" + secret.toUri() + "\">]><worksheet")), "file.too-large", "DTD");
        assertRefused(forge("xl/sharedStrings.xml", xml -> xml.replaceFirst("<sst",
                "<!DOCTYPE sst [<!ENTITY a \"ha\"><!ENTITY b \"&a;&a;\">]><sst")), "file.too-large", "DTD");
    }

    @Test
    void aCellFarOutsideOfTheSheetFillsNoMemory() throws IOException {
        assertRefused(forge(SHEET, xml -> xml.replace("r=\"A1\"", "r=\"ZZZZZZ1\"")), "file.too-large", "单元格位置不存在");
    }

    @Test
    void aTextWithoutEndFillsNoMemory() throws IOException {
        assertRefused(forge("xl/sharedStrings.xml", xml -> xml.replaceFirst("<t( [^>]*)?>", "<t>" + "啊".repeat(200_000))), "file.too-large",
                "超过 100000 个字符");
    }

    @Test
    void anArchiveThatInflatesWithoutEndIsRefused() throws IOException {
        Path bomb = folder.resolve("bomb.xlsx");
        try (ZipOutputStream out = new ZipOutputStream(Files.newOutputStream(bomb))) {
            out.setLevel(Deflater.BEST_SPEED);
            out.putNextEntry(new ZipEntry("xl/worksheets/sheet1.xml"));
            out.write("<worksheet>".getBytes());
            byte[] blank = ("<row spans=\"" + "1".repeat(50_000) + "\"/>").repeat(24).getBytes();
            for (int i = 0; i < 1_000; i++) {
                out.write(blank);
            }
        }
        assertRefused(bomb, "file.too-large", "解压后超过 1024 MB");
    }

    @Test
    void sharedTextsBeyondTheHeapAreRefusedBeforeTheyAreHeld() throws Exception {
        Path many = forge("xl/sharedStrings.xml", xml -> xml.replaceFirst("</sst>", "<si><t>x</t></si>".repeat(1_500_000) + "</sst>"));
        assertThat(inHeapOf("64m", many)).contains("文字过多，本机内存不足以读取");
    }

    @Test
    void aSheetOf200000RowsIsReadInAHeapOf256Megabytes() throws Exception {
        String[] header = Fixtures.HEADER.split(",");
        String[] line = Fixtures.LINE.split(",");
        Path large = Workbooks.write(folder.resolve("large.xlsx"), sheet -> {
            for (int i = 0; i < header.length; i++) {
                sheet.value(0, i, header[i]);
            }
            for (int row = 1; row <= 200_000; row++) {
                for (int i = 0; i < header.length; i++) {
                    // number, company, address, person and identity number differ in every row, as they do in life
                    sheet.value(row, i, i < 2 || i == 3 || i == 4 || i == 6 ? line[i] + row : line[i]);
                }
            }
        });
        assertThat(inHeapOf("256m", large)).contains("200000 rows");
    }

    /** Reads a file as the server does, in a process of its own; prints the number of rows, or why not. */
    static final class Reader {

        public static void main(String[] arguments) {
            LicenceRules rules = new LicenceRules();
            int rows = 0;
            try (FileArrivals arrivals = Fixtures.INTAKE.fromFile(Path.of(arguments[0]))) {
                while (arrivals.hasNext()) {
                    for (Arrival arrival : arrivals.next()) {
                        rules.judge(arrival.record(), arrival.problems(), java.util.Set.of("fuzhou"));
                        rows++;
                    }
                }
                System.out.println(rows + " rows");
            } catch (NeedsPerson refused) {
                System.out.println(refused.getMessage());
            }
        }
    }

    private static String inHeapOf(String heap, Path file) throws Exception {
        Process process = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-Xmx" + heap,
                "-Dfile.encoding=UTF-8", "-Dstdout.encoding=UTF-8", "-cp", System.getProperty("java.class.path"),
                Reader.class.getName(), file.toString()).redirectErrorStream(true).start();
        String output = new String(process.getInputStream().readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        return output;
    }

    private Path forge(String part, UnaryOperator<String> change) throws IOException {
        return Workbooks.forge(good, Files.createTempFile(folder, "forged", ".xlsx"), part, change);
    }

    private static void assertRefused(Path file, String code, String why) {
        assertThatThrownBy(() -> read(file)).isInstanceOfSatisfying(NeedsPerson.class, refused -> {
            assertThat(refused.problems().get(0).code()).isEqualTo(code);
            assertThat(refused).hasMessageContaining(why);
        });
    }

    private static List<Arrival> read(Path file) {
        List<Arrival> all = new ArrayList<>();
        try (FileArrivals arrivals = Fixtures.INTAKE.fromFile(file)) {
            arrivals.forEachRemaining(all::addAll);
        }
        return all;
    }
}
