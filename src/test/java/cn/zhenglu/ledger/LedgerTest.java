package cn.zhenglu.ledger;

import static cn.zhenglu.ledger.LedgerUnderTest.arrival;
import static cn.zhenglu.ledger.LedgerUnderTest.record;
import static cn.zhenglu.ledger.LedgerWalk.code;
import static cn.zhenglu.ledger.LedgerWalk.collect;
import static cn.zhenglu.ledger.LedgerWalk.seal;
import static cn.zhenglu.ledger.LedgerWalk.update;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.awaitility.Awaitility.await;

import cn.zhenglu.MeasuredFault;
import cn.zhenglu.SafetyLicence;
import cn.zhenglu.deadletter.DeadLetter;
import cn.zhenglu.ledger.Dispatcher.Pointer;
import cn.zhenglu.ledger.LedgerUnderTest.Database;
import cn.zhenglu.licence.Arrival;
import cn.zhenglu.licence.LicenceDocument;
import cn.zhenglu.licence.LicenceRecord;
import cn.zhenglu.licence.LicenceState;
import cn.zhenglu.licence.NeedsPerson;
import cn.zhenglu.licence.Operation;
import cn.zhenglu.licence.RelayCall;
import cn.zhenglu.licence.Stage;
import cn.zhenglu.licence.Standing;
import cn.zhenglu.licence.Submission;
import cn.zhenglu.licence.TryLater;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Timestamp;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

class LedgerTest {

    private static final String CERT = "（闽）JZ安许证字[2023]000001";
    private static final String OTHER_CERT = "（闽）JZ安许证字[2023]000002";

    @TempDir
    Path folder;

    private LedgerUnderTest open(Database database) {
        return new LedgerUnderTest(database, folder);
    }

    @ParameterizedTest
    @EnumSource
    void aRowThatComesAgainBecomesNothing(Database database) {
        try (LedgerUnderTest it = open(database)) {
            Arrival row = arrival("1", record(Operation.NEW, CERT));

            assertThat(it.arrivals.receive(List.of(row, row))).isEqualTo(1);
            assertThat(it.arrivals.receive(List.of(row))).isZero();
        }
    }

    @ParameterizedTest
    @EnumSource
    void aWorkerHasASubmissionForItselfUntilItsClaimRunsOut(Database database) {
        try (LedgerUnderTest it = open(database)) {
            String id = received(it, "1", record(Operation.NEW, CERT));

            Submission first = it.ledger.claim(id);
            assertThat(first).isNotNull();
            assertThat(it.ledger.claim(id)).isNull();

            it.clock.pass(Duration.ofMinutes(3));
            Submission second = it.ledger.claim(id);
            assertThat(second.fence()).isGreaterThan(first.fence());
        }
    }

    @ParameterizedTest
    @EnumSource
    void aWorkerThatWakesAfterItsClaimWasTakenOverRecordsNothing(Database database) {
        try (LedgerUnderTest it = open(database)) {
            String id = received(it, "1", record(Operation.NEW, CERT));
            Submission sleeper = it.ledger.claim(id);
            it.clock.pass(Duration.ofMinutes(3));
            it.ledger.claim(id);
            long inFlight = it.underWay();
            long woken = System.nanoTime();

            assertThatThrownBy(() -> it.ledger.intend(sleeper, RelayCall.CODE)).isInstanceOf(ClaimLost.class);
            assertThatThrownBy(() -> it.ledger.postpone(sleeper, null, "稍后")).isInstanceOf(ClaimLost.class);
            assertThat(it.ledger.stop(id, sleeper.fence(), "迟到的失败")).isFalse();
            String refused = MeasuredFault.since(woken);
            long writtenBySleeper = it.relayCalls.of(id).size() + it.history.of(id).stream().filter(step -> !step.outcome().equals("ok")).count();
            new MeasuredFault("a worker wakes after its claim was taken over, " + database, 1, inFlight, it.lost(inFlight), writtenBySleeper,
                    it.deadLetters.countOpen(), refused).tell();
        }
    }

    /** Else the one that takes over would not count the call, and take the platform's 「已存在」 for somebody else's. */
    @ParameterizedTest
    @EnumSource
    void whoTakesASubmissionOverCountsACallThatWasIntendedInThatMoment(Database database) throws Exception {
        try (LedgerUnderTest it = open(database)) {
            String id = received(it, "1", record(Operation.NEW, CERT));
            Submission sleeper = it.ledger.claim(id);
            it.clock.pass(Duration.ofMinutes(3));

            Submission next = inOneTransaction(it, () -> it.ledger.intend(sleeper, RelayCall.CODE), () -> it.ledger.claim(id));

            assertThat(next.attempts()).containsEntry(RelayCall.CODE, 1);
        }
    }

    @ParameterizedTest
    @EnumSource
    void aCallThatIsIntendedWhileAnotherTakesTheSubmissionOverIsNotMade(Database database) throws Exception {
        try (LedgerUnderTest it = open(database)) {
            String id = received(it, "1", record(Operation.NEW, CERT));
            Submission sleeper = it.ledger.claim(id);
            it.clock.pass(Duration.ofMinutes(3));

            assertThatThrownBy(() -> inOneTransaction(it, () -> it.ledger.claim(id), () -> it.ledger.intend(sleeper, RelayCall.CODE)))
                    .hasCauseInstanceOf(ClaimLost.class);
            assertThat(it.relayCalls.of(id)).isEmpty();
        }
    }

    /** The second is asked for before the first is committed, and waits for it. */
    private static <T> T inOneTransaction(LedgerUnderTest it, Runnable first, Callable<T> second) throws Exception {
        FutureTask<T> waits = new FutureTask<>(second);
        Thread thread = new Thread(waits, "second");
        new TransactionTemplate(it.context.getBean(PlatformTransactionManager.class)).executeWithoutResult(status -> {
            first.run();
            thread.start();
            await().until(() -> Arrays.stream(thread.getStackTrace()).anyMatch(frame -> frame.getMethodName().startsWith("execute")));
        });
        return waits.get(20, TimeUnit.SECONDS);
    }

    @ParameterizedTest
    @EnumSource
    void waitingAgainForTheSameReasonWithoutACallAddsNothingToTheHistory(Database database) {
        try (LedgerUnderTest it = open(database)) {
            String id = received(it, "1", record(Operation.NEW, CERT));
            for (String reason : List.of("印章服务不可用", "印章服务不可用", "印章服务不可用", "调用过快")) {
                it.ledger.postpone(it.ledger.claim(id), Duration.ZERO, reason);
                it.dispatcher.due();
            }

            assertThat(it.history.of(id)).filteredOn(step -> step.outcome().equals("later")).extracting(History.Step::detail)
                    .containsExactly("印章服务不可用", "调用过快");
        }
    }

    @ParameterizedTest
    @EnumSource
    void claimsOfAnEarlierRunOfTheSameNodeAreVoidAtStart(Database database) {
        try (LedgerUnderTest it = open(database)) {
            String id = received(it, "1", record(Operation.NEW, CERT));
            it.ledger.claim(id);

            assertThat(it.ledger.releaseOwnClaims()).isEqualTo(1);
            assertThat(it.ledger.claim(id)).isNotNull();
        }
    }

    @ParameterizedTest
    @EnumSource
    void aSealedSubmissionWhoseHandOffWasLostDoesNotWaitForTheClaimOfWhoHandsItOverAgain(Database database) {
        try (LedgerUnderTest it = open(database)) {
            String id = received(it, "1", record(Operation.NEW, CERT));
            seal(it, id);

            it.ledger.handOver(it.ledger.claim(id));

            assertThat(it.ledger.claim(id)).as("the uploader's claim").isNotNull();
            assertThat(it.dispatcher.due()).isEmpty();
        }
    }

    @ParameterizedTest
    @EnumSource
    void aMessageAboutAnUnknownSubmissionNeedsAPerson(Database database) {
        try (LedgerUnderTest it = open(database)) {
            assertThatThrownBy(() -> it.ledger.claim("no such id")).isInstanceOf(NeedsPerson.class)
                    .hasMessageContaining("no such id");
        }
    }

    @ParameterizedTest
    @EnumSource
    void aChangeNeverOvertakesTheIssueBeforeItAndOthersDoNotWait(Database database) {
        try (LedgerUnderTest it = open(database)) {
            String issue = received(it, "1", record(Operation.NEW, CERT));
            String change = received(it, "2", record(Operation.CHANGE, CERT));
            String other = received(it, "3", record(Operation.NEW, OTHER_CERT));

            assertThat(ids(it.dispatcher.due())).containsExactly(issue, other);
            collect(it, issue);

            it.clock.pass(Duration.ofHours(1));
            assertThat(ids(it.dispatcher.due())).contains(change);
        }
    }

    @ParameterizedTest
    @EnumSource
    void aChangeWaitsForAnIssueThatNeedsAPerson(Database database) {
        try (LedgerUnderTest it = open(database)) {
            String issue = received(it, "1", record(Operation.NEW, CERT));
            String change = received(it, "2", record(Operation.CHANGE, CERT));
            it.dispatcher.due();
            fail(it, issue);
            it.clock.pass(Duration.ofHours(1));
            assertThat(it.dispatcher.due()).isEmpty();

            DeadLetter letter = it.deadLetters.open(10, 0).get(0);
            assertThat(it.deadLetters.archive(letter.id(), "企业撤回申请", "operator")).isTrue();

            assertThat(ids(it.dispatcher.due())).containsExactly(change);
        }
    }

    @ParameterizedTest
    @EnumSource
    void aSubmissionTakenForPublishingButNotPublishedIsNamedAgain(Database database) {
        try (LedgerUnderTest it = open(database)) {
            String id = received(it, "1", record(Operation.NEW, CERT));
            it.dispatcher.due();
            assertThat(it.dispatcher.due()).isEmpty();

            it.clock.pass(Duration.ofSeconds(31));
            List<Pointer> again = it.dispatcher.due();
            assertThat(ids(again)).containsExactly(id);
            it.dispatcher.published(again);

            it.clock.pass(Duration.ofMinutes(14));
            assertThat(it.dispatcher.due()).isEmpty();
        }
    }

    @ParameterizedTest
    @EnumSource
    void aDelayedSubmissionWaitsLongerEachTimeAndIsNotClaimedBefore(Database database) {
        try (LedgerUnderTest it = open(database)) {
            String id = received(it, "1", record(Operation.NEW, CERT));
            it.dispatcher.due();
            it.ledger.postpone(it.ledger.claim(id), null, "操作太快");
            assertThat(it.ledger.claim(id)).isNull();

            it.clock.pass(Duration.ofSeconds(6));
            assertThat(ids(it.dispatcher.due())).containsExactly(id);
            it.ledger.postpone(it.ledger.claim(id), null, "操作太快");
            it.clock.pass(Duration.ofSeconds(6));
            assertThat(it.dispatcher.due()).isEmpty();
            it.clock.pass(Duration.ofSeconds(6));
            assertThat(it.dispatcher.due()).hasSize(1);
        }
    }

    @ParameterizedTest
    @EnumSource
    void aRenewalNamesTheVersionItReplacesAndCountsOn(Database database) {
        try (LedgerUnderTest it = open(database)) {
            String issue = received(it, "1", record(Operation.NEW, CERT));
            Submission first = collect(it, issue);
            assertThat(first.identifier().version()).isEqualTo(1);
            assertThat(it.licences.find(CERT)).get().extracting(Licences.Licence::state).isEqualTo(LicenceState.VALID);

            String renewal = received(it, "2", record(Operation.RENEW, CERT));
            Submission second = collect(it, renewal);

            assertThat(second.identifier().version()).isEqualTo(2);
            assertThat(second.replacedIdentifier()).isEqualTo(first.identifier());
            assertThat(it.licences.find(CERT)).get()
                    .returns(2, Licences.Licence::version)
                    .returns(second.previewToken(), Licences.Licence::previewToken);
        }
    }

    @ParameterizedTest
    @EnumSource
    void aRenewalOfAnUnknownLicenceNeedsAPerson(Database database) {
        try (LedgerUnderTest it = open(database)) {
            Submission renewal = it.ledger.claim(received(it, "1", record(Operation.RENEW, CERT)));

            assertThatThrownBy(() -> it.ledger.identify(renewal)).isInstanceOfSatisfying(NeedsPerson.class,
                    e -> assertThat(e.problems().get(0).code()).isEqualTo("licence.predecessor-unknown"));
        }
    }

    @ParameterizedTest
    @EnumSource
    void aCertificateNumberIsIssuedOnlyOnce(Database database) {
        try (LedgerUnderTest it = open(database)) {
            collect(it, received(it, "1", record(Operation.NEW, CERT)));
            Submission again = it.ledger.claim(received(it, "2", record(Operation.NEW, CERT)));

            assertThatThrownBy(() -> it.ledger.identify(again)).isInstanceOfSatisfying(NeedsPerson.class,
                    e -> assertThat(e.problems().get(0).code()).isEqualTo("licence.exists"));
        }
    }

    @ParameterizedTest
    @EnumSource
    void anEndedLicenceTakesNoFurtherOperation(Database database) {
        try (LedgerUnderTest it = open(database)) {
            collect(it, received(it, "1", record(Operation.NEW, CERT)));
            update(it, received(it, "2", record(Operation.END, CERT)));
            assertThat(it.licences.find(CERT)).get().extracting(Licences.Licence::state).isEqualTo(LicenceState.CANCELLED);

            Submission suspension = it.ledger.claim(received(it, "3", record(Operation.SUSPEND, CERT)));
            assertThatThrownBy(() -> it.ledger.identify(suspension)).isInstanceOfSatisfying(NeedsPerson.class,
                    e -> assertThat(e.problems().get(0).code()).isEqualTo("licence.ended"));
        }
    }

    @ParameterizedTest
    @EnumSource
    void aMendedRowTakesThePlaceOfTheDeadOne(Database database) {
        try (LedgerUnderTest it = open(database)) {
            String bad = received(it, "1", record(Operation.NEW, CERT));
            it.dispatcher.due();
            fail(it, bad);

            String good = received(it, "1", mended());

            assertThat(it.ledger.find(bad)).get().extracting(Submission::standing).isEqualTo(Standing.WITHDRAWN);
            assertThat(it.deadLetters.countOpen()).isZero();
            assertThat(ids(it.dispatcher.due())).containsExactly(good);
        }
    }

    @ParameterizedTest
    @EnumSource
    void aMendedRowThatCameWhileTheFaultyOneWasUnderWayTakesItsPlaceInsteadOfWaitingBehindIt(Database database) {
        try (LedgerUnderTest it = open(database)) {
            String bad = received(it, "1", record(Operation.NEW, CERT));
            it.dispatcher.due();
            String good = received(it, "1", mended());
            fail(it, bad);

            assertThat(it.ledger.find(bad)).get().extracting(Submission::standing).isEqualTo(Standing.WITHDRAWN);
            assertThat(it.history.of(bad)).extracting(History.Step::outcome).containsExactly("ok", "person", "superseded");
            assertThat(it.deadLetters.countOpen()).isZero();
            assertThat(ids(it.dispatcher.due())).containsExactly(good);
            assertThat(new Invariants(it.jdbc, new DocumentStore(folder)).breaches()).isEmpty();
        }
    }

    private static LicenceRecord mended() {
        LicenceRecord r = record(Operation.NEW, CERT);
        return SafetyLicence.record(r.operation(), r.department(), r.certNum(), "福建更名建设有限公司", r.text("creditCode"),
                r.text("companyAddress"), r.text("economicType"), r.text("responsiblePerson"), r.text("responsiblePersonId"),
                r.text("responsiblePersonIdType"), r.text("licenceScope"), r.firstIssueDate(), r.issueDate(), r.validFrom(), r.validTo(),
                r.state(), r.stateNote(), r.replaces());
    }

    @ParameterizedTest
    @EnumSource
    void aRetriedDeadLetterGoesOnFromWhereItStopped(Database database) {
        try (LedgerUnderTest it = open(database)) {
            String id = received(it, "1", record(Operation.NEW, CERT));
            it.dispatcher.due();
            fail(it, id);
            DeadLetter letter = it.deadLetters.open(10, 0).get(0);

            assertThat(it.deadLetters.retry(letter.id(), "operator")).isTrue();
            assertThat(it.deadLetters.retry(letter.id(), "operator")).isFalse();

            assertThat(ids(it.dispatcher.due())).containsExactly(id);
            assertThat(it.history.of(id)).extracting(History.Step::outcome).containsExactly("ok", "person", "retry");
        }
    }

    @ParameterizedTest
    @EnumSource
    void aCallThatWasBegunBeforeIsRemembered(Database database) {
        try (LedgerUnderTest it = open(database)) {
            String id = received(it, "1", record(Operation.NEW, CERT));
            Submission first = it.ledger.intend(it.ledger.claim(id), RelayCall.CODE);
            assertThat(first.begunBefore(RelayCall.CODE)).isFalse();

            it.clock.pass(Duration.ofMinutes(3));
            Submission second = it.ledger.intend(it.ledger.claim(id), RelayCall.CODE);
            assertThat(second.begunBefore(RelayCall.CODE)).isTrue();
            assertThat(second.begunBefore(RelayCall.COLLECT)).isFalse();
        }
    }

    @ParameterizedTest
    @EnumSource
    void aMessageThatIsNotOursIsShownToAPerson(Database database) {
        try (LedgerUnderTest it = open(database)) {
            it.deadLetters.record("<xml>not ours 350102197001011230</xml>");
            it.deadLetters.undeliverable("strange", "zhenglu.issue");

            assertThat(it.deadLetters.open(10, 0)).extracting(DeadLetter::code)
                    .containsExactly("message.unreadable", "message.unreadable");
            assertThat(it.deadLetters.open(10, 0)).noneMatch(letter -> letter.reason().contains("350102197001011230"));
        }
    }

    /** On PostgreSQL a message with U+0000 could be neither worked on nor recorded, and would have come again for ever. */
    @ParameterizedTest
    @EnumSource
    void noMessageWhateverItHoldsComesAgainForEver(Database database) {
        String huge = "x".repeat(2 << 20);
        List<String> noIds = Arrays.asList("a\0b", "", null, huge, "A".repeat(32));
        List<String> noLetters = List.of("null", "{}", "[]", "{\"problems\":[null]}", "{\"submission\":\"\\u0000\",\"problems\":[]}");
        try (LedgerUnderTest it = open(database)) {
            long began = System.nanoTime();
            for (String poison : noIds) {
                assertThatThrownBy(() -> it.ledger.claim(poison, null)).isInstanceOfSatisfying(NeedsPerson.class, e -> {
                    assertThat(e.problems().get(0).code()).isEqualTo("message.unknown");
                    it.deadLetters.record(it.deadLetters.describe(null, e));
                });
                it.deadLetters.undeliverable(poison, "zhenglu.issue");
                it.deadLetters.record(poison);
            }
            for (String poison : noLetters) {
                it.deadLetters.record(poison);
            }
            it.deadLetters.record(it.deadLetters.describe(null, new IllegalStateException("a\0b")));

            String recorded = MeasuredFault.since(began);
            int messages = noIds.size() * 3 + noLetters.size() + 1;
            long letters = it.deadLetters.countOpen();
            assertThat(letters).isEqualTo(5 * 3 + 5 + 1);
            assertThat(it.deadLetters.open(100, 0)).allSatisfy(letter -> assertThat(letter.reason()).hasSizeLessThan(1_000));
            new MeasuredFault("a message that is no id, empty, 2 MB, no letter or with U+0000, " + database, messages, messages,
                    Math.max(0, messages - letters), Math.max(0, letters - messages), letters, recorded).tell();
        }
    }

    @ParameterizedTest
    @EnumSource
    void aMessageOfALaterProgramGoesToAPersonAndItsSubmissionIsNamedAgain(Database database) {
        try (LedgerUnderTest it = open(database)) {
            received(it, "1", record(Operation.NEW, CERT));
            String id = it.dispatcher.due().get(0).submissionId();
            it.dispatcher.published(List.of(new Pointer("zhenglu.issue", id, 4)));
            long inFlight = it.underWay();

            NeedsPerson refusal = catchThrowableOfType(NeedsPerson.class, () -> it.ledger.claim(id, "2"));
            assertThat(refusal.problems().get(0).code()).isEqualTo("message.version");
            it.deadLetters.record(it.deadLetters.describe(null, refusal));
            Duration untilNamedAgain = it.untilDue(id);
            it.clock.pass(Duration.ofMinutes(16));
            assertThat(it.dispatcher.due()).extracting(Pointer::submissionId).containsExactly(id);
            assertThat(it.ledger.claim(id, Ledger.MESSAGE_VERSION)).isNotNull();
            it.measured("a message of a later program, " + database, 1, inFlight, MeasuredFault.text(untilNamedAgain) + " (simulated)").tell();
        }
    }

    @ParameterizedTest
    @EnumSource
    void aStoreThatIsFullHoldsALicenceUpWhichGoesOnWhenThereIsRoomAgain(Database database) throws Exception {
        try (LedgerUnderTest it = open(database)) {
            Submission coded = code(it, received(it, "1", record(Operation.NEW, CERT)));
            Path aside = Files.createDirectories(folder.resolve("documents/pending")).resolve(coded.id() + ".sealed");
            Files.createSymbolicLink(aside, Path.of("/dev/full"));
            LicenceDocument document = new LicenceDocument(coded, "sealed".getBytes(StandardCharsets.UTF_8), null);
            long inFlight = it.underWay();

            assertThatThrownBy(() -> it.ledger.sealed(document)).isInstanceOfSatisfying(TryLater.class, full -> {
                assertThat(full).hasMessageContaining("磁盘空间");
                it.ledger.postpone(coded, full.after(), full.getMessage());
            });
            assertThat(it.ledger.find(coded.id())).get().returns(Stage.CODED, Submission::stage).returns(coded.code(), Submission::code);

            Files.delete(aside);
            Duration untilTriedAgain = it.untilDue(coded.id());
            it.clock.pass(Duration.ofMinutes(1));
            it.dispatcher.due();
            it.ledger.publishDocument(it.ledger.sealed(new LicenceDocument(it.ledger.claim(coded.id()), document.ofd(), null)));
            assertThat(new Invariants(it.jdbc, new DocumentStore(folder)).breaches()).isEmpty();
            it.measured("file store full (/dev/full), " + database, 1, inFlight, MeasuredFault.text(untilTriedAgain) + " (simulated)").tell();
        }
    }

    @ParameterizedTest
    @EnumSource
    void aStoreThatTakesNoFilesHoldsASealedLicenceUpAndItsFileIsNotGivenUp(Database database) throws Exception {
        try (LedgerUnderTest it = open(database)) {
            Submission sealed = seal(it, received(it, "1", record(Operation.NEW, CERT)));
            Path inTheWay = Files.writeString(folder.resolve("documents").resolve(sealed.documentDigest().substring(0, 2)), "no folder");

            long inFlight = it.underWay();
            assertThatThrownBy(() -> it.ledger.publishDocument(sealed)).isInstanceOf(TryLater.class).hasMessageContaining("权限");
            Files.delete(inTheWay);
            long mended = System.nanoTime();
            assertThat(it.ledger.publishDocument(sealed)).isEqualTo(sealed);
            it.measured("file store takes no files, " + database, 1, inFlight, MeasuredFault.since(mended)).tell();
        }
    }

    @ParameterizedTest
    @EnumSource
    void anAlteredDocumentIsFoundWhenItIsRead(Database database) throws Exception {
        try (LedgerUnderTest it = open(database)) {
            Submission sealed = seal(it, received(it, "1", record(Operation.NEW, CERT)));
            it.ledger.publishDocument(sealed);
            long inFlight = it.underWay();
            try (var files = Files.walk(folder)) {
                Path ofd = files.filter(file -> file.toString().endsWith(".ofd")).findFirst().orElseThrow();
                Files.writeString(ofd, "altered");
            }

            long altered = System.nanoTime();
            NeedsPerson finding = catchThrowableOfType(NeedsPerson.class, () -> it.ledger.publishDocument(sealed));
            String found = MeasuredFault.since(altered);
            assertThat(finding.problems().get(0).code()).isEqualTo("document.altered");
            new MeasuredFault("a document altered afterwards, read again, " + database, 1, inFlight, it.lost(inFlight),
                    LedgerUnderTest.doneTwice(it.jdbc), finding.problems().size(), found).tell();
        }
    }

    @ParameterizedTest
    @EnumSource
    void theReadPositionMovesOnlyForward(Database database) {
        try (LedgerUnderTest it = open(database)) {
            ReadPosition.Position start = it.readPosition.current("");
            assertThat(start.parameters()).containsEntry("time", Timestamp.valueOf("1970-01-01 00:00:00")).containsEntry("id", null);

            ReadPosition.Position page = it.readPosition.after(start, List.of(changed(5, "2025-06-01 08:00:00.123456"),
                    changed(9, "2025-06-01 08:00:00.123456")), "updated_at", "id", 2);
            assertThat(page.more()).isTrue();
            it.readPosition.advance(page);
            it.readPosition.advance(it.readPosition.after(start, List.of(changed(3, "2025-05-01 08:00:00")), "updated_at", "id", 2));

            assertThat(it.readPosition.current("").parameters()).containsEntry("id", 9L)
                    .containsEntry("time", Timestamp.valueOf("2025-06-01 08:00:00.123456"));
        }
    }

    @ParameterizedTest
    @EnumSource
    void lookingBackBeginsBeforeTheEarlierOfPositionAndLastLookBackAndEndsAtThePosition(Database database) {
        try (LedgerUnderTest it = open(database)) {
            assertThat(it.readPosition.lookBack("10m", "").more()).isFalse();
            Timestamp future = Timestamp.valueOf("2099-01-01 00:00:00");
            it.readPosition.advance(it.readPosition.after(it.readPosition.current(""), List.of(changed("a-1", future.toString())),
                    "updated_at", "id", 1));
            it.readPosition.lookedBack(Timestamp.valueOf("2025-06-01 08:00:00"));

            ReadPosition.Position back = it.readPosition.lookBack("10m", "");
            assertThat(back.time()).isEqualTo("2025-06-01T07:49:59.999");
            assertThat(back.until()).isEqualTo("2099-01-01T00:00:00");
            assertThat(it.readPosition.current("").parameters()).containsEntry("id", "a-1");
            assertThat(it.readPosition.lookBack("10m", "2025-06-01").time()).isEqualTo("2025-06-01T07:49:59.999");
            assertThat(it.readPosition.lookBack("10m", "2025-06-02").time()).isEqualTo("2025-06-01T23:59:59.998");
        }
    }

    @Test
    void aQueryThatDoesNotGoForwardIsToldInsteadOfReadForEver() {
        try (LedgerUnderTest it = open(Database.H2)) {
            List<Map<String, Object>> rows = List.of(changed(5, "2025-06-01 08:00:00"));
            ReadPosition.Position once = it.readPosition.after(it.readPosition.current(""), rows, "UPDATED_AT", "ID", 1);
            assertThatThrownBy(() -> it.readPosition.after(once, rows, "updated_at", "id", 1)).hasMessageContaining("没有从上次读到的位置向后读");
            assertThatThrownBy(() -> it.readPosition.after(once, rows, "changed_at", "id", 1)).hasMessageContaining("缺少列 changed_at");
        }
    }

    private static Map<String, Object> changed(Object key, String time) {
        return Map.of("id", key, "updated_at", Timestamp.valueOf(time));
    }

    private static String received(LedgerUnderTest it, String key, LicenceRecord record) {
        assertThat(it.arrivals.receive(List.of(arrival(key, record)))).isEqualTo(1);
        return it.jdbc.sql("select id from submission order by seq desc limit 1").query(String.class).single();
    }

    private static List<String> ids(List<Pointer> pointers) {
        return pointers.stream().map(Pointer::submissionId).toList();
    }

    static void fail(LedgerUnderTest it, String id) {
        Submission claimed = it.ledger.claim(id);
        it.deadLetters.record(it.deadLetters.describe(claimed,
                new NeedsPerson("credit-code.check-digit", "creditCode", "统一社会信用代码校验位不符", "请更正")));
    }
}
