package cn.zhenglu;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import cn.zhenglu.deadletter.DeadLetter;
import cn.zhenglu.deadletter.DeadLetters;
import cn.zhenglu.deadletter.Editing;
import cn.zhenglu.demo.DemoEnvironment;
import cn.zhenglu.intake.Workbooks;
import cn.zhenglu.ledger.Amendments;
import cn.zhenglu.ledger.DocumentStore;
import cn.zhenglu.ledger.History;
import cn.zhenglu.ledger.Invariants;
import cn.zhenglu.ledger.Ledger;
import cn.zhenglu.ledger.Licences;
import cn.zhenglu.ledger.RelayCalls;
import cn.zhenglu.ledger.SharedGate;
import cn.zhenglu.licence.CreditCode;
import cn.zhenglu.licence.LicenceField;
import cn.zhenglu.licence.LicenceRecord;
import cn.zhenglu.licence.LicenceState;
import cn.zhenglu.licence.NeedsPerson;
import cn.zhenglu.licence.RelayCall;
import cn.zhenglu.licence.RelayGate;
import cn.zhenglu.licence.Submission;
import cn.zhenglu.seal.verify.OfdVerifier;
import cn.zhenglu.seal.verify.VerificationReport;
import cn.zhenglu.web.Browser;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Date;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.apache.camel.CamelContext;
import org.apache.camel.ProducerTemplate;
import org.apache.camel.builder.NotifyBuilder;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DataSourceTransactionManager;
import org.springframework.test.annotation.DirtiesContext;
import org.springframework.test.context.ActiveProfiles;
import org.springframework.test.context.ContextConfiguration;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;
import org.springframework.transaction.support.TransactionTemplate;
import org.springframework.web.servlet.resource.ResourceUrlProvider;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The real route files, on the real broker, ledger and file store, with the simulator over HTTP. */
@SpringBootTest(classes = Zhenglu.class, webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT)
@ContextConfiguration(initializers = DemoEnvironment.class)
@ActiveProfiles("demo")
@DirtiesContext
class RoutesTest {

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final AtomicInteger NUMBER = new AtomicInteger();

    private static final TraceCollector COLLECTOR = TraceCollector.start();

    @TempDir
    static Path data;

    @Autowired
    private ResourceUrlProvider pageFiles;
    @Autowired
    private CamelContext camel;
    @Autowired
    private ProducerTemplate producer;
    @Autowired
    private JdbcClient ledger;
    @Autowired
    @Qualifier("approvalDatabase")
    private DataSource approvalDatabase;
    @Autowired
    private Licences licences;
    @Autowired
    private DeadLetters deadLetters;
    @Autowired
    private Editing editing;
    @Autowired
    private Amendments amendments;
    @Autowired
    private Ledger submissionLedger;
    @Autowired
    private History history;
    @Autowired
    private Ledger ledgerBean;
    @Autowired
    private RelayCalls relayCalls;
    @Autowired
    private SharedGate gate;
    @Autowired
    private DocumentStore documents;
    @Autowired
    private OfdVerifier verifier;
    @Value("${zhenglu.demo.passwords.operator}")
    private String operatorPassword;
    @LocalServerPort
    private int port;
    @Autowired
    private Clock clock;
    @Value("${zhenglu.relay.base-url}")
    private String relay;

    private JdbcClient approvals;
    private String certNum;
    private int id;

    @DynamicPropertySource
    static void settings(DynamicPropertyRegistry registry) {
        registry.add("zhenglu.data-dir", data::toString);
        registry.add("zhenglu.demo.samples", () -> "false");
        registry.add("zhenglu.source.database.poll-interval", () -> "200ms");
        registry.add("zhenglu.source.database.look-back-interval", () -> "500ms");
        registry.add("zhenglu.source.folder.poll-interval", () -> "300ms");
        registry.add("zhenglu.ledger.poll-interval", () -> "100ms");
        registry.add("zhenglu.ledger.first-wait", () -> "300ms");
        registry.add("zhenglu.relay.calls-per-second", () -> "200");
        registry.add("zhenglu.metrics.interval", () -> "300ms");
        registry.add("zhenglu.tracing.endpoint", COLLECTOR::endpoint);
    }

    @BeforeEach
    void aNewCertificateNumber() throws Exception {
        approvals = JdbcClient.create(approvalDatabase);
        id = NUMBER.incrementAndGet();
        certNum = "（闽）JZ安许证字[2025]%06d".formatted(id);
        behave("{}");
    }

    @Test
    void anApprovalInsertedWithPlainSqlBecomesACollectedLicence() throws InterruptedException {
        NotifyBuilder collected = new NotifyBuilder(camel).fromRoute("upload").whenCompleted(1).create();

        approve(id, "01", creditCode(), null);

        assertThat(collected.matches(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
        untilDone(1);
        assertThat(licences.find(certNum)).get().returns(1, Licences.Licence::version)
                .returns(LicenceState.VALID, Licences.Licence::state);
        assertThat(outcomes()).containsOnly("ok");
    }

    @Test
    void aSuspensionWaitsForTheIssueAndChangesTheState() {
        approve(id, "01", creditCode(), null);
        approve(id + 1_000, "03", creditCode(), "暂扣三十日");

        untilDone(2);

        assertThat(licences.find(certNum)).get().returns(LicenceState.SUSPENDED, Licences.Licence::state);
    }

    @Test
    void aRowMendedAtTheSourceTakesThePlaceOfItsDeadLetter() {
        String right = creditCode();
        approve(id, "01", right.substring(0, 17) + (right.charAt(17) == '0' ? '1' : '0'), null);
        DeadLetter letter = await().atMost(PATIENCE).until(this::deadLetter, found -> found != null);
        assertThat(letter.code()).isEqualTo("credit-code.check-digit");

        approvals.sql("update approval set credit_code = :code, updated_at = :now where id = :id")
                .param("code", right).param("now", Timestamp.from(clock.instant())).param("id", id).update();

        untilDone(1);
        assertThat(deadLetters.find(letter.id())).get().returns(DeadLetter.Standing.ARCHIVED, DeadLetter::standing);
    }

    @Test
    void aThrottledCallIsTriedAgainByItselfAndNobodyIsAsked() throws Exception {
        behave("{\"rules\":[{\"fault\":\"UNAVAILABLE\",\"calls\":[\"CODE\"],\"next\":1,\"probability\":0}]}");

        approve(id, "01", creditCode(), null);

        untilDone(1);
        assertThat(outcomes()).contains("later").doesNotContain("person");
    }

    @Test
    void aCodeWhoseReplyWasLostIsNotAssignedTwice() throws Exception {
        behave("{\"rules\":[{\"fault\":\"LOST_AFTER\",\"calls\":[\"CODE\"],\"next\":1,\"probability\":0}]}");

        approve(id, "01", creditCode(), null);

        untilDone(1);
        RelayRecord record = RelayRecord.of(URI.create(relay).getPort());
        record.hasNothingTwice();
        assertThat(record.json().get("codes").get("byCertNum").get(certNum).intValue()).isEqualTo(1);
    }

    @Test
    void aCollectionWhoseReplyWasLostCountsOnce() throws Exception {
        behave("{\"rules\":[{\"fault\":\"HTML\",\"calls\":[\"COLLECT\"],\"next\":1,\"probability\":0}]}");

        approve(id, "01", creditCode(), null);

        untilDone(1);
        RelayRecord.of(URI.create(relay).getPort()).hasNothingTwice();
    }

    @Test
    void aRecordThatAPersonHasEditedIsCodedAndCollectedOnceUnderANewId() {
        String right = creditCode();
        approve(id, "01", right.substring(0, 17) + (right.charAt(17) == '0' ? '1' : '0'), null);
        DeadLetter letter = await().atMost(PATIENCE).until(this::deadLetter, found -> found != null);

        String version = editing.edit(letter.id(), with(letter.record(), SafetyLicence.CREDIT_CODE, right), "lin").orElseThrow();

        untilDone(1);
        assertThat(version).isNotEqualTo(letter.submissionId());
        assertThat(count("select count(*) from submission where cert_num = :cert and standing = 'WITHDRAWN'")).isEqualTo(1);
        assertThat(licences.find(certNum)).get().returns(right, Licences.Licence::creditCode)
                .returns(version, Licences.Licence::submissionId);
        RelayRecord record = RelayRecord.of(URI.create(relay).getPort());
        assertThat(record.json().get("codes").get("byECertID").get(version).intValue()).isEqualTo(1);
        assertThat(record.json().get("codes").get("byCertNum").get(certNum).intValue()).isEqualTo(1);
    }

    /** What would happen if the lock on submissions with an unknown outcome failed: see {@link Amendments}. */
    @Test
    void anEditedVersionOfWhatThePlatformHasCodedAfterAllIsRefusedAndThereIsOneLicence() throws Exception {
        // the code is assigned, its reply is lost, and the platform stays away until the version is there
        behave("{\"rules\":[{\"fault\":\"LOST_AFTER\",\"calls\":[\"CODE\"],\"next\":1,\"probability\":0},"
                + "{\"fault\":\"UNAVAILABLE\",\"calls\":[\"CODE\"],\"next\":0,\"probability\":1}]}");
        approve(id, "01", creditCode(), null);
        RelayRecord platform = await().atMost(PATIENCE).until(() -> RelayRecord.of(URI.create(relay).getPort()),
                record -> record.json().get("codes").get("byCertNum").has(certNum));
        String original = ledger.sql("select id from submission where cert_num = :cert").param("cert", certNum)
                .query(String.class).single();
        assertThat(platform.json().get("codes").get("byECertID").has(original)).isTrue();
        await().atMost(PATIENCE).until(() -> submissionLedger.find(original).filter(s -> submissionLedger.stop(original, s.fence(), "停下")).isPresent());
        LicenceRecord edited = with(submissionLedger.find(original).orElseThrow().record(), SafetyLicence.COMPANY_ADDRESS, "福州市华林路 2 号");

        String version = amendments.amend(original, edited, "单位地址", "lin").orElseThrow();
        behave("{}");

        DeadLetter letter = await().atMost(PATIENCE).until(() -> deadLetters.of(version).stream().findFirst().orElse(null),
                found -> found != null);
        assertThat(letter.reason()).contains("证书编号已存在");
        RelayRecord record = RelayRecord.of(URI.create(relay).getPort());
        assertThat(record.json().get("codes").get("byCertNum").get(certNum).intValue()).isEqualTo(1);
        assertThat(record.json().get("codes").get("byECertID").has(version)).isFalse();
    }

    private static LicenceRecord with(LicenceRecord record, LicenceField changed, Object value) {
        Map<LicenceField, Object> fields = new HashMap<>();
        SafetyLicence.fields().forEach(field -> fields.put(field, field.in(record)));
        fields.put(changed, value);
        return SafetyLicence.of(fields);
    }

    /** Also of one that is made up when a message comes, which no look at the route files sees. */
    @Test
    void noAddressThatFollowsRedirectsIsTaken() {
        assertThatThrownBy(() -> camel.getEndpoint("https://example.cn/list?followRedirects=true")).rootCause().hasMessageContaining("followRedirects=true");
    }

    @Test
    void aStrangeMessageInAQueueIsShownToAPersonAndStopsNobody() {
        long before = deadLetters.countOpen();
        List<Runnable> strange = List.of(
                () -> producer.sendBody("jms:queue:zhenglu.issue", "not one of ours"),
                () -> producer.sendBody("jms:queue:zhenglu.upload", "x".repeat(2 << 20)),
                () -> producer.sendBody("jms:queue:zhenglu.state", new byte[] {0, 1, (byte) 0xFF}),
                () -> producer.sendBody("jms:queue:zhenglu.state", Map.of("a", "map")),
                () -> producer.sendBodyAndHeader("jms:queue:zhenglu.issue", "0".repeat(32), "ZhengluVersion", "9"),
                () -> producer.sendBody("jms:queue:zhenglu.dead-letter", "null"));
        strange.forEach(Runnable::run);
        approve(id, "01", creditCode(), null);
        long began = System.nanoTime();

        untilDone(1);
        await().atMost(PATIENCE).until(() -> deadLetters.countOpen() == before + 6);
        String recovered = MeasuredFault.since(began);
        assertThat(deadLetters.open(6, 0)).extracting(DeadLetter::reason).anyMatch(reason -> reason.contains("not one of ours"))
                .anyMatch(reason -> reason.contains("第 9 版")).allMatch(reason -> reason.length() < 1_000);
        assertThat(deadLetters.open(6, 0)).extracting(DeadLetter::code).containsOnly("message.unknown", "message.version", "message.unreadable");
        long letters = deadLetters.countOpen() - before;
        new MeasuredFault("a strange message in a queue, among them 2 MB, binary, a map, of a later program", strange.size(), strange.size(),
                Math.max(0, strange.size() - letters), Math.max(0, letters - strange.size()), letters, recovered).tell();
    }

    /** Each with a name, an address and a person of its own, in the order that the seed says. */
    @Test
    void ofFiftyAtOnceEachEndsWithItsOwnContentCodeAndDocument() throws Exception {
        long seed = Long.getLong("fifty.seed", System.nanoTime());
        System.out.println("fifty.seed=" + seed);
        List<Integer> order = new ArrayList<>(IntStream.range(0, 50).boxed().toList());
        Collections.shuffle(order, new Random(seed));
        // One commit: the poll must not see a row before its own name is on it.
        new TransactionTemplate(new DataSourceTransactionManager(approvalDatabase)).executeWithoutResult(transaction -> {
            for (int n : order) {
                certNum = "（闽）JZ安许证字[2024]%06d".formatted(n + 1);
                approve(5_000 + n, "01", creditCode(4_500_000 + n), null);
                approvals.sql("update approval set company_name = :company, company_address = :address, legal_person = :person where id = :id")
                        .param("company", company(n)).param("address", "福州市新华路 " + n + " 号").param("person", "林" + "甲乙丙丁戊".charAt(n % 5))
                        .param("id", 5_000 + n).update();
            }
        });
        long began = System.nanoTime();
        String ofThese = "select count(*) from submission where cert_num like '（闽）JZ安许证字[2024]%' and standing = '";
        await().atMost(PATIENCE).until(() -> ledger.sql(ofThese + "DONE'").query(Integer.class).single() == 50);
        String recovered = MeasuredFault.since(began);

        JsonNode codes = RelayRecord.of(URI.create(relay).getPort()).json().get("codes").get("byECertID");
        Set<String> given = new HashSet<>();
        for (int n : order) {
            certNum = "（闽）JZ安许证字[2024]%06d".formatted(n + 1);
            Licences.Licence licence = licences.find(certNum).orElseThrow();
            Submission submission = submissionLedger.find(licence.submissionId()).orElseThrow();
            assertThat(given.add(submission.code())).as("a code of its own").isTrue();
            assertThat(codes.get(submission.id()).intValue()).isEqualTo(1);
            assertThat(submission.record()).returns(company(n), record -> record.text("companyName"))
                    .returns("福州市新华路 " + n + " 号", record -> record.text("companyAddress"));
            VerificationReport report = verifier.verify(documents.read(submission.documentDigest()));
            assertThat(report.failed()).isEmpty();
            assertThat(report.facts()).returns(certNum, VerificationReport.Facts::certNum).returns(company(n), VerificationReport.Facts::holder)
                    .returns(submission.identifier().value(), VerificationReport.Facts::identifier)
                    .returns(submission.code(), VerificationReport.Facts::qr);
        }
        RelayRecord record = RelayRecord.of(URI.create(relay).getPort());
        record.hasNothingTwice();
        assertThat(new Invariants(ledger, documents).breaches()).isEmpty();
        new MeasuredFault("fifty at once", 1, order.size(), order.size() - given.size(), record.doubled(),
                ledger.sql(ofThese + "DEAD'").query(Long.class).single(), recovered).tell();
    }

    private static String company(int n) {
        return "福建闽江第" + (n + 1) + "建设工程有限公司";
    }

    @Test
    void aLicenceWhoseSealIsMissingWaitsBeforeItIsGivenACodeAndGoesOnWhenTheSealIsBack() throws Exception {
        Path keystore = data.resolve("demo/seals/quanzhou.p12");
        Files.move(keystore, data.resolve("away.p12"));
        long inFlight;
        try {
            approve(id, "01", creditCode(), null);
            await().atMost(PATIENCE).until(() ->
                    count("select count(*) from submission where cert_num = :cert and standing = 'WAITING'") == 1);
            assertThat(outcomes()).containsOnly("ok", "later");
            assertThat(RelayRecord.of(URI.create(relay).getPort()).json().get("codes").get("byCertNum").has(certNum)).isFalse();
            assertThat(deadLetter()).isNull();
            inFlight = count("select count(*) from submission where cert_num = :cert");
        } finally {
            Files.move(data.resolve("away.p12"), keystore);
        }
        long back = System.nanoTime();
        await().atMost(PATIENCE).until(() -> {
            ledger.sql("update submission set due_at = :now where cert_num = :cert and standing = 'WAITING'")
                    .param("now", Timestamp.from(clock.instant())).param("cert", certNum).update(); // rather than wait ten minutes
            return count("select count(*) from submission where cert_num = :cert and standing = 'DONE'") == 1;
        });
        String recovered = MeasuredFault.since(back);
        RelayRecord record = RelayRecord.of(URI.create(relay).getPort());
        record.hasNothingTwice();
        new MeasuredFault("a department's seal gone: its licence waits before a code is asked", 1, inFlight,
                inFlight - count("select count(*) from submission where cert_num = :cert and standing = 'DONE'"), record.doubled(),
                count("select count(*) from submission where cert_num = :cert and standing = 'DEAD'"), recovered).tell();
    }

    @Test
    void theHealthReportHasTheSealsAndTellsStrangersNoMore() throws Exception {
        String report = HttpClient.newHttpClient().send(HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/actuator/health"))
                .build(), HttpResponse.BodyHandlers.ofString()).body();
        assertThat(report).containsPattern("\"seals\":\\{\"status\":\"[A-Z]+\"}");
    }

    @Test
    void aFileOfExistingLicencesIsTakenOnceAndAnUnreadableOneIsRejectedWithAReason() throws Exception {
        String csv = "证书编号,企业名称,统一社会信用代码,法定代表人,证件号码,证件类型,单位地址,经济类型,首次发证日期,发证日期,有效期起,有效期止,审批部门\n"
                + certNum + ",福建闽江建设工程有限公司," + creditCode() + ",林建华,350102197001011255,111,福州市新华路 1 号,有限责任公司,"
                + "2025年6月1日,2025-06-01,2025/6/1,20280531,fuzhou\n";
        drop("stock-" + id + ".csv", csv);
        drop("stock-again-" + id + ".csv", csv);
        drop("no-table-" + id + ".csv", "这不是证照清单\n");

        await().atMost(PATIENCE).until(() -> names("done").filter(name -> name.contains("-" + id + ".csv")).count() == 2
                && names("rejected").anyMatch(name -> name.contains("no-table-" + id)));
        await().atMost(PATIENCE).until(() -> count("select count(*) from submission where cert_num = :cert") == 1);
        await().atMost(PATIENCE).until(() -> deadLetters.open(100, 0).stream()
                .anyMatch(letter -> letter.reason().contains("no-table-" + id + ".csv")));
    }

    /** Camel waits for a file that is empty until it times out, each time again, and takes no other meanwhile. */
    @Test
    void anEmptyFileIsRejectedWithAReasonAndHoldsUpNoOther() throws Exception {
        drop("a-empty-" + id + ".csv", "");

        await().atMost(PATIENCE).until(() -> names("rejected").anyMatch(name -> name.contains("a-empty-" + id)));
        await().atMost(PATIENCE).until(() -> deadLetters.open(100, 0).stream()
                .anyMatch(letter -> letter.reason().contains("a-empty-" + id + ".csv")));
    }

    @Test
    void noAddressOfARecordIsLookedForAmongTheFilesOfThePagesSinceJavaWouldRememberEachForEver() throws Exception {
        assertThat(pageFiles.getHandlerMap()).containsOnlyKeys("/assets/**", "/webjars/**");
        String styles = pageFiles.getForLookupPath("/assets/zhenglu.css");
        assertThat(styles).matches("/assets/zhenglu-[0-9a-f]{32}[.]css");
        HttpResponse<String> answer = get(styles);
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.headers().firstValue("Cache-Control")).hasValueSatisfying(kept -> assertThat(kept).contains("max-age=31536000"));
        assertThat(get("/no-such-page").statusCode()).isEqualTo(404);
    }

    @Test
    void aCodeWhoseReplyWasLostIsEnteredByAnOperatorAndTheLicenceGoesOn() throws Exception {
        behave("{\"rules\":[{\"fault\":\"EMPTY\",\"calls\":[\"CODE\"],\"next\":0,\"probability\":1}]}");
        approve(id, "01", creditCode(), null);
        await().atMost(PATIENCE).until(() -> count("select count(*) from submission where cert_num = :cert and stage = 'CHECKED'"
                + " and standing = 'WAITING'") == 1);
        Submission waiting = ledgerBean.find(ledger.sql("select id from submission where cert_num = :cert").param("cert", certNum)
                .query(String.class).single()).orElseThrow();
        deadLetters.record(deadLetters.describe(waiting, new NeedsPerson("relay.answer-lost", null,
                "已提交未回执：平台已为本业务赋码，但含有证照编码的应答未能收到", "请平台或省级中转按业务标识查回证照编码后登记")));
        relayCalls.unknownRefusal(waiting, RelayCall.CODE, "该批次尚未开放报送");
        DeadLetter letter = await().atMost(PATIENCE).until(this::deadLetter, found -> found != null);
        String code = Files.readAllLines(data.resolve("simulator/journal.jsonl")).stream().map(JsonMapper.shared()::readTree)
                .filter(act -> act.path("eCertID").stringValue("").equals(waiting.id())).findFirst().orElseThrow().get("code").stringValue();
        behave("{}");

        try (Browser browser = new Browser("http://localhost:" + port)) {
            browser.signIn("operator", operatorPassword);
            assertThat(browser.text("#unknown-refusals")).contains("该批次尚未开放报送");
            gate.throttled(new RelayGate.Pass(clock.instant(), false), Duration.ofSeconds(3), "赋码操作太快，请稍后再试！");
            HttpResponse<String> ready = get("/actuator/health/readiness");
            assertThat(ready.statusCode()).as("a relay that wants to be called less does not make the server unready").isEqualTo(200);
            assertThat(ready.body()).doesNotContain("approvalDatabase").contains("\"dataSource\":{\"status\":\"UP\"", "\"jms\":{\"status\":\"UP\"", "\"routes\":{\"status\":\"UP\"",
                    "\"relayGate\":{\"status\":\"PAUSED\"");
            browser.open("/console").screenshot("console-overview-relay");
            assertThat(browser.text("#relay")).contains("中转服务要求放慢", "赋码操作太快");
            browser.submit("#unknown-refusals button");
            assertThat(browser.all("#unknown-refusals")).isEmpty();
            browser.open("/console/dead-letters/" + letter.id()).screenshot("console-answer-lost");
            assertThat(browser.text("#answer-lost")).isEqualTo("已提交未回执");
            assertThat(browser.text("#retry")).isEqualTo("再次查询");
            assertThat(browser.text(".calls")).contains("结果未知");

            browser.type("code", "太短").submit("#enter-code");
            assertThat(browser.text("#result")).startsWith("未登记");
            browser.type("code", code).submit("#enter-code");

            assertThat(browser.text("#result")).startsWith("已登记回执");
            untilDone(1);
            browser.open("/console/submissions/" + waiting.id()).screenshot("console-answer-entered");
            assertThat(browser.text(".history")).contains("登记回执", "operator");
        }
        RelayRecord.of(URI.create(relay).getPort()).hasNothingTwice();
        assertThat(outcomes()).contains("later", "person", "code");
    }

    @Test
    void monitoringFindsEveryMetricThatTheSamplesAskForAndOneTraceForEachSubmission() throws Exception {
        ListAppender<ILoggingEvent> log = new ListAppender<>();
        Logger stages = (Logger) LoggerFactory.getLogger("cn.zhenglu.observe.StageMeters");
        stages.setLevel(Level.DEBUG);
        log.start();
        stages.addAppender(log);
        approve(id, "01", creditCode(), null);
        untilDone(1);
        stages.detachAppender(log);
        stages.setLevel(null);

        await().atMost(PATIENCE).untilAsserted(() -> {
            String metrics = get("/actuator/prometheus").body();
            assertThat(SampleQueries.metrics()).hasSizeGreaterThan(8).allSatisfy(name -> assertThat(metrics).contains("\n" + name));
            assertThat(metrics).containsPattern("zhenglu_stage_seconds_count\\{outcome=\"ok\",stage=\"COLLECTED\"} [1-9]")
                    .containsPattern("zhenglu_department_submissions\\{department=\"quanzhou\",standing=\"DONE\"} [1-9]")
                    .containsPattern("zhenglu_seal_left_days\\{department=\"fuzhou\",seal=\"fuzhou\"} 10")
                    .doesNotContain("林建华", "350102197001011255", "91350500MA");
        });
        String submission = ledger.sql("select id from submission where cert_num = :cert").param("cert", certNum).query(String.class).single();
        assertThat(log.list).filteredOn(line -> certNum.equals(line.getMDCPropertyMap().get("certificate")))
                .hasSizeGreaterThanOrEqualTo(4).allMatch(line -> submission.equals(line.getMDCPropertyMap().get("submission")));
        await().atMost(PATIENCE).untilAsserted(() -> assertThat(COLLECTOR.spansOf(submission))
                .contains("received", "checked", "coded", "sealed", "collected"));
    }

    @Test
    void prometheusAnswersEveryQueryOfTheSampleDashboardAndReadsTheAlertRules() throws Exception {
        assumeTrue(Prometheus.isInstalled(), "Prometheus is not installed");
        String right = creditCode();
        try (Prometheus prometheus = Prometheus.watching(port, data.resolve("prometheus"))) {
            await().atMost(PATIENCE).ignoreExceptions().untilAsserted(() ->
                    assertThat(prometheus.ask("zhenglu_ledger_age_seconds")).as("the first look").isNotEmpty());
            double refused = refused(prometheus);

            approve(id, "01", right, null);
            approve(id + 3_000, "01", right.substring(0, 17) + (right.charAt(17) == '0' ? '1' : '0'), null);

            await().atMost(PATIENCE).ignoreExceptions().untilAsserted(() -> {
                assertThat(SampleQueries.ofTheDashboard()).hasSizeGreaterThan(12)
                        .allSatisfy(expression -> assertThat(prometheus.ask(expression)).as(expression).isNotEmpty());
                assertThat(refused(prometheus)).as("the first refusal is not overlooked").isGreaterThan(refused);
                assertThat(prometheus.rules()).hasSameSizeAs(SampleQueries.ofTheAlerts())
                        .allSatisfy(rule -> assertThat(rule.path("health").stringValue()).as(rule.toString()).isEqualTo("ok"));
            });
        }
    }

    private static double refused(Prometheus prometheus) throws Exception {
        return prometheus.ask("sum(increase(zhenglu_stage_seconds_count{outcome=\"person\"}[5m]))").at("/0/value/1").asDouble(0);
    }

    private HttpResponse<String> get(String path) throws Exception {
        return HttpClient.newHttpClient().send(HttpRequest.newBuilder(URI.create("http://localhost:" + port + path)).build(),
                HttpResponse.BodyHandlers.ofString());
    }

    @Test
    void aCorrectionChangesTheLedgerAndKeepsCodeAndIdentifier() {
        approve(id, "01", creditCode(), null);
        untilDone(1);
        approve(id + 2_000, "更正", creditCode(), null);
        untilDone(2);

        assertThat(licences.find(certNum)).get().returns(1, Licences.Licence::version).returns(LicenceState.VALID, Licences.Licence::state);
        assertThat(count("select count(*) from relay_call c join submission s on s.id = c.submission_id where s.cert_num = :cert"
                + " and c.call = 'CORRECT' and c.outcome = 'DONE'")).isEqualTo(1);
    }

    @Test
    void aBadRowOfAFileIsReportedAndItsMendedReportTakesThePlaceOfTheDeadLetter() throws Exception {
        String bad = creditCode().substring(0, 17) + (creditCode().charAt(17) == '0' ? '1' : '0');
        drop("mend-" + id + ".csv",
                "证书编号,企业名称,统一社会信用代码,法定代表人,证件号码,证件类型,单位地址,经济类型,首次发证日期,发证日期,有效期起,有效期止,审批部门\n" + certNum + ",福建闽江建设工程有限公司,"
                        + bad + ",林建华,350102197001011255,111,福州市新华路 1 号,有限责任公司,2025-06-01,2025-06-01,2025-06-01,2028-05-31,fuzhou\n");
        DeadLetter letter = await().atMost(PATIENCE).until(this::deadLetter, found -> found != null);
        String report = await().atMost(PATIENCE).until(() -> names("rejected").filter(name -> name.endsWith("mend-" + id + "-有误.xlsx"))
                .findFirst().orElse(null), found -> found != null);

        Path inbox = data.resolve("inbox");
        Workbooks.edit(inbox.resolve("rejected").resolve(report), inbox.resolve("mended-" + id + ".xlsx.tmp"),
                cell -> cell.equals(bad) ? creditCode() : cell);
        Files.move(inbox.resolve("mended-" + id + ".xlsx.tmp"), inbox.resolve("mended-" + id + ".xlsx"));

        untilDone(1);
        assertThat(deadLetters.find(letter.id())).get().returns(DeadLetter.Standing.ARCHIVED, DeadLetter::standing);
    }

    private void approve(int approval, String operation, String creditCode, String note) {
        LocalDate from = LocalDate.now(clock).minusDays(30);
        approvals.sql("""
                insert into approval (id, operation, department, cert_num, company_name, credit_code, company_address, economic_type,
                    legal_person, legal_person_id, legal_person_id_type, first_issue_date, issue_date, valid_from, valid_to,
                    state_note, approved_at, updated_at)
                values (:id, :operation, 'quanzhou', :cert, '福建闽江建设工程有限公司', :code, '福州市新华路 1 号', '有限责任公司',
                    '林建华', '350102197001011255', '111', :from, :from, :from, :to, :note, :now, :now)
                """)
                .param("id", approval).param("operation", operation).param("cert", certNum).param("code", creditCode)
                .param("from", Date.valueOf(from)).param("to", Date.valueOf(from.plusYears(3).minusDays(1)))
                .param("note", note).param("now", Timestamp.from(clock.instant())).update();
    }

    private String creditCode() {
        return creditCode(4_000_000 + id);
    }

    private static String creditCode(int number) {
        String first17 = "91350500MA%07d".formatted(number);
        return first17 + CreditCode.checkDigit(first17);
    }

    private void untilDone(int submissions) {
        await().atMost(PATIENCE).until(() -> count("select count(*) from submission where cert_num = :cert and standing = 'DONE'")
                == submissions);
    }

    private long count(String sql) {
        return ledger.sql(sql).param("cert", certNum).query(Long.class).single();
    }

    private DeadLetter deadLetter() {
        return deadLetters.open(100, 0).stream()
                .filter(letter -> letter.record() != null && certNum.equals(letter.record().certNum())).findFirst().orElse(null);
    }

    private List<String> outcomes() {
        String submission = ledger.sql("select id from submission where cert_num = :cert").param("cert", certNum)
                .query(String.class).single();
        return history.of(submission).stream().map(History.Step::outcome).toList();
    }

    private void behave(String json) throws Exception {
        HttpClient.newHttpClient().send(HttpRequest.newBuilder(URI.create(relay + "/simulator/behaviour"))
                .POST(HttpRequest.BodyPublishers.ofString(json)).build(), HttpResponse.BodyHandlers.discarding());
    }

    private static void drop(String name, String content) throws Exception {
        Path inbox = Files.createDirectories(data.resolve("inbox"));
        Path writing = Files.writeString(inbox.resolve(name + ".tmp"), content, StandardCharsets.UTF_8);
        Files.move(writing, inbox.resolve(name));
    }

    private static Stream<String> names(String folder) throws Exception {
        Path path = data.resolve("inbox").resolve(folder);
        if (Files.notExists(path)) {
            return Stream.empty();
        }
        try (Stream<Path> files = Files.list(path)) {
            return files.map(file -> file.getFileName().toString()).toList().stream();
        }
    }
}
