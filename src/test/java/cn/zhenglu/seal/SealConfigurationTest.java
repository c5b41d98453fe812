package cn.zhenglu.seal;

import static org.assertj.core.api.Assertions.assertThat;

import cn.zhenglu.PrivateTls;
import cn.zhenglu.licence.LicenceDocument;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.autoconfigure.ssl.SslAutoConfiguration;
import org.springframework.boot.test.context.assertj.AssertableApplicationContext;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.context.runner.ContextConsumer;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

@ExtendWith(OutputCaptureExtension.class)
class SealConfigurationTest {

    @TempDir
    private static Path folder;
    private static SealBench bench;

    @BeforeAll
    static void seals() {
        bench = new SealBench(folder);
    }

    @Test
    void seals_with_what_the_settings_name() {
        start("demo").run(context -> {
            assertThat(context).hasBean("sealer");
            assertThat(context.getBean(SealProvider.class).names()).containsExactlyInAnyOrder("fuzhou", "xiamen");
            LicenceDocument draft = SealBench.draft("xiamen", SampleOfd.zip(SampleOfd.files()));
            assertThat(context.getBean(Sealer.class).seal(draft).ofd()).isNotEmpty();
        });
    }

    @Test
    void a_demo_seal_fails_the_start_outside_the_demo() {
        start("production").run(failsWith("为演示或演练印章"));
    }

    @Test
    void an_expired_seal_fails_the_start() {
        Clock later = Clock.fixed(Instant.now().plus(Duration.ofDays(3 * 366)), ZoneOffset.UTC);
        start("demo").withBean(Clock.class, () -> later).run(failsWith("已于"));
    }

    @Test
    void a_seal_that_is_not_yet_valid_only_warns(CapturedOutput output) {
        Clock earlier = Clock.fixed(Instant.now().minus(Duration.ofDays(3)), ZoneOffset.UTC);
        start("demo").withBean(Clock.class, () -> earlier).run(context -> {
            assertThat(context).hasNotFailed();
            assertThat(output).contains("尚未生效");
        });
    }

    @Test
    void a_department_without_a_seal_only_warns(CapturedOutput output) {
        start("demo").withPropertyValues("zhenglu.departments[2].id=ningde", "zhenglu.departments[2].name=宁德市住房和城乡建设局",
                "zhenglu.departments[2].seal=ningde").run(context -> {
                    assertThat(context).hasNotFailed();
                    assertThat(output).contains("印章「ningde」不可用：未在 zhenglu.seals 中配置").contains("宁德市住房和城乡建设局的证照等待签章");
                });
    }

    @Test
    void other_kinds_missing_keys_and_broken_files_fail_the_start_with_the_name_of_the_setting() {
        start("demo").withPropertyValues("zhenglu.seals.fuzhou.kind=usb")
                .run(failsWith("zhenglu.seals.fuzhou.kind", "印章类别"));
        start("demo").withPropertyValues("zhenglu.seals.ningde.kind=file")
                .run(failsWith("zhenglu.seals.ningde.keystore", "请填写密钥库"));
        start("demo").withPropertyValues("zhenglu.seals.fuzhou.keystore=" + folder.resolve("lost.p12"))
                .run(failsWith("zhenglu.seals.fuzhou.keystore", "lost.p12 不存在"));
    }

    @Test
    void a_demo_seal_of_a_seal_service_fails_the_start_outside_the_demo_too() {
        try (SealServiceStandIn service = new SealServiceStandIn(FileSeals.read("fuzhou", bench.setting("fuzhou")))) {
            served("production", service.address()).run(failsWith("为演示或演练印章"));
            served("demo", service.address()).run(context -> {
                assertThat(context).hasNotFailed();
                assertThat(context.getBean(SealWatch.class).departments().get(0).seal().usable()).isTrue();
            });
        }
    }

    @Test
    void a_seal_service_that_is_down_only_lets_its_department_wait(CapturedOutput output) {
        served("production", "http://127.0.0.1:1/api").run(context -> {
            assertThat(context).hasNotFailed();
            assertThat(context.getBean(SealWatch.class).departments().get(0).seal().passing()).isTrue();
            assertThat(output).contains("印章「fuzhou」不可用：无法连接印章服务").contains("福州市城乡建设局的证照等待签章");
            assertThat(output).doesNotContain(SealServiceStandIn.TOKEN);
        });
    }

    @Test
    void a_seal_service_with_a_private_authority_is_reached_through_an_ssl_bundle() throws Exception {
        PrivateTls tls = new PrivateTls();
        Path authority = Files.writeString(folder.resolve("authority.pem"), tls.pem());
        try (SealServiceStandIn service = new SealServiceStandIn(FileSeals.read("fuzhou", bench.setting("fuzhou")), tls.server())) {
            ApplicationContextRunner start = served("demo", service.address())
                    .withConfiguration(AutoConfigurations.of(SslAutoConfiguration.class))
                    .withPropertyValues("spring.ssl.bundle.pem.city.truststore.certificate=file:" + authority);
            start.withPropertyValues("zhenglu.seals.fuzhou.ssl-bundle=city").run(context ->
                    assertThat(context.getBean(SealWatch.class).departments().get(0).seal().trouble()).isNull());
            start.run(context -> assertThat(context.getBean(SealWatch.class).departments().get(0).seal().trouble())
                    .contains("TLS 连接不可信"));
            start.withPropertyValues("zhenglu.seals.fuzhou.ssl-bundle=none").run(failsWith("zhenglu.seals.fuzhou.ssl-bundle", "「none」"));
        }
    }

    /** One department with a seal of a service. */
    private static ApplicationContextRunner served(String profile, String address) {
        return new ApplicationContextRunner().withUserConfiguration(SealConfiguration.class).withPropertyValues(
                "spring.profiles.active=" + profile, "zhenglu.departments[0].id=fuzhou", "zhenglu.departments[0].name=福州市城乡建设局",
                "zhenglu.departments[0].citynum=350100", "zhenglu.departments[0].seal=fuzhou", "zhenglu.seals.fuzhou.kind=http",
                "zhenglu.seals.fuzhou.url=" + address, "zhenglu.seals.fuzhou.id=" + SealServiceStandIn.ID,
                "zhenglu.seals.fuzhou.token=" + SealServiceStandIn.TOKEN, "zhenglu.seals.fuzhou.attempts=1");
    }

    @Test
    void starts_without_any_seal() {
        new ApplicationContextRunner().withUserConfiguration(SealConfiguration.class).run(context ->
                assertThat(context.getBean(SealProvider.class).names()).isEmpty());
    }

    private static ApplicationContextRunner start(String profile) {
        List<String> properties = new ArrayList<>(List.of("spring.profiles.active=" + profile));
        bench.properties.forEach((key, value) -> properties.add(key + '=' + value));
        for (int i = 0; i < SealBench.DEPARTMENTS.size(); i++) {
            String prefix = "zhenglu.departments[" + i + "].";
            properties.add(prefix + "id=" + SealBench.DEPARTMENTS.get(i).id());
            properties.add(prefix + "name=" + SealBench.DEPARTMENTS.get(i).name());
            properties.add(prefix + "citynum=" + SealBench.DEPARTMENTS.get(i).citynum());
            properties.add(prefix + "seal=" + SealBench.DEPARTMENTS.get(i).seal());
        }
        return new ApplicationContextRunner().withUserConfiguration(SealConfiguration.class)
                .withPropertyValues(properties.toArray(String[]::new));
    }

    private static ContextConsumer<AssertableApplicationContext> failsWith(String... words) {
        return context -> {
            assertThat(context).hasFailed();
            assertThat(context.getStartupFailure()).rootCause().isNotNull();
            StringBuilder said = new StringBuilder();
            for (Throwable cause = context.getStartupFailure(); cause != null; cause = cause.getCause()) {
                said.append(cause.getMessage()).append('\n');
            }
            assertThat(said).contains(words);
        };
    }
}
