package cn.zhenglu.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import cn.zhenglu.licence.Department;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KilledDemoSealsTest {

    private static final Path FONT = Path.of("src/test/resources/seal/seal-letters.ttf");

    /** Enough of them that there is a middle. */
    private static final List<Department> DEPARTMENTS = IntStream.range(0, 24)
            .mapToObj(i -> new Department("d" + i, "350100", "部门" + i, "d" + i)).toList();

    @TempDir
    private Path folder;

    @Test
    void a_start_killed_while_it_makes_the_seals_leaves_no_half_set() throws Exception {
        Process start = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp", System.getProperty("java.class.path"), Start.class.getName(), folder.toString())
                .redirectErrorStream(true).redirectOutput(folder.resolve("start.log").toFile()).start();
        try {
            await().atMost(Duration.ofMinutes(2)).pollInterval(Duration.ofMillis(5))
                    .until(() -> files(folder.resolve(".seals.half")) > 8);
        } finally {
            start.destroyForcibly().waitFor();
        }
        assertThat(folder.resolve("seals")).doesNotExist();

        Map<String, String> properties = prepare(folder);

        assertThat(properties).hasSize(5 * DEPARTMENTS.size());
        assertThat(files(folder.resolve("seals"))).isEqualTo(4L * DEPARTMENTS.size() + 1);
        assertThat(folder.resolve(".seals.half")).doesNotExist();
        assertThat(prepare(folder)).isEqualTo(properties);
    }

    /** What the other process runs. */
    static final class Start {

        private Start() {
        }

        public static void main(String[] arguments) {
            prepare(Path.of(arguments[0]));
        }
    }

    private static Map<String, String> prepare(Path folder) {
        return DemoSeals.prepare(folder.resolve("seals"), folder.resolve("trust"), FONT, DEPARTMENTS);
    }

    private static long files(Path folder) throws IOException {
        if (!Files.exists(folder)) {
            return 0;
        }
        try (Stream<Path> files = Files.list(folder)) {
            return files.count();
        }
    }
}
