package cn.zhenglu;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Properties;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The README says 17 and above: the packaged jar on each newer Java that is installed beside the one that runs the tests. */
class NewerJavaIT {

    private static final Duration PATIENCE = Duration.ofMinutes(2);

    @TempDir
    Path folder;

    @Test
    void onJava25TheBrokersJournalIsReadSinceItMayReleaseItsBuffers() throws IOException {
        List<Path> newer = newerHomes();
        assumeThat(newer).as("a newer Java installed beside this one").isNotEmpty();
        for (Path home : newer) {
            try (ServerProcess server = ServerProcess.ofJar(folder.resolve(home.getFileName())).onJava(home)) {
                server.startDemo("--zhenglu.demo.samples=false").untilReady(PATIENCE);
                assertThat(server.output()).as(home.toString()).doesNotContain("ERROR");
            }
        }
    }

    private static List<Path> newerHomes() throws IOException {
        try (Stream<Path> homes = Files.list(Path.of(System.getProperty("java.home")).toRealPath().getParent())) {
            return homes.filter(home -> !Files.isSymbolicLink(home) && feature(home) > Runtime.version().feature()).toList();
        }
    }

    /** The number that every Java home tells in its file {@code release}; 0 for another folder, and before 9, which wrote it otherwise. */
    private static int feature(Path home) {
        Properties release = new Properties();
        try (var file = Files.newBufferedReader(home.resolve("release"))) {
            release.load(file);
            return Runtime.Version.parse(release.getProperty("JAVA_VERSION", "").replace("\"", "")).feature();
        } catch (IOException | IllegalArgumentException noneOrOneOfBefore9) {
            return 0;
        }
    }
}
