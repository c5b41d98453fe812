package cn.zhenglu;

import static org.awaitility.Awaitility.await;

import cn.zhenglu.simulator.Simulator;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * What a second server brings. One machine is not two, so each server gets a fixed share of a processor from the kernel (control group
 * {@code cpu}, version 1; needs root), small enough that PostgreSQL with fsync, the broker and the simulator have more than they need.
 * The same approvals go through one server, then through two on a new ledger; compiled by C1 only, which is warm after some hundred.
 * Run by {@code mvn -Pbench verify -Dbench=cn.zhenglu.ScaleBench}; exits with 1 when two do less than 1.7 times what one does.
 */
public final class ScaleBench {

    private static final double WANTED = 1.7;
    private static final int PERCENT_EACH = 35;
    private static final int WARM = 300;
    private static final int MEASURED = 1200;
    private static final Path FOLDER = Path.of("target", "scale-bench").toAbsolutePath();
    private static final Path GROUPS = Path.of("/sys/fs/cgroup/cpu");
    private static final Duration LONGEST = Duration.ofMinutes(20);

    private ScaleBench() {
    }

    public static void main(String[] arguments) throws Exception {
        Files.createDirectories(FOLDER);
        double one = rate(1);
        double two = rate(2);
        System.out.printf("two servers: %.2f of one, at least %.1f wanted%n", two / one, WANTED);
        System.exit(two / one >= WANTED ? 0 : 1);
    }

    /** Licences a second, from the approvals in the database to their collection. */
    private static double rate(int servers) throws Exception {
        Path folder = Files.createTempDirectory(FOLDER, servers + "-");
        List<ServerProcess> nodes = new ArrayList<>();
        try (EmbeddedPostgres postgres = EmbeddedPostgres.builder().setServerConfig("fsync", "on").setServerConfig("synchronous_commit", "on")
                .setDataDirectory(folder.resolve("postgres")).start();
                Broker broker = Broker.start(folder.resolve("broker"))) {
            Simulator relay = OutsideRelay.start(folder);
            JdbcClient ledger = JdbcClient.create(postgres.getPostgresDatabase());
            List<String> settings = Stream.concat(OutsideRelay.settings(relay).stream(), Stream.of("--zhenglu.data-dir=" + folder.resolve("data"),
                    "--zhenglu.demo.samples=false", "--zhenglu.relay.calls-per-second=100000",
                    "--spring.datasource.url=" + postgres.getJdbcUrl("postgres", "postgres"), "--spring.datasource.username=postgres",
                    "--spring.datasource.password=", "--spring.artemis.mode=native", "--spring.artemis.broker-url=" + broker.url(),
                    "--spring.artemis.user=" + Broker.USER, "--spring.artemis.password=" + Broker.PASSWORD)).toList();
            for (int n = 1; n <= servers; n++) {
                ServerProcess node = ServerProcess.ofClasses(Files.createDirectory(folder.resolve("server-" + n)));
                nodes.add(node);
                node.startDemo(Stream.concat(settings.stream(), Stream.of("--zhenglu.ledger.node=server-" + n)).toArray(String[]::new))
                        .untilReady(Duration.ofMinutes(3));
            }
            for (ServerProcess node : nodes) {
                limit(node);
            }
            IntStream.rangeClosed(1, WARM + MEASURED).forEach(number -> StockBench.approve(ledger, number));
            untilDone(ledger, WARM);
            long begun = System.nanoTime();
            long before = done(ledger);
            untilDone(ledger, WARM + MEASURED - 50); // the last ones leave a server idle
            double rate = (done(ledger) - before) / ((System.nanoTime() - begun) / 1e9);
            List<String> shares = ledger.sql("select claimed_by || ' ' || count(*) from submission where standing = 'DONE' group by claimed_by order by 1")
                    .query(String.class).list();
            System.out.printf("%d of %d %% of a processor each: %.2f licences a second %s%n", servers, PERCENT_EACH, rate, shares);
            relay.stop();
            return rate;
        } finally {
            nodes.forEach(ServerProcess::close);
            for (ServerProcess node : nodes) {
                await().until(() -> !node.isRunning());
                Files.deleteIfExists(group(node));
            }
        }
    }

    private static void limit(ServerProcess server) throws IOException {
        Path group = group(server);
        Files.createDirectory(group);
        Files.writeString(group.resolve("cpu.cfs_period_us"), "100000");
        Files.writeString(group.resolve("cpu.cfs_quota_us"), Integer.toString(PERCENT_EACH * 1000));
        Files.writeString(group.resolve("cgroup.procs"), Long.toString(server.pid()));
    }

    private static Path group(ServerProcess server) {
        return GROUPS.resolve("scale-bench-" + server.pid());
    }

    private static void untilDone(JdbcClient ledger, int number) {
        await("licences done").atMost(LONGEST).pollInterval(Duration.ofMillis(500)).until(() -> done(ledger) >= number);
    }

    private static long done(JdbcClient ledger) {
        return ledger.sql("select count(*) from submission where standing = 'DONE'").query(Long.class).single();
    }
}
