package cn.zhenglu;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import cn.zhenglu.StormWork.Approval;
import cn.zhenglu.ledger.DocumentStore;
import cn.zhenglu.ledger.Invariants;
import cn.zhenglu.licence.Operation;
import cn.zhenglu.simulator.Behaviour;
import cn.zhenglu.simulator.Simulator;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DriverManagerDataSource;

/**
 * Several servers on one PostgreSQL and one broker, to which everything happens in turn while they work; the last reaches both over wires
 * that can be cut. A run is repeated with {@code -Dtrouble.seed=…}, some troubles alone with {@code -Dtrouble.only=…}; relay and broker are
 * away for {@code -Dtrouble.away=…} seconds. In the short form there are fewer servers and approvals, and no trouble lasts longer than it
 * must to be one. The long form's rows of the table in docs/reliability.md are in target/faults.md.
 */
class TroubleIT {

    private static final boolean LONG = Boolean.getBoolean("zhenglu.long");
    private static final int SERVERS = LONG ? 3 : 2;
    private static final int EACH = Integer.getInteger("trouble.size", LONG ? 60 : 20);
    private static final Duration START = Duration.ofMinutes(5);
    private static final Duration PATIENCE = Duration.ofMinutes(4);
    private static final Duration CLAIM = Duration.ofSeconds(LONG ? 8 : 4);
    /** How long a pool waits for a connection. */
    private static final Duration POOL = Duration.ofSeconds(LONG ? 30 : 4);
    private static final Duration NO_CONNECTION = POOL.plusSeconds(LONG ? 10 : 2);
    private static final Duration AWAY = Duration.ofSeconds(Integer.getInteger("trouble.away", LONG ? 15 : 5));
    private static final Duration CUT = Duration.ofSeconds(LONG ? 10 : 3);
    private static final Duration FULL = Duration.ofSeconds(LONG ? 20 : 8);
    private static final Duration PAUSE = CLAIM.plusSeconds(LONG ? 52 : 4);
    /** Long enough that the others take over what a server that is cut off has claimed. */
    private static final Duration ALONE = CLAIM.plusSeconds(LONG ? 12 : 4);
    /** Shorter than a start, so that some are away at the same time. */
    private static final Duration APART = Duration.ofSeconds(2);
    /** As long as some maintenance takes, and longer than a claim lasts. */
    private static final Duration SLOW = CLAIM.plusSeconds(2);
    private static final int SLOW_TIMES = LONG ? 3 : 1;
    private static final int VICTIMS = LONG ? 2 : 1;

    /** Of the commits of Camel's threads, one of so many. */
    private static final int EVERY = LONG ? 7 : 3;

    /** What happens; each is over when its method returns. */
    private enum Trouble {
        CONNECTIONS_CUT("database connections of all servers cut, up to four every 0.3 s, for " + CUT.toSeconds() + " s"),
        NO_CONNECTIONS("no connection to the database to be had for " + NO_CONNECTION.toSeconds() + " s, longer than a pool waits"),
        DATABASE_SLOW("database slow: " + SLOW_TIMES + " × " + SLOW.toSeconds() + " s, past the claims, in which nothing can be written"),
        DEADLOCKS(VICTIMS + " deadlocks with somebody else's transactions, each time a server the victim"),
        COMMITS_UNANSWERED("commit whose answer is lost, its connection with it: one of " + EVERY),
        DATABASE_KILLED("database killed (\"immediate shutdown\"), back after " + CUT.toSeconds() + " s"),
        BROKER_AWAY("broker stopped for " + AWAY.toSeconds() + " s and started again"),
        BROKER_KILLED("broker killed (SIGKILL), back after " + CUT.toSeconds() + " s"),
        NODE_PAUSED("one server stopped (SIGSTOP) for " + PAUSE.toSeconds() + " s, past its claims, and woken"),
        NODES_KILLED("each server killed (SIGKILL) and started again, " + APART.toSeconds() + " s after the one before"),
        NODE_WITHOUT_DATABASE("one of " + SERVERS + " servers cut off from the database for " + ALONE.toSeconds() + " s, past its claims, no connection closed"),
        NODE_WITHOUT_BROKER("one of " + SERVERS + " servers cut off from the broker for " + ALONE.toSeconds() + " s, likewise"),
        RELAY_AWAY("relay away for " + AWAY.toSeconds() + " s"),
        RELAY_CLOCK_AHEAD("relay's clock 10 minutes ahead"),
        RELAY_CLOCK_BEHIND("relay's clock 10 minutes behind");

        private final String words;

        Trouble(String words) {
            this.words = words;
        }
    }

    private static final String LOST = "the answer to a commit was lost";
    private static final String ROLE = "servers";

    /**
     * Locks the licences, until servers wait for them with a submission in hand, and then wants one of those. PostgreSQL looks for a
     * deadlock once in each wait: here after a minute, in a server before that, so that the server is the victim.
     */
    private static final String CROSSWISE = """
            do $$
            declare
                taken char(32);
            begin
                set local deadlock_timeout = '1min';
                lock table licence in exclusive mode;
                perform pg_sleep(2);
                with free as (select id from submission where standing in ('ACTIVE', 'WAITING') for update skip locked)
                    select id into taken from submission where standing in ('ACTIVE', 'WAITING') and id not in (select id from free) limit 1;
                perform 1 from submission where id = taken for update;
            end $$
            """;

    private final long seed = Long.getLong("trouble.seed", System.nanoTime());
    private final Random dice = new Random(seed);
    private final List<Trouble> troubles = Arrays.stream(Trouble.values())
            .filter(trouble -> List.of(System.getProperty("trouble.only", trouble.name()).split(",")).contains(trouble.name()))
            .collect(Collectors.toCollection(ArrayList::new));
    private final StormWork work = new StormWork(seed, EACH * troubles.size());

    @TempDir
    Path folder;

    private JdbcClient ledger;
    private Simulator relay;
    private Broker broker;
    private Postmaster database;
    private Wire toDatabase;
    private Wire toBroker;
    private final List<ServerProcess> servers = new ArrayList<>();
    private Path commitsUnanswered;
    /** How often the trouble of the moment has struck, where that is counted. */
    private int times;

    @Test
    void whateverHappensEachApprovalEndsOnce() throws Exception {
        System.out.println("trouble.seed=" + seed);
        commitsUnanswered = folder.resolve("commits-unanswered");
        Injection injection = new Injection(folder);
        injection.at("org.postgresql.jdbc.PgConnection", "commit()", "AT EXIT", "Thread.currentThread().getName().startsWith(\"Camel\")"
                + " AND (new java.io.File(\"" + commitsUnanswered + "\")).exists() AND incrementCounter(\"commits\") % " + EVERY + " == 0",
                "$0.abort(java.util.concurrent.ForkJoinPool.commonPool()), traceln(\"" + LOST + "\"), THROW new java.sql.SQLException(\"" + LOST + "\", \"08006\")");
        try (EmbeddedPostgres postgres = start();
                Broker outside = Broker.start(folder.resolve("broker"));
                Wire wireToDatabase = new Wire(postgres.getPort());
                Wire wireToBroker = new Wire(outside.port())) {
            ledger = JdbcClient.create(postgres.getPostgresDatabase());
            ledger.sql("create role " + ROLE + " login").update();
            ledger.sql("alter role " + ROLE + " set deadlock_timeout = '3s'").update();
            database = Postmaster.of(ledger);
            relay = OutsideRelay.start(folder);
            broker = outside;
            toDatabase = wireToDatabase;
            toBroker = wireToBroker;
            String[] settings = settings(postgres.getPort(), outside.port());
            for (int n = 0; n < SERVERS; n++) {
                servers.add(ServerProcess.ofCachedJar(Files.createDirectory(folder.resolve("server-" + n))).with(injection.agent()));
            }
            first().startDemo(settings).untilReady(START); // makes what all share
            servers.subList(1, SERVERS - 1).forEach(server -> server.startDemo(settings));
            last().startDemo(settings(toDatabase.port(), toBroker.port()));
            servers.forEach(server -> server.untilReady(START));
            Collections.shuffle(troubles, dice);
            for (int n = 0; n < troubles.size(); n++) {
                strike(troubles.get(n), n);
            }
            assertThat(first().command(Stream.concat(Stream.of("audit-ledger", "--spring.profiles.active=demo",
                    "--simulator=http://127.0.0.1:" + relay.port()), Arrays.stream(settings)).toArray(String[]::new)))
                    .as("ledger, files, queues and the platform's record").isZero();
        } finally {
            servers.forEach(ServerProcess::close);
            relay.stop();
        }
    }

    /** Journal and files on one small disk; where nobody may mount one, there is nothing to try. */
    @Test
    void aFullDiskStopsTheWorkAndRoomLetsItGoOn() throws Exception {
        Path disk = Files.createDirectory(folder.resolve("data"));
        Assumptions.assumeTrue(run("mount", "-t", "tmpfs", "-o", "size=600m", "tmpfs", disk.toString()) == 0, "nobody may mount here");
        try (EmbeddedPostgres postgres = start();
                ServerProcess server = ServerProcess.ofCachedJar(Files.createDirectory(folder.resolve("server")))) {
            ledger = JdbcClient.create(postgres.getPostgresDatabase());
            ledger.sql("create role " + ROLE + " login").update();
            relay = OutsideRelay.start(folder);
            server.startDemo(withOwnBroker(postgres.getPort())).untilReady(START);
            List<Approval> approvals = work.approvals().subList(0, EACH);
            StormWork.approve(ledger, approvals);
            long inFlight = underWay(EACH);
            Path filler = disk.resolve("filler");
            fill(filler);
            ServerProcess.pass(FULL);
            Files.delete(filler);
            long over = System.nanoTime();
            await("room").atMost(PATIENCE).pollInterval(Duration.ofMillis(200)).until(() -> {
                if (!server.isRunning()) { // as its unit has it: Restart=always
                    server.startAgain();
                }
                return settled(EACH);
            });
            tell("disk of journal and files full for " + FULL.toSeconds() + " s, then room again", inFlight, EACH, over);
            eachHasEndedOnce("a full disk", approvals);
        } finally {
            run("umount", "-l", disk.toString());
            relay.stop();
        }
    }

    /** How a database is lost. */
    private enum Loss {
        /** All its processes are gone, and its machine says so. */
        DATABASE_FAILS_OVER("lost (SIGKILL of all its processes)"),
        /** Its machine takes connections and keeps them, and nothing is ever answered. */
        DATABASE_HANGS("hangs (SIGSTOP of all its processes)"),
        DATABASE_CUT_OFF("cut off (no packet answered, those that ask for a connection included)");

        private final String words;

        Loss(String words) {
            this.words = words;
        }
    }

    static List<Loss> losses() {
        return LONG ? List.of(Loss.values()) : List.of(Loss.DATABASE_FAILS_OVER);
    }

    /** Two servers on a database that has a standby, which has everything that was ever confirmed to them. */
    @ParameterizedTest
    @MethodSource("losses")
    void aDatabaseThatIsLostLeavesItsWorkToItsStandby(Loss loss) throws Exception {
        Assumptions.assumeTrue(Files.isExecutable(Postmaster.BASE_BACKUP), "PostgreSQL's client tools are not installed");
        System.out.println("trouble.seed=" + seed);
        Process standby = null;
        int standbyPort = ServerProcess.freePort();
        try (EmbeddedPostgres postgres = start();
                Broker outside = Broker.start(folder.resolve("broker"));
                Wire wire = new Wire(postgres.getPort());
                ServerProcess one = ServerProcess.ofCachedJar(Files.createDirectory(folder.resolve("first")));
                ServerProcess two = ServerProcess.ofCachedJar(Files.createDirectory(folder.resolve("second")))) {
            JdbcClient primary = JdbcClient.create(postgres.getPostgresDatabase());
            primary.sql("create role " + ROLE + " login").update();
            database = Postmaster.of(primary);
            standby = database.standby(folder.resolve("standby"), standbyPort);
            await("standby").atMost(START).until(() -> primary.sql("select count(*) from pg_stat_replication where state = 'streaming'")
                    .query(Long.class).single() == 1);
            // from now on nothing is confirmed that the standby does not have
            primary.sql("alter system set synchronous_standby_names = '*'").update();
            primary.sql("select pg_reload_conf()").query().singleRow();
            await("replication").atMost(START).until(() -> primary.sql("select sync_state from pg_stat_replication").query(String.class).single().equals("sync"));
            String address = "jdbc:postgresql://127.0.0.1:" + (loss == Loss.DATABASE_CUT_OFF ? wire.port() : postgres.getPort())
                    + ",127.0.0.1:" + standbyPort + "/postgres?targetServerType=primary";
            ledger = primary;
            relay = OutsideRelay.start(folder);
            String[] onBoth = Stream.concat(Stream.of(settings(postgres.getPort(), outside.port()))
                    .filter(setting -> !setting.startsWith("--spring.datasource.url")), Stream.of("--spring.datasource.url=" + address)).toArray(String[]::new);
            one.startDemo(onBoth).untilReady(START);
            two.startDemo(onBoth).untilReady(START);

            StormWork.approve(ledger, work.approvals().subList(0, EACH));
            long inFlight = underWay(EACH);
            switch (loss) {
                case DATABASE_FAILS_OVER -> database.vanish();
                case DATABASE_HANGS -> database.hang();
                case DATABASE_CUT_OFF -> wire.pull();
            }
            ServerProcess.pass(CUT); // until somebody has noticed
            ledger = JdbcClient.create(new DriverManagerDataSource("jdbc:postgresql://127.0.0.1:" + standbyPort + "/postgres", "postgres", ""));
            ledger.sql("select pg_promote()").query().singleRow();
            long over = System.nanoTime();
            await("all done").atMost(PATIENCE).pollInterval(Duration.ofMillis(200)).until(() -> settled(EACH));
            tell("database " + loss.words + ", its synchronous standby promoted after " + CUT.toSeconds() + " s; no server started again", inFlight, EACH, over);
            eachHasEndedOnce(loss, work.approvals().subList(0, EACH));
            assertThat(one.runs() + two.runs()).as("started again").isEqualTo(2);
        } finally {
            relay.stop();
            database.vanish();
            if (standby != null) {
                standby.destroy();
                standby.waitFor();
            }
        }
    }

    /** The tests' own setting is to lose what was committed last when it is killed. */
    private static EmbeddedPostgres start() throws IOException {
        return EmbeddedPostgres.builder().setServerConfig("synchronous_commit", "on").start();
    }

    private static int run(String... command) throws IOException, InterruptedException {
        return new ProcessBuilder(command).inheritIO().start().waitFor();
    }

    private static void fill(Path filler) throws IOException {
        byte[] much = new byte[1 << 16];
        try (OutputStream out = Files.newOutputStream(filler)) {
            while (true) {
                out.write(much);
            }
        } catch (IOException full) {
            assertThat(Files.size(filler)).as(full.getMessage()).isGreaterThan(1 << 20);
        }
    }

    private void strike(Trouble trouble, int n) throws Exception {
        int expected = (n + 1) * EACH;
        StormWork.approve(ledger, work.approvals().subList(n * EACH, expected));
        long inFlight = underWay(expected);
        times = 0;
        happen(trouble);
        long over = System.nanoTime();
        try {
            await(trouble.toString()).atMost(PATIENCE).pollInterval(Duration.ofMillis(200)).until(() -> settled(expected));
        } finally {
            tell(trouble.words, Math.max(1, times), inFlight, expected, over);
        }
        eachHasEndedOnce(trouble, work.approvals().subList(0, expected));
        servers.forEach(server -> server.untilReady(START)); // those that were killed are needed for the next
    }

    /** Waits until something is done of the last that were approved; how many of all are not. */
    private long underWay(int approved) {
        await().atMost(PATIENCE).until(() -> done() > approved - EACH + EACH / 6);
        return approved - done();
    }

    private void happen(Trouble trouble) throws Exception {
        switch (trouble) {
            case CONNECTIONS_CUT -> {
                // also between a commit and its answer
                long until = System.nanoTime() + CUT.toNanos();
                await().atMost(PATIENCE).pollInterval(Duration.ofMillis(300)).until(() -> {
                    ledger.sql("select pg_terminate_backend(pid) from pg_stat_activity where usename = '" + ROLE
                            + "' order by random() limit 4").query().listOfRows();
                    return System.nanoTime() > until;
                });
            }
            case NO_CONNECTIONS -> {
                ledger.sql("alter role " + ROLE + " connection limit 0").update();
                ledger.sql("select pg_terminate_backend(pid) from pg_stat_activity where usename = '" + ROLE + "'").query().listOfRows();
                ServerProcess.pass(NO_CONNECTION);
                ledger.sql("alter role " + ROLE + " connection limit -1").update();
            }
            case DATABASE_SLOW -> {
                for (int i = 0; i < SLOW_TIMES; i++) {
                    ledger.sql("do $$ begin lock table submission in exclusive mode; perform pg_sleep(" + SLOW.toSeconds() + "); end $$").update();
                    ServerProcess.pass(Duration.ofSeconds(1));
                }
            }
            case DEADLOCKS -> {
                long before = deadlocks();
                await("servers that PostgreSQL has chosen as victims").atMost(PATIENCE).until(() -> {
                    ledger.sql(CROSSWISE).update();
                    return deadlocks() >= before + VICTIMS;
                });
                times = (int) (deadlocks() - before);
            }
            case COMMITS_UNANSWERED -> {
                // nobody knows whether what was committed was committed
                long before = commitsUnanswered();
                Files.createFile(commitsUnanswered);
                await("commits").atMost(PATIENCE).until(() -> commitsUnanswered() - before >= EACH / 4
                        || count("select count(*) from submission where standing <> 'DONE'") == 0);
                Files.delete(commitsUnanswered);
                times = (int) (commitsUnanswered() - before);
                assertThat(times).as("commits without an answer").isPositive();
            }
            case DATABASE_KILLED -> {
                database.kill();
                ServerProcess.pass(CUT);
                database.startAgain();
                await().atMost(PATIENCE).ignoreExceptions().until(() -> count("select 1") == 1);
            }
            case BROKER_AWAY -> {
                broker.stop();
                ServerProcess.pass(AWAY);
                broker.startAgain();
            }
            case BROKER_KILLED -> {
                broker.kill();
                ServerProcess.pass(CUT);
                broker.startAgain();
            }
            case NODE_PAUSED -> {
                signal("STOP", first());
                ServerProcess.pass(PAUSE); // the others take over what it has claimed
                signal("CONT", first());
            }
            case NODE_WITHOUT_DATABASE -> cut(toDatabase);
            case NODE_WITHOUT_BROKER -> cut(toBroker);
            case NODES_KILLED -> {
                for (ServerProcess server : servers) {
                    ServerProcess.pass(times == 0 ? Duration.ZERO : APART);
                    server.kill();
                    server.startAgain();
                    times++;
                }
            }
            case RELAY_AWAY -> {
                relay.behave(new Behaviour(seed, List.of(), 0, true, Duration.ZERO, Duration.ZERO));
                ServerProcess.pass(AWAY);
                relay.behave(Behaviour.GOOD);
            }
            case RELAY_CLOCK_AHEAD -> relay.behave(new Behaviour(seed, List.of(), 0, false, Duration.ZERO, Duration.ofMinutes(10)));
            case RELAY_CLOCK_BEHIND -> relay.behave(new Behaviour(seed, List.of(), 0, false, Duration.ZERO, Duration.ofMinutes(-10)));
        }
    }

    private long deadlocks() {
        return count("select deadlocks from pg_stat_database where datname = current_database()");
    }

    private long commitsUnanswered() {
        return servers.stream().flatMap(server -> server.output().lines()).filter(line -> line.equals(LOST)).count();
    }

    private ServerProcess first() {
        return servers.get(0);
    }

    /** The one with the wires. */
    private ServerProcess last() {
        return servers.get(SERVERS - 1);
    }

    private static void cut(Wire wire) {
        wire.cut();
        ServerProcess.pass(ALONE);
        wire.mend();
    }

    private static void signal(String signal, ServerProcess server) throws IOException, InterruptedException {
        assertThat(new ProcessBuilder("kill", "-" + signal, Long.toString(server.pid())).start().waitFor()).isZero();
    }

    private void tell(String fault, long inFlight, long expected, long over) {
        tell(fault, 1, inFlight, expected, over);
    }

    private void tell(String fault, int tried, long inFlight, long expected, long over) {
        new MeasuredFault(fault, tried, inFlight, expected - count("select count(*) from submission"), RelayRecord.of(relay.port()).doubled(),
                count("select count(*) from dead_letter"), MeasuredFault.since(over)).tell();
    }

    private List<Invariants.Breach> breaches() {
        return new Invariants(ledger, new DocumentStore(folder.resolve("data"))).breaches();
    }

    private long done() {
        return count("select count(*) from submission where standing = 'DONE'");
    }

    /** So many are done, or one is for a person: nothing more is to be waited for. */
    private boolean settled(long expected) {
        return done() == expected
                || count("select count(*) from submission where standing = 'DEAD'") > 0;
    }

    private void eachHasEndedOnce(Object after, List<Approval> approved) {
        assertThat(ledger.sql("select reason from dead_letter").query(String.class).list()).as("what needs a person after " + after).isEmpty();
        assertThat(breaches()).as("after " + after).isEmpty();
        RelayRecord record = RelayRecord.of(relay.port());
        record.hasNothingTwice();
        int documents = (int) approved.stream().filter(approval -> approval.operation().makesDocument()).count();
        int corrections = (int) approved.stream().filter(approval -> approval.operation() == Operation.CORRECT).count();
        assertThat(record.total("codes")).isEqualTo(documents);
        assertThat(record.total("collections")).isEqualTo(documents);
        assertThat(record.total("corrections")).isEqualTo(corrections);
        assertThat(record.total("updates")).isEqualTo(approved.size() - documents - corrections);
    }

    private String[] settings(int databasePort, int brokerPort) {
        return Stream.concat(OutsideRelay.settings(relay).stream(), Stream.of(
            "--zhenglu.data-dir=" + folder.resolve("data"), "--zhenglu.demo.samples=false",
            "--spring.datasource.url=jdbc:postgresql://127.0.0.1:" + databasePort + "/postgres", "--spring.datasource.username=" + ROLE,
            "--spring.datasource.password=", "--spring.artemis.mode=native", "--spring.artemis.broker-url=tcp://127.0.0.1:" + brokerPort,
            "--spring.artemis.user=" + Broker.USER, "--spring.artemis.password=" + Broker.PASSWORD,
            "--spring.datasource.hikari.connection-timeout=" + POOL.toMillis(),
            "--zhenglu.source.database.poll-interval=300ms", "--zhenglu.source.database.look-back-interval=5s",
            "--zhenglu.relay.calls-per-second=30",
            "--zhenglu.relay.response-timeout=2s", "--zhenglu.relay.gate.probe-interval=1s", "--zhenglu.relay.gate.ramp-up=2s",
            "--zhenglu.ledger.claim=" + CLAIM.toSeconds() + "s", "--zhenglu.ledger.publish=5s", "--zhenglu.ledger.hand-over=20s",
            "--zhenglu.ledger.poll-interval=200ms", "--zhenglu.ledger.first-wait=500ms", "--zhenglu.ledger.longest-wait=3s")).toArray(String[]::new);
    }

    private String[] withOwnBroker(int databasePort) {
        return Stream.of(settings(databasePort, 0)).filter(setting -> !setting.startsWith("--spring.artemis")).toArray(String[]::new);
    }

    private long count(String sql) {
        return ledger.sql(sql).query(Long.class).single();
    }
}
