package cn.zhenglu;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The process of a test's PostgreSQL, to be killed and started again as it was. */
final class Postmaster {

    /** One of PostgreSQL's client tools. */
    static final Path BASE_BACKUP = Path.of("/usr/bin/pg_basebackup");

    private final Path data;
    private final long pid;
    private final List<String> command;

    private Postmaster(Path data, long pid) throws IOException {
        this.data = data;
        this.pid = pid;
        this.command = Arrays.asList(Files.readString(Path.of("/proc/" + pid + "/cmdline")).split("\0"));
    }

    static Postmaster of(JdbcClient database) throws IOException {
        Path data = Path.of(database.sql("show data_directory").query(String.class).single());
        return new Postmaster(data, Long.parseLong(Files.readAllLines(data.resolve("postmaster.pid")).get(0).strip()));
    }

    /** At once, without writing anything down: what is committed is in its log only (SIGQUIT, "immediate shutdown"). */
    void kill() throws IOException, InterruptedException {
        new ProcessBuilder("kill", "-QUIT", Long.toString(pid)).start().waitFor();
    }

    /** It and all its processes, at the same time (SIGKILL): as a machine goes. */
    void vanish() throws IOException {
        all().forEach(ProcessHandle::destroyForcibly);
        Files.deleteIfExists(data.resolve("postmaster.pid")); // whoever tidies up must not take another process for it
    }

    /** It and all its processes stand still (SIGSTOP): the machine goes on taking connections, which nobody answers. */
    void hang() throws IOException, InterruptedException {
        List<String> kill = new ArrayList<>(List.of("kill", "-STOP"));
        all().forEach(process -> kill.add(Long.toString(process.pid())));
        new ProcessBuilder(kill).inheritIO().start().waitFor();
    }

    private List<ProcessHandle> all() {
        return ProcessHandle.of(pid).stream().flatMap(main -> Stream.concat(Stream.of(main), main.descendants())).toList();
    }

    /** Also by root, whom PostgreSQL refuses. */
    void startAgain() throws IOException {
        start(command, data);
    }

    /**
     * Starts a second one that repeats what this one does (streaming replication), and is read only until it is promoted.
     *
     * @param copy where it is to keep its data
     * @param port of its own
     */
    Process standby(Path copy, int port) throws IOException, InterruptedException {
        String own = command.get(command.indexOf("-p") + 1);
        Process backup = new ProcessBuilder(BASE_BACKUP.toString(), "--host=127.0.0.1", "--port=" + own, "--username=postgres", "--pgdata=" + copy,
                "--checkpoint=fast").inheritIO().start();
        if (backup.waitFor() != 0) {
            throw new IOException("pg_basebackup has failed");
        }
        Files.createFile(copy.resolve("standby.signal"));
        List<String> second = new ArrayList<>(command);
        second.set(second.indexOf("-D") + 1, copy.toString());
        second.set(second.indexOf("-p") + 1, Integer.toString(port));
        second.addAll(List.of("-c", "primary_conninfo=host=127.0.0.1 port=" + own + " user=postgres"));
        return start(second, copy);
    }

    private static Process start(List<String> command, Path data) throws IOException {
        // in a name space of its own it takes root for nobody, as it was started
        List<String> all = new ArrayList<>(System.getProperty("user.name").equals("root") ? List.of("unshare", "-U") : List.of());
        all.addAll(command);
        return new ProcessBuilder(all).directory(data.toFile()).redirectErrorStream(true).redirectOutput(ProcessBuilder.Redirect.DISCARD).start();
    }
}
