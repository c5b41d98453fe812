package cn.zhenglu.licence;

import static cn.zhenglu.SafetyLicence.CERT_NUM;
import static cn.zhenglu.SafetyLicence.COMPANY_NAME;
import static cn.zhenglu.SafetyLicence.CREDIT_CODE;
import static cn.zhenglu.SafetyLicence.DEPARTMENT;
import static cn.zhenglu.SafetyLicence.FIRST_ISSUE_DATE;
import static cn.zhenglu.SafetyLicence.OPERATION;
import static cn.zhenglu.SafetyLicence.REPLACES;
import static cn.zhenglu.SafetyLicence.RESPONSIBLE_PERSON;
import static cn.zhenglu.SafetyLicence.RESPONSIBLE_PERSON_ID;
import static cn.zhenglu.SafetyLicence.RESPONSIBLE_PERSON_ID_TYPE;
import static cn.zhenglu.SafetyLicence.STATE;
import static cn.zhenglu.SafetyLicence.VALID_FROM;
import static cn.zhenglu.SafetyLicence.VALID_TO;
import static org.assertj.core.api.Assertions.assertThat;

import cn.zhenglu.SafetyLicence;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Set;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class LicenceRulesTest {

    private static final Set<String> DEPARTMENTS = Set.of("fuzhou", "xiamen");

    private final LicenceRules rules = new LicenceRules();

    @Test
    void aGoodRecordHasNoProblem() {
        assertThat(judge(Samples.record())).isEmpty();
    }

    @Test
    void aWrongCheckDigitOfTheCreditCodeIsOneProblem() {
        assertOneProblem(Samples.record(CREDIT_CODE, "91110000600037341M"), "credit-code.check-digit", "91110000600037341M");
    }

    @Test
    void reversedDatesAreOneProblem() {
        assertOneProblem(Samples.record(VALID_FROM, LocalDate.of(2026, 5, 31), VALID_TO, LocalDate.of(2023, 6, 1)),
                "valid-to.too-early", "有效期截止日期 2023-06-01 早于有效期起始日期 2026-05-31");
    }

    @Test
    void aMissingLegalPersonIsOneProblemEvenWithoutItsNumber() {
        assertOneProblem(Samples.record(RESPONSIBLE_PERSON, " "), "responsible-person.missing", "缺少法定代表人");
        assertOneProblem(Samples.record(RESPONSIBLE_PERSON, null, RESPONSIBLE_PERSON_ID, null,
                RESPONSIBLE_PERSON_ID_TYPE, null), "responsible-person.missing", "缺少法定代表人");
    }

    @Test
    void anUnknownDepartmentIsOneProblem() {
        assertOneProblem(Samples.record(DEPARTMENT, "jinmen"), "department.unknown", "「jinmen」");
    }

    @Test
    void aWrongCheckDigitOfTheIdentityNumberIsOneProblemThatDoesNotShowIt() {
        LicenceRecord record = Samples.record(RESPONSIBLE_PERSON_ID, "110105194912310021");
        assertOneProblem(record, "responsible-person-id.check-digit", "110105**********21");
        assertThat(judge(record).toString()).doesNotContain("110105194912310021");
    }

    @Test
    void otherKindsOfIdentityDocumentAreOnlyRequiredToBeThere() {
        assertThat(judge(Samples.record(RESPONSIBLE_PERSON_ID_TYPE, "414", RESPONSIBLE_PERSON_ID, "E12345678"))).isEmpty();
        assertOneProblem(Samples.record(RESPONSIBLE_PERSON_ID_TYPE, "414", RESPONSIBLE_PERSON_ID, null),
                "responsible-person-id.missing", "缺少法定代表人证件号码");
    }

    @Test
    void aCertificateNumberOfAnotherFormIsNamedWithTheRightOne() {
        assertOneProblem(Samples.record(CERT_NUM, "闽安许1号"), "cert-num.form", "「闽安许1号」");
        assertOneProblem(Samples.record(REPLACES, "闽安许1号"), "replaces.form", "（闽）JZ安许证字[2023]000001");
    }

    @Test
    void anIssueBeforeTheFirstIssueIsOneProblem() {
        assertOneProblem(Samples.record(FIRST_ISSUE_DATE, LocalDate.of(2024, 1, 1)), "issue-date.too-early", "2024-01-01");
    }

    @Test
    void aValidityOfOneDayIsGood() {
        assertThat(judge(Samples.record(VALID_TO, LocalDate.of(2023, 6, 1)))).isEmpty();
    }

    @Test
    void allProblemsAreToldAtOnce() {
        LicenceRecord record = Samples.record(CREDIT_CODE, "1", COMPANY_NAME, null, VALID_TO, null);
        assertThat(judge(record)).extracting(Problem::code)
                .containsExactlyInAnyOrder("credit-code.form", "company-name.missing", "valid-to.missing");
    }

    @ParameterizedTest
    @CsvSource({"SUSPEND, SUSPENDED", "RESTORE, VALID", "EXPIRE, EXPIRED", "END, REVOKED", "END, WITHDRAWN", "END, CANCELLED"})
    void aStateChangeNeedsOnlyDepartmentNumberCreditCodeAndState(Operation operation, LicenceState state) {
        assertThat(judge(Samples.stateChange(operation, state))).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"NEW, SUSPENDED, 有效", "END, EXPIRED, 吊销、撤销、注销", "SUSPEND, VALID, 暂扣"})
    void aStateThatTheOperationCannotLeadToIsNamedWithThoseItCan(Operation operation, LicenceState state, String allowed) {
        LicenceRecord record = Samples.record(OPERATION, operation, STATE, state);
        assertOneProblem(record, "state.not-allowed", allowed);
    }

    @Test
    void anotherStateMustBeExplained() {
        assertOneProblem(Samples.stateChange(Operation.OTHER, LicenceState.OTHER), "state-note.missing", "缺少状态说明");
    }

    @Test
    void aStateChangeIsNotStoppedByWhatItDoesNotSend() {
        LicenceRecord record = Samples.record(OPERATION, Operation.SUSPEND, STATE, LicenceState.SUSPENDED,
                RESPONSIBLE_PERSON_ID, "1", VALID_TO, LocalDate.of(2000, 1, 1));
        assertThat(judge(record)).isEmpty();
    }

    @Test
    void aCorrectionNeedsTheWholeRecordInWhateverState() {
        assertThat(judge(Samples.record(OPERATION, Operation.CORRECT, STATE, LicenceState.SUSPENDED))).isEmpty();
        assertThat(judge(Samples.stateChange(Operation.CORRECT, LicenceState.VALID))).extracting(Problem::code)
                .contains("company-name.missing", "valid-to.missing");
    }

    @Test
    void anUnknownOperationIsOneProblem() {
        assertOneProblem(Samples.record(OPERATION, null, STATE, null), "operation.missing", "缺少业务类型");
    }

    @Test
    void anOperationThatTheTypeDoesNotKnowIsNamed() {
        CertificateType type = Samples.TYPE;
        CertificateType narrow = new CertificateType(type.id(), "某证", type.code(), type.standard(), type.template(), type.relayPath(),
                type.number(), type.holder(), type.fields(), type.calls(), type.attachment(), Map.of(Operation.NEW, "01"), type.states(),
                type.outcomes());
        LicenceRecord record = Samples.stateChange(Operation.SUSPEND, LicenceState.SUSPENDED);
        assertThat(new LicenceRules().judge(LicenceRecord.of(narrow, record.values()), DEPARTMENTS))
                .extracting(Problem::code).containsExactly("operation.unsupported");
    }

    @ParameterizedTest
    @EnumSource(Operation.class)
    void anEmptyRecordIsJudgedWithoutFailing(Operation operation) {
        assertThat(judge(SafetyLicence.of(Map.of(OPERATION, operation)))).extracting(Problem::code)
                .contains("cert-num.missing", "credit-code.missing", "department.missing")
                // a correction repeats the state that the ledger knows
                .matches(codes -> codes.contains("state.missing") == (operation != Operation.CORRECT));
    }

    @Test
    void aRecordOfNothingIsJudgedWithoutFailing() {
        assertThat(judge(SafetyLicence.of(Map.of()))).extracting(Problem::code)
                .containsExactlyInAnyOrder("operation.missing", "cert-num.missing", "credit-code.missing", "department.missing");
    }

    @Test
    void aFieldThatCouldNotBeReadIsNotReportedMissingToo() {
        Problem unreadable = new Problem("valid-to.unreadable", "validTo", "不是日期", "");
        LicenceRecord record = Samples.record(VALID_TO, null, COMPANY_NAME, null);
        assertThat(rules.judge(submission(record, unreadable), DEPARTMENTS))
                .extracting(Problem::code).containsExactly("valid-to.unreadable", "company-name.missing");
    }

    @Test
    void aRowThatCouldNotBeReadAtAllIsOneProblem() {
        Problem columns = new Problem("row.columns", null, "列数不符", "");
        assertThat(rules.judge(submission(SafetyLicence.of(Map.of()), columns), DEPARTMENTS)).containsExactly(columns);
    }

    private List<Problem> judge(LicenceRecord record) {
        return rules.judge(record, DEPARTMENTS);
    }

    private void assertOneProblem(LicenceRecord record, String code, String inMessage) {
        assertThat(judge(record)).singleElement().satisfies(problem -> {
            assertThat(problem.code()).isEqualTo(code);
            assertThat(problem.message()).contains(inMessage);
            assertThat(problem.remedy()).isNotBlank();
            assertThat(Samples.TYPE.field(problem.field())).isPresent();
        });
    }

    private static Submission submission(LicenceRecord record, Problem... problems) {
        return new Submission("0".repeat(32), record, List.of(problems), "existing.csv 第 2 行", Stage.RECEIVED, Standing.ACTIVE,
                null, null, null, null, null, null, Map.of(), 0);
    }
}
