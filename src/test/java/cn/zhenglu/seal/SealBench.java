package cn.zhenglu.seal;

import cn.zhenglu.SafetyLicence;
import cn.zhenglu.demo.DemoSeals;
import cn.zhenglu.licence.Department;
import cn.zhenglu.licence.LicenceDocument;
import cn.zhenglu.licence.LicenceRecord;
import cn.zhenglu.licence.Operation;
import cn.zhenglu.licence.SealPlacement;
import cn.zhenglu.licence.Stage;
import cn.zhenglu.licence.Standing;
import cn.zhenglu.licence.Submission;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;

/** A sealing bench: freshly made seals of two departments, and drafts to put them on. */
final class SealBench {

    static final Department FUZHOU = new Department("fuzhou", "350100", "福州市城乡建设局", "fuzhou");
    static final Department XIAMEN = new Department("xiamen", "350200", "厦门市建设局", "xiamen");
    static final List<Department> DEPARTMENTS = List.of(FUZHOU, XIAMEN);
    static final Path FONT = Path.of("src/test/resources/seal/seal-letters.ttf");

    final Path trust;
    final Map<String, String> properties;

    SealBench(Path folder) {
        trust = folder.resolve("trust");
        properties = DemoSeals.prepare(folder.resolve("seals"), trust, FONT, DEPARTMENTS);
    }

    FileSeals.Setting setting(String name) {
        String prefix = "zhenglu.seals." + name + '.';
        return new FileSeals.Setting(Path.of(properties.get(prefix + "keystore")),
                properties.get(prefix + "password").toCharArray(), Path.of(properties.get(prefix + "seal")),
                Path.of(properties.get(prefix + "picture")));
    }

    ConfiguredSeals provider() {
        return provider(properties, Map.of("file", new FileSeals()), Clock.systemUTC());
    }

    static ConfiguredSeals provider(Map<String, String> properties, Map<String, SealKind> kinds, Clock clock) {
        return provider(properties, kinds, UnaryOperator.identity(), clock);
    }

    static ConfiguredSeals provider(Map<String, String> properties, Map<String, SealKind> kinds, UnaryOperator<byte[]> stamp, Clock clock) {
        Binder settings = binder(properties);
        return new ConfiguredSeals(settings.bindOrCreate("zhenglu", SealSettings.class), kinds, settings, stamp, clock);
    }

    static Binder binder(Map<String, String> properties) {
        return new Binder(new MapConfigurationPropertySource(properties));
    }

    Sealer sealer(Clock clock) {
        ConfiguredSeals seals = provider();
        return new Sealer(seals, judge(seals, clock), DEPARTMENTS, clock);
    }

    /** Knows of no revocation. */
    static SealJudge judge(SealProvider seals, Clock clock) {
        return new SealJudge(seals, noneRevoked(), clock, true);
    }

    static RevokedSeals noneRevoked() {
        return new RevokedSeals(List.of(), new Authorities(List.of()));
    }

    static LicenceDocument draft(String department, byte[] ofd) {
        LicenceRecord record = SafetyLicence.record(Operation.NEW, department, "（闽）JZ安许证字[2023]000001", "福建某某建筑工程有限公司",
                null, null, null, null, null, null, null, null, null, null, null, null, null, null);
        Submission submission = new Submission("0123456789abcdef0123456789abcdef", record, List.of(), "test",
                Stage.CODED, Standing.ACTIVE, "code", null, null, null, null, null, Map.of(), 1);
        return new LicenceDocument(submission, ofd, new SealPlacement(1, 140, 205.5, 42, 42));
    }
}
