package cn.zhenglu;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import cn.zhenglu.StormWork.Approval;
import cn.zhenglu.ledger.DocumentStore;
import cn.zhenglu.ledger.Invariants;
import cn.zhenglu.licence.Operation;
import cn.zhenglu.simulator.Behaviour;
import cn.zhenglu.simulator.Simulator;
import cn.zhenglu.simulator.SimulatorSettings;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Two servers on one PostgreSQL and one broker, to which everything happens in turn while they work. A run is repeated with
 * {@code -Dtrouble.seed=…}. What it prints is the table in docs/reliability.md.
 */
@Tag("long")
class TroubleIT {

    private static final int EACH = Integer.getInteger("trouble.size", 60);
    private static final Duration START = Duration.ofMinutes(5);
    private static final Duration PATIENCE = Duration.ofMinutes(4);
    private static final Duration CLAIM = Duration.ofSeconds(8);

    /** What happens; each is over when its method returns. */
    private enum Trouble { CONNECTIONS_CUT, BROKER_AWAY, NODE_PAUSED, NODE_KILLED, RELAY_AWAY, RELAY_CLOCK_AHEAD, RELAY_CLOCK_BEHIND }

    private final long seed = Long.getLong("trouble.seed", System.nanoTime());
    private final Random dice = new Random(seed);
    private final StormWork work = new StormWork(seed, EACH * Trouble.values().length);

    @TempDir
    Path folder;

    private JdbcClient ledger;
    private Simulator relay;
    private Broker broker;
    private ServerProcess first;
    private ServerProcess second;
    private String[] settings;

    @Test
    void whateverHappensEachApprovalEndsOnce() throws Exception {
        System.out.println("trouble.seed=" + seed);
        try (EmbeddedPostgres postgres = EmbeddedPostgres.start();
                Broker outside = Broker.start(folder.resolve("broker"));
                ServerProcess one = ServerProcess.ofClasses(Files.createDirectory(folder.resolve("first")));
                ServerProcess other = ServerProcess.ofClasses(Files.createDirectory(folder.resolve("second")))) {
            ledger = JdbcClient.create(postgres.getPostgresDatabase());
            relay = new Simulator(new SimulatorSettings(0, "integrator", "a secret of this test", "350000", null, null,
                    folder.resolve("relay.jsonl"), SimulatorSettings.ReplyStyle.BARE, Duration.ofHours(1), false, Behaviour.GOOD));
            relay.start();
            broker = outside;
            first = one;
            second = other;
            settings = settings(postgres.getJdbcUrl("postgres", "postgres"));
            first.startDemo(settings).untilReady(START);
            second.startDemo(settings).untilReady(START);
            List<Trouble> troubles = new ArrayList<>(Arrays.asList(Trouble.values()));
            Collections.shuffle(troubles, dice);
            for (int n = 0; n < troubles.size(); n++) {
                strike(troubles.get(n), n);
            }
        } finally {
            relay.stop();
        }
    }

    private void strike(Trouble trouble, int n) throws Exception {
        int expected = (n + 1) * EACH;
        approve(work.approvals().subList(n * EACH, expected));
        await().atMost(PATIENCE).until(() -> count("select count(*) from submission where standing = 'DONE'") > n * EACH + EACH / 6);
        long inFlight = expected - count("select count(*) from submission where standing = 'DONE'");
        happen(trouble);
        long over = System.nanoTime();
        try {
            await(trouble.toString()).atMost(PATIENCE).pollInterval(Duration.ofMillis(200)).until(() ->
                    count("select count(*) from submission where standing = 'DONE'") == expected
                            || count("select count(*) from submission where standing = 'DEAD'") > 0);
        } finally {
            System.out.printf("trouble: %s, in flight %d, lost %d, for a person %d, breaches %d, all done %.1f s after it was over%n", trouble,
                    inFlight, expected - count("select count(*) from submission"), count("select count(*) from dead_letter"),
                    breaches().size(), (System.nanoTime() - over) / 1e9);
        }
        assertThat(ledger.sql("select reason from dead_letter").query(String.class).list()).as("what needs a person after " + trouble).isEmpty();
        assertThat(breaches()).as("after " + trouble).isEmpty();
        eachOnceAtThePlatform(work.approvals().subList(0, expected));
    }

    private void happen(Trouble trouble) throws Exception {
        switch (trouble) {
            case CONNECTIONS_CUT -> {
                // also between a commit and its answer
                long until = System.nanoTime() + Duration.ofSeconds(10).toNanos();
                await().atMost(PATIENCE).pollInterval(Duration.ofMillis(300)).until(() -> {
                    ledger.sql("select pg_terminate_backend(pid) from pg_stat_activity where pid <> pg_backend_pid() and backend_type ="
                            + " 'client backend' order by random() limit 4").query().listOfRows();
                    return System.nanoTime() > until;
                });
            }
            case BROKER_AWAY -> {
                broker.stop();
                pass(Duration.ofSeconds(15));
                broker.startAgain();
            }
            case NODE_PAUSED -> {
                signal("STOP", first);
                pass(CLAIM.plusSeconds(5)); // the other one takes over what it has claimed
                signal("CONT", first);
            }
            case NODE_KILLED -> {
                first.kill();
                first.startDemo(settings);
            }
            case RELAY_AWAY -> {
                relay.behave(new Behaviour(seed, List.of(), 0, true, Duration.ZERO, Duration.ZERO));
                pass(Duration.ofSeconds(15));
                relay.behave(Behaviour.GOOD);
            }
            case RELAY_CLOCK_AHEAD -> relay.behave(new Behaviour(seed, List.of(), 0, false, Duration.ZERO, Duration.ofMinutes(10)));
            case RELAY_CLOCK_BEHIND -> relay.behave(new Behaviour(seed, List.of(), 0, false, Duration.ZERO, Duration.ofMinutes(-10)));
        }
    }

    /** How long a trouble lasts. */
    private static void pass(Duration time) {
        long until = System.nanoTime() + time.toNanos();
        await().atMost(time.plusMinutes(1)).until(() -> System.nanoTime() > until);
    }

    private static void signal(String signal, ServerProcess server) throws IOException, InterruptedException {
        assertThat(new ProcessBuilder("kill", "-" + signal, Long.toString(server.pid())).start().waitFor()).isZero();
    }

    private List<Invariants.Breach> breaches() {
        return new Invariants(ledger, new DocumentStore(folder.resolve("data"))).breaches();
    }

    private void eachOnceAtThePlatform(List<Approval> approved) {
        RelayRecord record = RelayRecord.of(relay.port());
        record.hasNothingTwice();
        int documents = (int) approved.stream().filter(approval -> approval.operation().makesDocument()).count();
        int corrections = (int) approved.stream().filter(approval -> approval.operation() == Operation.CORRECT).count();
        assertThat(record.total("codes")).isEqualTo(documents);
        assertThat(record.total("collections")).isEqualTo(documents);
        assertThat(record.total("corrections")).isEqualTo(corrections);
        assertThat(record.total("updates")).isEqualTo(approved.size() - documents - corrections);
    }

    private void approve(List<Approval> approvals) {
        Timestamp now = Timestamp.from(Instant.now());
        for (Approval approval : approvals) {
            ledger.sql("insert into approval values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)")
                    .params(Stream.concat(Stream.of(StormWork.row(approval)), Stream.of(now, now)).toList()).update();
        }
    }

    private String[] settings(String database) {
        return new String[] {
            "--zhenglu.data-dir=" + folder.resolve("data"), "--zhenglu.demo.samples=false",
            "--spring.datasource.url=" + database, "--spring.datasource.username=postgres", "--spring.datasource.password=",
            "--spring.artemis.mode=native", "--spring.artemis.broker-url=" + broker.url(),
            "--spring.artemis.user=" + Broker.USER, "--spring.artemis.password=" + Broker.PASSWORD,
            "--zhenglu.source.database.poll-interval=300ms", "--zhenglu.source.database.look-back-interval=5s",
            "--zhenglu.relay.base-url=http://127.0.0.1:" + relay.port(),
            "--zhenglu.relay.client-id=integrator", "--zhenglu.relay.client-secret=a secret of this test",
            "--zhenglu.relay.private-key=" + relay.privateKey(), "--zhenglu.relay.calls-per-second=30",
            "--zhenglu.relay.response-timeout=2s", "--zhenglu.relay.gate.probe-interval=1s", "--zhenglu.relay.gate.ramp-up=2s",
            "--zhenglu.ledger.claim=" + CLAIM.toSeconds() + "s", "--zhenglu.ledger.publish=5s", "--zhenglu.ledger.hand-over=20s",
            "--zhenglu.ledger.poll-interval=200ms", "--zhenglu.ledger.first-wait=500ms", "--zhenglu.ledger.longest-wait=3s"};
    }

    private long count(String sql) {
        return ledger.sql(sql).query(Long.class).single();
    }
}
