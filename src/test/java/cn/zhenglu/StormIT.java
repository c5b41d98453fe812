package cn.zhenglu;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import cn.zhenglu.StormWork.Approval;
import cn.zhenglu.ledger.DocumentStore;
import cn.zhenglu.ledger.Invariants;
import cn.zhenglu.licence.Operation;
import cn.zhenglu.simulator.Behaviour;
import cn.zhenglu.simulator.Behaviour.Fault;
import cn.zhenglu.simulator.Behaviour.Rule;
import cn.zhenglu.simulator.Simulator;
import cn.zhenglu.stock.GeneratedStock;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.jdbc.core.simple.JdbcClient;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Five hundred approvals of every operation against a relay that fails one call in five, in every way a reply can be lost, broken or
 * refused for the moment. A run is repeated with {@code -Dstorm.seed=…}.
 */
class StormIT {

    private static final int SIZE = Integer.getInteger("storm.size", 500);
    private static final int STOCK = 60;
    private static final int CALLS_PER_SECOND = 60;
    private static final Duration START = Duration.ofMinutes(2);
    private static final Duration PATIENCE = Duration.ofSeconds(150);

    /** Chances in a thousand, together one in five; each large enough that some hundred calls meet it. */
    private static final Map<Fault, Integer> FAULTS = new LinkedHashMap<>(Map.ofEntries(
            Map.entry(Fault.LOST_BEFORE, 29), Map.entry(Fault.LOST_AFTER, 29), Map.entry(Fault.EMPTY, 25), Map.entry(Fault.HTML, 21),
            Map.entry(Fault.TRUNCATED, 21), Map.entry(Fault.BAD_GATEWAY, 25), Map.entry(Fault.SILENT, 10),
            Map.entry(Fault.UNAVAILABLE, 8), Map.entry(Fault.TOO_FAST, 8), Map.entry(Fault.TOKEN_FORGOTTEN, 12),
            Map.entry(Fault.TOKEN_REFUSED_IN_TEXT, 12)));

    private final long seed = Long.getLong("storm.seed", System.nanoTime());
    private final StormWork work = new StormWork(seed, SIZE);

    @TempDir
    Path folder;

    private EmbeddedPostgres postgres;
    private Simulator relay;
    private JdbcClient ledger;

    @BeforeEach
    void begin() throws IOException {
        System.out.println("storm.seed=" + seed);
        postgres = EmbeddedPostgres.start();
        ledger = JdbcClient.create(postgres.getPostgresDatabase());
        relay = OutsideRelay.start(folder, null, storm());
    }

    @AfterEach
    void end() throws IOException {
        relay.stop();
        postgres.close();
    }

    @Test
    @Tag("long") // the short form of all is the storm on two servers
    void oneServerBringsEveryApprovalThroughTheStormOnce() throws IOException {
        try (ServerProcess server = ServerProcess.ofCachedJar(Files.createDirectory(folder.resolve("server")))) {
            server.startDemo(settings());
            server.untilReady(START);
            StormWork.approve(ledger, work.approvals());
            untilDone(List.of(server));
            everythingIsAsItShouldBe();
        }
    }

    @Test
    void twoServersOnOneLedgerAndOneBrokerBringEveryApprovalThroughTheStormOnceAlsoSeveralInACall() throws Exception {
        try (Broker broker = Broker.start(folder.resolve("broker"));
                ServerProcess first = ServerProcess.ofCachedJar(Files.createDirectory(folder.resolve("first")));
                ServerProcess second = ServerProcess.ofCachedJar(Files.createDirectory(folder.resolve("second")))) {
            String[] settings = Stream.concat(Stream.of(settings()), Stream.of("--spring.artemis.mode=native",
                    "--spring.artemis.broker-url=" + broker.url(), "--spring.artemis.user=" + Broker.USER,
                    "--spring.artemis.password=" + Broker.PASSWORD, "--zhenglu.relay.batch-size=3"))
                    .toArray(String[]::new);
            first.startDemo(settings);
            first.untilReady(START);
            second.startDemo(settings);
            second.untilReady(START);
            StormWork.approve(ledger, work.approvals());
            untilDone(List.of(first, second));
            everythingIsAsItShouldBe();
            assertThat(ledger.sql("select count(distinct claimed_by) from submission").query(Integer.class).single())
                    .as("servers that have worked").isEqualTo(2);
            long requests = RelayRecord.of(relay.port()).json().get("calls").properties().stream()
                    .filter(call -> !call.getKey().equals("TOKEN")).mapToLong(call -> call.getValue().longValue()).sum();
            assertThat(count("select count(*) from relay_call where outcome <> 'HELD'")).as("records in so many requests")
                    .isGreaterThan(requests);
            bothConvertAStockOnce();
        }
    }

    /** In the same storm: one of them reads it, both convert it. */
    private void bothConvertAStockOnce() throws IOException {
        GeneratedStock stock = new GeneratedStock(seed, 0).write(folder.resolve("list.csv"), STOCK);
        Said said = Said.byStock(folder.resolve("data"), "import", folder.resolve("list.csv").toString());
        assertThat(said.code()).as(said.text()).isEqualTo(stock.dirt().isEmpty() ? 0 : 1);
        assertThat(count("select count(*) from submission where batch_id is not null and standing = 'DONE'")).as(said.text())
                .isEqualTo(STOCK - stock.dirt().size());
        assertThat(count("select count(distinct claimed_by) from submission where batch_id is not null")).as("servers that have converted").isEqualTo(2);
        RelayRecord record = RelayRecord.of(relay.port());
        record.hasNothingTwice();
        assertThat(record.total("collections")).isEqualTo((int) work.documents() + STOCK - stock.dirt().size());
        assertThat(new Invariants(ledger, new DocumentStore(folder.resolve("data"))).breaches()).isEmpty();
    }

    private Behaviour storm() {
        List<Fault> faults = new ArrayList<>(FAULTS.keySet());
        Collections.sort(faults);
        Collections.shuffle(faults, new Random(seed));
        List<Rule> rules = new ArrayList<>();
        double left = 1;
        for (Fault fault : faults) {
            double chance = FAULTS.get(fault) / 1000.0;
            rules.add(new Rule(fault, null, 0, chance / left)); // each is thrown for only when none before it has struck
            left -= chance;
        }
        return new Behaviour(seed, rules, 0, false, Duration.ZERO, Duration.ZERO);
    }

    private String[] settings() {
        String database = postgres.getJdbcUrl("postgres", "postgres");
        return Stream.concat(OutsideRelay.settings(relay).stream(), Stream.of(
            "--zhenglu.data-dir=" + folder.resolve("data"),
            "--zhenglu.demo.samples=false",
            "--spring.datasource.url=" + database, "--spring.datasource.username=postgres", "--spring.datasource.password=",
            "--zhenglu.source.database.poll-interval=300ms", "--zhenglu.source.database.look-back-interval=10s",
            "--zhenglu.relay.calls-per-second=" + CALLS_PER_SECOND,
            "--zhenglu.relay.response-timeout=1s",
            "--zhenglu.relay.gate.pause=300ms", "--zhenglu.relay.gate.longest-pause=2s", "--zhenglu.relay.gate.probe-interval=500ms",
            "--zhenglu.relay.gate.ramp-up=1s",
            "--zhenglu.ledger.poll-interval=100ms", "--zhenglu.ledger.first-wait=200ms", "--zhenglu.ledger.longest-wait=2s")).toArray(String[]::new);
    }

    private void untilDone(List<ServerProcess> servers) {
        long begun = System.nanoTime();
        try {
            await("every submission final").atMost(PATIENCE).pollInterval(Duration.ofMillis(500))
                    .until(() -> count("select count(*) from submission where standing = 'DONE'") == SIZE
                            || count("select count(*) from submission where standing = 'DEAD'") > 0);
        } finally {
            RelayRecord record = RelayRecord.of(relay.port());
            new MeasuredFault("a relay that fails one call in five in eleven ways, " + servers.size() + " servers", record.faults(), SIZE,
                    SIZE - count("select count(*) from submission"), record.doubled(), count("select count(*) from dead_letter"),
                    MeasuredFault.since(begun) + " (from the first to the last)").tell();
            Path kept = Path.of("target", "storm");
            try {
                Files.createDirectories(kept);
                for (ServerProcess server : servers) {
                    Files.writeString(kept.resolve(server.folder().getFileName() + ".txt"), server.output());
                }
            } catch (IOException e) {
                throw new java.io.UncheckedIOException(e);
            }
        }
        assertThat(ledger.sql("select reason from dead_letter").query(String.class).list()).as("what needs a person").isEmpty();
    }

    private void everythingIsAsItShouldBe() throws IOException {
        assertThat(count("select count(*) from submission")).isEqualTo(SIZE);
        platformHasEachOnceAndInOrder();
        countsAgree();
        ledgerAndPlatformAgreeOnEachLicence();
        thePaceWasKept();
        historyExplainsEachDetour();
        assertThat(new Invariants(ledger, new DocumentStore(folder.resolve("data"))).breaches()).isEmpty();
    }

    /** The platform's own journal, licence by licence: each act once, in the order of the approvals. */
    private void platformHasEachOnceAndInOrder() throws IOException {
        Map<Integer, String> ids = new HashMap<>();
        ledger.sql("select source_key, id from submission").query(row -> {
            ids.put(Integer.valueOf(row.getString("source_key")), row.getString("id"));
        });
        Map<String, Integer> lanes = new HashMap<>();
        work.approvals().forEach(approval -> lanes.put(approval.certNum(), approval.lane()));
        Map<Integer, List<String>> acts = new HashMap<>();
        for (JsonNode act : journal()) {
            acts.computeIfAbsent(lanes.get(act.get("certNum").stringValue()), lane -> new ArrayList<>())
                    .add(act.get("kind").stringValue() + " " + act.get("eCertID").stringValue());
        }
        for (int lane = 0; lane < work.lanes(); lane++) {
            List<String> expected = work.ofLane(lane).stream().flatMap(approval -> {
                String id = ids.get(approval.number());
                return approval.operation().makesDocument() ? Stream.of("CODE " + id, "COLLECT " + id)
                        : Stream.of((approval.operation() == Operation.CORRECT ? "CORRECT " : "UPDATE ") + id);
            }).toList();
            assertThat(acts.get(lane)).as("acts of licence " + lane + " " + work.ofLane(lane)).isEqualTo(expected);
        }
    }

    private List<JsonNode> journal() throws IOException {
        JsonMapper json = JsonMapper.shared();
        return Files.readAllLines(folder.resolve("relay.jsonl")).stream().map(json::readTree).toList();
    }

    private void countsAgree() {
        RelayRecord record = RelayRecord.of(relay.port());
        record.hasNothingTwice();
        assertThat(record.total("codes")).isEqualTo((int) work.documents());
        assertThat(record.total("collections")).isEqualTo((int) work.documents());
        assertThat(record.total("corrections")).isEqualTo((int) work.count(Operation.CORRECT));
        assertThat(record.total("updates"))
                .isEqualTo((int) (SIZE - work.documents() - work.count(Operation.CORRECT)));
        assertThat(count("select count(*) from submission where code is not null and document_digest is not null")).isEqualTo(work.documents());
        assertThat(count("select count(distinct code) from submission")).isEqualTo(work.documents());
        assertThat(count("select count(*) from licence")).isEqualTo(work.approvals().stream().map(Approval::certNum).distinct().count());
        assertThat(record.json().get("faults").properties()).as("kinds of faults").hasSize(FAULTS.size());
        System.out.println("storm: calls " + record.json().get("calls") + ", faults " + record.json().get("faults") + ", busiest second "
                + record.json().get("busiestSecond"));
    }

    private void ledgerAndPlatformAgreeOnEachLicence() {
        JsonNode states = RelayRecord.of(relay.port()).json().get("states");
        Map<String, String> wire = Map.of("VALID", "01", "SUSPENDED", "02", "REVOKED", "03", "WITHDRAWN", "04", "CANCELLED", "05",
                "EXPIRED", "06", "OTHER", "99");
        for (int lane = 0; lane < work.lanes(); lane++) {
            List<Approval> approvals = work.ofLane(lane);
            Approval last = approvals.get(approvals.size() - 1);
            long version = approvals.stream().filter(approval -> approval.operation().makesDocument()).count();
            Map<String, Object> licence = ledger.sql("select * from licence where cert_num = ?").param(last.certNum()).query().singleRow();
            assertThat(licence).as(approvals.toString()).containsEntry("state", last.state().name()).containsEntry("version", (int) version)
                    .containsEntry("replaced_by", null);
            assertThat(states.get((String) licence.get("identifier")).stringValue()).as(approvals.toString()).isEqualTo(wire.get(last.state().name()));
        }
    }

    /** Measured where calls arrive: on a busy machine some that left in time arrive together. */
    private void thePaceWasKept() {
        assertThat(RelayRecord.of(relay.port()).json().get("busiestSecond").intValue()).isLessThanOrEqualTo(CALLS_PER_SECOND * 11 / 10);
    }

    /** Whatever went wrong with a call is on record, and the history says that, and why, it was tried again. */
    private void historyExplainsEachDetour() {
        assertThat(count("select count(*) from relay_call where outcome is null or outcome = 'DONE' and reply is null"
                + " or outcome <> 'DONE' and remark is null")).as("calls without a known end").isZero();
        assertThat(count("select count(*) from relay_call where outcome = 'UNKNOWN'")).isPositive();
        assertThat(ledger.sql("""
                select s.id from submission s
                where (select count(*) from relay_call c where c.submission_id = s.id
                        and (c.outcome in ('UNKNOWN', 'HELD') or c.outcome = 'REFUSED' and c.remark like '%太快%'))
                    > (select count(*) from history h where h.submission_id = s.id and h.outcome = 'later' and h.detail <> '')
                """).query(String.class).list()).as("with a detour that the history does not tell").isEmpty();
        assertThat(count("select count(*) from submission s where (select count(*) from history h where h.submission_id = s.id"
                + " and h.standing = 'DONE') <> 1")).as("finished other than once").isZero();
    }

    private long count(String sql) {
        return ledger.sql(sql).query(Long.class).single();
    }
}
