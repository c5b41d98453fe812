package cn.zhenglu.console;

import static org.assertj.core.api.Assertions.assertThat;

import cn.zhenglu.ServerProcess;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.net.CookieManager;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.IntFunction;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * How long each page takes with a large ledger: the real server over HTTP, signed in, on a real PostgreSQL. Not part of
 * {@code mvn verify}; see docs/benchmarks.md for the command. The filled database stays under {@code target/pages-benchmark}, and a
 * further run of the same size measures it again. {@code zhenglu.rows}: submissions, a twentieth of them dead letters;
 * {@code zhenglu.requests}: measured requests of each page; {@code zhenglu.pages}: a part of the names of those to be measured.
 */
class PagesBenchmark {

    private static final int ROWS = Integer.getInteger("zhenglu.rows", 1_000_000);
    private static final int REQUESTS = Integer.getInteger("zhenglu.requests", 100);
    private static final String PAGES = System.getProperty("zhenglu.pages", "");
    private static final int WARM_UP = 10;
    private static final double BOUND_MS = 300;
    private static final Pattern CSRF = Pattern.compile("name=\"_csrf\" value=\"([^\"]+)\"");

    private final HttpClient http = HttpClient.newBuilder().cookieHandler(new CookieManager()).build();
    private final Set<String> failures = new TreeSet<>();
    private ServerProcess server;
    private JdbcClient jdbc;

    @Test
    void everyPageWithALargeLedger() throws Exception {
        Path folder = Path.of("target/pages-benchmark/" + ROWS).toAbsolutePath();
        boolean filled = Files.exists(folder.resolve("filled"));
        Files.createDirectories(folder);
        try (EmbeddedPostgres postgres = EmbeddedPostgres.builder().setDataDirectory(folder.resolve("postgresql"))
                .setCleanDataDirectory(false).setServerConfig("fsync", "on").setServerConfig("shared_buffers", "512MB")
                .setServerConfig("max_wal_size", "4GB").setServerConfig("random_page_cost", "1.1").start()) {
            jdbc = JdbcClient.create(postgres.getPostgresDatabase());
            server = ServerProcess.ofClasses(filled ? fresh(folder.resolve("server")) : folder.resolve("server")).measured();
            try (ServerProcess running = server.startDemo("--spring.datasource.url=" + postgres.getJdbcUrl("postgres", "postgres"),
                    "--spring.datasource.username=postgres", "--zhenglu.portal.look-ups-per-minute=1000000",
                    "--zhenglu.relay.calls-per-second=200")) {
                if (!filled) {
                    running.untilItSays("服务继续运行", Duration.ofMinutes(10));
                    long start = System.nanoTime();
                    LargeLedger.fill(postgres.getPostgresDatabase(), ROWS);
                    Files.createFile(folder.resolve("filled"));
                    System.out.printf("filled with %,d submissions in %d s%n", ROWS, (System.nanoTime() - start) / 1_000_000_000);
                }
                running.untilReady(Duration.ofMinutes(5));
                signIn();
                measure();
            }
        }
    }

    /** Settings and routes may have changed since the database was filled; documents and keys stay. */
    private static Path fresh(Path server) throws IOException {
        for (String name : List.of("config", "routes")) {
            try (var files = Files.walk(server.resolve(name))) {
                for (Path file : files.sorted(java.util.Comparator.reverseOrder()).toList()) {
                    Files.delete(file);
                }
            }
        }
        return server;
    }

    private void measure() throws Exception {
        System.out.printf("%n| page | median ms | 95th percentile ms | longest ms |%n|---|---:|---:|---:|%n");
        boolean within = true;
        for (Map.Entry<String, IntFunction<String>> page : pages().entrySet()) {
            for (int i = 0; i < WARM_UP; i++) {
                get(page.getValue().apply(REQUESTS + i));
            }
            double[] took = new double[REQUESTS];
            for (int i = 0; i < REQUESTS; i++) {
                String address = page.getValue().apply(i);
                long start = System.nanoTime();
                get(address);
                took[i] = (System.nanoTime() - start) / 1_000_000.0;
            }
            Arrays.sort(took);
            double p95 = took[(int) Math.ceil(REQUESTS * 0.95) - 1];
            within &= p95 <= BOUND_MS;
            System.out.printf("| %s | %.0f | %.0f%s | %.0f |%n", page.getKey(), took[REQUESTS / 2], p95, p95 > BOUND_MS ? " (!)" : "",
                    took[REQUESTS - 1]);
        }
        System.out.printf("load average of the machine at the end: %.1f on %d processors%n",
                ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage(), Runtime.getRuntime().availableProcessors());
        assertThat(failures).as("pages that could not be had").isEmpty();
        System.out.println(within ? "every page within 300 ms at the 95th percentile" : "NOT every page within 300 ms");
    }

    /** Name of a page and its address; the number makes the addresses differ. */
    private Map<String, IntFunction<String>> pages() {
        List<String> finished = strings("select id from submission where stage = 'COLLECTED' and operation = 'NEW' and mod(seq, 997) = 5");
        List<String> certNums = strings("select cert_num from licence where mod(hashtext(cert_num), 997) = 5");
        List<String> companies = strings("select company_name || '|' || credit_code from licence where mod(hashtext(cert_num), 997) = 6");
        List<String> tokens = strings("select preview_token from submission where stage = 'COLLECTED' and operation = 'NEW'"
                + " and mod(seq, 991) = 5 and document_digest is not null");
        List<String> letters = strings("select id::text from dead_letter where standing = 'OPEN' and submission_id is not null"
                + " and mod(id, 97) = 5");
        List<String> groups = strings("select id::text from dead_letter_group order by id");
        List<String> runs = strings("select id::text from retry_run order by id");
        List<String> reconciliations = strings("select id::text from reconciliation order by id");
        String prepared = jdbc.sql("select max(id)::text from retry_run where standing = 'PREPARED'").query(String.class).single();
        List<String> departments = List.of("fuzhou", "xiamen", "putian", "sanming", "quanzhou", "zhangzhou");
        List<String> codes = strings("select distinct code from dead_letter where standing = 'OPEN'");

        Map<String, IntFunction<String>> pages = new LinkedHashMap<>();
        pages.put("overview", i -> "/console");
        pages.put("departments and seals", i -> "/console/departments");
        pages.put("dead letters by group", i -> "/console/dead-letters");
        pages.put("dead letters by group, second page", i -> "/console/dead-letters?page=2");
        pages.put("dead letters one by one", i -> "/console/dead-letters?view=list");
        pages.put("dead letters, further on", i -> "/console/dead-letters?view=list&before=" + pick(letters, i));
        pages.put("a group", i -> "/console/dead-letters?group=" + pick(groups, i));
        pages.put("dead letters of a kind", i -> "/console/dead-letters?code=" + pick(codes, i));
        pages.put("dead letters of a department", i -> "/console/dead-letters?department=" + pick(departments, i));
        pages.put("dead letters of some days", i -> "/console/dead-letters?from=2020-01-01&to=2099-01-01");
        pages.put("archived dead letters", i -> "/console/dead-letters?standing=ARCHIVED");
        pages.put("search by certificate number", i -> "/console/dead-letters?q=" + encoded(pick(certNums, i)));
        pages.put("search by company", i -> "/console/dead-letters?q=" + encoded("第 " + (20 * i + 20) + " 建筑"));
        pages.put("search by a text that nothing has", i -> "/console/dead-letters?q=" + encoded("没有这样的" + i));
        pages.put("a dead letter", i -> "/console/dead-letters/" + pick(letters, i));
        pages.put("edit a dead letter", i -> "/console/dead-letters/" + pick(letters, i) + "/edit");
        pages.put("retries", i -> "/console/retries");
        pages.put("a retry of 300", i -> "/console/retries/" + pick(runs, i));
        pages.put("its progress", i -> "/console/retries/" + pick(runs, i) + "/progress");
        pages.put("the question before a retry of all", i -> "/console/retries/" + prepared);
        pages.put("submissions", i -> "/console/submissions");
        pages.put("submissions, further on", i -> "/console/submissions?before=" + pick(finished, i));
        pages.put("submissions of a department", i -> "/console/submissions?department=" + pick(departments, i));
        pages.put("submissions of a department and operation", i -> "/console/submissions?operation=SUSPEND&department=" + pick(departments, i));
        pages.put("submissions waiting", i -> "/console/submissions?standing=WAITING");
        pages.put("submissions, four conditions that nothing meets",
                i -> "/console/submissions?stage=CODED&standing=ACTIVE&operation=CHANGE&department=" + pick(departments, i));
        pages.put("submissions of a certificate number", i -> "/console/submissions?certNum=" + encoded(pick(certNums, i)));
        pages.put("a submission", i -> "/console/submissions/" + pick(finished, i));
        pages.put("its document, a new picture each time", i -> "/console/submissions/" + pick(finished, i) + "/document.png");
        pages.put("reconciliations", i -> "/console/reconciliations");
        pages.put("a reconciliation", i -> "/console/reconciliations/" + pick(reconciliations, i));
        pages.put("a reconciliation, a department", i -> "/console/reconciliations/" + pick(reconciliations, i)
                + "?kind=MISSING_THERE&department=" + pick(departments, i));
        pages.put("giving again, the question", i -> "/console/reconciliations/" + pick(reconciliations, i) + "/resubmit");
        pages.put("stock conversion", i -> "/console/stock");
        pages.put("a batch of stock", i -> "/console/stock/" + (1 + i % 5));
        pages.put("its progress, asked for by the page", i -> "/console/stock/" + (1 + i % 5) + "/progress");
        pages.put("stock conversion as a workbook", i -> "/console/stock/progress.xlsx");
        pages.put("alerts", i -> "/console/alerts");
        pages.put("audit", i -> "/console/audit");
        pages.put("audit of a record", i -> "/console/audit?target=" + pick(finished, i));
        pages.put("audit, a text that nothing has", i -> "/console/audit?text=" + encoded("没有这样的" + i));
        pages.put("sign-in", i -> "/console/login");
        pages.put("look-up, empty", i -> "/");
        pages.put("look-up by number", i -> "/?certNum=" + encoded(pick(certNums, i)));
        pages.put("look-up by company", i -> "/?company=" + encoded(pick(companies, i).split("\\|")[0]) + "&creditCode="
                + pick(companies, i).split("\\|")[1]);
        pages.put("preview page", i -> "/p/" + pick(tokens, i));
        pages.put("preview picture", i -> "/p/" + pick(tokens, i) + ".png");
        pages.put("preview PDF", i -> "/p/" + pick(tokens, i) + ".pdf");
        pages.put("verify, empty", i -> "/verify");
        pages.keySet().removeIf(name -> !name.contains(PAGES));
        return pages;
    }

    private List<String> strings(String sql) {
        List<String> found = jdbc.sql(sql + (sql.contains(" order by ") ? "" : " limit " + (REQUESTS + WARM_UP))).query(String.class).list();
        assertThat(found).as(sql).isNotEmpty();
        return found;
    }

    private static String pick(List<String> values, int i) {
        return values.get(i % values.size());
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    private void signIn() throws Exception {
        Matcher token = CSRF.matcher(get("/console/login"));
        assertThat(token.find()).isTrue();
        Matcher password = Pattern.compile("用户 operator  密码 (\\S+)").matcher(Files.readString(server.folder().resolve("output-1.txt")));
        assertThat(password.find()).isTrue();
        HttpResponse<String> answer = http.send(HttpRequest.newBuilder(URI.create(server.url() + "/console/login"))
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(HttpRequest.BodyPublishers.ofString("username=operator&password=" + password.group(1) + "&_csrf=" + encoded(token.group(1))))
                .build(), HttpResponse.BodyHandlers.ofString());
        assertThat(answer.headers().firstValue("Location")).hasValueSatisfying(to -> assertThat(to).endsWith("/console"));
    }

    private String get(String path) throws Exception {
        HttpResponse<String> answer = http.send(HttpRequest.newBuilder(URI.create(server.url() + path)).header("Accept", "text/html,*/*;q=0.8")
                .build(), HttpResponse.BodyHandlers.ofString());
        if (answer.statusCode() != 200) {
            failures.add(answer.statusCode() + " " + path);
        }
        return answer.body();
    }
}
