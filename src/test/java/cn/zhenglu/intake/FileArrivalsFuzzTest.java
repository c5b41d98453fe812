package cn.zhenglu.intake;

import static org.assertj.core.api.Assertions.assertThat;

import cn.zhenglu.licence.Arrival;
import cn.zhenglu.licence.NeedsPerson;
import com.code_intelligence.jazzer.junit.FuzzTest;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Whatever a file in the shared folder holds, it ends as rows that the ledger can keep, or is refused with what to do. The first byte
 * says which part of a workbook the rest stands in for; beyond them, the rest is the file itself.
 */
class FileArrivalsFuzzTest {

    private static final Map<String, byte[]> WORKBOOK = workbook();
    private static final List<String> PARTS = List.copyOf(WORKBOOK.keySet());
    private static final Path FILE = temporary();

    @MethodSource("files")
    @FuzzTest(maxDuration = "3m")
    void everyFileIsReadOrRefused(byte[] data) throws IOException {
        if (data.length == 0) {
            return;
        }
        byte[] rest = Arrays.copyOfRange(data, 1, data.length);
        int part = data[0] & 0xFF;
        Files.write(FILE, part < PARTS.size() ? withPart(PARTS.get(part), rest) : rest);
        try (FileArrivals arrivals = Fixtures.INTAKE.fromFile(FILE)) {
            while (arrivals.hasNext()) {
                arrivals.next().forEach(Storable::check);
            }
        } catch (NeedsPerson refused) {
            assertThat(refused.problems()).allSatisfy(problem -> {
                assertThat(problem.code()).startsWith("file.");
                assertThat(problem.remedy()).isNotBlank();
            });
        }
    }

    static Stream<byte[]> files() {
        List<byte[]> seeds = new ArrayList<>();
        for (int part = 0; part < PARTS.size(); part++) {
            seeds.add(marked(part, WORKBOOK.get(PARTS.get(part))));
        }
        String csv = Fixtures.HEADER + "\n" + Fixtures.LINE + "\n\"a\nb\",c\n";
        seeds.add(marked(0xFF, csv.getBytes(StandardCharsets.UTF_8)));
        seeds.add(marked(0xFF, csv.getBytes(java.nio.charset.Charset.forName("GB18030"))));
        StringBuilder json = new StringBuilder("[{");
        String[] names = Fixtures.HEADER.split(",");
        String[] values = Fixtures.LINE.split(",");
        for (int i = 0; i < names.length; i++) {
            json.append(i == 0 ? "" : ",").append('"').append(names[i]).append("\":\"").append(values[i]).append('"');
        }
        seeds.add(marked(0xFF, json.append("}]").toString().getBytes(StandardCharsets.UTF_8)));
        return seeds.stream();
    }

    private static byte[] marked(int part, byte[] content) {
        byte[] seed = new byte[content.length + 1];
        seed[0] = (byte) part;
        System.arraycopy(content, 0, seed, 1, content.length);
        return seed;
    }

    private static byte[] withPart(String name, byte[] content) throws IOException {
        Map<String, byte[]> parts = new TreeMap<>(WORKBOOK);
        parts.put(name, content);
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
            for (Map.Entry<String, byte[]> part : parts.entrySet()) {
                zip.putNextEntry(new ZipEntry(part.getKey()));
                zip.write(part.getValue());
            }
        }
        return bytes.toByteArray();
    }

    private static Map<String, byte[]> workbook() {
        try {
            Path file = Workbooks.write(Files.createTempFile("fuzz", ".xlsx"), sheet -> {
                String[] names = Fixtures.HEADER.split(",");
                String[] values = Fixtures.LINE.split(",");
                for (int i = 0; i < names.length; i++) {
                    sheet.value(0, i, names[i]);
                    sheet.value(1, i, values[i]);
                }
                sheet.value(2, 0, 45_000.5);
                sheet.style(2, 0).format("yyyy-mm-dd").set();
            });
            Map<String, byte[]> parts = new TreeMap<>();
            try (ZipFile zip = new ZipFile(file.toFile())) {
                for (ZipEntry entry : zip.stream().toList()) {
                    parts.put(entry.getName(), zip.getInputStream(entry).readAllBytes());
                }
            }
            Files.delete(file);
            return parts;
        } catch (IOException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    private static Path temporary() {
        try {
            Path file = Files.createTempFile("fuzz", ".in");
            file.toFile().deleteOnExit();
            return file;
        } catch (IOException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    /** What PostgreSQL takes: any text but U+0000, and none that is longer than its column. */
    static final class Storable {

        private Storable() {
        }

        static void check(Arrival arrival) {
            assertThat(arrival.key()).hasSizeLessThanOrEqualTo(RowDigest.LONGEST_KEY);
            Stream.concat(Stream.of(arrival.key(), arrival.origin(), arrival.record().department(), arrival.record().certNum(),
                    arrival.record().replaces()), arrival.record().own().values().stream())
                    .forEach(text -> assertThat(text == null ? "" : text).doesNotContain("\0"));
            assertThat(arrival.problems()).allSatisfy(problem -> assertThat(problem.message() + problem.remedy()).doesNotContain("\0"));
        }
    }
}
