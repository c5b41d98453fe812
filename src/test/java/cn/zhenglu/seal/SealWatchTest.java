package cn.zhenglu.seal;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import cn.zhenglu.licence.Department;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;
import org.springframework.boot.health.actuate.endpoint.SimpleStatusAggregator;
import org.springframework.boot.health.contributor.Status;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

@ExtendWith(OutputCaptureExtension.class)
class SealWatchTest {

    private static final Department NINGDE = new Department("ningde", "350900", "宁德市住房和城乡建设局", "ningde");

    @TempDir
    private Path folder;
    private SealBench bench;
    private MovableClock clock;
    private ConfiguredSeals seals;
    private SealWatch watch;

    @BeforeEach
    void everythingIsToldWhateverLevelOtherTestsHaveSet() {
        ((Logger) LoggerFactory.getLogger(SealWatch.class)).setLevel(Level.INFO);
    }

    @BeforeEach
    void seals() {
        bench = new SealBench(folder);
        clock = new MovableClock(Instant.now().plusSeconds(60));
        seals = SealBench.provider(bench.properties, Map.of("file", new FileSeals()), clock);
        watch = watch(SealBench.DEPARTMENTS);
    }

    @Test
    void shows_each_departments_seal() {
        assertThat(watch.departments()).extracting(SealWatch.DepartmentSeal::name).containsExactly("福州市城乡建设局", "厦门市建设局");
        assertThat(watch.departments().get(0).seal()).satisfies(seal -> {
            assertThat(seal.usable()).isTrue();
            assertThat(seal.endsSoon()).isFalse();
            assertThat(seal.daysLeft()).isBetween(1000L, 1100L);
        });
        assertThat(watch.health().getStatus()).isEqualTo(Status.UP);
    }

    @Test
    void one_alarm_for_a_trouble_and_one_line_for_its_end_however_often_it_is_looked_at(CapturedOutput output) throws Exception {
        Path keystore = bench.setting("fuzhou").keystore();
        watch.look();
        Files.move(keystore, folder.resolve("away"));
        for (int i = 0; i < 5; i++) {
            clock.move(Duration.ofMinutes(1));
            watch.look();
        }
        assertThat(output.getAll().lines().filter(line -> line.contains("印章「fuzhou」不可用"))).singleElement().asString()
                .contains("不存在", "福州市城乡建设局");
        assertThat(watch.departments().get(0).seal().trouble()).contains("fuzhou.p12 不存在");
        assertThat(watch.departments().get(1).seal().usable()).isTrue();

        Files.move(folder.resolve("away"), keystore);
        for (int i = 0; i < 3; i++) {
            clock.move(Duration.ofMinutes(1));
            watch.look();
        }
        assertThat(output.getAll().lines().filter(line -> line.contains("印章「fuzhou」恢复可用"))).hasSize(1);
        assertThat(watch.health().getStatus()).isEqualTo(Status.UP);
    }

    @Test
    void a_seal_in_trouble_does_not_take_the_server_out_of_the_load_balancer() {
        SealWatch withNingde = watch(List.of(SealBench.FUZHOU, NINGDE));
        withNingde.look();
        assertThat(withNingde.health().getStatus()).isEqualTo(SealWatch.ATTENTION);
        assertThat(withNingde.health().getDetails()).extractingByKey("ningde").asString()
                .contains("宁德市住房和城乡建设局", "未在 zhenglu.seals 中配置");
        assertThat(new SimpleStatusAggregator().getAggregateStatus(Status.UP, SealWatch.ATTENTION)).isEqualTo(Status.UP);
    }

    @Test
    void warns_in_time_of_a_seal_that_ends_soon_and_once(CapturedOutput output) {
        watch.look();
        clock.move(Duration.ofDays(watch.departments().get(0).seal().daysLeft() - 30));
        watch.look();
        watch.look();
        assertThat(output.getAll().lines().filter(line -> line.contains("印章「fuzhou」将于 30 天后到期"))).hasSize(1);
        assertThat(watch.health().getStatus()).isEqualTo(SealWatch.ATTENTION);
        clock.move(Duration.ofDays(31));
        watch.look();
        assertThat(output.getAll().lines().filter(line -> line.contains("印章「fuzhou」不可用：已于"))).hasSize(1);
    }

    private SealWatch watch(List<Department> departments) {
        return new SealWatch(seals, SealBench.judge(seals, clock), SealBench.noneRevoked(), departments, clock);
    }
}
