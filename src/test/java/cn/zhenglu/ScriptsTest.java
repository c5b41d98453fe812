package cn.zhenglu;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the scripts of the archive do around the program; the program itself is a stand-in of two lines here. */
class ScriptsTest {

    private static final List<String> PARTS = List.of("lib", "docs", "systemd", "monitoring", "docker", "kubernetes");

    @TempDir
    Path folder;
    private Path installed;

    @BeforeEach
    void install() throws IOException {
        installed = folder.resolve("installed");
        unpackedInto(installed, "old");
        write(installed.resolve("config/application.yaml"), "edited here");
        write(installed.resolve("routes/ours.camel.yaml"), "made here");
    }

    @Test
    void anUpgradeKeepsWhatWasEditedAndReplacesTheRest() throws Exception {
        unpackedInto(folder.resolve("zhenglu-2"), "new");
        write(folder.resolve("zhenglu-2/config/added.yaml"), "added");
        assertThat(run("tar", "-czf", folder.resolve("zhenglu-2.tar.gz").toString(), "-C", folder.toString(), "zhenglu-2")).isZero();

        assertThat(run(installed.resolve("bin/upgrade").toString(), folder.resolve("zhenglu-2.tar.gz").toString())).as(output()).isZero();

        assertThat(installed.resolve("config/application.yaml")).hasContent("edited here");
        assertThat(installed.resolve("config/application.yaml.new")).hasContent("new");
        assertThat(output()).contains("保留本单位的 config/application.yaml");
        assertThat(installed.resolve("routes/ours.camel.yaml")).hasContent("made here");
        assertThat(installed.resolve("routes/issue.camel.yaml")).hasContent("new");
        assertThat(installed.resolve("config/added.yaml")).hasContent("added");
        assertThat(installed.resolve("original/config/application.yaml")).hasContent("new");
        assertThat(installed.resolve("zhenglu.jar")).hasContent("new");
        assertThat(installed.resolve("previous/zhenglu.jar")).hasContent("old");
        assertThat(installed.resolve("lib/file")).hasContent("new");
        assertThat(installed.resolve("previous/lib/file")).hasContent("old");
        assertThat(installed.resolve("bin/upgrade")).isExecutable();
        try (Stream<Path> left = Files.list(installed)) {
            assertThat(left.map(path -> path.getFileName().toString())).noneMatch(name -> name.startsWith(".upgrade") || name.startsWith("bin."));
        }
    }

    @Test
    void theBenchmarksRunTheProgramWithTheOptionsOfTheArchive() {
        assertThat(Path.of("src/main/dist/bin/zhenglu")).content().contains(ServerProcess.ARCHIVE);
    }

    @Test
    void aRunningServerIsNotUpgraded() throws Exception {
        write(installed.resolve("zhenglu.pid"), String.valueOf(ProcessHandle.current().pid()));
        assertThat(run(installed.resolve("bin/upgrade").toString(), "none.tar.gz")).isEqualTo(1);
        assertThat(output()).contains("服务仍在运行");
        assertThat(installed.resolve("zhenglu.jar")).hasContent("old");
    }

    @Test
    void backupsAreKeptInTheNumberAskedForAndAFailedOneRemovesNone() throws Exception {
        Path backups = folder.resolve("backups");
        for (String name : List.of("20260101-020000", "20260102-020000", "20260103-020000", "notes", "2025-12")) {
            write(backups.resolve(name).resolve("ledger.dump"), name);
        }
        program("mkdir \"$2\"");
        assertThat(run(installed.resolve("bin/backup").toString(), backups.toString(), "2")).as(output()).isZero();
        assertThat(names(backups)).hasSize(4).contains("20260103-020000", "notes", "2025-12").doesNotContain("20260101-020000", "20260102-020000");

        program("exit 1");
        assertThat(run(installed.resolve("bin/backup").toString(), backups.toString(), "1")).isEqualTo(1);
        assertThat(names(backups)).hasSize(4);
    }

    private void program(String line) throws IOException {
        Path program = installed.resolve("bin/zhenglu");
        write(program, "#!/bin/sh\n" + line + "\n");
        assertThat(program.toFile().setExecutable(true)).isTrue();
    }

    private static void unpackedInto(Path target, String content) throws IOException {
        try (Stream<Path> scripts = Files.list(Path.of("src/main/dist/bin"))) {
            for (Path script : scripts.toList()) {
                write(target.resolve("bin").resolve(script.getFileName()), Files.readString(script));
                assertThat(target.resolve("bin").resolve(script.getFileName()).toFile().setExecutable(true)).isTrue();
            }
        }
        for (String file : List.of("zhenglu.jar", "README.md", "config/application.yaml", "routes/issue.camel.yaml",
                "original/config/application.yaml", "original/routes/issue.camel.yaml")) {
            write(target.resolve(file), content);
        }
        for (String part : PARTS) {
            write(target.resolve(part).resolve("file"), content);
        }
    }

    private static void write(Path file, String content) throws IOException {
        Files.createDirectories(file.getParent());
        Files.writeString(file, content);
    }

    private static List<String> names(Path directory) throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        }
    }

    private int run(String... command) throws IOException, InterruptedException {
        return new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(folder.resolve("output.txt").toFile()).start().waitFor();
    }

    private String output() throws IOException {
        return Files.exists(folder.resolve("output.txt")) ? Files.readString(folder.resolve("output.txt"), StandardCharsets.UTF_8) : "";
    }
}
