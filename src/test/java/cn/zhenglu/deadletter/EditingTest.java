package cn.zhenglu.deadletter;

import static cn.zhenglu.ledger.LedgerUnderTest.record;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.entry;

import cn.zhenglu.FaultTally;
import cn.zhenglu.SafetyLicence;
import cn.zhenglu.ledger.Dispatcher;
import cn.zhenglu.ledger.History;
import cn.zhenglu.ledger.LedgerUnderTest;
import cn.zhenglu.ledger.LedgerUnderTest.Database;
import cn.zhenglu.licence.Arrival;
import cn.zhenglu.licence.LicenceField;
import cn.zhenglu.licence.LicenceRecord;
import cn.zhenglu.licence.Operation;
import cn.zhenglu.licence.RelayCall;
import cn.zhenglu.licence.Stage;
import cn.zhenglu.licence.Submission;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class EditingTest {

    private static final String NUMBER = "（闽）JZ安许证字[2023]000001";
    private static final LicenceRecord GOOD = record(Operation.NEW, NUMBER);
    private static final LicenceRecord BAD = with(GOOD, SafetyLicence.CREDIT_CODE, "91350100MA2300004X");

    @TempDir
    Path folder;

    @ParameterizedTest
    @EnumSource
    void anEditedVersionStandsInThePlaceOfItsOriginalWhichStaysAsItWas(Database database) {
        try (LedgerUnderTest it = new LedgerUnderTest(database, folder)) {
            Letters letters = new Letters(it);
            DeadLetter letter = letters.stopped(BAD, "credit-code.check-digit", "校验位不正确");

            String version = editing(it).edit(letter.id(), GOOD, "lin").orElseThrow();

            Submission original = it.ledger.find(letter.submissionId()).orElseThrow();
            assertThat(original.record()).isEqualTo(BAD);
            assertThat(letters.standing(original.id())).isEqualTo("WITHDRAWN");
            Submission edited = it.ledger.find(version).orElseThrow();
            assertThat(edited.record()).isEqualTo(GOOD);
            assertThat(edited.stage()).isEqualTo(Stage.RECEIVED);
            assertThat(edited.origin()).isEqualTo(original.origin());
            assertThat(edited.previewToken()).isNotEqualTo(original.previewToken());
            assertThat(column(it, "edited_from", version)).isEqualTo(original.id());
            assertThat(column(it, "superseded_by", original.id())).isEqualTo(version);
            assertThat(it.deadLetters.find(letter.id()).orElseThrow()).returns(DeadLetter.Standing.RETRIED, DeadLetter::standing)
                    .returns("lin", DeadLetter::closedBy);
            assertThat(it.history.of(version)).singleElement().satisfies(step -> {
                assertThat(step.actor()).isEqualTo("lin");
                assertThat(step.outcome()).isEqualTo("edit");
                assertThat(step.detail()).contains(original.id(), "统一社会信用代码「91350100MA2300004X」改为「91350100MA23000045」");
            });
            assertThat(it.history.of(original.id())).extracting(History.Step::outcome).containsExactly("ok", "person", "edit");
            assertThat(it.jdbc.sql("select detail, before_act, after_act from audit where action = 'dead-letter.edit' and actor = 'lin'")
                    .query().singleRow()).containsExactly(entry("detail", "由新业务 " + version + " 接替"),
                            entry("before_act", "统一社会信用代码「91350100MA2300004X」"), entry("after_act", "统一社会信用代码「91350100MA23000045」"));
        }
    }

    @ParameterizedTest
    @EnumSource
    void whatWaitsBehindTheOriginalDoesNotOvertakeTheEditedVersion(Database database) {
        try (LedgerUnderTest it = new LedgerUnderTest(database, folder)) {
            Letters letters = new Letters(it);
            DeadLetter letter = letters.stopped(BAD, "credit-code.check-digit", "校验位不正确");
            it.arrivals.receive(List.of(LedgerUnderTest.arrival("renewal", record(Operation.RENEW, NUMBER))));

            String version = editing(it).edit(letter.id(), GOOD, "lin").orElseThrow();

            it.clock.pass(Duration.ofSeconds(1));
            assertThat(it.dispatcher.due()).extracting(Dispatcher.Pointer::submissionId).containsExactly(version);
        }
    }

    @ParameterizedTest
    @EnumSource
    void aSourceThatIsMendedInTheSameWayBringsNothingNew(Database database) {
        try (LedgerUnderTest it = new LedgerUnderTest(database, folder)) {
            Letters letters = new Letters(it);
            DeadLetter letter = letters.stopped(BAD, "credit-code.check-digit", "校验位不正确");
            editing(it).edit(letter.id(), GOOD, "lin").orElseThrow();

            Arrival mended = LedgerUnderTest.arrival(NUMBER, GOOD);
            assertThat(it.arrivals.receive(List.of(mended))).isZero();
        }
    }

    @ParameterizedTest
    @EnumSource
    void aVersionMayGoBackToWhatAnEarlierOneSaid(Database database) {
        try (LedgerUnderTest it = new LedgerUnderTest(database, folder)) {
            Letters letters = new Letters(it);
            LicenceRecord other = with(GOOD, SafetyLicence.COMPANY_ADDRESS, "福州市华林路 2 号");
            DeadLetter first = letters.stopped(GOOD, "relay.refused.check", "校验未通过");
            String second = editing(it).edit(first.id(), other, "lin").orElseThrow();
            DeadLetter again = letters.stop(second, "relay.refused.check", "校验未通过", List.of());

            assertThat(editing(it).edit(again.id(), GOOD, "lin")).isPresent();
        }
    }

    @ParameterizedTest
    @EnumSource
    void whatHasACodeIsNotEdited(Database database) {
        try (LedgerUnderTest it = new LedgerUnderTest(database, folder)) {
            Letters letters = new Letters(it);
            DeadLetter letter = letters.stopped(GOOD, "document.no-glyph", "没有字形", List.of(RelayCall.CODE));
            it.jdbc.sql("update submission set code = 'CODE', stage = 'CODED'").update();

            assertThat(editing(it).locks(letter)).returns(true, Locks::all).returns(Locks.Reason.CODED, Locks::reason);
            LicenceRecord other = with(GOOD, SafetyLicence.COMPANY_NAME, "福建闽江建设有限公司");
            assertThatThrownBy(() -> editing(it).edit(letter.id(), other, "lin")).isInstanceOf(IllegalArgumentException.class);
            assertThat(it.jdbc.sql("select count(*) from submission").query(Long.class).single()).isEqualTo(1);
        }
    }

    @ParameterizedTest
    @EnumSource
    void whileNobodyKnowsWhetherACodeWasAssignedNothingIsEdited(Database database) {
        try (LedgerUnderTest it = new LedgerUnderTest(database, folder)) {
            DeadLetter lost = new Letters(it).stopped(GOOD, "relay.answer-lost", "已提交未回执", List.of(RelayCall.CODE, RelayCall.CODE));

            assertThat(editing(it).locks(lost)).returns(true, Locks::all).returns(Locks.Reason.UNKNOWN, Locks::reason);
        }
    }

    @ParameterizedTest
    @EnumSource
    void afterARefusedCodingTheNumberStaysUnlessItIsSomebodyElses(Database database) {
        try (LedgerUnderTest it = new LedgerUnderTest(database, folder)) {
            Letters letters = new Letters(it);
            DeadLetter checked = letters.stopped(record(Operation.NEW, "（闽）JZ安许证字[2023]000004"), "relay.refused.check", "校验未通过",
                    List.of(RelayCall.CHECK));
            assertThat(editing(it).locks(checked)).returns(Locks.Reason.NONE, Locks::reason);
            DeadLetter others = letters.stopped(GOOD, "relay.already-exists", "平台已存在该证照", List.of(RelayCall.CHECK, RelayCall.CODE));
            assertThat(editing(it).locks(others)).returns(Locks.Reason.NONE, Locks::reason);

            LicenceRecord second = record(Operation.NEW, "（闽）JZ安许证字[2023]000002");
            DeadLetter twice = letters.stopped(second, "relay.refused.code", "赋码未通过", List.of(RelayCall.CODE, RelayCall.CODE));
            assertThat(editing(it).locks(twice).reason()).isEqualTo(Locks.Reason.IDENTITY);
            LicenceRecord renumbered = with(second, SafetyLicence.CERT_NUM, "（闽）JZ安许证字[2023]000003");
            assertThatThrownBy(() -> editing(it).edit(twice.id(), renumbered, "lin")).isInstanceOf(IllegalArgumentException.class);
            assertThat(editing(it).edit(twice.id(), with(second, SafetyLicence.COMPANY_ADDRESS, "福州市华林路 2 号"), "lin")).isPresent();
        }
    }

    @ParameterizedTest
    @EnumSource
    void aRecordThatBreaksARuleIsNotTaken(Database database) {
        try (LedgerUnderTest it = new LedgerUnderTest(database, folder)) {
            DeadLetter letter = new Letters(it).stopped(BAD, "credit-code.check-digit", "校验位不正确");
            LicenceRecord stillBad = with(BAD, SafetyLicence.COMPANY_ADDRESS, "福州市华林路 2 号");

            assertThat(editing(it).judge(stillBad)).extracting("code").containsExactly("credit-code.check-digit");
            assertThatThrownBy(() -> editing(it).edit(letter.id(), stillBad, "lin")).isInstanceOf(IllegalArgumentException.class);
        }
    }

    @ParameterizedTest
    @EnumSource
    void ofAnEditAndARetryAtTheSameTimeExactlyOneWins(Database database) throws Exception {
        try (LedgerUnderTest it = new LedgerUnderTest(database, folder)) {
            Letters letters = new Letters(it);
            FaultTally races = new FaultTally("an edit and a retry at the same time, " + database);
            ExecutorService operators = Executors.newFixedThreadPool(2);
            for (int i = 1; i <= 20; i++) {
                LicenceRecord bad = with(BAD, SafetyLicence.CERT_NUM, "（闽）JZ安许证字[2023]%06d".formatted(i));
                DeadLetter letter = letters.stopped(bad, "credit-code.check-digit", "校验位不正确");
                CyclicBarrier start = new CyclicBarrier(2);
                Callable<Boolean> edits = () -> {
                    start.await();
                    return editing(it).edit(letter.id(), with(bad, SafetyLicence.CREDIT_CODE, GOOD.text("creditCode")), "lin").isPresent();
                };
                Callable<Boolean> retries = () -> {
                    start.await();
                    return it.deadLetters.retry(letter.id(), "chen");
                };
                long began = System.nanoTime();
                Future<Boolean> edited = operators.submit(edits);
                Future<Boolean> retried = operators.submit(retries);

                assertThat(edited.get() ^ retried.get()).isTrue();
                Duration decided = FaultTally.since(began);
                long going = it.jdbc.sql("select count(*) from submission where cert_num = :number and standing = 'ACTIVE'")
                        .param("number", bad.certNum()).query(Long.class).single();
                assertThat(going).isEqualTo(1);
                races.add(1, Math.max(0, 1 - going), Math.max(0, going - 1), it.deadLetters.countOpen(), decided);
            }
            operators.shutdown();
            races.measured().tell();
        }
    }

    @ParameterizedTest
    @EnumSource
    void anArchivedOneComesBackUnlessAnotherHasTakenItsPlace(Database database) {
        try (LedgerUnderTest it = new LedgerUnderTest(database, folder)) {
            Letters letters = new Letters(it);
            DeadLetter letter = letters.stopped(BAD, "credit-code.check-digit", "校验位不正确");
            it.deadLetters.archive(letter.id(), "不再办理", "lin");

            assertThat(it.deadLetters.restore(letter.id(), "chen")).isTrue();
            assertThat(it.deadLetters.restore(letter.id(), "chen")).as("twice").isFalse();
            assertThat(it.deadLetters.find(letter.id())).get().returns(DeadLetter.Standing.OPEN, DeadLetter::standing);
            assertThat(letters.standing(letter.submissionId())).isEqualTo("DEAD");
            assertThat(it.history.of(letter.submissionId())).extracting(History.Step::outcome)
                    .containsExactly("ok", "person", "archive", "restore");

            it.arrivals.receive(List.of(LedgerUnderTest.arrival(NUMBER, GOOD))); // mended at the source: takes its place
            assertThat(it.deadLetters.restore(letter.id(), "chen")).isFalse();
            assertThat(it.deadLetters.find(letter.id())).get().returns(DeadLetter.Standing.ARCHIVED, DeadLetter::standing);
        }
    }

    private static Editing editing(LedgerUnderTest it) {
        return it.context.getBean(Editing.class);
    }

    private static String column(LedgerUnderTest it, String column, String id) {
        return Optional.ofNullable(it.jdbc.sql("select " + column + " from submission where id = :id").param("id", id)
                .query(String.class).single()).orElse("");
    }

    private static LicenceRecord with(LicenceRecord record, LicenceField changed, Object value) {
        Map<LicenceField, Object> fields = new HashMap<>();
        for (LicenceField field : SafetyLicence.fields()) {
            if (field.in(record) != null) {
                fields.put(field, field.in(record));
            }
        }
        fields.put(changed, value);
        return SafetyLicence.of(fields);
    }
}
