package cn.zhenglu;

import cn.zhenglu.document.Preview;
import cn.zhenglu.document.Watermark;
import cn.zhenglu.licence.LicenceDocument;
import cn.zhenglu.licence.LicenceField;
import cn.zhenglu.licence.LicenceIdentifier;
import cn.zhenglu.licence.LicenceRecord;
import cn.zhenglu.licence.Submission;
import cn.zhenglu.seal.verify.VerificationReport;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * A licence on its way through our composer, sealer, verifier and preview. Each is another licence: what is the same in all may be
 * kept, what one brings may not. See {@link Benchmarks}.
 */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 5, time = 3)
@Measurement(iterations = 5, time = 3)
@Fork(value = 2, jvmArgsAppend = {"-Xmx1g", "-Djava.awt.headless=true"})
public class LicenceBenchmark {

    /** Makes submissions of which no two are alike. */
    @State(Scope.Benchmark)
    public static class Room {

        private static final String CHARACTERS = "东方永盛华泰金诚恒达宏远中兴海天鑫源瑞丰嘉和顺庆春江山川林森清泉福禄吉祥龙腾飞跃景云锦绣前程明辉博厚载物志存高洁文武双全仁义礼智信";
        private static final Watermark WATERMARK = new Watermark("仅供查验　2026-01-02 03:04", 30, 5, 24, "#8C1C23", 0.13);

        private final Random dice = new Random(20230601);
        private final List<Submission> models = TenLicences.all();
        private SealingRoom room;
        private Preview preview;
        private int number;

        @Setup
        public void open() throws IOException {
            room = new SealingRoom(Files.createTempDirectory("benchmark"));
            preview = new Preview(room.template, Benchmarks.PIXELS_PER_MILLIMETRE);
        }

        @TearDown
        public void close() {
            room.close();
        }

        private String some(int length) {
            return dice.ints(length, 0, CHARACTERS.length()).mapToObj(CHARACTERS::charAt).map(String::valueOf).reduce("", String::concat);
        }

        Submission coded() {
            Submission model = models.get(++number % models.size());
            String certNum = "（闽）JZ安许证字[2024]%06d".formatted(number % 1_000_000);
            Map<LicenceField, Object> fields = new HashMap<>();
            SafetyLicence.fields().forEach(field -> fields.put(field, field.in(model.record())));
            fields.put(SafetyLicence.CERT_NUM, certNum);
            fields.put(SafetyLicence.COMPANY_NAME, "福建" + some(4) + "建设工程有限公司");
            fields.put(SafetyLicence.RESPONSIBLE_PERSON, some(3));
            fields.put(SafetyLicence.COMPANY_ADDRESS, "福州市鼓楼区" + some(3) + "路" + number % 900 + "号");
            LicenceRecord record = SafetyLicence.of(fields);
            return new Submission("%032x".formatted(number), record, List.of(), model.origin(), model.stage(), model.standing(),
                    "%016X".formatted(dice.nextLong()).repeat(12) + "%08d".formatted(number), Instant.now(),
                    LicenceIdentifier.of(SealingRoom.TYPE, SealingRoom.ISSUER, SafetyLicence.TYPE.number().parse(certNum).orElseThrow(), 1),
                    null, "token", null, Map.of(), 1);
        }
    }

    /** Has its code, and no document yet. */
    @State(Scope.Thread)
    public static class Coded {

        private Submission submission;

        @Setup(Level.Invocation)
        public void next(Room room) {
            submission = room.coded();
        }
    }

    /** Composed, not sealed. */
    @State(Scope.Thread)
    public static class Draft {

        private LicenceDocument document;

        @Setup(Level.Invocation)
        public void next(Room room) {
            document = room.room.composer.compose(room.coded());
        }
    }

    /** Sealed. */
    @State(Scope.Thread)
    public static class Sealed {

        private byte[] ofd;

        @Setup(Level.Invocation)
        public void next(Room room) {
            ofd = room.room.seal(room.coded());
        }
    }

    @Benchmark
    public LicenceDocument compose(Room room, Coded coded) {
        return room.room.composer.compose(coded.submission);
    }

    @Benchmark
    public LicenceDocument seal(Room room, Draft draft) {
        return room.room.sealer.seal(draft.document);
    }

    @Benchmark
    public byte[] composeAndSeal(Room room, Coded coded) {
        return room.room.seal(coded.submission);
    }

    /** Fails when it is not valid: a verification that stops early is no measure. */
    @Benchmark
    public VerificationReport verify(Room room, Sealed sealed) {
        VerificationReport report = room.room.verifier.verify(sealed.ofd);
        if (!report.valid()) {
            throw new IllegalStateException(report.failed().toString());
        }
        return report;
    }

    @Benchmark
    public byte[] picture(Room room, Sealed sealed) {
        return room.preview.png(sealed.ofd, Room.WATERMARK);
    }
}
