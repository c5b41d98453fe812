package cn.zhenglu.ledger;

import static cn.zhenglu.ledger.LedgerUnderTest.arrival;
import static cn.zhenglu.ledger.LedgerUnderTest.record;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.entry;

import cn.zhenglu.licence.LicenceRules;
import java.time.LocalDate;
import java.util.Map;
import java.util.Set;
import cn.zhenglu.SafetyLicence;
import cn.zhenglu.deadletter.DeadLetter;
import cn.zhenglu.deadletter.DeadLetters.Entry;
import cn.zhenglu.ledger.LedgerUnderTest.Database;
import cn.zhenglu.licence.Answered;
import cn.zhenglu.licence.CallOutcome;
import cn.zhenglu.licence.LicenceDocument;
import cn.zhenglu.licence.LicenceRecord;
import cn.zhenglu.licence.LicenceState;
import cn.zhenglu.licence.NeedsPerson;
import cn.zhenglu.licence.Operation;
import cn.zhenglu.licence.Receipt;
import cn.zhenglu.licence.RelayCall;
import cn.zhenglu.licence.SealPlacement;
import cn.zhenglu.licence.Stage;
import cn.zhenglu.licence.Standing;
import cn.zhenglu.licence.Submission;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A licence after its issue: corrected, expired, renewed late; and what a person does about a code whose reply was lost. */
class LicenceLifeTest {

    private static final String CERT = "（闽）JZ安许证字[2023]000001";
    private static final String OTHER_CERT = "（闽）JZ安许证字[2023]000002";
    /** The sample licence is issued on 2023-06-20 and good until 2026-05-31. */
    private static final Duration UNTIL_IT_EXPIRES = Duration.ofDays(1077);

    @TempDir
    Path folder;

    private LedgerUnderTest open(Database database) {
        return new LedgerUnderTest(database, folder);
    }

    @ParameterizedTest
    @EnumSource
    void aCorrectionRepeatsTheStateOfTheLicenceAndChangesWhatTheLedgerTellsButNotTheDocument(Database database) {
        try (LedgerUnderTest it = open(database)) {
            Submission issued = collect(it, received(it, "1", record(Operation.NEW, CERT)));
            update(it, received(it, "2", record(Operation.SUSPEND, CERT)));
            String id = received(it, "3", renamed(record(Operation.CORRECT, CERT), "福建更名建设有限公司"));

            Submission correction = it.ledger.identify(it.ledger.claim(id));
            assertThat(correction.record().state()).isEqualTo(LicenceState.SUSPENDED);
            assertThat(correction.identifier()).isEqualTo(issued.identifier());
            it.ledger.corrected(answered(it, it.ledger.intend(correction, RelayCall.CORRECT), RelayCall.CORRECT));

            assertThat(it.licences.find(CERT)).get().returns("福建更名建设有限公司", Licences.Licence::companyName)
                    .returns(LicenceState.SUSPENDED, Licences.Licence::state).returns(1, Licences.Licence::version)
                    .returns(issued.id(), Licences.Licence::submissionId);
            assertThat(it.history.of(id).get(1).detail()).contains("已更正：企业名称", "已签章的文件不变");
            assertThat(it.ledger.claim(id)).as("told again").isNull();
        }
    }

    @ParameterizedTest
    @EnumSource
    void aCorrectionThatNamesAnotherStateNeedsAPerson(Database database) {
        try (LedgerUnderTest it = open(database)) {
            collect(it, received(it, "1", record(Operation.NEW, CERT)));
            LicenceRecord revoking = record(Operation.CORRECT, CERT).withState(LicenceState.REVOKED, null);
            Submission correction = it.ledger.claim(received(it, "2", revoking));

            assertThatThrownBy(() -> it.ledger.identify(correction)).isInstanceOfSatisfying(NeedsPerson.class,
                    problem -> assertThat(problem.problems().get(0).code()).isEqualTo("correction.state"));
        }
    }

    @ParameterizedTest
    @EnumSource
    void aLicencePastItsLastDayIsReportedExpiredOnceForEachVersion(Database database) {
        try (LedgerUnderTest it = open(database)) {
            Submission issued = collect(it, received(it, "1", record(Operation.NEW, CERT)));
            it.clock.pass(UNTIL_IT_EXPIRES.minusDays(1));
            assertThat(it.expiry.outlook()).returns(1L, ExpirySweep.Outlook::within30).returns(1L, ExpirySweep.Outlook::within90)
                    .returns(0L, ExpirySweep.Outlook::past)
                    .satisfies(outlook -> assertThat(outlook.months().values()).hasSize(12).startsWith(1L).containsOnlyOnce(1L));
            assertThat(it.expiry.report("20d")).as("on its last day").isZero();
            it.clock.pass(Duration.ofDays(1));
            assertThat(it.expiry.outlook()).returns(0L, ExpirySweep.Outlook::within90).returns(1L, ExpirySweep.Outlook::past)
                    .satisfies(outlook -> assertThat(outlook.months().values()).containsOnly(0L));

            assertThat(it.expiry.report("20d")).isEqualTo(1);
            assertThat(it.expiry.report("20d")).isZero();
            String id = newest(it);
            assertThat(it.ledger.find(id)).get().returns(Standing.ACTIVE, Submission::standing)
                    .extracting(Submission::record).returns(Operation.EXPIRE, LicenceRecord::operation)
                    .returns(LicenceState.EXPIRED, LicenceRecord::state);
            update(it, id);

            assertThat(it.licences.find(CERT)).get().returns(LicenceState.EXPIRED, Licences.Licence::state)
                    .returns(issued.identifier(), Licences.Licence::identifier);
            assertThat(it.expiry.report("20d")).isZero();
        }
    }

    /** Of a converted stock a large part may have expired: reported before the daily work, they would hold new approvals up for hours. */
    @ParameterizedTest
    @EnumSource
    void reportsOfExpiredLicencesComeBehindTheDailyWorkAFewAtATime(Database database) {
        try (LedgerUnderTest it = open(database)) {
            int expired = 60;
            IntStream.range(0, expired).forEach(i -> collect(it, received(it, "s" + i, record(Operation.NEW, number(i)))));
            it.clock.pass(UNTIL_IT_EXPIRES);
            assertThat(it.expiry.report("20d")).isEqualTo(expired);
            it.clock.pass(Duration.ofSeconds(1));
            String daily = received(it, "d", record(Operation.NEW, number(expired)));

            List<Dispatcher.Pointer> due = it.dispatcher.due();
            assertThat(due).hasSizeLessThan(expired);
            assertThat(due.get(0).submissionId()).isEqualTo(daily);
            assertThat(due.get(0).priority()).isGreaterThan(due.get(1).priority());
            assertThat(it.ledger.find(due.get(1).submissionId()).orElseThrow()).returns(true, Submission::yields);
            it.dispatcher.published(due);
            assertThat(ids(it)).as("while so many are on their way").isEmpty();
            String renewal = received(it, "r", record(Operation.RENEW, number(expired - 1)));
            assertThat(ids(it)).as("the report that a renewal waits for goes at once").singleElement().isNotEqualTo(renewal);
        }
    }

    @ParameterizedTest
    @EnumSource
    void aCertificateOfAPersonExpiresWithAllThatItsStateChangeSaysAndIsListedWithoutTheWholeNumber(Database database) {
        try (LedgerUnderTest it = open(database)) {
            LocalDate from = LocalDate.of(2023, 6, 1);
            LicenceRecord record = LicenceRecord.of(SafetyLicence.FAMILY.named("c0304").orElseThrow(), Map.ofEntries(
                    Map.entry("operation", Operation.NEW), Map.entry("department", "fuzhou"), Map.entry("certNum", "闽A012023000001"), Map.entry("name", "林建安"),
                    Map.entry("gender", "1"), Map.entry("identityCard", "11010519491231002X"), Map.entry("identityCardType", "111"),
                    Map.entry("operationCategory", "01"), Map.entry("firstIssueDate", from), Map.entry("issueDate", from), Map.entry("validFrom", from),
                    Map.entry("validTo", from.plusYears(2).minusDays(1)), Map.entry("state", LicenceState.VALID)));
            collect(it, received(it, "1", record));
            it.clock.pass(UNTIL_IT_EXPIRES);

            assertThat(it.expiry.report("20d")).isEqualTo(1);
            Submission expiry = it.ledger.find(newest(it)).orElseThrow();
            assertThat(new LicenceRules().judge(expiry, Set.of("fuzhou"))).isEmpty();
            assertThat(expiry.record().own()).containsEntry("identityCard", "11010519491231002X").containsEntry("operationCategory", "01");
            update(it, expiry.id());

            assertThat(it.licences.find("闽A012023000001")).get().returns(LicenceState.EXPIRED, Licences.Licence::state)
                    .returns("c0304", Licences.Licence::type).returns("110105**********2X", Licences.Licence::creditCode);
        }
    }

    @ParameterizedTest
    @EnumSource
    void aRenewalUnderWayIsGivenItsTimeAndOneThatNeedsAPersonItsDaysOfGrace(Database database) {
        try (LedgerUnderTest it = open(database)) {
            collect(it, received(it, "1", record(Operation.NEW, CERT)));
            String renewal = received(it, "2", record(Operation.RENEW, CERT));
            it.clock.pass(UNTIL_IT_EXPIRES.plusDays(10));
            assertThat(it.expiry.report("20d")).as("while the renewal moves").isZero();
            fail(it, renewal, "credit-code.check-digit");
            assertThat(it.expiry.report("20d")).as("within its grace").isZero();
            it.clock.pass(Duration.ofDays(15));

            assertThat(it.expiry.report("20d")).isEqualTo(1);
            String report = newest(it);
            assertThat(ids(it)).as("is not held up by the renewal that waits for a person").containsExactly(report);
        }
    }

    @ParameterizedTest
    @EnumSource
    void aLicenceThatIsRenewedBeforeItsReportIsSentHasNotExpired(Database database) {
        try (LedgerUnderTest it = open(database)) {
            collect(it, received(it, "1", record(Operation.NEW, CERT)));
            it.clock.pass(UNTIL_IT_EXPIRES.plusDays(30));
            assertThat(it.expiry.report("20d")).isEqualTo(1);
            String report = newest(it);

            collect(it, received(it, "2", record(Operation.RENEW, CERT)));

            assertThat(it.ledger.find(report)).get().returns(Standing.WITHDRAWN, Submission::standing);
            assertThat(it.history.of(report).get(1).detail()).contains("不再报送失效");
        }
    }

    @ParameterizedTest
    @EnumSource
    void whatMendsAnIssueTakesItsPlaceSoThatASuspensionBehindItDoesNotOvertake(Database database) {
        try (LedgerUnderTest it = open(database)) {
            String bad = received(it, "1", record(Operation.NEW, CERT));
            String suspension = received(it, "2", record(Operation.SUSPEND, CERT));
            it.dispatcher.due();
            fail(it, bad, "credit-code.check-digit");

            String mended = received(it, "1", renamed(record(Operation.NEW, CERT), "福建更名建设有限公司"));

            assertThat(ids(it)).containsExactly(mended);
            collect(it, mended);
            it.clock.pass(Duration.ofMinutes(1));
            assertThat(ids(it)).containsExactly(suspension);
        }
    }

    @ParameterizedTest
    @EnumSource
    void whatConcernsANumberWaitsForTheRenewalThatReplacesIt(Database database) {
        try (LedgerUnderTest it = open(database)) {
            collect(it, received(it, "1", record(Operation.NEW, CERT)));
            String renewal = received(it, "2", replacing(record(Operation.RENEW, OTHER_CERT), CERT));
            String suspension = received(it, "3", record(Operation.SUSPEND, CERT));

            assertThat(ids(it)).containsExactly(renewal).doesNotContain(suspension);
        }
    }

    @ParameterizedTest
    @EnumSource
    void onlyACallThatMayHaveBeenDoneCountsAsBegunBefore(Database database) {
        try (LedgerUnderTest it = open(database)) {
            String id = received(it, "1", record(Operation.NEW, CERT));
            for (CallOutcome harmless : List.of(CallOutcome.HELD, CallOutcome.REFUSED)) {
                Submission attempt = it.ledger.intend(it.ledger.claim(id), RelayCall.CODE);
                it.relayCalls.keep(attempt, lost(it), harmless, "未送达");
                it.clock.pass(Duration.ofMinutes(3));
            }
            Submission attempt = it.ledger.intend(it.ledger.claim(id), RelayCall.CODE);
            assertThat(attempt.begunBefore(RelayCall.CODE)).isFalse();
            it.relayCalls.keep(attempt, lost(it), CallOutcome.UNKNOWN, "连接中断");
            it.clock.pass(Duration.ofMinutes(3));

            assertThat(it.ledger.intend(it.ledger.claim(id), RelayCall.CODE).begunBefore(RelayCall.CODE)).isTrue();
            assertThat(it.relayCalls.of(id)).extracting(RelayCalls.Call::outcome)
                    .containsExactly(CallOutcome.HELD, CallOutcome.REFUSED, CallOutcome.UNKNOWN, null);
        }
    }

    @ParameterizedTest
    @EnumSource
    void aCodeWhoseReplyWasLostIsEnteredByAPersonOnceAndCheckedAndAudited(Database database) {
        try (LedgerUnderTest it = open(database)) {
            String other = received(it, "1", record(Operation.NEW, OTHER_CERT));
            String taken = seal(it, other).code();
            String id = received(it, "2", record(Operation.NEW, CERT));
            Submission checked = it.ledger.identify(it.ledger.claim(id));
            checked = it.ledger.checked(answered(it, it.ledger.intend(checked, RelayCall.CHECK), RelayCall.CHECK));
            it.deadLetters.record(it.deadLetters.describe(checked, new NeedsPerson("relay.answer-lost", null, "已提交未回执", "登记")));
            DeadLetter letter = it.deadLetters.open(1, 0).get(0);
            assertThat(it.deadLetters.wantsCode(letter)).isTrue();

            assertThat(it.deadLetters.enterCode(letter.id(), "太短", "operator")).isEqualTo(Entry.NOT_A_CODE);
            assertThat(it.deadLetters.enterCode(letter.id(), taken, "operator")).isEqualTo(Entry.NOT_WANTED);
            assertThat(it.deadLetters.enterCode(letter.id(), " AbCdEfGh \n 0123456789 ", "operator")).isEqualTo(Entry.ENTERED);
            assertThat(it.deadLetters.enterCode(letter.id(), "AbCdEfGh0123456789", "operator")).isEqualTo(Entry.NOT_WANTED);

            assertThat(it.ledger.find(id)).get().returns(Stage.CODED, Submission::stage)
                    .returns(Standing.ACTIVE, Submission::standing).returns("AbCdEfGh0123456789", Submission::code);
            assertThat(it.history.of(id)).extracting(History.Step::outcome).containsExactly("ok", "ok", "person", "code");
            assertThat(it.jdbc.sql("select detail, before_act, after_act from audit where action = 'dead-letter.enter-code'").query().singleRow())
                    .containsExactly(entry("detail", "登记证照编码，18 个字符"), entry("before_act", "没有证照编码"),
                            entry("after_act", "证照编码末四位 6789"));
        }
    }

    @ParameterizedTest
    @EnumSource
    void anOrdinaryDeadLetterTakesNoCode(Database database) {
        try (LedgerUnderTest it = open(database)) {
            fail(it, received(it, "1", record(Operation.NEW, CERT)), "credit-code.check-digit");

            assertThat(it.deadLetters.enterCode(it.deadLetters.open(1, 0).get(0).id(), "AbCdEfGh0123456789", "operator"))
                    .isEqualTo(Entry.NOT_WANTED);
        }
    }

    @ParameterizedTest
    @EnumSource
    void aRefusalThatNobodyHasClassifiedIsCountedUntilItIsPutAway(Database database) {
        try (LedgerUnderTest it = open(database)) {
            Submission submission = it.ledger.claim(received(it, "1", record(Operation.NEW, CERT)));
            it.relayCalls.unknownRefusal(submission, RelayCall.CODE, "证书 000001 的批次尚未开放");
            it.clock.pass(Duration.ofHours(1));
            it.relayCalls.unknownRefusal(submission, RelayCall.CODE, "证书 000002 的批次尚未开放");
            it.relayCalls.unknownRefusal(submission, RelayCall.COLLECT, "别的原因");

            List<RelayCalls.UnknownRefusal> unknown = it.relayCalls.unknownRefusals(10);
            RelayCalls.UnknownRefusal twice = unknown.stream().filter(refusal -> refusal.call() == RelayCall.CODE).findFirst().orElseThrow();
            assertThat(unknown).hasSize(2);
            assertThat(twice.text()).isEqualTo("证书 … 的批次尚未开放");
            assertThat(twice.times()).isEqualTo(2);
            assertThat(twice.lastAt()).isEqualTo(twice.firstAt().plus(Duration.ofHours(1)));
            assertThat(it.relayCalls.putAway(twice.digest())).isTrue();
            assertThat(it.relayCalls.unknownRefusals(10)).hasSize(1);
        }
    }

    @ParameterizedTest
    @EnumSource
    void receiptsOfFinishedWorkAreForgottenAfterTheirTimeAndThoseOfUnfinishedWorkAreNot(Database database) {
        try (LedgerUnderTest it = open(database)) {
            String done = collect(it, received(it, "1", record(Operation.NEW, CERT))).id();
            String open = received(it, "2", record(Operation.NEW, OTHER_CERT));
            it.relayCalls.keep(it.ledger.intend(it.ledger.claim(open), RelayCall.CHECK), lost(it), CallOutcome.UNKNOWN, "连接中断");
            assertThat(it.relayCalls.sweep("365d")).isZero();
            it.clock.pass(Duration.ofDays(366));

            assertThat(it.relayCalls.sweep("365d")).isEqualTo(3);
            assertThat(it.relayCalls.of(done)).hasSize(3).allSatisfy(call -> assertThat(call.reply()).isNull());
            assertThat(it.relayCalls.of(open)).extracting(RelayCalls.Call::request).containsExactly("{}");
        }
    }

    private static LicenceRecord renamed(LicenceRecord r, String company) {
        return SafetyLicence.record(r.operation(), r.department(), r.certNum(), company, r.text("creditCode"), r.text("companyAddress"), r.text("economicType"),
                r.text("responsiblePerson"), r.text("responsiblePersonId"), r.text("responsiblePersonIdType"), r.text("licenceScope"), r.firstIssueDate(),
                r.issueDate(), r.validFrom(), r.validTo(), r.state(), r.stateNote(), r.replaces());
    }

    private static LicenceRecord replacing(LicenceRecord r, String replaces) {
        return SafetyLicence.record(r.operation(), r.department(), r.certNum(), r.text("companyName"), r.text("creditCode"), r.text("companyAddress"),
                r.text("economicType"), r.text("responsiblePerson"), r.text("responsiblePersonId"), r.text("responsiblePersonIdType"), r.text("licenceScope"),
                r.firstIssueDate(), r.issueDate(), r.validFrom(), r.validTo(), r.state(), r.stateNote(), replaces);
    }

    private static String number(int i) {
        return "（闽）JZ安许证字[2023]%06d".formatted(100 + i);
    }

    private static String received(LedgerUnderTest it, String key, LicenceRecord record) {
        assertThat(it.arrivals.receive(List.of(arrival(key, record)))).isEqualTo(1);
        return newest(it);
    }

    private static String newest(LedgerUnderTest it) {
        return it.jdbc.sql("select id from submission order by seq desc limit 1").query(String.class).single();
    }

    private static List<String> ids(LedgerUnderTest it) {
        return it.dispatcher.due().stream().map(Dispatcher.Pointer::submissionId).toList();
    }

    private static void fail(LedgerUnderTest it, String id, String code) {
        it.deadLetters.record(it.deadLetters.describe(it.ledger.claim(id), new NeedsPerson(code, null, "有误", "请更正")));
    }

    private static Submission seal(LedgerUnderTest it, String id) {
        Submission s = it.ledger.identify(it.ledger.claim(id));
        s = it.ledger.checked(answered(it, it.ledger.intend(s, RelayCall.CHECK), RelayCall.CHECK));
        s = it.ledger.intend(s, RelayCall.CODE);
        s = it.ledger.coded(answered(it, s.withCode("CODE-" + id), RelayCall.CODE));
        return it.ledger.sealed(new LicenceDocument(s, ("ofd of " + id).getBytes(StandardCharsets.UTF_8),
                new SealPlacement(1, 0, 0, 40, 40)));
    }

    private static Submission collect(LedgerUnderTest it, String id) {
        seal(it, id);
        Submission s = it.ledger.publishDocument(it.ledger.claim(id));
        return it.ledger.collected(answered(it, it.ledger.intend(s, RelayCall.COLLECT), RelayCall.COLLECT));
    }

    private static void update(LedgerUnderTest it, String id) {
        Submission s = it.ledger.identify(it.ledger.claim(id));
        it.ledger.updated(answered(it, it.ledger.intend(s, RelayCall.UPDATE), RelayCall.UPDATE));
    }

    private static Answered answered(LedgerUnderTest it, Submission submission, RelayCall call) {
        return new Answered(submission, new Receipt(call, it.clock.instant(), it.clock.instant(), 200, "{}", "{}", null));
    }

    private static Receipt lost(LedgerUnderTest it) {
        RelayCall call = it.jdbc.sql("select call from relay_call order by id desc limit 1")
                .query((row, n) -> RelayCall.valueOf(row.getString(1))).single();
        return new Receipt(call, it.clock.instant(), null, 0, "{}", null, null);
    }
}
