package cn.zhenglu;

import cn.zhenglu.simulator.Simulator;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * What the server costs while nothing is to be done, and how soon it is ready: the packaged program with the archive's own options and
 * its class cache, on PostgreSQL, with its own broker. Run by {@code mvn -Pbench verify -Dbench=cn.zhenglu.IdleBench}.
 */
public final class IdleBench {

    private static final Duration START = Duration.ofMinutes(2);
    /** Java compiles for long what runs seldom: so many minutes after the start, {@code -Dsettled=…}. */
    private static final List<Integer> SETTLED = Stream.of(System.getProperty("settled", "4,30").split(",")).map(Integer::valueOf).toList();
    private static final Duration MEASURED = Duration.ofSeconds(120);

    private IdleBench() {
    }

    public static void main(String[] arguments) throws Exception {
        Path folder = Files.createTempDirectory("idle");
        String cache = folder.resolve("classes.jsa").toString();
        Simulator relay = OutsideRelay.start(folder);
        try (EmbeddedPostgres postgres = EmbeddedPostgres.start()) {
            JdbcClient ledger = JdbcClient.create(postgres.getPostgresDatabase());
            String[] settings = Stream.concat(OutsideRelay.settings(relay).stream(), Stream.of("--spring.profiles.active=demo",
                    "--zhenglu.demo.samples=false", "--zhenglu.data-dir=" + folder.resolve("data"),
                    // as config/application.yaml has them: those of the demo are shorter
                    "--zhenglu.source.database.poll-interval=5s", "--zhenglu.source.database.look-back-interval=60s",
                    "--zhenglu.source.folder.poll-interval=2s", "--zhenglu.reconcile.folder.poll-interval=10s",
                    "--spring.datasource.url=" + postgres.getJdbcUrl("postgres", "postgres"), "--spring.datasource.username=postgres",
                    "--spring.datasource.password=")).toArray(String[]::new);
            try (ServerProcess first = ServerProcess.ofLaidOpenJar(folder.resolve("server"))
                    .asTheArchiveRunsIt("-XX:ArchiveClassesAtExit=" + cache)) {
                first.start(settings).untilReady(START);
                first.stop();
            }
            try (ServerProcess server = ServerProcess.ofLaidOpenJar(folder.resolve("again"))
                    .asTheArchiveRunsIt("-XX:SharedArchiveFile=" + cache)) {
                long begun = System.nanoTime();
                server.start(settings).untilReady(START);
                System.out.printf("ready after %.1f s, processor until then %.1f s%n", seconds(begun), server.processorTime().toMillis() / 1e3);
                for (int minutes : SETTLED) {
                    ServerProcess.pass(Duration.ofNanos(Math.max(0, begun + Duration.ofMinutes(minutes).toNanos() - System.nanoTime())));
                    Duration processor = server.processorTime();
                    long transactions = transactions(ledger);
                    long from = System.nanoTime();
                    ServerProcess.pass(MEASURED);
                    System.out.printf("idle, %d min after the start: %.2f %% of a core, %.1f transactions a second, resident %d MB%n", minutes,
                            server.processorTime().minus(processor).toNanos() * 100.0 / (System.nanoTime() - from),
                            (transactions(ledger) - transactions) / seconds(from), server.residentMegabytes());
                }
            }
        } finally {
            relay.stop();
        }
        System.exit(0);
    }

    private static long transactions(JdbcClient ledger) {
        return ledger.sql("select xact_commit + xact_rollback from pg_stat_database where datname = current_database()").query(Long.class).single();
    }

    private static double seconds(long since) {
        return (System.nanoTime() - since) / 1e9;
    }
}
