package cn.zhenglu;

import cn.zhenglu.ledger.DocumentStore;
import cn.zhenglu.ledger.Invariants;
import cn.zhenglu.seal.SealServiceStandIn;
import cn.zhenglu.simulator.Simulator;
import com.sun.net.httpserver.HttpServer;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * An hour in which everything happens that happens in days: the packaged program with the archive's own options on PostgreSQL with fsync,
 * with its own broker, each two and a half minutes a working day of a city's bureau ({@link #begin}); what runs hourly or nightly runs as
 * often as in those days. Prints what the server holds each minute, and ends with whether that stayed flat and everything was done once.
 * Run by {@code mvn -Pbench verify -DskipTests -Dbench=cn.zhenglu.SoakBench}; {@code -Dminutes=…}, {@code -Dseed=…}.
 */
public final class SoakBench {

    private static final int MINUTES = Integer.getInteger("minutes", 60);
    private static final long SEED = Long.getLong("seed", System.nanoTime());
    private static final Path FOLDER = Path.of("target", "soak-bench").toAbsolutePath();
    private static final Duration START = Duration.ofMinutes(5);
    private static final Duration REST = Duration.ofMinutes(15);
    private static final int DAY_SECONDS = 150;
    /** What waits behind one that needs a person has come as far as it can. */
    private static final String UNDER_WAY = """
            select count(*) from submission s where standing in ('ACTIVE', 'WAITING') and not exists (
                select 1 from submission earlier where earlier.cert_num = s.cert_num and earlier.standing = 'DEAD'
                  and coalesce(earlier.place, earlier.seq) < coalesce(s.place, s.seq))
            """;

    private final ServerProcess server;
    private final JdbcClient ledger;
    private final SoakWork work;
    private final SoakPeople people;
    private final SoakRelay outside;
    private final Simulator relay;
    private final ScheduledThreadPoolExecutor threads = new ScheduledThreadPoolExecutor(16);
    private final Map<String, Integer> complaints = new ConcurrentSkipListMap<>();
    private final AtomicInteger alerts;
    private final AtomicInteger acts = new AtomicInteger();
    private volatile boolean over;

    private SoakBench(ServerProcess server, JdbcClient ledger, Simulator relay, SealServiceStandIn seals, AtomicInteger alerts) {
        this.server = server;
        this.ledger = ledger;
        this.relay = relay;
        this.alerts = alerts;
        this.work = new SoakWork(data(), ledger, SEED, MINUTES * 60);
        this.people = new SoakPeople(server, ledger, data().resolve("documents"));
        this.outside = new SoakRelay(relay, seals, SEED);
    }

    private interface Act {
        void happen(Random dice) throws Exception;
    }

    private static Path data() {
        return FOLDER.resolve("data");
    }

    /** Exits with 1 when something is not as it must be. */
    public static void main(String[] arguments) throws Exception {
        Folders.clear(FOLDER);
        Path temp = Files.createDirectories(FOLDER.resolve("temp"));
        boolean good;
        AtomicInteger alerts = new AtomicInteger();
        HttpServer robot = robot(alerts);
        Simulator relay = OutsideRelay.start(FOLDER);
        try (EmbeddedPostgres postgres = EmbeddedPostgres.builder().setServerConfig("fsync", "on").setServerConfig("synchronous_commit", "on")
                .setServerConfig("full_page_writes", "on").setDataDirectory(FOLDER.resolve("postgres")).setPGStartupWait(Duration.ofMinutes(1)).start()) {
            JdbcClient ledger = JdbcClient.create(postgres.getPostgresDatabase());
            List<String> settings = settings(relay, postgres, robot);
            approvals(ledger);
            try (SealServiceStandIn seals = OutsideSeal.start(data());
                    ServerProcess server = ServerProcess.ofLaidOpenJar(FOLDER.resolve("server"))
                            .asTheArchiveRunsIt("-Djava.io.tmpdir=" + temp)) {
                everyDay(server.folder().resolve("routes/expiry.camel.yaml"));
                settings.addAll(OutsideSeal.settings(seals));
                settings.add("--zhenglu.source.write-back.enabled=true");
                server.start(settings.toArray(String[]::new)).untilReady(START);
                System.out.println("seed " + SEED + ", " + MINUTES + " minutes, fsync " + ledger.sql("show fsync").query(String.class).single() + ", "
                        + Runtime.getRuntime().availableProcessors() + " processors, Java " + Runtime.version() + ", " + Instant.now());
                good = new SoakBench(server, ledger, relay, seals, alerts).run(temp);
            }
        } finally {
            relay.stop();
            robot.stop(0);
        }
        System.out.println(good ? "GOOD" : "NOT GOOD");
        System.exit(good ? 0 : 1);
    }

    /** Those of the archive, but that an hour is six seconds, and the pauses fit such hours. */
    private static List<String> settings(Simulator relay, EmbeddedPostgres postgres, HttpServer robot) {
        return new ArrayList<>(Stream.concat(OutsideRelay.settings(relay).stream(), Stream.of("--spring.profiles.active=demo",
                "--zhenglu.demo.samples=false", "--zhenglu.data-dir=" + data(), "--server.forward-headers-strategy=native",
                "--spring.datasource.url=" + postgres.getJdbcUrl("postgres", "postgres"), "--spring.datasource.username=postgres",
                "--spring.datasource.password=", "--zhenglu.relay.calls-per-second=30", "--zhenglu.relay.response-timeout=3s",
                "--zhenglu.relay.gate.pause=2s", "--zhenglu.relay.gate.longest-pause=10s", "--zhenglu.relay.gate.probe-interval=2s",
                "--zhenglu.relay.gate.ramp-up=5s", "--zhenglu.ledger.longest-wait=30s", "--zhenglu.ledger.keep-receipts=10m",
                "--zhenglu.expiry.interval=6s", "--zhenglu.reconcile.settle=30s", "--zhenglu.console.session.idle=2m",
                "--zhenglu.console.lock-out.duration=10s", "--zhenglu.alerts.interval=5s", "--zhenglu.alerts.recovered-after=10s",
                "--zhenglu.alerts.wecom.url=http://127.0.0.1:" + robot.getAddress().getPort() + "/send", "--zhenglu.alerts.dead-letter-age=150s",
                "--zhenglu.alerts.growth-window=30s", "--zhenglu.alerts.growth-count=5", "--zhenglu.alerts.backlog-age=60s",
                "--zhenglu.alerts.relay-silence=10s", "--zhenglu.alerts.lasting=5s")).toList());
    }

    /** The table of a department that is told how each approval fares. */
    private static void approvals(JdbcClient ledger) {
        ledger.sql("""
                create table approval (id bigint primary key, operation varchar(2), department varchar(60), cert_num varchar(100),
                    company_name varchar(400), credit_code varchar(60), company_address varchar(400), economic_type varchar(100),
                    legal_person varchar(200), legal_person_id varchar(60), legal_person_id_type varchar(10), first_issue_date date,
                    issue_date date, valid_from date, valid_to date, replaces varchar(100), state_note varchar(400), approved_at timestamp,
                    updated_at timestamp, licence_stage varchar(20), licence_standing varchar(20), licence_identifier varchar(200),
                    licence_code varchar(2000), licence_address varchar(400), licence_reason text)
                """).update();
    }

    /** The receipts are swept each night. */
    private static void everyDay(Path route) throws Exception {
        String text = Files.readString(route);
        if (!text.contains("period: 24h")) {
            throw new IllegalStateException("no nightly sweep in " + route);
        }
        Files.writeString(route, text.replace("period: 24h", "period: " + DAY_SECONDS + "s"));
    }

    private static HttpServer robot(AtomicInteger alerts) throws Exception {
        HttpServer robot = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        robot.createContext("/send", exchange -> {
            exchange.getRequestBody().readAllBytes();
            alerts.incrementAndGet();
            byte[] yes = "{\"errcode\":0,\"errmsg\":\"ok\"}".getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(200, yes.length);
            exchange.getResponseBody().write(yes);
            exchange.close();
        });
        robot.start();
        return robot;
    }

    private boolean run(Path temp) throws Exception {
        begin();
        List<SoakSample> samples = new ArrayList<>();
        System.out.println(SoakSample.heading());
        long begun = System.nanoTime();
        for (int minute = 1; minute <= MINUTES; minute++) {
            ServerProcess.pass(Duration.ofNanos(Math.max(0, begun + TimeUnit.MINUTES.toNanos(minute) - System.nanoTime())));
            SoakSample sample = SoakSample.take((System.nanoTime() - begun) / 6e10, server, ledger, data(), temp);
            samples.add(sample);
            System.out.println(sample);
        }
        over = true;
        threads.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
        threads.shutdown();
        boolean good = said("acts did not end", threads.awaitTermination(2, TimeUnit.MINUTES));
        outside.rest();
        good &= said("not at rest after " + REST, rest());
        System.out.println("at rest: " + SoakSample.take((System.nanoTime() - begun) / 6e10, server, ledger, data(), temp).toString().strip());
        System.out.println(work.sum() + "; " + people.sum() + "; " + acts + " in all; " + alerts + " messages of alerts; troubles " + outside.had());
        complaints.forEach((complaint, times) -> System.out.println("complaint: " + complaint + ", " + times + " times"));
        good &= complaints.isEmpty();
        good &= new SoakVerdict(samples).flat();
        return good & once();
    }

    /** A working day of a city's bureau: 150 approvals, 4 files, 100 existing licences, 10 operators' visits, and so on. */
    private void begin() {
        often("approval", 150, work::approve);
        often("file", 4, work::drop);
        often("stock", 1, work::convert);
        often("list of the province", 1, dice -> work.list(data().resolve("reconcile"), dice));
        often("operator", 10, people::operate);
        often("look-up", 200, people::lookUp);
        often("verification", 20, people::verify);
        often("scrape", 60, dice -> people.scrape());
        often("trouble", 2, dice -> outside.strike());
    }

    private void often(String name, int timesADay, Act act) {
        again(name, DAY_SECONDS * 1e9 / timesADay, new Random(SEED ^ name.hashCode()), act);
    }

    /** At random, as many people do who know nothing of each other. */
    private void again(String name, double mean, Random dice, Act act) {
        long pause = (long) Math.min(5 * mean, -mean * Math.log(1 - dice.nextDouble()));
        threads.schedule(() -> {
            try {
                if (!over) {
                    act.happen(dice);
                    acts.incrementAndGet();
                }
            } catch (Exception | Error e) {
                complaints.merge(name + ": " + e, 1, Integer::sum);
            }
            if (!over) {
                again(name, mean, dice, act);
            }
        }, pause, TimeUnit.NANOSECONDS);
    }

    /** Until nothing moves any more, and what the relay has refused for no reason has been tried again. */
    private boolean rest() throws Exception {
        long until = System.nanoTime() + REST.toNanos();
        while (System.nanoTime() < until) {
            boolean quiet = count(UNDER_WAY) == 0
                    && count("select count(*) from stock_batch where ended_at is null") == 0
                    && count("select count(*) from retry_run where standing = 'RUNNING'") == 0
                    && Vitals.files(data().resolve("inbox"), folder -> folder.endsWith("inbox")).isEmpty();
            if (quiet && count("select count(*) from dead_letter where standing = 'OPEN' and code like 'relay.%'") == 0) {
                return true;
            }
            if (quiet) {
                people.retryAll();
            }
            ServerProcess.pass(Duration.ofSeconds(5));
        }
        return false;
    }

    /** Each approval and each row has ended as one licence and one collection, one update, or one dead letter; and so says the relay. */
    private boolean once() {
        Invariants invariants = new Invariants(ledger, new DocumentStore(data()));
        List<Invariants.Breach> breaches = new ArrayList<>(invariants.breaches());
        breaches.addAll(invariants.breaches(accepted()));
        breaches.forEach(breach -> System.out.println("breach: " + breach));
        boolean good = said("breaches of the invariants", breaches.isEmpty());
        good &= equal("under way", 0, count(UNDER_WAY));
        good &= equal("approvals", work.allApprovals(), count("select count(*) from approval"));
        good &= equal("approvals without exactly one end", 0, count("select count(*) from approval a where (select count(*) from submission s"
                + " where s.source = 'approval-database' and s.source_key = cast(a.id as varchar) and s.superseded_by is null) <> 1"));
        good &= equal("faultless approvals done", work.goodApprovals(), count("select count(*) from submission where source = 'approval-database'"
                + " and superseded_by is null and standing = 'DONE' and length(source_key) < 7"));
        good &= equal("rows of files", work.fileRows(), count("select count(*) from submission where source = 'shared-folder'"
                + " and batch_id is null and superseded_by is null"));
        good &= equal("existing licences", work.stockRows(), count("select count(*) from submission where batch_id is not null"
                + " and superseded_by is null"));
        System.out.println("submissions " + ledger.sql("select source || ' ' || standing as what, count(*) as n from submission group by 1 order by 1")
                .query((row, n) -> row.getString("what") + " " + row.getLong("n")).list());
        System.out.println("rows " + ledger.sql("select relname, n_live_tup from pg_stat_user_tables order by 1")
                .query((row, n) -> row.getString("relname") + " " + row.getLong("n_live_tup")).list());
        System.out.println("relay " + RelayRecord.of(relay.port()).json().get("calls") + ", faults " + RelayRecord.of(relay.port()).json().get("faults"));
        return good;
    }

    private Map<String, Map<String, Integer>> accepted() {
        RelayRecord record = RelayRecord.of(relay.port());
        Map<String, Map<String, Integer>> accepted = new TreeMap<>();
        for (String kind : List.of("codes", "collections", "updates", "corrections")) {
            Map<String, Integer> times = new TreeMap<>();
            record.json().get(kind).get("byECertID").properties().forEach(entry -> times.put(entry.getKey(), entry.getValue().intValue()));
            accepted.put(kind, times);
        }
        return accepted;
    }

    private static boolean equal(String what, long expected, long actual) {
        System.out.println(what + ": " + actual + " of " + expected);
        return expected == actual;
    }

    private static boolean said(String otherwise, boolean good) {
        if (!good) {
            System.out.println(otherwise);
        }
        return good;
    }

    private long count(String sql) {
        return ledger.sql(sql).query(Long.class).single();
    }
}
