package cn.zhenglu;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a command prints when it is started as users start it, in a process of its own. */
class CommandOutputTest {

    @TempDir
    private Path folder;

    @Test
    void aPreviewAnswersInOneLineBecauseWarningsOfTheFontLibraryOnceStoodBeforeIt() throws IOException, InterruptedException {
        Path picture = folder.resolve("specimen.png");
        Process process = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-Dstdout.encoding=UTF-8",
                "-cp", System.getProperty("java.class.path"), Zhenglu.class.getName(),
                "preview", "--template", "config/templates/c0292", "-o", picture.toString()).redirectErrorStream(true).start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

        assertThat(process.waitFor()).as(output).isZero();
        assertThat(output.lines()).as(output).singleElement().asString().contains("specimen.png");
    }
}
