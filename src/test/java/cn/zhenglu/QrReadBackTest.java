package cn.zhenglu;

import static org.assertj.core.api.Assertions.assertThat;

import cn.zhenglu.licence.LicenceIdentifier;
import cn.zhenglu.licence.LicenceRecord;
import cn.zhenglu.licence.LicenceState;
import cn.zhenglu.licence.Operation;
import cn.zhenglu.licence.Stage;
import cn.zhenglu.licence.Standing;
import cn.zhenglu.licence.Submission;
import cn.zhenglu.seal.verify.VerificationReport;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the document prints, the verifier reads: always, not mostly. */
class QrReadBackTest {

    private static final String ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
    private static final int CODES = 300;

    @TempDir
    Path folder;

    @Test
    void everyCodeIsReadBackBecauseADetectorMadeForPhotographsFailedOnOneFlawlessSymbolInForty() {
        long seed = System.nanoTime();
        Random random = new Random(seed);

        try (SealingRoom room = new SealingRoom(folder)) {
            for (int i = 0; i < CODES; i++) {
                String code = code(random, 32 + random.nextInt(240));
                VerificationReport report = room.verifier.verify(room.seal(submission(code)));
                assertThat(report.failed()).as("code %d of seed %d", i, seed).isEmpty();
                assertThat(report.facts().qr()).as("code %d of seed %d", i, seed).isEqualTo(code);
            }
        }
    }

    private static String code(Random random, int length) {
        StringBuilder code = new StringBuilder();
        for (int i = 0; i < length; i++) {
            code.append(ALPHABET.charAt(random.nextInt(ALPHABET.length())));
        }
        return code.toString();
    }

    private static Submission submission(String code) {
        LocalDate from = LocalDate.of(2023, 6, 1);
        LicenceRecord record = SafetyLicence.record(Operation.NEW, "fuzhou", "（闽）JZ安许证字[2023]000001", "福建闽江建设工程有限公司",
                "91350100MA2300004L", "福州市新华路 1 号", "有限责任公司", "林建华", "350102197001011230", "111", "建筑施工", from, from, from,
                from.plusYears(3).minusDays(1), LicenceState.VALID, null, null);
        return new Submission("0123456789abcdef0123456789abcdef", record, List.of(), "test", Stage.CODED, Standing.ACTIVE, code,
                Instant.parse("2023-06-01T00:00:00Z"),
                new LicenceIdentifier("1.2.156.3005.2.11100000000013338W050.11350000003591037R.2023000001.001.X"), null, "token",
                null, Map.of(), 1);
    }
}
