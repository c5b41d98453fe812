package cn.zhenglu;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.springframework.jdbc.core.simple.JdbcClient;

/** A person with the archive, a shell, and a PostgreSQL server on which somebody has made the roles and databases. */
final class Newcomer implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofMinutes(5);

    private final Path folder;
    private final EmbeddedPostgres postgres;
    private Process simulator;

    /** Unpacks the archive. */
    Newcomer(Path folder) throws IOException, InterruptedException {
        this.folder = folder;
        Path archive;
        try (Stream<Path> files = Files.list(Path.of("target"))) {
            archive = files.filter(file -> file.getFileName().toString().matches("zhenglu-.*\\.tar\\.gz")).findFirst().orElseThrow();
        }
        assertThat(shell("tar", "-xzf", archive.toAbsolutePath().toString(), "-C", folder.toString(), "--strip-components=1").exit()).isZero();
        postgres = EmbeddedPostgres.start();
        JdbcClient server = JdbcClient.create(postgres.getPostgresDatabase());
        server.sql("create role zhenglu login password 'secret-of-the-ledger'").update();
        for (String database : List.of("zhenglu", "zhenglu_rehearsal", "zhenglu_restored")) {
            server.sql("create database " + database + " owner zhenglu").update();
        }
        server.sql("create database approvals").update();
    }

    /** What a command printed, and how it ended. */
    record Answer(int exit, String output) {
    }

    /** {@code bin/…} with its arguments. */
    Answer run(String script, String... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(folder.resolve("bin").resolve(script).toString()));
        command.addAll(List.of(arguments));
        return shell(command.toArray(String[]::new));
    }

    private Answer shell(String... command) throws IOException, InterruptedException {
        ProcessBuilder builder = new ProcessBuilder(command).directory(folder.toFile()).redirectErrorStream(true);
        builder.environment().put("JAVA_OPTS", ServerProcess.JAVA_OPTIONS);
        Process process = builder.start();
        process.getOutputStream().close();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        return new Answer(process.waitFor(), output);
    }

    /** Starts the simulator and waits until it says where it is. */
    int startSimulator() throws IOException {
        Path output = folder.resolve("simulator.txt");
        simulator = new ProcessBuilder(folder.resolve("bin/zhenglu").toString(), "simulator", "--port", "0")
                .directory(folder.toFile()).redirectErrorStream(true).redirectOutput(output.toFile()).start();
        await().atMost(PATIENCE).until(() -> Files.readString(output).contains("/simulator/behaviour"));
        return Integer.parseInt(Files.readString(output).replaceFirst("(?s).*http://127.0.0.1:(\\d+)（.*", "$1"));
    }

    /** Edits a file as with a text editor. */
    void replace(String file, String old, String now) throws IOException {
        String text = Files.readString(folder.resolve(file));
        assertThat(text).contains(old);
        Files.writeString(folder.resolve(file), text.replace(old, now));
    }

    /** Adds lines to the end of a file. */
    void append(String file, String lines) throws IOException {
        Files.writeString(folder.resolve(file), lines, StandardOpenOption.APPEND);
    }

    /** Writes a new file. */
    void write(String file, String content) throws IOException {
        Files.writeString(folder.resolve(file), content, StandardOpenOption.CREATE_NEW);
    }

    /** Has a database made. */
    JdbcClient create(String database) {
        JdbcClient.create(postgres.getPostgresDatabase()).sql("create database " + database).update();
        return database(database);
    }

    String url(String database) {
        return "jdbc:postgresql://localhost:" + postgres.getPort() + '/' + database;
    }

    JdbcClient database(String name) {
        return JdbcClient.create(postgres.getDatabase("postgres", name));
    }

    @Override
    public void close() throws IOException {
        if (simulator != null) {
            simulator.descendants().forEach(ProcessHandle::destroyForcibly);
            simulator.destroyForcibly();
        }
        postgres.close();
    }
}
