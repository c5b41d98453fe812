package cn.zhenglu;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The README's first command, in a copy of the sources. */
class NewcomerIT {

    @TempDir
    Path folder;

    @Test
    void mavenBuildsAndRunsTheDemo() throws Exception {
        Files.copy(Path.of("pom.xml"), folder.resolve("pom.xml"));
        copy(Path.of("src/main"), folder.resolve("src/main"));
        copy(Path.of("routes"), folder.resolve("routes"));
        copy(Path.of("config"), folder.resolve("config"));
        Path output = folder.resolve("output.txt");

        Process maven = new ProcessBuilder("mvn", "-B", "-q", "spring-boot:run", "-Dspring-boot.run.profiles=demo",
                "-Dspring-boot.run.arguments=--server.port=" + ServerProcess.freePort() + " --zhenglu.relay.calls-per-second=200")
                .directory(folder.toFile()).redirectErrorStream(true).redirectOutput(output.toFile()).start();
        try {
            await().atMost(Duration.ofMinutes(6)).pollInterval(Duration.ofMillis(500)).until(() -> {
                assertThat(maven.isAlive()).as(Files.readString(output)).isTrue();
                return Files.readString(output).contains("服务继续运行");
            });
            assertThat(Files.readString(output)).contains("办结 213 件").contains("死信 7 件");
        } finally {
            maven.descendants().forEach(ProcessHandle::destroyForcibly);
            maven.destroyForcibly().waitFor(30, TimeUnit.SECONDS);
        }
    }

    private static void copy(Path from, Path to) throws IOException {
        try (Stream<Path> all = Files.walk(from)) {
            for (Path source : all.toList()) {
                Path target = to.resolve(from.relativize(source).toString());
                if (Files.isDirectory(source)) {
                    Files.createDirectories(target);
                } else {
                    Files.copy(source, target);
                }
            }
        }
    }
}
