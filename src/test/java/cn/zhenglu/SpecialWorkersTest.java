package cn.zhenglu;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import cn.zhenglu.deadletter.DeadLetter;
import cn.zhenglu.deadletter.DeadLetters;
import cn.zhenglu.demo.DemoEnvironment;
import cn.zhenglu.document.Preview;
import cn.zhenglu.document.Watermark;
import cn.zhenglu.ledger.Licences;
import cn.zhenglu.licence.IdentityNumber;
import cn.zhenglu.licence.LicenceState;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.CookieManager;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import javax.sql.DataSource;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.test.annotation.DirtiesContext;
import org.springframework.test.context.ActiveProfiles;
import org.springframework.test.context.ContextConfiguration;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;

/** The demo's four approvals of the second certificate go the way of the first: from the source to the public page. */
@SpringBootTest(classes = Zhenglu.class, webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT)
@ContextConfiguration(initializers = DemoEnvironment.class)
@ActiveProfiles("demo")
@DirtiesContext
@ExtendWith(OutputCaptureExtension.class)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class SpecialWorkersTest {

    private static final Duration PATIENCE = Duration.ofSeconds(90);
    private static final Path PICTURES = Path.of("target", "screenshots");
    private static final Pattern CSRF = Pattern.compile("name=\"_csrf\"[^>]*value=\"([^\"]+)\"");

    @TempDir
    static Path data;

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
    private Preview preview;
    @Autowired
    private Watermark watermark;
    @Autowired
    private Clock clock;
    @Value("${zhenglu.demo.passwords.operator}")
    private String password;
    @Value("${zhenglu.relay.base-url}")
    private String relay;
    @LocalServerPort
    private int port;

    private final HttpClient http = HttpClient.newBuilder().cookieHandler(new CookieManager())
            .followRedirects(HttpClient.Redirect.NORMAL).build();
    private JdbcClient approvals;

    @DynamicPropertySource
    static void settings(DynamicPropertyRegistry registry) {
        registry.add("zhenglu.data-dir", data::toString);
        registry.add("zhenglu.demo.samples", () -> "false");
        registry.add("zhenglu.source.special-workers.enabled", () -> "true");
        registry.add("zhenglu.source.special-workers.poll-interval", () -> "300ms");
        registry.add("zhenglu.ledger.poll-interval", () -> "100ms");
        registry.add("zhenglu.relay.calls-per-second", () -> "200");
    }

    @BeforeEach
    void theSamplesAreWorkedOff() {
        approvals = JdbcClient.create(approvalDatabase);
        await().atMost(PATIENCE).until(() -> ledger.sql("select count(*) from submission where source = 'special-workers'"
                + " and standing in ('DONE', 'DEAD', 'WITHDRAWN')").query(Long.class).single() >= 4);
    }

    @Test
    @Order(1)
    void threeAreCollectedAndTheBadOneWaitsForAPerson() throws IOException {
        assertThat(ledger.sql("select stage from submission where standing = 'DONE'").query(String.class).list())
                .containsExactly("COLLECTED", "COLLECTED", "COLLECTED");
        assertThat(RelayRecord.of(URI.create(relay).getPort()).total("collections")).isEqualTo(3);
        assertThat(bad().reason()).matches("身份证件号码「350000\\*{10}..」的校验位不正确（GB 11643）");
        assertThat(bad().origin()).isEqualTo("审批库 special_worker，id=4");
    }

    @Test
    @Order(2)
    void theIdentityNumberIsWholeOnlyInTheRecordAndItsSource(CapturedOutput output) throws IOException {
        for (String number : numbers()) {
            for (String table : List.of("licence", "dead_letter", "dead_letter_group", "history", "relay_call", "audit")) {
                assertThat(ledger.sql("select * from " + table).query().listOfRows().toString()).as(table).doesNotContain(number);
            }
            assertThat(ledger.sql("select cert_num, company_name, credit_code, origin, problems from submission").query().listOfRows().toString())
                    .doesNotContain(number);
            assertThat(output.getAll()).doesNotContain(number);
            assertThat(Files.readString(data.resolve("simulator/journal.jsonl"))).doesNotContain(number);
        }
        assertThat(licences.find(certNum(1))).get().returns("c0304", Licences.Licence::type)
                .returns(IdentityNumber.mask(numbers().get(0)), Licences.Licence::creditCode);
        assertThat(licences.find("林建安", IdentityNumber.mask(numbers().get(0)))).as("persons are not found this way").isEmpty();
    }

    @Test
    @Order(2)
    void theSealedDocumentSaysWhatTheTypeNamesAndHidesTheNumber() throws IOException {
        byte[] ofd = sealed(certNum(2));
        Map<String, String> parts = parts(ofd);

        assertThat(parts.get("Doc_0/Attachs/licence.json")).contains("\"certTypeCode\":\"11100000000013338W032\"").contains("\"name\":\"陈月娥\"")
                .contains("\"operationCategory\":\"04\"");
        assertThat(parts.get("OFD.xml")).contains("建筑施工特种作业操作资格证书").contains("陈月娥").doesNotContain("持证主体代码");
        assertThat(parts.values()).noneMatch(part -> numbers().stream().anyMatch(part::contains));
        Files.createDirectories(PICTURES);
        Files.write(PICTURES.resolve("special-worker.png"), preview.png(ofd, watermark.of("测试", Instant.parse("2026-01-01T00:00:00Z"))));
    }

    @Test
    @Order(2)
    void thePublicSeesPartOfTheNameAndNoNumber() throws Exception {
        String token = licences.find(certNum(3)).orElseThrow().previewToken();

        String page = get("/p/" + token);
        assertThat(page).contains("欧**远").contains("建筑架子工（普通脚手架）").contains("操作类别").contains(certNum(3)).contains("初次领证日期")
                .doesNotContain("欧阳志远").doesNotContain(numbers().get(2)).doesNotContain("350000*");
        String found = get("/?certNum=" + encoded(certNum(3).toLowerCase()));
        assertThat(found).contains("欧**远").contains("建筑架子工（普通脚手架）").contains("初次领证日期")
                .doesNotContain("欧阳志远").doesNotContain(numbers().get(2)).doesNotContain("350000*");
        assertThat(get("/?certNum=" + encoded(certNum(3)) + "&lang=en")).contains("Certificate number").contains("First issued").contains("操作类别");
        assertThat(get("/?lang=zh-CN&company=" + encoded("欧阳志远") + "&creditCode=" + numbers().get(2))).doesNotContain(certNum(3));
    }

    @Test
    @Order(3)
    void operatorsSeeTheFieldsMaskedAndTheNumberOnlyWithAReason() throws Exception {
        signIn();
        String id = ledger.sql("select id from submission where cert_num = :c").param("c", certNum(2)).query(String.class).single();

        String page = get("/console/submissions/" + id);
        assertThat(page).contains("操作类别").contains("建筑起重司索信号工").contains("初次领证日期").contains(IdentityNumber.mask(numbers().get(1)))
                .doesNotContain(numbers().get(1));
        String shown = post("/console/submissions/" + id + "/identity", page, "reason=" + encoded("与持证人核对"));
        assertThat(shown).contains(numbers().get(1)).contains("身份证件号码").contains("陈月娥");
        assertThat(ledger.sql("select detail from audit where action = 'identity.look'").query(String.class).list()).contains("与持证人核对");
    }

    @Test
    @Order(4)
    void theBadOneIsMendedInTheFormAndGoesOn() throws Exception {
        signIn();
        String edit = "/console/dead-letters/" + bad().id() + "/edit";
        String form = get(edit);
        assertThat(form).contains("<option value=\"08\" selected=\"selected\">建筑起重机械安装拆卸工（塔式起重机）</option>").doesNotContain(numbers().get(3));

        String typed = "identityCard=" + rightNumber() + "&step=";
        assertThat(post(edit, form, typed + "check")).contains("身份证件号码").contains(IdentityNumber.mask(rightNumber()))
                .doesNotContain("value=\"" + numbers().get(3));
        post(edit, form, typed + "save");

        await().atMost(PATIENCE).until(() -> licences.find(certNum(4)).isPresent());
    }

    @Test
    @Order(5)
    void aStateChangeIsReported() {
        approvals.sql("""
                insert into special_worker (id, operation, department, cert_num, name, id_number, id_type, category, state_note, updated_at)
                values (5, '05', :department, :certNum, '林建安', :number, '111', '建筑电工', '注销：本人申请', :now)
                """).param("department", licences.find(certNum(1)).orElseThrow().department()).param("certNum", certNum(1))
                .param("number", numbers().get(0)).param("now", Timestamp.from(clock.instant())).update();

        await().atMost(PATIENCE).until(() -> licences.find(certNum(1)).orElseThrow().state() == LicenceState.CANCELLED);
    }

    private DeadLetter bad() {
        return deadLetters.open(10, 0).get(0);
    }

    private String certNum(int row) {
        return approvals.sql("select cert_num from special_worker where id = :id").param("id", row).query(String.class).single();
    }

    private List<String> numbers() {
        return approvals.sql("select id_number from special_worker where id < 5 order by id").query(String.class).list();
    }

    private String rightNumber() {
        String first17 = numbers().get(3).substring(0, 17);
        return first17 + IdentityNumber.checkDigit(first17);
    }

    private byte[] sealed(String certNum) throws IOException {
        String digest = ledger.sql("select document_digest from submission where cert_num = :c").param("c", certNum).query(String.class).single();
        try (var files = Files.walk(data.resolve("documents"))) {
            return Files.readAllBytes(files.filter(file -> file.getFileName().toString().startsWith(digest)).findFirst().orElseThrow());
        }
    }

    private static Map<String, String> parts(byte[] zip) throws IOException {
        Map<String, String> parts = new TreeMap<>();
        try (ZipInputStream in = new ZipInputStream(new ByteArrayInputStream(zip))) {
            for (ZipEntry entry = in.getNextEntry(); entry != null; entry = in.getNextEntry()) {
                parts.put(entry.getName(), new String(in.readAllBytes(), StandardCharsets.UTF_8));
            }
        }
        return parts;
    }

    private void signIn() throws Exception {
        post("/console/login", get("/console/login"), "username=operator&password=" + encoded(password));
    }

    private String get(String path) throws Exception {
        return send(HttpRequest.newBuilder(uri(path)));
    }

    private String post(String path, String page, String form) throws Exception {
        Matcher csrf = CSRF.matcher(page);
        assertThat(csrf.find()).isTrue();
        return send(HttpRequest.newBuilder(uri(path)).header("Content-Type", "application/x-www-form-urlencoded")
                .POST(HttpRequest.BodyPublishers.ofString(form + "&_csrf=" + encoded(csrf.group(1)))));
    }

    private String send(HttpRequest.Builder request) throws Exception {
        HttpResponse<String> answer = http.send(request.header("Accept", "text/html").build(), HttpResponse.BodyHandlers.ofString());
        assertThat(answer.statusCode()).as(answer.uri().toString()).isEqualTo(200);
        return answer.body();
    }

    private URI uri(String path) {
        return URI.create("http://localhost:" + port + path);
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}
