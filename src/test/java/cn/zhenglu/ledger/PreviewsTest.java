package cn.zhenglu.ledger;

import static cn.zhenglu.ledger.LedgerUnderTest.arrival;
import static cn.zhenglu.ledger.LedgerUnderTest.record;
import static org.assertj.core.api.Assertions.assertThat;

import cn.zhenglu.SafetyLicence;
import cn.zhenglu.ledger.LedgerUnderTest.Database;
import cn.zhenglu.ledger.Previews.Preview;
import cn.zhenglu.licence.Answered;
import cn.zhenglu.licence.LicenceDocument;
import cn.zhenglu.licence.LicenceField;
import cn.zhenglu.licence.LicenceRecord;
import cn.zhenglu.licence.LicenceState;
import cn.zhenglu.licence.Operation;
import cn.zhenglu.licence.Receipt;
import cn.zhenglu.licence.RelayCall;
import cn.zhenglu.licence.SealPlacement;
import cn.zhenglu.licence.Submission;
import java.nio.file.Path;
import java.util.Base64;
import java.util.BitSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class PreviewsTest {

    private static final String CERT = "（闽）JZ安许证字[2023]000001";
    private static final String NEXT_CERT = "（闽）JZ安许证字[2023]000002";

    @TempDir
    Path folder;

    @ParameterizedTest
    @EnumSource
    void anAddressShowsNothingUntilThePlatformHasTheLicence(Database database) {
        try (LedgerUnderTest it = new LedgerUnderTest(database, folder)) {
            Submission sealed = seal(it, "1", record(Operation.NEW, CERT));
            assertThat(previews(it).byToken(sealed.previewToken())).isEmpty();

            collect(it, sealed);
            assertThat(previews(it).byToken(sealed.previewToken())).get().satisfies(preview -> {
                assertThat(preview.licence().certNum()).isEqualTo(CERT);
                assertThat(preview.isCurrent()).isTrue();
            });
            assertThat(previews(it).byToken("A".repeat(32))).isEmpty();
        }
    }

    @Test
    void everyBitOfAnAddressIsLeftToChance() {
        int[] set = new int[192];
        Set<String> tokens = new HashSet<>();
        for (int n = 0; n < 2_000; n++) {
            String token = Arrivals.previewToken();
            tokens.add(token);
            BitSet bits = BitSet.valueOf(Base64.getUrlDecoder().decode(token));
            for (int i = 0; i < set.length; i++) {
                set[i] += bits.get(i) ? 1 : 0;
            }
        }
        assertThat(tokens).hasSize(2_000).allMatch(token -> token.length() == 32);
        // 7 deviations off the middle: not once in a thousand million runs
        assertThat(IntStream.of(set).boxed().toList()).allSatisfy(times -> assertThat(times).isBetween(843, 1_157));
    }

    @ParameterizedTest
    @EnumSource
    void anOldVersionKnowsTheCurrentOne(Database database) {
        try (LedgerUnderTest it = new LedgerUnderTest(database, folder)) {
            Submission first = collect(it, seal(it, "1", record(Operation.NEW, CERT)));
            Submission second = collect(it, seal(it, "2", record(Operation.RENEW, CERT)));

            Preview old = previews(it).byToken(first.previewToken()).orElseThrow();
            assertThat(old.isCurrent()).isFalse();
            assertThat(old.submission().identifier().version()).isEqualTo(1);
            assertThat(old.current().version()).isEqualTo(2);
            assertThat(old.current().previewToken()).isEqualTo(second.previewToken());
            assertThat(previews(it).byToken(second.previewToken()).orElseThrow().isCurrent()).isTrue();
        }
    }

    @ParameterizedTest
    @EnumSource
    void aLicenceThatAnotherNumberReplacedLeadsToThatOne(Database database) {
        try (LedgerUnderTest it = new LedgerUnderTest(database, folder)) {
            Submission first = collect(it, seal(it, "1", record(Operation.NEW, CERT)));
            Submission next = collect(it, seal(it, "2", replacing(CERT, record(Operation.CHANGE, NEXT_CERT))));

            Preview old = previews(it).byToken(first.previewToken()).orElseThrow();
            assertThat(old.isCurrent()).isFalse();
            assertThat(old.licence().replacedBy()).isEqualTo(NEXT_CERT);
            assertThat(old.current().previewToken()).isEqualTo(next.previewToken());
        }
    }

    @ParameterizedTest
    @EnumSource
    void aStateChangeHasNoPageOfItsOwnAndShowsOnTheLicences(Database database) {
        try (LedgerUnderTest it = new LedgerUnderTest(database, folder)) {
            Submission issued = collect(it, seal(it, "1", record(Operation.NEW, CERT)));
            it.arrivals.receive(List.of(arrival("2", record(Operation.SUSPEND, CERT))));
            Submission suspension = it.ledger.identify(it.ledger.claim(newest(it)));
            it.ledger.updated(answered(it, it.ledger.intend(suspension, RelayCall.UPDATE), RelayCall.UPDATE));

            assertThat(previews(it).byToken(suspension.previewToken())).isEmpty();
            assertThat(previews(it).byToken(issued.previewToken()).orElseThrow().licence().state())
                    .isEqualTo(LicenceState.SUSPENDED);
        }
    }

    private static Previews previews(LedgerUnderTest it) {
        return new Previews(it.jdbc, it.ledger, it.licences);
    }

    private static LicenceRecord replacing(String certNum, LicenceRecord record) {
        Map<LicenceField, Object> fields = new HashMap<>();
        for (LicenceField field : SafetyLicence.fields()) {
            fields.put(field, field.in(record));
        }
        fields.put(SafetyLicence.REPLACES, certNum);
        return SafetyLicence.of(fields);
    }

    private static Submission seal(LedgerUnderTest it, String key, LicenceRecord record) {
        it.arrivals.receive(List.of(arrival(key, record)));
        Submission s = it.ledger.identify(it.ledger.claim(newest(it)));
        s = it.ledger.checked(answered(it, it.ledger.intend(s, RelayCall.CHECK), RelayCall.CHECK));
        s = it.ledger.intend(s, RelayCall.CODE);
        s = it.ledger.coded(answered(it, s.withCode("CODE"), RelayCall.CODE));
        return it.ledger.sealed(new LicenceDocument(s, s.id().getBytes(), new SealPlacement(1, 0, 0, 40, 40)));
    }

    private static Submission collect(LedgerUnderTest it, Submission sealed) {
        Submission s = it.ledger.publishDocument(it.ledger.claim(sealed.id()));
        return it.ledger.collected(answered(it, it.ledger.intend(s, RelayCall.COLLECT), RelayCall.COLLECT));
    }

    private static Answered answered(LedgerUnderTest it, Submission submission, RelayCall call) {
        return new Answered(submission, new Receipt(call, it.clock.instant(), it.clock.instant(), 200, "{}", "{}", null));
    }

    private static String newest(LedgerUnderTest it) {
        return new Submissions(it.jdbc).list(new Submissions.Filter(null, null, null, null, null), 1, 0).get(0).id();
    }
}
