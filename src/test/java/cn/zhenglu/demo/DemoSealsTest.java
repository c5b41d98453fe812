package cn.zhenglu.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import cn.zhenglu.licence.Department;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.cert.X509CertificateHolder;
import org.bouncycastle.openssl.PEMParser;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DemoSealsTest {

    private static final Path FONT = Path.of("src/test/resources/seal/seal-letters.ttf");
    private static final Department FUZHOU = new Department("fuzhou", "350100", "福州市城乡建设局", "fuzhou");
    private static final Department PINGTAN = new Department("pingtan", "350128", "平潭综合实验区行政审批局", "pingtan");

    @TempDir
    private Path folder;

    @Test
    void tells_the_settings_of_each_seal() {
        Map<String, String> properties = prepare(FUZHOU, PINGTAN);
        assertThat(properties.keySet()).contains("zhenglu.seals.fuzhou.kind", "zhenglu.seals.fuzhou.keystore",
                "zhenglu.seals.fuzhou.password", "zhenglu.seals.fuzhou.picture", "zhenglu.seals.fuzhou.seal",
                "zhenglu.seals.pingtan.kind").hasSize(10);
        assertThat(properties.get("zhenglu.seals.fuzhou.password"))
                .hasSize(32).isNotEqualTo(properties.get("zhenglu.seals.pingtan.password"));
    }

    @Test
    void finds_the_same_seals_at_the_next_start() throws Exception {
        Map<String, String> first = prepare(FUZHOU, PINGTAN);
        Map<String, String> contents = contents();
        assertThat(prepare(FUZHOU, PINGTAN)).isEqualTo(first);
        assertThat(contents()).isEqualTo(contents);
    }

    @Test
    void puts_a_root_that_says_it_is_for_the_demo_into_the_trust_folder() throws Exception {
        prepare(FUZHOU);
        try (Stream<Path> files = Files.list(folder.resolve("trust"))) {
            List<Path> roots = files.toList();
            assertThat(roots).hasSize(1);
            try (PEMParser pem = new PEMParser(Files.newBufferedReader(roots.get(0)))) {
                X500Name subject = ((X509CertificateHolder) pem.readObject()).getSubject();
                assertThat(subject.toString()).contains("仅供演示", "DEMO ONLY", "证路演示根证书");
            }
        }
    }

    @Test
    void keeps_keys_and_passwords_to_the_owner() throws Exception {
        assumeTrue(Files.getFileStore(folder).supportsFileAttributeView("posix"), "no permissions on this file system");
        prepare(FUZHOU);
        for (String file : List.of("fuzhou.p12", "fuzhou.password")) {
            assertThat(Files.getPosixFilePermissions(folder.resolve("seals").resolve(file)))
                    .isEqualTo(PosixFilePermissions.fromString("rw-------"));
        }
    }

    @Test
    void begins_again_after_a_start_that_was_killed_in_the_middle() throws Exception {
        Path half = Files.createDirectories(folder.resolve(".seals.half"));
        Files.writeString(half.resolve("fuzhou.p12"), "half a keystore");
        prepare(FUZHOU);
        assertThat(half).doesNotExist();
        assertThat(Files.size(folder.resolve("seals/fuzhou.p12"))).isGreaterThan(500);
    }

    @Test
    void brings_the_root_back_when_the_trust_folder_was_lost() throws Exception {
        prepare(FUZHOU);
        try (Stream<Path> files = Files.list(folder.resolve("trust"))) {
            for (Path file : files.toList()) {
                Files.delete(file);
            }
        }
        prepare(FUZHOU);
        try (Stream<Path> files = Files.list(folder.resolve("trust"))) {
            assertThat(files.map(file -> file.getFileName().toString())).singleElement().asString()
                    .matches("demo-root-[0-9a-f]{8}\\.pem");
        }
    }

    @Test
    void two_starts_at_once_make_one_set() throws Exception {
        ExecutorService starts = Executors.newFixedThreadPool(2);
        try {
            Callable<Map<String, String>> start = () -> prepare(FUZHOU);
            List<Map<String, String>> results = new ArrayList<>();
            for (Future<Map<String, String>> result : starts.invokeAll(List.of(start, start))) {
                results.add(result.get());
            }
            assertThat(results.get(0)).isEqualTo(results.get(1));
        } finally {
            starts.shutdownNow();
        }
    }

    @Test
    void names_the_character_that_the_font_lacks() throws Exception {
        try (SealDrawing drawing = new SealDrawing(FONT)) {
            assertThatIllegalArgumentException().isThrownBy(() -> drawing.png("龘", "章", "(01)"))
                    .withMessageContaining("「龘」");
        }
    }

    @Test
    void says_what_to_do_when_a_department_was_added() {
        prepare(FUZHOU);
        assertThatIllegalStateException().isThrownBy(() -> prepare(FUZHOU, PINGTAN))
                .withMessageContaining("「pingtan」").withMessageContaining("请删除该目录");
    }

    @Test
    void refuses_a_seal_name_that_is_a_path() {
        assertThatIllegalStateException().isThrownBy(() -> prepare(new Department("x", "350100", "x", "../x")))
                .withMessageContaining("../x");
        assertThat(folder.resolve("seals")).doesNotExist();
    }

    @Test
    void draws_a_round_red_transparent_picture_with_ring_star_and_number() throws Exception {
        prepare(FUZHOU, PINGTAN);
        BufferedImage first = picture("fuzhou");
        BufferedImage second = picture("pingtan");
        int size = first.getWidth();
        assertThat(first.getHeight()).isEqualTo(size).isBetween(490, 510);
        assertThat(opacity(first, 2, 2)).as("corner").isZero();
        assertThat(opacity(first, size / 2, size / 2)).as("star").isEqualTo(255);
        assertThat(opacity(first, 8, size / 2)).as("ring").isEqualTo(255);
        assertThat(first.getRGB(size / 2, size / 2) & 0xFFFFFF).isEqualTo(0xD71A1A);
        assertThat(differences(first, second)).as("01 or 02").isBetween(100L, 2_000L);
    }

    private Map<String, String> prepare(Department... departments) {
        return DemoSeals.prepare(folder.resolve("seals"), folder.resolve("trust"), FONT, List.of(departments));
    }

    private Map<String, String> contents() throws IOException {
        Map<String, String> contents = new TreeMap<>();
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                contents.put(file.toString(), HexFormat.of().formatHex(Files.readAllBytes(file)));
            }
        }
        return contents;
    }

    private BufferedImage picture(String name) throws IOException {
        return ImageIO.read(folder.resolve("seals").resolve(name + ".png").toFile());
    }

    private static int opacity(BufferedImage image, int x, int y) {
        return image.getRGB(x, y) >>> 24;
    }

    private static long differences(BufferedImage one, BufferedImage other) {
        long different = 0;
        for (int y = 0; y < one.getHeight(); y++) {
            for (int x = 0; x < one.getWidth(); x++) {
                different += one.getRGB(x, y) == other.getRGB(x, y) ? 0 : 1;
            }
        }
        return different;
    }
}
