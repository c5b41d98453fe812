package cn.zhenglu.reconcile;

import static cn.zhenglu.reconcile.ReconcileUnderTest.NOW;
import static cn.zhenglu.reconcile.ReconcileUnderTest.certNum;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import cn.zhenglu.licence.LicenceState;
import cn.zhenglu.reconcile.ReconcileUnderTest.Database;
import com.sun.net.httpserver.HttpServer;
import java.io.BufferedWriter;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Timestamp;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ReconciliationTest {

    private static final String HEADER = "证书编号,证照标识,版本,状态,企业名称,统一社会信用代码,审批部门\n";
    private static final Runs.Filter ALL = new Runs.Filter(null, null);

    @TempDir
    Path inbox;

    @ParameterizedTest
    @EnumSource
    void everyKindOfDifferenceIsFound(Database database) throws IOException {
        ReconcileUnderTest it = new ReconcileUnderTest(database, inbox);
        it.licence(1, 1, LicenceState.VALID);
        it.licence(2, 2, LicenceState.VALID);
        it.licence(3, 1, LicenceState.SUSPENDED);
        it.licence(4, 1, LicenceState.VALID);
        it.licence(5, 1, LicenceState.VALID);
        it.licence(6, 1, LicenceState.VALID);
        it.licence(7, 1, LicenceState.VALID, NOW.minus(Duration.ofHours(2)), null);
        it.licence(8, 1, LicenceState.VALID, NOW.minus(Duration.ofDays(30)), certNum(2));

        Run run = it.compare(drop("list.csv", HEADER
                + "(闽)JZ安许证字〔2023〕000001,ID-1-1,001,正常,福建(闽江)建设1,c1,福州市城乡建设局\n"
                + certNum(2) + ",ID-2-1,1,有效,福建（闽江）建设2,C2,\n"
                + certNum(3) + ",ID-3-1,1,01,福建（闽江）建设3,C3,\n"
                + certNum(4) + ",ID-4-1,1,有效,别家公司,C4,\n"
                + certNum(5) + ",ID-5-1,1,封存,福建（闽江）建设5,C5,\n"
                + certNum(5) + ",ID-5-1,1,有效,福建（闽江）建设5,C5,\n"
                + certNum(90) + ",,1,有效,新公司,C90,xiamen\n"
                + "不是编号,,1,有效,新公司,C90,\n"));

        assertThat(run.reason()).isNull();
        assertThat(it.runs.differences(run.id(), ALL, 100, 0))
                .extracting(Difference::kind, Difference::certNum, Difference::line, Difference::department)
                .containsExactly(
                        tuple(DifferenceKind.MISSING_THERE, certNum(6), null, "fuzhou"),
                        tuple(DifferenceKind.MISSING_HERE, certNum(90), 8L, "xiamen"),
                        tuple(DifferenceKind.VERSION_DIFFERS, certNum(2), 3L, "fuzhou"),
                        tuple(DifferenceKind.STATE_DIFFERS, certNum(3), 4L, "fuzhou"),
                        tuple(DifferenceKind.STATE_DIFFERS, certNum(5), 6L, "fuzhou"),
                        tuple(DifferenceKind.HOLDER_DIFFERS, certNum(4), 5L, "fuzhou"),
                        tuple(DifferenceKind.REPEATED, certNum(5), 7L, null),
                        tuple(DifferenceKind.UNREADABLE, null, 9L, null));
        assertThat(run).returns(Run.Standing.DONE, Run::standing).returns(8L, Run::lines).returns(7L, Run::licences)
                .returns(1L, Run::agreed).returns(1L, Run::recent).returns(8L, Run::differences);
        assertThat(it.runs.counts(run.id())).contains(new Runs.Count(DifferenceKind.STATE_DIFFERS, "fuzhou", 2));
        assertThat(it.runs.count(run.id(), new Runs.Filter(null, Runs.NO_DEPARTMENT))).isEqualTo(2);
        assertThat(it.jdbc.sql("select count(*) from reconciliation_line").query(Long.class).single()).isZero();
        assertThat(names("done")).singleElement().asString().endsWith("-list.csv");
    }

    @ParameterizedTest
    @EnumSource
    void ofSeveralVersionsInTheListTheNewestCounts(Database database) throws IOException {
        ReconcileUnderTest it = new ReconcileUnderTest(database, inbox);
        it.licence(1, 3, LicenceState.VALID);

        Run run = it.compare(drop("list.csv", HEADER + certNum(1) + ",,2,失效,,,\n" + certNum(1) + ",,3,有效,,,\n"
                + certNum(1) + ",,1,失效,,,\n"));

        assertThat(it.runs.differences(run.id(), ALL, 10, 0)).isEmpty();
        assertThat(run.agreed()).isEqualTo(1);
    }

    @Test
    void jsonIsReadAsAnArrayWrappedOrLineByLine() throws IOException {
        ReconcileUnderTest it = new ReconcileUnderTest(Database.H2, inbox);
        it.licence(1, 1, LicenceState.VALID);
        it.licence(2, 1, LicenceState.VALID);
        String one = "{\"certNum\":\"" + certNum(1) + "\",\"version\":1,\"certState\":\"01\",\"extra\":{\"a\":[1]}}";
        String two = "{\"certNum\":\"" + certNum(2) + "\",\"version\":\"001\",\"certState\":null}";

        for (String json : List.of("[" + one + "," + two + "]",
                "{\"code\":\"1\",\"custom\":{\"total\":2,\"data\":[" + one + "," + two + "]}}",
                one + "\n" + two + "\n")) {
            Run run = it.compare(drop("list.json", json));
            assertThat(run).as(json).returns(null, Run::reason).returns(2L, Run::lines).returns(2L, Run::agreed)
                    .returns(0L, Run::differences);
        }
    }

    @Test
    void whatCannotBeReadIsAFailedRunWithItsReasonAndAFileInRejected() throws IOException {
        ReconcileUnderTest it = new ReconcileUnderTest(Database.H2, inbox);
        it.licence(1, 1, LicenceState.VALID);
        List<String> reasons = new ArrayList<>();
        for (String content : List.of("", "PK\0\0", "编号,状态\n1,有效\n", HEADER, HEADER + "乱,,,,,,\n", "[{\"certNum\":\"" + certNum(1),
                HEADER + "\"" + certNum(1), "<html>busy</html>", "{\"ReturnCode\":\"0\",\"ReturnMsg\":\"busy\"}",
                "证书编号,证书编号\n1,2\n")) {
            Run run = it.compare(drop("list.csv", content));
            assertThat(run).as(content).returns(Run.Standing.FAILED, Run::standing).returns(0L, Run::differences);
            reasons.add(run.reason());
        }

        assertThat(reasons).doesNotContainNull().allMatch(reason -> reason.contains("。"));
        assertThat(names("rejected")).hasSize(10);
        assertThat(names("done")).isEmpty();
        assertThat(it.jdbc.sql("select count(*) from reconciliation_line").query(Long.class).single()).isZero();
    }

    @Test
    void aListInGb18030AndARowWithTooManyCells() throws IOException {
        ReconcileUnderTest it = new ReconcileUnderTest(Database.H2, inbox);
        it.licence(1, 1, LicenceState.VALID);
        Path list = inbox.resolve("list.csv");
        Files.write(list, ("证书编号,状态,,\n" + certNum(1) + ",有效,,\n" + certNum(2) + ",有,效\n").getBytes(Charset.forName("GB18030")));

        Run run = it.compare(list);

        assertThat(run.agreed()).isEqualTo(1);
        assertThat(it.runs.differences(run.id(), ALL, 10, 0)).extracting(Difference::kind, Difference::line)
                .containsExactly(tuple(DifferenceKind.UNREADABLE, 3L));
    }

    @Test
    void aListStaysWhereItIsWhileTheDatabaseIsAway() throws IOException {
        ReconcileUnderTest it = new ReconcileUnderTest(Database.H2, inbox);
        Path list = drop("list.csv", HEADER);
        it.jdbc.sql("shutdown").update();
        org.assertj.core.api.Assertions.assertThatThrownBy(() -> it.reconciliation("").compare(list.toFile()))
                .isInstanceOf(RuntimeException.class);
        assertThat(list).exists();
    }

    @ParameterizedTest
    @EnumSource
    void theAddressIsAskedOnceInAnIntervalAndAFailureIsSeen(Database database) throws IOException {
        ReconcileUnderTest it = new ReconcileUnderTest(database, inbox);
        it.licence(1, 1, LicenceState.VALID);
        List<Integer> asked = new ArrayList<>();
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/list", exchange -> {
            asked.add(1);
            byte[] body = ("{\"data\":[{\"certNum\":\"" + certNum(1) + "\"}]}").getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(200, body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        });
        server.start();
        try {
            String base = "http://127.0.0.1:" + server.getAddress().getPort();
            it.reconciliation("").query(inbox.toFile());
            assertThat(it.runs.count()).isZero();

            it.reconciliation(base + "/list?key=geheim").query(inbox.toFile());
            it.reconciliation(base + "/list?key=geheim").query(inbox.toFile());
            assertThat(asked).hasSize(1);
            assertThat(it.newest()).returns(1L, Run::agreed).returns(Run.Via.QUERY, Run::via);
            assertThat(it.newest().source()).isEqualTo(base + "/list");

            it.jdbc.sql("update reconciliation set query_slot = null").update();
            it.reconciliation(base + "/nothing").query(inbox.toFile());
            assertThat(it.newest()).returns(Run.Standing.FAILED, Run::standing);
            assertThat(it.newest().reason()).contains("HTTP 404");
        } finally {
            server.stop(0);
        }
        it.jdbc.sql("update reconciliation set query_slot = null").update();
        it.reconciliation("http://127.0.0.1:" + server.getAddress().getPort() + "/list").query(inbox.toFile());
        assertThat(it.newest()).returns(Run.Standing.FAILED, Run::standing);
    }

    @Test
    void aRunThatAKilledServerLeftBehindIsSaidToHaveFailed() throws IOException {
        ReconcileUnderTest it = new ReconcileUnderTest(Database.H2, inbox);
        it.licence(1, 1, LicenceState.VALID);
        it.jdbc.sql("insert into reconciliation (via, source, node, standing, started_at) values ('FILE', 'a.csv', 'node-a', 'RUNNING', :then)")
                .param("then", Timestamp.from(NOW.minusSeconds(60))).update();

        it.compare(drop("a.csv", HEADER + certNum(1) + ",,,,,,\n"));

        assertThat(it.runs.list(10, 0)).extracting(Run::standing).containsExactly(Run.Standing.DONE, Run.Standing.FAILED);
    }

    @Test
    void aHundredThousandLinesAgainstAHundredThousandLicences() throws IOException {
        ReconcileUnderTest it = new ReconcileUnderTest(Database.POSTGRESQL, inbox);
        it.jdbc.sql("""
                insert into licence (cert_num, company_name, credit_code, department, version, identifier, state, submission_id,
                    preview_token, changed_at)
                select '（闽）JZ安许证字[2023]' || lpad(n::text, 6, '0'), '公司', 'C', 'fuzhou', 1, 'I', 'VALID', :submission, 't', :changed
                from generate_series(1, 100000) n
                """).param("submission", "0".repeat(32)).param("changed", Timestamp.from(NOW.minus(Duration.ofDays(30)))).update();
        Path list = inbox.resolve("list.csv");
        try (BufferedWriter writer = Files.newBufferedWriter(list)) {
            writer.write(HEADER);
            for (int i = 101; i <= 100_100; i++) {
                writer.write(certNum(i) + ",I,1," + (i % 1000 == 0 ? "暂扣" : "有效") + ",公司,C,fuzhou\n");
            }
        }
        long begun = System.nanoTime();

        Run run = it.compare(list);

        System.out.println("100,000 lines compared in " + Duration.ofNanos(System.nanoTime() - begun).toMillis() + " ms");
        assertThat(run).returns(100_000L, Run::lines).returns(300L, Run::differences).returns(99_800L, Run::agreed);
        assertThat(it.runs.count(run.id(), new Runs.Filter(DifferenceKind.MISSING_THERE, "fuzhou"))).isEqualTo(100);
        assertThat(it.runs.missingThere(run.id(), null)).isEqualTo(100);
    }

    @ParameterizedTest
    @EnumSource
    void certificatesOfAnotherTypeAreNotMissedInTheList(Database database) throws IOException {
        ReconcileUnderTest it = new ReconcileUnderTest(database, inbox);
        it.licence(1, 1, LicenceState.VALID);
        it.licence(2, 1, LicenceState.VALID);
        it.jdbc.sql("update licence set type = 'c0304' where cert_num = :certNum").param("certNum", certNum(2)).update();

        Run run = it.compare(drop("list.csv", "证书编号,证照标识,版本,状态\n" + certNum(1) + ",ID-1-1,1,有效\n"));

        assertThat(run).returns(1L, Run::licences).returns(1L, Run::agreed).returns(0L, Run::differences);
    }

    @ParameterizedTest
    @EnumSource
    void certificatesOfPersonsAreComparedByTheirMaskedNumbers(Database database) throws IOException {
        ReconcileUnderTest it = new ReconcileUnderTest(database, inbox);
        it.licence(1, 1, LicenceState.VALID);
        it.worker("闽A022023000001", "林志强", "350102199001010013");
        it.worker("闽A022023000002", "陈建华", "350102199001010021");
        it.worker("闽A022023000003", "黄秀英", "350102199001010048");
        it.worker("闽A022023000004", "郑海燕", "350102199001010056");

        Run run = it.compare(drop("workers.csv", "证书编号,版本,证书状态,状态,企业名称,姓名,身份证件号码\n"
                + "闽A022023000001,1,,有效,某某公司,林志强,350102199001010013\n"
                + "闽a022023000002,1,,01,某某公司,陈建华,350102199901010026\n"
                + "闽A022023000003,1,,暂扣,某某公司,黄秀英,3501**********0048\n"
                + "350102199001010056,1,,有效,某某公司,郑海燕,\n"));

        assertThat(it.runs.differences(run.id(), ALL, 100, 0))
                .extracting(Difference::kind, Difference::certNum, Difference::companyThere, Difference::creditThere)
                .containsExactly(
                        tuple(DifferenceKind.MISSING_THERE, "闽A022023000004", null, null),
                        tuple(DifferenceKind.STATE_DIFFERS, "闽A022023000003", "黄秀英", null),
                        tuple(DifferenceKind.HOLDER_DIFFERS, "闽A022023000002", "陈建华", "350102**********26"),
                        tuple(DifferenceKind.UNREADABLE, null, null, null));
        assertThat(it.runs.differences(run.id(), ALL, 100, 0).get(3).note()).contains("350102**********56");
        assertThat(run).returns(4L, Run::licences).returns(1L, Run::agreed);
    }

    @ParameterizedTest
    @EnumSource
    void aListOfTwoTypesIsComparedWithBoth(Database database) throws IOException {
        ReconcileUnderTest it = new ReconcileUnderTest(database, inbox);
        it.licence(1, 1, LicenceState.VALID);
        it.licence(2, 1, LicenceState.VALID);
        it.worker("闽A022023000001", "林志强", "350102199001010013");
        it.worker("闽A022023000002", "陈建华", "350102199001010021");

        Run run = it.compare(drop("both.csv", "证书编号,企业名称,姓名\n" + certNum(1) + ",福建（闽江）建设1,\n闽A022023000001,,林志强\n"));

        assertThat(it.runs.differences(run.id(), ALL, 100, 0)).extracting(Difference::kind, Difference::certNum).containsExactlyInAnyOrder(
                tuple(DifferenceKind.MISSING_THERE, certNum(2)), tuple(DifferenceKind.MISSING_THERE, "闽A022023000002"));
        assertThat(run).returns(4L, Run::licences).returns(2L, Run::agreed);
    }

    private Path drop(String name, String content) throws IOException {
        return Files.writeString(inbox.resolve(name), content);
    }

    private List<String> names(String folder) throws IOException {
        Path path = inbox.resolve(folder);
        if (Files.notExists(path)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(path)) {
            return files.map(file -> file.getFileName().toString()).toList();
        }
    }
}
