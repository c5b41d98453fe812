package cn.zhenglu;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import cn.zhenglu.intake.Workbooks;
import cn.zhenglu.licence.CreditCode;
import cn.zhenglu.simulator.Simulator;
import cn.zhenglu.stock.GeneratedStock;
import cn.zhenglu.web.Browser;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.dhatim.fastexcel.reader.Cell;
import org.dhatim.fastexcel.reader.ReadableWorkbook;
import org.dhatim.fastexcel.reader.Row;
import org.dhatim.fastexcel.reader.Sheet;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.openqa.selenium.By;
import org.openqa.selenium.WebElement;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Existing licences at a small relay pace, through the command and the console of a server that is killed on the way: a daily
 * approval overtakes them, nothing is lost, nothing is done twice, and every faulty row is told with its reason.
 */
class StockIT {

    private static final Duration PATIENCE = Duration.ofMinutes(3);
    private static final Duration START = Duration.ofMinutes(5);
    private static final int ROWS = 150;
    private static final int IN_FLIGHT = 30;

    @TempDir
    Path folder;

    private EmbeddedPostgres postgres;
    private Simulator relay;
    private JdbcClient ledger;
    private ServerProcess server;

    @BeforeEach
    void begin() throws IOException {
        postgres = EmbeddedPostgres.start();
        ledger = JdbcClient.create(postgres.getPostgresDatabase());
        relay = OutsideRelay.start(folder);
        server = ServerProcess.ofCachedJar(Files.createDirectory(folder.resolve("server")));
    }

    @AfterEach
    void end() throws IOException {
        server.close();
        relay.stop();
        postgres.close();
    }

    @Test
    void aStockIsTriedConvertedBesideTheDailyWorkAndSurvivesAKill() throws IOException {
        Path list = folder.resolve("list.csv");
        GeneratedStock stock = new GeneratedStock(7, 0).write(list, ROWS);
        assertThat(stock.dirt()).isNotEmpty();
        start(12);

        // a dry run tells each faulty row, and nothing has happened
        Said trial = command("import", list.toString(), "--dry-run");
        assertThat(trial.code()).as(trial.text()).isEqualTo(1);
        theReportTellsEachFaultyRow(stock.dirt(), trial.text());
        assertThat(count("select count(*) from submission")).isZero();

        Said started = command("import", list.toString(), "--detach");
        assertThat(started.code()).as(started.text()).isZero();
        await().atMost(PATIENCE).until(() -> collected() > 3 && count("select count(*) from submission") >= ROWS - 10);
        assertThat(count("select count(*) from submission where standing = 'ACTIVE' and turn > 0 and due_at > now()"))
                .isBetween(1L, (long) IN_FLIGHT);

        aDailyApprovalOvertakes();
        assertThat(command("pause", "2").text()).contains("已暂停");
        console();
        assertThat(command("throttle", "2", "--per-minute", "0").code()).isZero();
        long before = collected();
        await().atMost(PATIENCE).until(() -> collected() > before);

        server.kill();
        start(1000);
        await().atMost(PATIENCE).until(() -> count("select count(*) from stock_batch where not dry_run and standing = 'DONE'") == 1);

        long repeated = stock.dirt().values().stream().filter(fault -> fault == GeneratedStock.Dirt.ROW_TWICE).count();
        long good = ROWS - stock.dirt().size();
        assertThat(count("select count(*) from submission where batch_id is not null and standing = 'DONE'")).isEqualTo(good);
        assertThat(count("select count(*) from submission where batch_id is not null and standing = 'DEAD'"))
                .isEqualTo(stock.dirt().size()).isGreaterThanOrEqualTo(repeated);
        RelayRecord record = RelayRecord.of(relay.port());
        record.hasNothingTwice();
        assertThat(record.total("collections")).isEqualTo((int) good + 1);
        Said listed = command("list");
        assertThat(listed.text()).contains("第 2 批", "100%", "已结束", "办结 " + good, "第 1 批", "试运行 已结束");
        Said again = command("import", list.toString());
        assertThat(again.code()).as(again.text()).isZero();
        assertThat(again.text()).as("known again").contains("以前已接收 " + ROWS);
        assertThat(command("cancel", "2").text()).contains("目前的情况不能这样处理");
        aFolderAndAQueryAreBatchesToo();
        theConsoleTriesConvertsAndTakesTheMendedReport();
    }

    private void aFolderAndAQueryAreBatchesToo() throws IOException {
        Path drawer = Files.createDirectory(folder.resolve("drawer"));
        withoutDepartments(drawer.resolve("a.csv"), new GeneratedStock(8, 10_000), 3);
        withoutDepartments(drawer.resolve("b.csv"), new GeneratedStock(9, 20_000), 4);
        Said files = command("import", drawer.toString(), "--department", "xiamen");
        assertThat(files.code()).as(files.text()).isZero();
        assertThat(count("select count(*) from submission s join stock_batch b on b.id = s.batch_id where b.source = 'drawer'"
                + " and s.standing = 'DONE' and s.department = 'xiamen'")).as("all of the department that was named").isEqualTo(7);

        ledger.sql("create table old_licence (like approval)").update();
        for (int i = 1; i <= 2; i++) {
            String first17 = "91350100MA910000" + i;
            ledger.sql("insert into old_licence select id + ?, operation, department, ?, company_name, ?, company_address, economic_type,"
                            + " legal_person, legal_person_id, legal_person_id_type, first_issue_date, issue_date, valid_from, valid_to, replaces,"
                            + " state_note, approved_at, updated_at from approval where id = 1")
                    .params(i, "（闽）JZ安许证字[2025]91000" + i, first17 + CreditCode.checkDigit(first17)).update();
        }
        Said query = command("import", "--query", "旧库");
        assertThat(query.code()).as(query.text()).isZero();
        assertThat(count("select count(*) from submission s join stock_batch b on b.id = s.batch_id where b.kind = 'QUERY'"
                + " and s.standing = 'DONE'")).isEqualTo(2);
        assertThat(command("import", drawer.toString(), "--department", "atlantis").text()).contains("未在系统中登记");
    }

    /** From the inbox, all in the browser: tried, converted as it lies there, its report mended and dropped in; then the province's workbook. */
    private void theConsoleTriesConvertsAndTakesTheMendedReport() throws IOException {
        Path inbox = folder.resolve("data/stock/inbox");
        Path made = folder.resolve("made.csv");
        assertThat(new GeneratedStock(10, 30_000).write(made, 3).dirt()).isEmpty();
        String wrong = "马祖县住房和城乡建设局";
        List<String> lines = Files.readAllLines(made);
        lines.set(2, lines.get(2).replaceFirst("[a-z]+$", wrong));
        Files.write(inbox.resolve("柜中.csv"), lines);
        try (Browser browser = new Browser(server.url()).signIn("operator", password("operator"))) {
            browser.open("/console/stock").submit("#try");
            finished(browser);
            assertThat(List.of(browser.text("#rows"), browser.text("#done"), browser.text("#failed"))).as("tried").containsExactly("3", "2", "1");
            browser.submit("#convert");
            finished(browser);
            assertThat(List.of(browser.text("#rows"), browser.text("#done"), browser.text("#failed"))).as("converted").containsExactly("3", "2", "1");

            Path report = Files.write(folder.resolve("report.xlsx"), browser.download(browser.find("#reports a")));
            Workbooks.edit(report, inbox.resolve("柜中-已改.xlsx"), cell -> cell.equals(wrong) ? "fuzhou" : cell);
            browser.open("/console/stock").submit("#start #convert");
            finished(browser);
            assertThat(List.of(browser.text("#rows"), browser.text("#done"), browser.text("#failed"))).as("mended").containsExactly("1", "1", "0");
            assertThat(count("select count(*) from submission where source_row like '%" + wrong + "%' and standing = 'WITHDRAWN'"
                    + " and superseded_by is not null")).as("the mended row takes the place of the faulty one").isEqualTo(1);

            browser.open("/console/stock");
            theWorkbookSaysWhatThePageSays(browser);
        }
    }

    private static void finished(Browser browser) {
        await().atMost(PATIENCE).until(() -> browser.text("#standing").equals("已结束"));
        browser.open(browser.address()); // with what is shown of an ended batch only
    }

    private void theWorkbookSaysWhatThePageSays(Browser browser) throws IOException {
        List<List<String>> shown = browser.all("#by-department tbody tr").stream().map(row -> row.findElements(By.cssSelector("th, td"))
                .stream().limit(5).map(WebElement::getText).toList()).toList();
        try (ReadableWorkbook workbook = new ReadableWorkbook(new ByteArrayInputStream(browser.download(browser.find("#xlsx"))))) {
            List<Sheet> sheets = workbook.getSheets().toList();
            assertThat(sheets).extracting(Sheet::getName).containsExactly("各部门进度", "每日办结");
            List<List<String>> told = sheets.get(0).read().stream().skip(1).map(row -> row.stream().limit(5).map(Cell::getText).toList()).toList();
            assertThat(told).hasSizeGreaterThan(8).anyMatch(row -> row.get(0).startsWith("福州市") && Integer.parseInt(row.get(2)) > 0);
            assertThat(told.stream().map(row -> row.subList(1, 5))).containsExactlyElementsOf(shown.stream().map(row -> row.subList(1, 5)).toList());
            assertThat(sheets.get(1).read().stream().skip(1).mapToLong(day -> day.getCellAsNumber(day.getCellCount() - 1).orElseThrow().longValue())
                    .sum()).as("converted on all days, in the last column").isEqualTo(collected());
        }
    }

    private static void withoutDepartments(Path file, GeneratedStock stock, int rows) throws IOException {
        assertThat(stock.write(file, rows).dirt()).isEmpty();
        Files.write(file, Files.readAllLines(file).stream().map(line -> line.substring(0, line.lastIndexOf(','))).toList());
    }

    private void start(int callsPerSecond) {
        server.startDemo(Stream.concat(OutsideRelay.settings(relay).stream(), Stream.of(
                "--zhenglu.data-dir=" + folder.resolve("data"), "--zhenglu.demo.samples=false",
                "--spring.datasource.url=" + postgres.getJdbcUrl("postgres", "postgres"), "--spring.datasource.username=postgres",
                "--spring.datasource.password=", "--zhenglu.source.database.poll-interval=300ms",
                "--zhenglu.relay.calls-per-second=" + callsPerSecond,
                "--zhenglu.stock.queries[0].name=旧库", "--zhenglu.stock.queries[0].sql=select * from old_licence order by id",
                "--zhenglu.ledger.poll-interval=200ms", "--zhenglu.stock.in-flight=" + IN_FLIGHT)).toArray(String[]::new));
        server.untilReady(START);
    }

    private Said command(String... arguments) {
        return Said.byStock(folder.resolve("data"), arguments);
    }

    private void theReportTellsEachFaultyRow(Map<Integer, GeneratedStock.Dirt> dirt, String said) throws IOException {
        Matcher path = Pattern.compile("有误的行及原因：(.*)").matcher(said);
        assertThat(path.find()).as(said).isTrue();
        Map<Integer, String> reported = new TreeMap<>();
        try (ReadableWorkbook workbook = new ReadableWorkbook(Path.of(path.group(1)).toFile());
                Stream<Row> rows = workbook.getFirstSheet().openStream()) {
            rows.skip(1).forEach(row -> reported.put(GeneratedStock.number(row.stream().map(cell -> cell == null ? "" : cell.getText()).toList()),
                    row.getCellText(0)));
        }
        assertThat(reported.keySet()).isEqualTo(new TreeMap<>(dirt).keySet());
        dirt.forEach((row, fault) -> assertThat(fault.isNamedBy(reported.get(row))).as("row " + row + ", " + fault + ": " + reported.get(row))
                .isTrue());
    }

    /** It goes past what waits in the queues as well: far fewer are collected meanwhile than stand before it. */
    private void aDailyApprovalOvertakes() {
        await().atMost(PATIENCE).until(() -> count("select count(*) from submission where standing = 'ACTIVE' and turn <> 0"
                + " and due_at > now()") >= IN_FLIGHT - 5);
        String number = "（闽）JZ安许证字[2025]900001";
        String first17 = "91350100MA9000001";
        LocalDate day = LocalDate.of(2025, 3, 1);
        long before = collected();
        ledger.sql("insert into approval values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, now(), now())")
                .params(1, "01", "fuzhou", number, "福建日常建设工程有限公司", first17 + CreditCode.checkDigit(first17),
                        "福州市新华路 1 号", "有限责任公司", "林建华", "350102197001011255", "111", day, day, day,
                        day.plusYears(3).minusDays(1), null, null).update();
        // by its number: converted licences that have expired are reported as such meanwhile, and belong to no batch either
        await().atMost(PATIENCE).pollInterval(Duration.ofMillis(100))
                .until(() -> count("select count(*) from submission where cert_num = '" + number + "' and standing = 'DONE'") == 1);
        assertThat(collected() - before).as("of the stock meanwhile").isLessThan(IN_FLIGHT - 5);
    }

    private void console() {
        try (Browser browser = new Browser(server.url()).signIn("operator", password("operator"))) {
            browser.open("/console/stock");
            assertThat(browser.text("#batches")).contains("list.csv", "试运行", "已结束", "已暂停");
            assertThat(browser.text("#by-department")).contains("福州市城乡建设局");
            assertThat(browser.text("#by-day")).contains(LocalDate.now(java.time.ZoneId.of("Asia/Shanghai")).toString());
            browser.find("#chart-departments canvas");
            browser.screenshot("console-stock");
            assertThat(browser.open("/console").text("#stock")).contains("第 2 批", "已暂停");
            browser.open("/console/stock/2").type("perMinute", "10").submit("#throttle");
            assertThat(browser.text("#pace")).contains("限每分钟 10 件");
            browser.submit("#resume");
            assertThat(browser.text("#standing")).isEqualTo("进行中");
            browser.submit("#pause");
            assertThat(browser.text("#result")).contains("已暂停");
            browser.submit("#resume");
            assertThat(browser.text("#reports")).contains("list-有误.xlsx");
            browser.screenshot("console-stock-batch");
            assertThat(browser.open("/console/audit").text("#entries")).contains("暂停存量转换", "存量转换限速", "继续存量转换", "operator");
            assertThat(browser.complaints()).isEmpty();
        }
        try (Browser viewer = new Browser(server.url()).signIn("viewer", password("viewer"))) {
            viewer.open("/console/stock/2");
            assertThat(viewer.find("#pause").isEnabled()).isFalse();
        }
    }

    private String password(String user) {
        Matcher printed = Pattern.compile("用户 " + user + "  密码 (\\S+)").matcher(server.output());
        assertThat(printed.find()).isTrue();
        return printed.group(1);
    }

    private long collected() {
        return count("select count(*) from submission where batch_id is not null and standing = 'DONE'");
    }

    private long count(String sql) {
        return ledger.sql(sql).query(Long.class).single();
    }
}
