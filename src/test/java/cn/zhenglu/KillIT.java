package cn.zhenglu;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import cn.zhenglu.ledger.DocumentStore;
import cn.zhenglu.ledger.Invariants;
import cn.zhenglu.licence.Operation;
import cn.zhenglu.seal.SealServiceStandIn;
import cn.zhenglu.seal.TimestampAuthorityStandIn;
import cn.zhenglu.simulator.Behaviour;
import cn.zhenglu.simulator.Simulator;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * The server killed with SIGKILL between what it has done and its record of it, at each of the three points where that could
 * cost a licence or make a second one; against a relay outside of it. The long forms kill it after each step of the routes in turn, and
 * fifty times at random moments ({@code -Dkill.seed=…}).
 */
class KillIT {

    private static final Duration PATIENCE = Duration.ofMinutes(5);
    private static final String SM4_KEY = "0123456789abcdef";
    private static final int KILLS = 50;
    private static final Duration LONGEST_LIFE = Duration.ofSeconds(5);
    /** Calls a second: so that fifty short lives leave work to the last. */
    private static final int SLOW = 4;
    private static final int FAST = 200;
    /** Those of the demo that can be finished, and those that a person must see to. */
    private static final int APPROVALS = 213;
    private static final int FAULTY = 7;
    private static final int DOCUMENTS = 178;
    private static final String MOVE = "java.nio.file.Files.move";
    /** When the first kill comes by: many are under way. */
    private static final int BUSY = 15;

    @TempDir
    Path folder;

    private Simulator relay;
    private ServerProcess server;
    /** Of a ledger, seal service and time-stamp authority that are not the demo's own. */
    private List<String> outside = List.of();

    @BeforeEach
    void begin() throws IOException {
        relay = OutsideRelay.start(folder, SM4_KEY, Behaviour.GOOD);
        server = ServerProcess.ofCachedJar(Files.createDirectory(folder.resolve("server"))).with(KillOnce.class);
    }

    @AfterEach
    void end() throws IOException {
        server.close();
        relay.stop();
    }

    @Test
    void afterAKillBetweenDeedAndRecordEachApprovalEndsAsOneLicenceWithOneCodeAndOneCollection() throws IOException {
        killAfter("issue.camel.yaml", "{ref: relay, method: code}", "code", BUSY);
        killAfter("issue.camel.yaml", "{ref: verifier, method: verify}", "seal", BUSY);
        killAfter("upload.camel.yaml", "{ref: relay, method: collect}", "collect", BUSY);

        for (String point : List.of("code", "seal", "collect")) {
            start(FAST).untilItEnds(PATIENCE);
            assertThat(server.folder().resolve("killed-" + point)).as("the kill after " + point).exists();
        }
        everythingIsFinishedOnce("kill -9 between deed and record (code, seal, collection)", 3, underWay());
    }

    @Test
    @Tag("long")
    void afterAKillBehindEachStepOfEachRouteInTurnEverythingIsFinishedOnce() throws IOException {
        Map<String, String> points = new LinkedHashMap<>();
        for (String route : List.of("dispatch", "issue", "upload", "state")) {
            Path file = server.folder().resolve("routes").resolve(route + ".camel.yaml");
            List<String> lines = new ArrayList<>();
            for (String line : Files.readAllLines(file)) {
                lines.add(line);
                if (line.matches(" +- bean: [{]ref: .*[}].*")) {
                    String point = route + "-" + points.size();
                    points.put(point, line.strip());
                    lines.add(line.replaceFirst("- bean: .*", "- bean: {beanType: cn.zhenglu.KillOnce, method: \"at('" + point + "', " + BUSY + ")\"}"));
                }
            }
            Files.write(file, lines);
        }
        assertThat(points.size()).isGreaterThan(20);
        int atFirst = APPROVALS;
        for (int i = 0; i <= points.size() && !start(FAST).saysOrEnds("服务继续运行", PATIENCE); i++) {
            System.out.println("kill: start " + i + " ended");
            atFirst = i == 0 ? underWay() : atFirst;
        }
        server.stop();
        List<String> never = points.keySet().stream().filter(point -> Files.notExists(server.folder().resolve("killed-" + point))).map(points::get).toList();
        System.out.println("kill: behind each of " + (points.size() - never.size()) + " steps, never came by " + never);
        assertThat(never).as("steps where nothing came by, but those of the test behind this one")
                .allMatch(step -> step.matches("(?i).*(correct|handOver).*"));
        everythingIsFinishedOnce("kill -9 behind each step of the routes in turn", points.size() - never.size(), atFirst);
    }

    @Test
    @Tag("long")
    void afterAKillBehindEachStepOfACorrectionAndOfALostHandOverEachApprovalEndsOnce() throws Exception {
        List<String> points = List.of("intend-correct", "correct", "corrected", "sealed", "hand-over");
        killAfter("state.camel.yaml", "{ref: ledger, method: \"intend(${body}, CORRECT)\"}", points.get(0), 1);
        killAfter("state.camel.yaml", "{ref: relay, method: correct}", points.get(1), 1);
        killAfter("state.camel.yaml", "{ref: ledger, method: corrected}", points.get(2), 1);
        killAfter("issue.camel.yaml", "{ref: ledger, method: sealed}", points.get(3), 1); // its message to the uploader is lost with it
        killAfter("issue.camel.yaml", "{ref: ledger, method: handOver}", points.get(4), 1);
        List<StormWork.Approval> approvals = new StormWork(20261130, 80).approvals();
        try (EmbeddedPostgres postgres = EmbeddedPostgres.builder().start()) {
            JdbcClient ledger = JdbcClient.create(postgres.getPostgresDatabase());
            Path data = folder.resolve("data");
            String[] settings = Stream.concat(OutsideRelay.settings(relay).stream(), Stream.of("--zhenglu.data-dir=" + data,
                    "--zhenglu.demo.samples=false", "--zhenglu.relay.calls-per-second=" + FAST, "--zhenglu.ledger.publish=2s",
                    "--spring.datasource.url=" + postgres.getJdbcUrl("postgres", "postgres"), "--spring.datasource.username=postgres",
                    "--spring.datasource.password=")).toArray(String[]::new);
            server.startDemo(settings).untilReady(PATIENCE);
            StormWork.approve(ledger, approvals);
            long lastKill = System.nanoTime();
            int open = approvals.size();
            for (int starts = 0; starts <= points.size(); starts++) {
                await().atMost(PATIENCE).until(() -> !server.isRunning()
                        || ledger.sql("select count(*) from submission where standing = 'DONE'").query(Long.class).single() == approvals.size());
                if (!server.isRunning()) {
                    lastKill = System.nanoTime();
                    open = approvals.size() - ledger.sql("select count(*) from submission where standing = 'DONE'").query(Integer.class).single();
                    server.startAgain();
                }
            }
            new MeasuredFault("kill -9 behind each step of a correction, the record of a sealing, and the hand-over that this loses",
                    points.size(), open, approvals.size() - ledger.sql("select count(*) from submission").query(Long.class).single(),
                    RelayRecord.of(relay.port()).doubled(), ledger.sql("select count(*) from dead_letter").query(Long.class).single(),
                    MeasuredFault.since(lastKill) + " (start included)").tell();
            assertThat(points).allSatisfy(point -> assertThat(server.folder().resolve("killed-" + point)).exists());
            assertThat(ledger.sql("select count(*) from dead_letter").query(Long.class).single()).as("for a person").isZero();
            assertThat(new Invariants(ledger, new DocumentStore(data)).breaches()).isEmpty();
            RelayRecord record = RelayRecord.of(relay.port());
            record.hasNothingTwice();
            assertThat(record.total("corrections")).isEqualTo((int) approvals.stream()
                    .filter(approval -> approval.operation() == Operation.CORRECT).count()).isPositive();
        }
    }

    /** Where something leaves the process, and after how many of them the kill comes at the earliest. */
    private enum Edge {
        FILE_PUT_AWAY("cn.zhenglu.intake.Inbox", "settle(java.nio.file.Path,java.util.Optional,java.lang.String,java.lang.String)", MOVE, 1),
        CALL("cn.zhenglu.relay.RelayPost", "exchange", null, 10),
        SEAL_SERVICE("cn.zhenglu.seal.SealService", "sign", null, 2), // it seals for one department only
        TIMESTAMP_AUTHORITY("cn.zhenglu.seal.TimestampAuthority", "stamp", null, 5),
        DOCUMENT_SHOWN("cn.zhenglu.ledger.DocumentStore", "publish", MOVE, 10),
        COMMIT("org.postgresql.jdbc.PgConnection", "commit()", null, 150),
        ACKNOWLEDGEMENT("org.apache.activemq.artemis.jms.client.ActiveMQSession", "commit()", null, 20);

        private final String of;
        private final String method;
        private final String invoked;
        private final int earliest;

        /** @param invoked what the method calls there; {@code null} for the whole method */
        Edge(String of, String method, String invoked, int earliest) {
            this.of = of;
            this.method = method;
            this.invoked = invoked;
            this.earliest = earliest;
        }

        private String before() {
            return invoked == null ? "AT ENTRY" : "AT INVOKE " + invoked;
        }

        private String after() {
            return invoked == null ? "AT EXIT" : "AFTER INVOKE " + invoked;
        }
    }

    @Test
    @Tag("long")
    void afterAKillOnEitherSideOfEachCallCommitAcknowledgementAndRenameEverythingIsFinishedOnce() throws IOException {
        long seed = Long.getLong("kill.seed", System.nanoTime());
        System.out.println("kill.seed=" + seed);
        Random dice = new Random(seed);
        Injection injection = new Injection(folder);
        server.with(injection.agent());
        Path data = server.folder().resolve("data");
        try (EmbeddedPostgres postgres = EmbeddedPostgres.builder().setServerConfig("synchronous_commit", "on").start();
                SealServiceStandIn seals = OutsideSeal.start(data);
                TimestampAuthorityStandIn stamps = TimestampAuthorityStandIn.trustedIn(data.resolve("trust"))) {
            outside = Stream.concat(OutsideSeal.settings(seals).stream(), Stream.of("--zhenglu.timestamp.url=" + stamps.address(),
                    "--spring.datasource.url=" + postgres.getJdbcUrl("postgres", "postgres"),
                    "--spring.datasource.username=postgres", "--spring.datasource.password=")).toList();
            for (Edge edge : Edge.values()) {
                for (String place : List.of(edge.before(), edge.after())) {
                    String point = (edge + "-" + place).replaceAll("\\W+", "-");
                    int which = edge.earliest + dice.nextInt(edge.earliest);
                    injection.kill(edge.of, edge.method, place, point, which);
                    boolean wentOn = start(FAST).saysOrEnds("服务继续运行", PATIENCE);
                    assertThat(wentOn).as("nothing was left for the kill at " + point).isFalse();
                    assertThat(server.folder().resolve("killed-" + point)).as(server.output()).exists();
                }
            }
            everythingIsFinishedOnce("kill -9 on either side of each remote call, commit, acknowledgement and rename", 2 * Edge.values().length,
                    underWay());
            assertThat(stamps.requests()).as("documents with a time-stamp").isGreaterThanOrEqualTo(DOCUMENTS);
        }
    }

    @Test
    @Tag("long")
    void afterFiftyKillsAtRandomMomentsEverythingIsFinishedOnce() throws IOException {
        long seed = Long.getLong("kill.seed", System.nanoTime());
        Random dice = new Random(seed);
        for (int i = 1; i <= KILLS; i++) {
            start(SLOW).untilReady(PATIENCE);
            ServerProcess.pass(Duration.ofNanos(dice.nextLong(LONGEST_LIFE.toNanos())));
            server.kill();
        }
        int collected = RelayRecord.of(relay.port()).total("collections");
        System.out.printf("kill.seed=%d, %d kills, collected before the last %d of %d%n", seed, KILLS, collected, DOCUMENTS);
        assertThat(collected).as("work was left to the last kill").isLessThan(DOCUMENTS);
        everythingIsFinishedOnce("kill -9 at random moments", KILLS, underWay());
    }

    /** What the platform does not have yet. */
    private int underWay() {
        RelayRecord record = RelayRecord.of(relay.port());
        return APPROVALS - record.total("collections") - record.total("updates");
    }

    private void everythingIsFinishedOnce(String fault, int kills, int inFlight) throws IOException {
        long begun = System.nanoTime();
        start(FAST).untilItSays("服务继续运行", PATIENCE);

        String recovered = MeasuredFault.since(begun);
        RelayRecord record = RelayRecord.of(relay.port());
        new MeasuredFault(fault, kills, inFlight, APPROVALS - told("办结 (\\d+) 件"), record.doubled(), told("死信 (\\d+) 件") - FAULTY,
                recovered + " (start included)").tell();
        assertThat(server.output()).contains("办结 213 件").contains("死信 7 件");
        assertThat(record.total("codes")).isEqualTo(DOCUMENTS);
        assertThat(record.total("collections")).isEqualTo(DOCUMENTS);
        assertThat(record.total("updates")).isEqualTo(35);
        record.hasNothingTwice();
        try (Stream<Path> files = Files.walk(server.folder().resolve("data/documents"))) {
            assertThat(files.filter(file -> file.toString().endsWith(".ofd"))).hasSize(DOCUMENTS);
        }
        server.stop();
        assertThat(server.command(Stream.concat(Stream.of("audit-ledger", "--spring.profiles.active=demo",
                "--simulator=http://127.0.0.1:" + relay.port()), outside.stream()).toArray(String[]::new)))
                .as(Files.readString(server.folder().resolve("command.txt"))).isZero();
    }

    private int told(String pattern) {
        return Pattern.compile(pattern).matcher(server.output()).results().mapToInt(result -> Integer.parseInt(result.group(1))).max().orElse(0);
    }

    /** The outside relay's settings come from the command line, as the README says. */
    private ServerProcess start(int callsPerSecond) {
        return server.startDemo(Stream.of(OutsideRelay.settings(relay), outside, List.of("--zhenglu.relay.calls-per-second=" + callsPerSecond))
                .flatMap(List::stream).toArray(String[]::new));
    }

    private void killAfter(String route, String step, String point, int exchange) throws IOException {
        Path file = server.folder().resolve("routes").resolve(route);
        String yaml = Files.readString(file);
        String line = yaml.lines().filter(l -> l.contains(step)).findFirst().orElseThrow();
        String indent = line.substring(0, line.indexOf('-'));
        Files.writeString(file, yaml.replace(line, line + "\n" + indent
                + "- bean: {beanType: cn.zhenglu.KillOnce, method: \"at('" + point + "', " + exchange + ")\"}"));
    }
}
