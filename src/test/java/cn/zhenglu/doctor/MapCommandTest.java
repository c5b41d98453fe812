package cn.zhenglu.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** The command {@code map} and the doctor's look at the live source, with the project's own configuration and routes. */
class MapCommandTest {

    private static final String TABLE = """
            create table approval (id bigint primary key, operation varchar(10), department varchar(50), cert_num varchar(100),
                company_name varchar(100), credit_code varchar(50), company_address varchar(100), economic_type varchar(50),
                legal_person varchar(50), legal_person_id varchar(50), legal_person_id_type varchar(10), first_issue_date date,
                issue_date date, valid_from date, valid_to varchar(30), replaces varchar(100), state_note varchar(100),
                approved_at timestamp, updated_at timestamp)
            """;

    @TempDir
    private Path folder;

    @Test
    void rowsOfTheDatabaseAreShownWithMaskedNumbersAndTheirProblems() throws SQLException {
        String url = database("'01', 'fuzhou', '（闽）JZ安许证字[2023]000001'", "'09', 'fuzhou', '（闽）JZ安许证字[2023]000002'");
        Run run = map("database", "--limit", "5", "--zhenglu.source.database.url=" + url);
        assertThat(run.lines).contains("审批库 approval，id=1", "    业务类型　新办", "    有效期截止日期　2026-05-31",
                        "    法定代表人证件号码　110105**********2X", "共显示 2 行，1 行有问题。未发送、未记录任何内容。")
                .anyMatch(line -> line.startsWith("    ✗ 业务类型：来源列「operation」的值「09」"));
        assertThat(String.join("\n", run.lines)).doesNotContain("11010519491231002X");
        assertThat(run.exitCode).isEqualTo(1);
    }

    @Test
    void rowsOfAnOutboxAreShownWithoutClaimingThem() throws SQLException {
        String url = database("'01', 'fuzhou', '（闽）JZ安许证字[2023]000001'");
        try (Connection connection = DriverManager.getConnection(url); Statement statement = connection.createStatement()) {
            statement.execute("alter table approval rename to approval_outbox");
            statement.execute("alter table approval_outbox add (claimed_by varchar(100), claimed_at timestamp)");
            Run run = map("database", "--zhenglu.source.database.way=claim", "--zhenglu.source.database.url=" + url);
            assertThat(run.lines).contains("审批库 approval，id=1", "共显示 1 行，均无问题。未发送、未记录任何内容。");
            try (var rows = statement.executeQuery("select count(*) from approval_outbox where claimed_at is null")) {
                rows.next();
                assertThat(rows.getInt(1)).isOne();
            }
        }
    }

    @Test
    void theLimitHolds() throws SQLException {
        String url = database("'01', 'fuzhou', '（闽）JZ安许证字[2023]000001'", "'01', 'fuzhou', '（闽）JZ安许证字[2023]000002'");
        Run run = map("database", "--limit", "1", "--zhenglu.source.database.url=" + url);
        assertThat(run.lines).contains("共显示 1 行，均无问题。未发送、未记录任何内容。");
        assertThat(run.exitCode).isZero();
    }

    @Test
    void aFileIsShownTheSameWay() throws IOException {
        Path file = Files.writeString(folder.resolve("清单.csv"),
                "证书编号,企业名称,统一社会信用代码,法定代表人,证件号码,证件类型,单位地址,经济类型,首次发证日期,发证日期,有效期起,有效期止,审批部门\n"
                        + "(闽)JZ安许证字[2021]000007,某公司,91110000600037341L,张三,11010519491231002X,军官证,某路,有限,"
                        + "2018-06-01,2021-06-01,2021-06-01,2024-05-31,fuzhou\n");
        Run run = map(file.toString());
        assertThat(run.lines).contains("清单.csv 第 2 行", "    证书编号　（闽）JZ安许证字[2021]000007")
                .anyMatch(line -> line.contains("「军官证」不在映射文件的对照表中"));
        assertThat(run.exitCode).isEqualTo(1);
    }

    @Test
    void whatCannotBeReadIsToldInOneSentence() {
        Run run = map(folder.resolve("none.csv").toString());
        assertThat(run.lines).singleElement().asString().contains("none.csv", "不存在");
        assertThat(run.exitCode).isEqualTo(2);
        assertThat(map("database").exitCode).isEqualTo(2);
        assertThat(map("database", "--mapping", "none", "--zhenglu.source.database.url=jdbc:h2:mem:x").lines).singleElement()
                .asString().contains("none.yaml");
    }

    @Test
    void theDoctorReportsUnknownColumnsUnmappedFieldsAndDictionaryMissesOfTheLiveSource() throws Exception {
        String url = database("'09', 'fuzhou', '（闽）JZ安许证字[2023]000001'", "'01', 'fuzhou', '（闽）JZ安许证字[2023]000002'");
        List<String> findings = doctor(url);
        assertThat(findings).anyMatch(finding -> finding.contains("「09」不是可以识别的业务类型（抽查 2 行中有 1 行）"));

        try (Connection connection = DriverManager.getConnection(url); Statement statement = connection.createStatement()) {
            statement.execute("update approval set operation = '01'");
            assertThat(doctor(url)).anyMatch(finding -> finding.contains("抽查 2 行") && finding.contains("相符"));
            statement.execute("alter table approval drop column company_address");
        }
        assertThat(doctor(url)).anyMatch(finding -> finding.contains("company_address"));
    }

    @Test
    void everyRouteIsTriedWithItsOwnMappingAndCertificateType() throws Exception {
        String url = database("'01', 'fuzhou', '（闽）JZ安许证字[2023]000001'");
        String enabled = "--zhenglu.source.special-workers.enabled=true";
        assertThat(doctor(url)).noneMatch(finding -> finding.contains("special-workers"));
        assertThat(doctor(url, enabled)).anyMatch(finding -> finding.contains("与 approval.yaml 相符"))
                .anyMatch(finding -> finding.contains("路由 intake-special-workers 的查询无法执行"));

        try (Connection connection = DriverManager.getConnection(url); Statement statement = connection.createStatement()) {
            statement.execute("""
                    create table special_worker (id bigint primary key, operation varchar(2), department varchar(60), cert_num varchar(100),
                        name varchar(200), gender varchar(10), id_number varchar(60), id_type varchar(10), category varchar(100),
                        category_note varchar(200), first_issue_date date, issue_date date, valid_from date, valid_to date,
                        replaces varchar(100), state_note varchar(400), updated_at timestamp)
                    """);
            statement.execute("""
                    insert into special_worker (id, operation, department, cert_num, name, gender, id_number, id_type, category,
                        first_issue_date, issue_date, valid_from, valid_to, updated_at)
                    values (1, '01', 'fuzhou', '闽A022023000001', '林志强', '男', '11010519491231002X', '111', '02', date '2023-06-01',
                        date '2023-06-01', date '2023-06-01', date '2025-05-31', current_timestamp)
                    """);
        }
        assertThat(doctor(url, enabled)).anyMatch(finding -> finding.contains("抽查 1 行") && finding.contains("与 approval.yaml 相符"))
                .anyMatch(finding -> finding.contains("抽查 1 行") && finding.contains("与 special-workers.yaml 相符"));
        assertThat(map("database", "--mapping", "special-workers", "--zhenglu.source.database.url=" + url, enabled).lines)
                .contains("    姓名　林志强", "    身份证件号码　110105**********2X", "共显示 1 行，均无问题。未发送、未记录任何内容。");
    }

    @Test
    void theDoctorTellsAQueryThatTheDatabaseRefuses() throws Exception {
        String url = "jdbc:h2:mem:" + folder.getFileName() + ";DB_CLOSE_DELAY=-1;MODE=PostgreSQL";
        assertThat(doctor(url)).anyMatch(finding -> finding.contains("查询无法执行"));
    }

    @Test
    void theDoctorTriesTheFilesThatWaitInTheSharedFolder() throws Exception {
        Files.writeString(folder.resolve("少列.csv"), "证书编号,企业名称\n1,2\n");
        Settings settings = Settings.read(List.of("--zhenglu.source.folder.inbox=" + folder, "--zhenglu.relay.base-url=http://127.0.0.1:1"));
        try (var rooms = Rooms.open(settings.environment(), Path.of("routes"))) {
            assertThat(new SharedFolderCheck(settings, rooms.getBeanFactory()).look()).extracting(Finding::text)
                    .anyMatch(text -> text.contains("待读取 1 个文件")).anyMatch(text -> text.contains("少列.csv") && text.contains("缺少列"));
        }
    }

    private List<String> doctor(String url, String... more) throws Exception {
        List<String> arguments = new ArrayList<>(List.of(more));
        arguments.addAll(List.of("--zhenglu.source.database.url=" + url, "--zhenglu.relay.base-url=http://127.0.0.1:1"));
        Settings settings = Settings.read(arguments);
        try (var rooms = Rooms.open(settings.environment(), Path.of("routes"))) {
            return Examination.look(new ApprovalDatabaseCheck(settings, Path.of("routes"), rooms.getBeanFactory())).stream()
                    .map(Finding::text).toList();
        }
    }

    /** @param rows operation, department and certificate number each */
    private String database(String... rows) throws SQLException {
        String url = "jdbc:h2:mem:" + folder.getFileName() + ";DB_CLOSE_DELAY=-1;MODE=PostgreSQL;DATABASE_TO_LOWER=TRUE";
        try (Connection connection = DriverManager.getConnection(url); Statement statement = connection.createStatement()) {
            statement.execute(TABLE);
            for (int i = 0; i < rows.length; i++) {
                statement.execute("insert into approval values (" + (i + 1) + ", " + rows[i] + ", '某公司', '91110000600037341L', '某路', "
                        + "'有限', '张三', '11010519491231002X', '111', date '2023-06-01', date '2023-06-01', date '2023-06-01', "
                        + "'2026年5月31日', null, null, current_timestamp, current_timestamp)");
            }
        }
        return url;
    }

    private record Run(int exitCode, List<String> lines) {
    }

    private static Run map(String... arguments) {
        StringWriter out = new StringWriter();
        List<String> all = new ArrayList<>(List.of(arguments));
        all.add("--zhenglu.relay.base-url=http://127.0.0.1:1");
        int exitCode = new CommandLine(new MapCommand()).setOut(new PrintWriter(out)).setErr(new PrintWriter(out, true))
                .execute(all.toArray(String[]::new));
        return new Run(exitCode, out.toString().lines().toList());
    }
}
