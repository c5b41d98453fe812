package cn.zhenglu;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import cn.zhenglu.Newcomer.Answer;
import cn.zhenglu.licence.CreditCode;
import cn.zhenglu.web.Browser;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** An integrator with the archive, from the first command to the first licence, a backup, and back. */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class InstallationIT {

    private static final Duration PATIENCE = Duration.ofMinutes(5);
    private static final String CODE_START = "91350200MA2XN7Q12";
    private static final String GOOD_CODE = CODE_START + CreditCode.checkDigit(CODE_START);
    private static final String BAD_CODE = CODE_START + (GOOD_CODE.endsWith("0") ? '1' : '0');
    private static final String REHEARSAL = "--spring.profiles.active=rehearsal";

    @TempDir
    static Path folder;

    private static Newcomer newcomer;
    private static ServerProcess server;
    private static int simulator;
    private static String password;
    private static CityArchive cityArchive;

    @BeforeAll
    static void unpack() throws Exception {
        newcomer = new Newcomer(folder);
        server = ServerProcess.ofArchive(folder);
        cityArchive = CityArchive.start();
    }

    @AfterAll
    static void clear() throws IOException {
        server.close();
        newcomer.close();
        cityArchive.close();
    }

    @Test
    @Order(1)
    void initWritesTheSettingsOfOneDepartmentAndOverwritesNothing() throws Exception {
        Answer init = newcomer.run("zhenglu", "init", "--department", "xiamen", "--name", "厦门市住房和建设局", "--citynum", "350200",
                "--ledger", newcomer.url("zhenglu"));
        assertThat(init.exit()).as(init.output()).isZero();
        password = init.output().replaceFirst("(?s).*控制台管理员 admin 的口令：(\\S+)　.*", "$1");

        assertThat(Files.readString(folder.resolve("config/application.yaml")))
                .contains("厦门市住房和建设局").doesNotContain("福州市城乡建设局", password).contains("# 每秒最多调用次数");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(folder.resolve("config/zhenglu.env")))).isEqualTo("rw-------");
        assertThat(newcomer.run("zhenglu", "init", "--department", "putian").exit()).as("a second time").isEqualTo(2);
    }

    @Test
    @Order(2)
    void doctorNamesEachGapWithItsRemedy() throws Exception {
        aServerKilledWhileItWroteItsClassCacheLeavesHalfOfOne();
        Answer doctor = newcomer.run("zhenglu", "doctor");
        assertThat(doctor.exit()).as(doctor.output()).isEqualTo(1);
        assertThat(doctor.output()).containsPattern("错误　审批数据库　未设置.*处理：")
                .containsPattern("错误　中转平台　.*处理：").containsPattern("错误　信任的根证书　.*处理：")
                .containsPattern("警告　印章　.*处理：").containsPattern("警告　公众访问地址　.*处理：")
                .containsPattern("正常　版式与字体　").doesNotContain("secret-of-the-ledger", "[cds]");
    }

    /** Each start had complained of it from then on, and never written another: {@link #aSecondStartIsBrief}. */
    private static void aServerKilledWhileItWroteItsClassCacheLeavesHalfOfOne() throws Exception {
        Process shell = new ProcessBuilder("sh", "-c", "\"${JAVA_HOME:+$JAVA_HOME/bin/}java\" -Xinternalversion | cksum | cut -d ' ' -f 1").start();
        String java = new String(shell.getInputStream().readAllBytes(), StandardCharsets.US_ASCII).strip();
        Files.write(folder.resolve("zhenglu-" + java + ".jsa"), new byte[1 << 16]);
    }

    @Test
    @Order(3)
    void doctorPassesTheRehearsalOnceTheGapsAreFilled() throws Exception {
        newcomer.database("approvals").sql("""
                create table approval (id bigint primary key, operation varchar(10), department varchar(50), cert_num varchar(50),
                    company_name varchar(200), credit_code varchar(18), company_address varchar(300), economic_type varchar(50),
                    legal_person varchar(50), legal_person_id varchar(30), legal_person_id_type varchar(10), first_issue_date date,
                    issue_date date, valid_from date, valid_to date, replaces varchar(50), state_note varchar(200),
                    approved_at timestamp, updated_at timestamp)
                """).update();
        newcomer.replace("config/application.yaml", "      url: \"\"                         # JDBC",
                "      url: \"" + newcomer.url("approvals") + "\"   # JDBC");
        newcomer.replace("config/application.yaml", "      poll-interval: 5s", "      poll-interval: 1s");
        newcomer.replace("config/zhenglu.env", "#SPRING_DATASOURCE_PASSWORD=''", "SPRING_DATASOURCE_PASSWORD='secret-of-the-ledger'");
        newcomer.replace("config/zhenglu.env", "#ZHENGLU_SOURCE_DATABASE_USERNAME=''", "ZHENGLU_SOURCE_DATABASE_USERNAME='postgres'");
        // a real relay's secret is there already, and must not reach the simulator
        newcomer.replace("config/zhenglu.env", "#ZHENGLU_RELAY_CLIENT_SECRET=''", "ZHENGLU_RELAY_CLIENT_SECRET='of the real relay'");
        simulator = newcomer.startSimulator();

        Answer doctor = newcomer.run("zhenglu", "doctor", REHEARSAL);
        assertThat(doctor.exit()).as(doctor.output()).isZero();
        assertThat(doctor.output()).contains("已取得访问令牌", "首次启动演练时自制演练印章");
    }

    @Test
    @Order(4)
    void anApprovalInsertedWithSqlBecomesALicenceThatVerifiesAndIsFound() throws Exception {
        server.start(REHEARSAL).untilReady(PATIENCE);
        approve(1, "（闽）JZ安许证字[2026]000001", GOOD_CODE);
        approve(2, "（闽）JZ安许证字[2026]000002", BAD_CODE);

        await().atMost(PATIENCE).until(() -> RelayRecord.of(simulator).total("collections") == 1);
        List<Path> files = documents("data-rehearsal");
        assertThat(files).hasSize(1);
        Answer verified = newcomer.run("zhenglu", "verify", files.get(0).toString(), "--roots", "data-rehearsal/trust");
        assertThat(verified.exit()).as(verified.output()).isZero();
        await().atMost(PATIENCE).untilAsserted(() -> assertThat(new String(server.get("/?certNum="
                + URLEncoder.encode("（闽）JZ安许证字[2026]000001", StandardCharsets.UTF_8)).body(), StandardCharsets.UTF_8))
                .contains("厦门鹭岛建设有限公司", "有效"));
        assertThat(folder.resolve("logs/zhenglu.log")).exists();
        assertThat(folder.resolve("zhenglu.pid")).exists();
    }

    @Test
    @Order(5)
    void theBadApprovalIsFoundInTheConsoleWithItsReason() {
        await().atMost(PATIENCE).until(() -> count("zhenglu_rehearsal", "select count(*) from dead_letter where standing = 'OPEN'") == 1);
        try (Browser browser = new Browser(server.url())) {
            browser.signIn("admin", password);
            browser.open("/console/dead-letters?q=000002");
            assertThat(browser.text("main")).contains("厦门鹭岛建设有限公司", "统一社会信用代码");
        }
    }

    @Test
    @Order(6)
    void aBackupMadeWhileItWorksIsRestoredElsewhereAndTheWorkGoesOn() throws Exception {
        assumePostgresTools();
        Answer backup = newcomer.run("zhenglu", "backup", "backups/rehearsal", REHEARSAL);
        assertThat(backup.output()).contains("1 份证照文件").doesNotContain("secret-of-the-ledger");
        server.stop();
        assertThat(folder.resolve("zhenglu.pid")).doesNotExist();
        assertThat(folder.toFile().list()).as("its first stop has written the class cache").anyMatch(name -> name.matches("zhenglu-\\d+\\.jsa"));

        String[] elsewhere = {REHEARSAL, "--spring.datasource.url=" + newcomer.url("zhenglu_restored"), "--zhenglu.data-dir=data-restored"};
        Answer restore = newcomer.run("zhenglu", Stream.concat(Stream.of("restore", "backups/rehearsal"), Stream.of(elsewhere))
                .toArray(String[]::new));
        assertThat(restore.exit()).as(restore.output()).isZero();
        followTheRecipes();
        Files.delete(folder.resolve("logs/zhenglu.log"));
        server.start(Stream.concat(Stream.of(elsewhere), Stream.of("--logging.structured.format.file=ecs",
                "--logging.level.cn.zhenglu.observe=DEBUG")).toArray(String[]::new)).untilReady(PATIENCE);
        aSecondStartIsBrief();
        approve(3, "（闽）JZ安许证字[2026]000003", GOOD_CODE);

        await().atMost(PATIENCE).until(() -> RelayRecord.of(simulator).total("collections") == 3);
        RelayRecord.of(simulator).hasNothingTwice();
        await("the ledger has heard of all").atMost(PATIENCE).until(() ->
                count("zhenglu_restored", "select count(*) from submission where standing = 'DONE'") == 3);
        assertThat(documents("data-restored")).hasSize(3);
        assertThat(count("zhenglu_restored", "select count(*) from submission where department = 'putian' and cert_num like '%000009'"))
                .as("of the department that was added, from the second database").isEqualTo(1);
        await("the first copy was refused and sent again").atMost(PATIENCE).until(() -> cityArchive.taken() == 2);
        everyLineOfTheLogIsJsonAndTellsTheSubmissionButNoPerson();
    }

    /** Generous bounds: about a third of either is usual. Processor time, since other tests run beside this one. */
    private static void aSecondStartIsBrief() throws IOException {
        assertThat(Files.readString(Path.of("/proc/" + server.pid() + "/maps"))).as("uses the class cache").contains(".jsa");
        assertThat(server.processorTime()).isLessThan(Duration.ofSeconds(40));
        String resident = Files.readString(Path.of("/proc/" + server.pid() + "/status")).replaceFirst("(?s).*VmRSS:\\s+(\\d+) kB.*", "$1");
        assertThat(Integer.parseInt(resident) / 1024).as("resident memory, MB").isLessThan(900);
    }

    /** What the integrator's manual tells people to do, word for word. */
    private static void followTheRecipes() throws Exception {
        newcomer.replace("config/application.yaml", "厦门市住房和建设局\", seal: xiamen}\n", "厦门市住房和建设局\", seal: xiamen}\n"
                + Recipes.yaml("增加一个部门"));
        newcomer.create("second").sql("""
                create table sp_xkz (sp_id int, lx varchar(10), bm varchar(20), zsbh varchar(50), qymc varchar(100), xydm varchar(18),
                    dz varchar(100), jjlx varchar(20), fr varchar(20), frzj varchar(18), fzrq date, yxq_q date, yxq_z date, gxsj timestamp)
                """).update();
        newcomer.database("second").sql("""
                insert into sp_xkz values (1, '01', 'putian', '（闽）JZ安许证字[2026]000009', '莆田湄洲建设有限公司', :code, '莆田市荔城大道 1 号', '有限责任公司',
                    '林建华', '350102197001011255', current_date, current_date, current_date + interval '3 years' - interval '1 day', now())
                """).param("code", GOOD_CODE).update();
        newcomer.append("config/application.yaml", "\nsecond: {url: \"" + newcomer.url("second") + "\", username: postgres, period: 1s}\n"
                + "city-archive: {url: \"" + cityArchive.url() + "\"}\n");
        newcomer.write("routes/intake-second.camel.yaml", Recipes.yaml("读取第二个数据库"));
        newcomer.write("routes/copy-to-city.camel.yaml", Recipes.yaml("把每张证照抄送本市电子证照库"));
        newcomer.replace("routes/upload.camel.yaml", "        - bean: {ref: ledger, method: collected}",
                Recipes.block("把每张证照抄送本市电子证照库", "yaml-steps") + "        - bean: {ref: ledger, method: collected}");
    }

    private static void everyLineOfTheLogIsJsonAndTellsTheSubmissionButNoPerson() throws IOException {
        List<JsonNode> lines = Files.readAllLines(folder.resolve("logs/zhenglu.log")).stream().map(JsonMapper.shared()::readTree).toList();
        assertThat(lines).filteredOn(line -> line.path("log").path("logger").asString("").endsWith("StageMeters"))
                .filteredOn(line -> line.path("certificate").asString("").contains("000003")).as("steps of the licence")
                .hasSizeGreaterThanOrEqualTo(3).allMatch(line -> line.path("submission").asString().matches("[0-9a-f]{32}"));
        assertThat(lines).extracting(JsonNode::toString).noneMatch(line -> line.contains("350102197001011255") || line.contains("林建华"));
    }

    private static void assumePostgresTools() {
        assumeTrue(Files.isExecutable(Path.of("/usr/bin/pg_dump")), "PostgreSQL's client tools are not installed");
    }

    private static void approve(int id, String certNum, String creditCode) {
        newcomer.database("approvals").sql("""
                insert into approval values (:id, '01', 'xiamen', :cert, '厦门鹭岛建设有限公司', :code, '厦门市湖滨南路 1 号', '有限责任公司',
                    '林建华', '350102197001011255', '111', current_date, current_date, current_date, current_date + interval '3 years' - interval '1 day',
                    null, null, now(), now())
                """).param("id", id).param("cert", certNum).param("code", creditCode).update();
    }

    private static long count(String database, String sql) {
        return newcomer.database(database).sql(sql).query(Long.class).single();
    }

    private static List<Path> documents(String data) throws IOException {
        try (Stream<Path> all = Files.walk(folder.resolve(data).resolve("documents"))) {
            return all.filter(file -> file.toString().endsWith(".ofd")).sorted().toList();
        }
    }
}
