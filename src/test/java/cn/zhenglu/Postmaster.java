package cn.zhenglu;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The process of a test's PostgreSQL, to be killed and started again as it was. */
final class Postmaster {

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

    /** Also by root, whom PostgreSQL refuses. */
    void startAgain() throws IOException {
        // in a name space of its own it takes root for nobody, as it was started
        List<String> all = new ArrayList<>(System.getProperty("user.name").equals("root") ? List.of("unshare", "-U") : List.of());
        all.addAll(command);
        new ProcessBuilder(all).directory(data.toFile()).redirectErrorStream(true).redirectOutput(ProcessBuilder.Redirect.DISCARD).start();
    }
}
