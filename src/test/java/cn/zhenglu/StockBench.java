package cn.zhenglu;

import cn.zhenglu.licence.CreditCode;
import cn.zhenglu.simulator.Simulator;
import cn.zhenglu.stock.GeneratedStock;
import cn.zhenglu.stock.GeneratedStock.Dirt;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.dhatim.fastexcel.reader.ReadableWorkbook;
import org.dhatim.fastexcel.reader.Row;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * A stock of generated licences, two of a hundred faulty, through a dry run and a real run of a server of its own: PostgreSQL with
 * fsync, Artemis on disk, the simulator without a limit, and a daily approval every minute. Prints one line a thousand licences,
 * then the verdict. Run by {@code mvn -Pbench verify -Dbench=cn.zhenglu.StockBench}; {@code -Dlicences=…} sets the size, {@code -Ddaily=…} the seconds
 * between daily approvals; {@code -Drecord=true} takes a flight recording half-way and draws it, {@code target/stock-bench/flames.svg}.
 */
public final class StockBench {

    private static final int LICENCES = Integer.getInteger("licences", 100_000);
    private static final int DAILY_EVERY = Integer.getInteger("daily", 60);
    private static final Path FOLDER = Path.of("target", "stock-bench").toAbsolutePath();
    private static final Duration LONGEST = Duration.ofHours(12);
    private static final boolean RECORD = Boolean.getBoolean("record");
    private static final Path RECORDING = FOLDER.resolve("half-way.jfr");
    private static final int STEP = Math.min(1000, Math.max(100, LICENCES / 10));

    private final JdbcClient ledger;
    private final ServerProcess server;
    private final Vitals vitals;
    private final Path list = FOLDER.resolve("list.csv");
    private final List<Double> daily = new ArrayList<>();
    private int dailies;
    private Instant recordedFrom;

    private StockBench(JdbcClient ledger, ServerProcess server) {
        this.ledger = ledger;
        this.server = server;
        this.vitals = new Vitals(server);
    }

    /** Exits with 1 when something is not as it must be. */
    public static void main(String[] arguments) throws Exception {
        Folders.clear(FOLDER);
        Files.createDirectories(FOLDER);
        boolean good;
        try (EmbeddedPostgres postgres = EmbeddedPostgres.builder().setServerConfig("fsync", "on").setServerConfig("synchronous_commit", "on")
                .setServerConfig("full_page_writes", "on").setDataDirectory(FOLDER.resolve("postgres"))
                .setPGStartupWait(Duration.ofMinutes(1)).start();
                ServerProcess server = ServerProcess.ofClasses(Files.createDirectory(FOLDER.resolve("server")))) {
            Simulator relay = OutsideRelay.start(FOLDER);
            if (RECORD) { // idle until half-way: the first recording of a process makes Java 17 throw away all that it has compiled
                server.with("-XX:StartFlightRecording=disk=false");
            }
            server.measured().start(Stream.concat(OutsideRelay.settings(relay).stream(), Stream.of("--spring.profiles.active=demo", "--zhenglu.data-dir=" + FOLDER.resolve("data"), "--zhenglu.demo.samples=false",
                    "--spring.datasource.url=" + postgres.getJdbcUrl("postgres", "postgres"), "--spring.datasource.username=postgres",
                    "--spring.datasource.password=", "--zhenglu.relay.calls-per-second=100000")).toArray(String[]::new));
            server.untilReady(Duration.ofMinutes(5));
            JdbcClient ledger = JdbcClient.create(postgres.getPostgresDatabase());
            System.out.println("fsync " + ledger.sql("show fsync").query(String.class).single() + ", " + LICENCES + " licences, "
                    + Runtime.getRuntime().availableProcessors() + " processors, Java " + Runtime.version());
            good = new StockBench(ledger, server).run();
            relay.stop();
        }
        System.out.println(good ? "GOOD" : "NOT GOOD");
        System.exit(good ? 0 : 1);
    }

    private boolean run() throws Exception {
        GeneratedStock stock = new GeneratedStock(20230601, 0).write(list, LICENCES);
        System.out.println(stock.dirt().size() + " of them faulty");
        boolean good = watched("dry run", List.of("--dry-run"), true) & reported(stock);
        good &= watched("real run", List.of(), false) & reported(stock);
        long wanted = LICENCES - stock.dirt().size();
        long done = count("select count(*) from submission where batch_id is not null and standing = 'DONE'");
        long dead = count("select count(*) from submission where batch_id is not null and standing = 'DEAD'");
        long collected = count("select count(*) from relay_call where call = 'COLLECT' and outcome = 'DONE'");
        System.out.printf("done %d of %d, need a person %d of %d, collected with daily work %d%n", done, wanted, dead, stock.dirt().size(), collected);
        if (RECORD) {
            Map<String, Long> work = FlameGraph.draw(RECORDING, recordedFrom, FOLDER.resolve("flames.svg"), thread -> !thread.startsWith("JFR"));
            long samples = work.values().stream().mapToLong(Long::longValue).sum();
            work.entrySet().stream().sorted(Map.Entry.<String, Long>comparingByValue().reversed())
                    .forEach(part -> System.out.printf("%5.1f %% %s%n", 100.0 * part.getValue() / samples, part.getKey()));
        }
        Collections.sort(daily);
        if (!daily.isEmpty()) {
            System.out.printf("daily approvals: %d, median %.1f s, slowest %.1f s%n", daily.size(), daily.get(daily.size() / 2),
                    daily.get(daily.size() - 1));
        }
        return good & done == wanted & dead == stock.dirt().size() & collected == wanted + daily.size()
                & daily.stream().allMatch(seconds -> seconds < 10);
    }

    /** Starts a batch and prints how it goes until it ends. */
    private boolean watched(String name, List<String> options, boolean dryRun) throws Exception {
        List<String> command = new ArrayList<>(List.of("import", list.toString(), "--detach"));
        command.addAll(options);
        say(command.toArray(String[]::new));
        long begun = System.nanoTime();
        long mark = begun;
        long reached = 0;
        long nextDaily = begun + TimeUnit.SECONDS.toNanos(DAILY_EVERY);
        List<Double> rates = new ArrayList<>();
        System.out.printf("%-9s %8s %8s %8s %12s %8s %6s %11s %10s%n", name, "settled", "per s", "heap MB", "resident MB", "threads", "files",
                "journal MB", "ledger MB");
        while (true) {
            boolean ended = count("select count(*) from stock_batch where ended_at is null") == 0;
            // the database's own figure: to count them would cost more with each thousand
            long settled = dryRun ? count("select coalesce(max(rows_read), 0) from stock_batch where dry_run")
                    : count("select n_tup_ins from pg_stat_user_tables where relname = 'licence'") - daily.size();
            long now = System.nanoTime();
            if (settled - reached >= STEP) {
                double rate = (settled - reached) / ((now - mark) / 1e9);
                rates.add(rate);
                System.out.printf("%-9s %8d %8.1f %8d %12d %8d %6d %11d %10d%n", name, settled, rate, vitals.liveHeap() >> 20, server.residentMegabytes(),
                        vitals.entries("task"), vitals.entries("fd"), Vitals.megabytes(FOLDER.resolve("data/broker")),
                        count("select pg_database_size(current_database())") >> 20);
                mark = now;
                reached = settled;
                if (RECORD && !dryRun && settled < LICENCES / 2 && settled + STEP >= LICENCES / 2) {
                    recordedFrom = Instant.now();
                    vitals.jcmd("JFR.start", "settings=profile", "duration=60s", "filename=" + RECORDING);
                }
            }
            if (!dryRun && now > nextDaily && !ended) {
                nextDaily = now + TimeUnit.SECONDS.toNanos(DAILY_EVERY);
                approve(ledger, ++dailies);
            }
            if (!dryRun) {
                finishedDaily();
            }
            if (ended && daily.size() == dailies) {
                System.out.printf("%s: %d rows in %.0f s, %.1f per s; first quarter %.1f, last quarter %.1f per s%n", name, LICENCES,
                        (now - begun) / 1e9, LICENCES / ((now - begun) / 1e9), average(rates, 0), average(rates, 3));
                return true;
            }
            if (now - begun > LONGEST.toNanos()) {
                System.out.println(name + ": not ended");
                return false;
            }
            Thread.sleep(1000); // a sample, not a test
        }
    }

    private static double average(List<Double> rates, int quarter) {
        int size = Math.max(1, rates.size() / 4);
        List<Double> part = quarter == 0 ? rates.subList(0, Math.min(size, rates.size()))
                : rates.subList(Math.max(0, rates.size() - size), rates.size());
        return part.stream().mapToDouble(Double::doubleValue).average().orElse(0);
    }

    /** A new licence of the daily work, approved now. */
    static void approve(JdbcClient ledger, int number) {
        String first17 = "91350200MA%07d".formatted(number);
        LocalDate day = LocalDate.of(2025, 3, 1);
        ledger.sql("insert into approval values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, now(), now())")
                .params(number, "01", "fuzhou", "（闽）JZ安许证字[2025]%06d".formatted(900_000 + number), "福建日常建设工程有限公司" + number,
                        first17 + CreditCode.checkDigit(first17), "福州市新华路 1 号", "有限责任公司", "林建华", "350102197001011255", "111",
                        day, day, day, day.plusYears(3).minusDays(1), null, null).update();
    }

    /** From the row in the approval database to the licence at the platform: both times are of this machine. */
    private void finishedDaily() {
        if (daily.size() == dailies) {
            return;
        }
        List<Double> all = ledger.sql("""
                select extract(epoch from s.changed_at - a.approved_at) from submission s
                join approval a on cast(a.id as varchar) = s.source_key where s.source = 'approval-database' and s.standing = 'DONE' order by a.id
                """).query(Double.class).list();
        for (int i = daily.size(); i < all.size(); i++) {
            System.out.printf("daily approval %d collected after %.1f s (%s)%n", i + 1, all.get(i), Instant.now());
        }
        daily.clear();
        daily.addAll(all);
    }

    /** Each faulty row stands in the newest report, with the right reason, and no other does. */
    private boolean reported(GeneratedStock stock) throws IOException {
        Matcher batch = Pattern.compile("stock-(\\d+)").matcher("stock-" + count("select max(id) from stock_batch"));
        batch.find();
        String shown = say("list", "--follow", batch.group(1));
        Matcher path = Pattern.compile("有误的行及原因：(.*)").matcher(shown);
        if (!path.find()) {
            System.out.println("no report: " + shown);
            return false;
        }
        Map<Integer, String> reasons = new TreeMap<>();
        try (ReadableWorkbook workbook = new ReadableWorkbook(Path.of(path.group(1)).toFile());
                Stream<Row> rows = workbook.getFirstSheet().openStream()) {
            rows.skip(1).forEach(row -> reasons.put(GeneratedStock.number(row.stream().map(cell -> cell == null ? "" : cell.getText()).toList()),
                    row.getCellText(0)));
        }
        Map<Dirt, Integer> named = new EnumMap<>(Dirt.class);
        List<String> wrong = new ArrayList<>();
        stock.dirt().forEach((row, fault) -> {
            if (reasons.containsKey(row) && fault.isNamedBy(reasons.get(row))) {
                named.merge(fault, 1, Integer::sum);
            } else {
                wrong.add("row " + row + ", " + fault + ": " + reasons.get(row));
            }
        });
        reasons.keySet().stream().filter(row -> !stock.dirt().containsKey(row)).forEach(row -> wrong.add("row " + row + " is good: " + reasons.get(row)));
        System.out.println("report: " + reasons.size() + " rows of " + stock.dirt().size() + " faulty, by fault " + named);
        wrong.stream().limit(20).forEach(System.out::println);
        return wrong.isEmpty();
    }

    private static String say(String... arguments) {
        return Said.byStock(FOLDER.resolve("data"), arguments).text();
    }

    private long count(String sql) {
        return ledger.sql(sql).query(Long.class).single();
    }
}
