package cn.zhenglu.intake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import cn.zhenglu.SafetyLicence;
import java.math.BigDecimal;
import java.sql.Clob;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Map;
import java.util.Set;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import cn.zhenglu.licence.Arrival;
import cn.zhenglu.licence.LicenceRecord;
import cn.zhenglu.licence.LicenceRules;
import cn.zhenglu.licence.LicenceState;
import cn.zhenglu.licence.NeedsPerson;
import cn.zhenglu.licence.Operation;
import cn.zhenglu.licence.Problem;

class ApprovalRowsTest {

    @Test
    void aRowBecomesAnArrivalWithAllItSays() {
        Arrival arrival = arrive(Fixtures.approval());
        assertThat(arrival.source()).isEqualTo("approval-database");
        assertThat(arrival.key()).isEqualTo("17");
        assertThat(arrival.origin()).isEqualTo("审批库 approval，id=17");
        assertThat(arrival.problems()).isEmpty();
        assertThat(arrival.record()).isEqualTo(SafetyLicence.record(Operation.NEW, "fuzhou", "（闽）JZ安许证字[2023]000001",
                "福建某某建筑工程有限公司", "91110000600037341L", "福州市鼓楼区某路1号", "有限责任公司", "张三", "11010519491231002X", "111",
                "建筑施工", LocalDate.of(2023, 6, 1), LocalDate.of(2023, 6, 1), LocalDate.of(2023, 6, 1), LocalDate.of(2026, 5, 31),
                LicenceState.VALID, null, null));
        assertThat(new LicenceRules().judge(arrival.record(), Set.of("fuzhou"))).isEmpty();
    }

    @Test
    void theEvidenceKeepsEveryColumnInOrderAndNullsNull() {
        Arrival arrival = arrive(Fixtures.approval("CERT_NUM", "(闽)JZ安许证字〔2023〕000001"));
        assertThat(arrival.row()).containsEntry("CERT_NUM", "(闽)JZ安许证字〔2023〕000001").containsEntry("REPLACES", null)
                .containsEntry("UPDATED_AT", "2023-05-30 15:04:05.0");
        assertThat(arrival.row().keySet()).containsExactlyElementsOf(Fixtures.approval().keySet());
    }

    @Test
    void dirtyValuesAreMended() {
        Arrival arrival = arrive(Fixtures.approval("CERT_NUM", " （闽）JZ安许证字【２０２３】０００００１", "CREDIT_CODE", "９１１１００００ 600037341l",
                "LEGAL_PERSON_ID", "11010519491231002ｘ", "VALID_FROM", "２０２３年６月１日", "COMPANY_NAME", "福建某某\n建筑工程有限公司　"));
        assertThat(arrival.problems()).isEmpty();
        assertThat(arrival.record()).isEqualTo(arrive(Fixtures.approval()).record());
    }

    @Test
    void theTypesOfDriversAreUnderstood() throws SQLException {
        try (Connection connection = DriverManager.getConnection("jdbc:h2:mem:")) {
            Clob address = connection.createClob();
            address.setString(1, "福州市鼓楼区某路1号");
            Arrival arrival = arrive(Fixtures.approval("ID", new BigDecimal("1.70E+2"), "COMPANY_ADDRESS", address,
                    "VALID_FROM", LocalDate.of(2023, 6, 1), "ISSUE_DATE", LocalDateTime.of(2023, 6, 1, 0, 0),
                    "FIRST_ISSUE_DATE", java.util.Date.from(java.sql.Timestamp.valueOf("2023-06-01 00:00:00").toInstant()),
                    "VALID_TO", OffsetDateTime.parse("2026-05-30T16:00:00Z"), "STATE_NOTE", new byte[] {1, 2}));
            assertThat(arrival.key()).isEqualTo("170");
            assertThat(arrival.record().text("companyAddress")).isEqualTo("福州市鼓楼区某路1号");
            assertThat(arrival.record().firstIssueDate()).isEqualTo("2023-06-01");
            assertThat(arrival.record().issueDate()).isEqualTo("2023-06-01");
            assertThat(arrival.record().validFrom()).isEqualTo("2023-06-01");
            assertThat(arrival.record().validTo()).isEqualTo("2026-05-31");
            assertThat(arrival.row()).containsEntry("STATE_NOTE", "（二进制内容，2 字节）");
        }
    }

    @ParameterizedTest
    @CsvSource({"01, , VALID", "02, , VALID", "03, 发生事故, SUSPENDED", "04, , EXPIRED", "06, , VALID", "07, 说明, OTHER",
            "08, 注销旧证换发, VALID", "05, 企业申请终止, CANCELLED", "05, , CANCELLED", "05, 申请注销, CANCELLED", "05, 依法吊销, REVOKED",
            "05, 依法撤销许可, WITHDRAWN",
            "延续, , VALID", "SUSPEND, , SUSPENDED"})
    void theStateFollowsFromTheOperationAndForAnEndFromTheNote(String operation, String note, LicenceState state) {
        Arrival arrival = arrive(Fixtures.approval("OPERATION", operation, "STATE_NOTE", note));
        assertThat(arrival.problems()).isEmpty();
        assertThat(arrival.record().state()).isEqualTo(state);
        assertThat(arrival.record().stateNote()).isEqualTo(note);
    }

    @Test
    void anEndThatMayBeTwoThingsNeedsAPerson() {
        String note = "资质已被吊销，申请注销";
        assertOneProblem(Fixtures.approval("OPERATION", "05", "STATE_NOTE", note), "state.ambiguous", "state_note", note);
    }

    @Test
    void aCorrectionTakesItsStateFromNoNote() {
        assertThat(arrive(Fixtures.approval("OPERATION", "更正")).record().state()).isNull();
    }

    @Test
    void anUnknownOperationIsOneProblem() {
        assertOneProblem(Fixtures.approval("OPERATION", "09"), "operation.unknown", "operation", "09");
    }

    @Test
    void anUnreadableDateIsOneProblemThatNamesColumnAndValue() {
        assertOneProblem(Fixtures.approval("VALID_TO", "2026-02-30"), "valid-to.unreadable", "valid_to", "2026-02-30");
    }

    @Test
    void aDepartmentIsKnownByItsFullNameToo() {
        assertThat(arrive(Fixtures.approval("DEPARTMENT", "厦门市住房和建设局 ")).record().department()).isEqualTo("xiamen");
        assertThat(arrive(Fixtures.approval("DEPARTMENT", "某局")).record().department()).isEqualTo("某局");
    }

    @Test
    void aPredecessorOfAnotherNumberIsNormalisedToo() {
        LicenceRecord record = arrive(Fixtures.approval("OPERATION", "02", "REPLACES", "(闽)JZ安许证字[2020]000001")).record();
        assertThat(record.predecessorCertNum()).isEqualTo("（闽）JZ安许证字[2020]000001");
    }

    @Test
    void aRowWithoutItsKeyIsKnownByItsContent() {
        Arrival first = arrive(Fixtures.approval("ID", null));
        assertThat(first.origin()).isEqualTo("审批库 approval");
        assertThat(first.key()).hasSize(64).isEqualTo(arrive(Fixtures.approval("ID", null)).key())
                .isNotEqualTo(arrive(Fixtures.approval("ID", null, "LEGAL_PERSON", "李四")).key());
    }

    @Test
    void aQueryThatLacksColumnsIsRefusedWhole() {
        Map<String, Object> row = Fixtures.approval();
        row.remove("VALID_TO");
        row.remove("ID");
        assertThatThrownBy(() -> Fixtures.INTAKE.fromRows(List.of(row))).isInstanceOf(NeedsPerson.class)
                .hasMessage("审批库 approval的查询结果缺少列：id、valid_to");
    }

    @Test
    void rowsKeepTheirOrderAndABadOneDoesNotStopTheOthers() {
        List<Arrival> arrivals = Fixtures.INTAKE.fromRows(List.of(Fixtures.approval("ID", 1L),
                Fixtures.approval("ID", 2L, "VALID_TO", "?"), Fixtures.approval("ID", 3L)));
        assertThat(arrivals).extracting(Arrival::key).containsExactly("1", "2", "3");
        assertThat(arrivals).extracting(arrival -> arrival.problems().size()).containsExactly(0, 1, 0);
        assertThat(Fixtures.INTAKE.fromRows(List.of())).isEmpty();
    }

    @Test
    void whatIsPrintedHoldsNoIdentityNumber() {
        Arrival arrival = arrive(Fixtures.approval("VALID_TO", "11010519491231002X"));
        assertThat(arrival + " " + arrival.problems()).doesNotContain("11010519491231002X").contains("110105**********2X");
    }

    private static Arrival arrive(Map<String, Object> row) {
        return Fixtures.INTAKE.fromRows(List.of(row)).get(0);
    }

    /** Mapping and rules together say one thing, once. */
    private static void assertOneProblem(Map<String, Object> row, String code, String column, String value) {
        Arrival arrival = arrive(row);
        List<Problem> all = new LicenceRules().judge(Submissions.of(arrival), Set.of("fuzhou"));
        assertThat(all).singleElement().satisfies(problem -> {
            assertThat(problem.code()).isEqualTo(code);
            assertThat(problem.message()).contains("「" + column + "」", "「" + value + "」");
            assertThat(problem.remedy()).isNotBlank();
        });
    }
}
