package cn.zhenglu.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import cn.zhenglu.demo.DemoSeals;
import cn.zhenglu.licence.Department;
import cn.zhenglu.simulator.Behaviour;
import cn.zhenglu.simulator.Simulator;
import cn.zhenglu.simulator.SimulatorSettings;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.env.YamlPropertySourceLoader;
import org.springframework.core.env.MapPropertySource;
import org.springframework.core.env.PropertySource;
import org.springframework.core.env.SimpleCommandLinePropertySource;
import org.springframework.core.env.StandardEnvironment;
import org.springframework.core.io.FileSystemResource;
import org.springframework.security.crypto.bcrypt.BCryptPasswordEncoder;

class StartRulesTest {

    private static final Path FONT = Path.of("src/test/resources/seal/seal-letters.ttf");

    @TempDir
    private Path folder;
    private final Map<String, Object> settings = new HashMap<>();
    private List<? extends PropertySource<?>> sources = List.of();
    private String profile = "production";

    @BeforeEach
    void goodSettings() {
        settings.put("zhenglu.province", "350000");
        settings.put("zhenglu.issuer.name", "福建省住房和城乡建设厅");
        settings.put("zhenglu.issuer.code", "11350000003591037R");
        department(0, "fuzhou", "350100");
        department(1, "xiamen", "350200");
        settings.put("zhenglu.public-base-url", "https://zz.example.gov.cn");
        settings.put("zhenglu.trust[0]", folder.resolve("trust").toString());
        settings.put("spring.datasource.url", "jdbc:postgresql://127.0.0.1:5432/zhenglu");
        settings.put("spring.artemis.mode", "embedded");
        settings.put("zhenglu.relay.base-url", "http://10.1.2.3:8090/relay");
    }

    @Test
    void goodSettingsPass() {
        assertThat(findings()).isEmpty();
    }

    @Test
    void aMissingIssuerOrAWrongCheckDigitOfItsCodeForbidsTheStart() {
        settings.put("zhenglu.issuer.code", "11350000003591037Q");
        assertThat(errors()).singleElement().asString().contains("zhenglu.issuer.code", "校验位");
        settings.remove("zhenglu.issuer.code");
        assertThat(errors()).singleElement().asString().contains("未设置发证机关");
    }

    @Test
    void aProvinceThatIsNotSixDigitsForbidsTheStart() {
        settings.put("zhenglu.province", "35");
        assertThat(errors()).singleElement().asString().contains("zhenglu.province", "「35」");
    }

    @Test
    void missingDepartmentsForbidTheStart() {
        settings.keySet().removeIf(name -> name.startsWith("zhenglu.departments"));
        assertThat(errors()).singleElement().asString().contains("未设置审批部门");
    }

    @Test
    void aDepartmentIdThatIsThereTwiceForbidsTheStart() {
        department(1, "fuzhou", "350200");
        assertThat(errors()).singleElement().asString().contains("第 2 项", "「fuzhou」", "重复");
    }

    @Test
    void aRegionThatIsNotSixDigitsForbidsTheStart() {
        department(1, "xiamen", "35020");
        assertThat(errors()).singleElement().asString().contains("第 2 项", "「35020」", "6 位");
    }

    @Test
    void aPublicAddressThatIsMissingOrLocalOnlyWarns() {
        for (String address : List.of("", "http://localhost:8080", "http://127.0.0.1", "http://[::1]:80/")) {
            settings.put("zhenglu.public-base-url", address);
            assertThat(findings()).as(address).singleElement().extracting(Finding::level).isEqualTo(Finding.Level.WARNING);
        }
    }

    @Test
    void theEmbeddedLedgerIsForTheDemoOnly() {
        settings.put("spring.datasource.url", "jdbc:h2:file:./ledger");
        assertThat(errors()).singleElement().asString().contains("H2");
        profile = "demo";
        assertThat(errors()).isEmpty();
    }

    @Test
    void anOutsideBrokerWithoutPasswordForbidsTheStart() {
        settings.put("spring.artemis.mode", "native");
        settings.put("spring.artemis.broker-url", "tcp://10.0.0.8:61616");
        settings.put("spring.artemis.user", "zhenglu");
        assertThat(errors()).singleElement().asString().contains("没有用户名或密码");
        settings.put("spring.artemis.password", "secret");
        assertThat(errors()).isEmpty();
    }

    @Test
    void theSimulatorIsForTheDemoOnly() throws Exception {
        Simulator simulator = new Simulator(new SimulatorSettings(0, "zhenglu", "secret", "350000", null, null,
                folder.resolve("journal.jsonl"), SimulatorSettings.ReplyStyle.BARE, Duration.ofHours(1), false, Behaviour.GOOD));
        simulator.start();
        try {
            settings.put("zhenglu.relay.base-url", "http://localhost:" + simulator.port() + "/relay");
            assertThat(errors()).singleElement().asString().contains("内置模拟器");
            profile = "demo";
            assertThat(errors()).isEmpty();
            profile = "rehearsal";
            assertThat(errors()).isEmpty();
        } finally {
            simulator.stop();
        }
    }

    /** Its seals are trial seals. */
    @Test
    void aRehearsalNeverReachesTheRealRelay() {
        profile = "rehearsal";
        assertThat(errors()).singleElement().asString().contains("演练只能发给本机的模拟器", "10.1.2.3");
    }

    @Test
    void aLoopbackAddressWhereNobodyAnswersIsNoSimulator() {
        settings.put("zhenglu.relay.base-url", "http://127.0.0.1:1/relay");
        assertThat(errors()).isEmpty();
    }

    @Test
    void theDemosRootIsTrustedInTheDemoOnly() {
        DemoSeals.prepare(folder.resolve("seals"), folder.resolve("trust"), FONT,
                List.of(new Department("fuzhou", "350100", "福州市城乡建设局", "fuzhou")));
        assertThat(errors()).singleElement().asString().contains("演示根证书", folder.resolve("trust").toString());
        profile = "demo";
        assertThat(errors()).isEmpty();
        profile = "rehearsal";
        assertThat(errors()).extracting(Finding::text).noneMatch(text -> text.contains("根证书"));
    }

    @Test
    void aPasswordThatAnybodyGuessesFirstForbidsTheStart() {
        BCryptPasswordEncoder bcrypt = new BCryptPasswordEncoder(4);
        user(0, "lin", "{bcrypt}" + bcrypt.encode("lin"));
        user(1, "chen", "{bcrypt}" + bcrypt.encode("123456"));
        user(2, "wu", "{bcrypt}" + bcrypt.encode("a long one that nobody guesses"));
        assertThat(errors()).hasSize(2).extracting(Finding::text).allMatch(text -> !text.contains("「wu」"));
    }

    @Test
    void aReferenceToAVariableThatIsNotSetIsNamed() {
        settings.put("zhenglu.seals.fuzhou.password", "${FUZHOU_SEAL_PASSWORD}");
        settings.put("zhenglu.ledger.node", "${HOSTNAME_THAT_NOBODY_SET:local}-${zhenglu.province}");
        assertThat(errors()).singleElement().asString().contains("zhenglu.seals.fuzhou.password", "FUZHOU_SEAL_PASSWORD");
    }

    @Test
    void aSealServiceOutsideTheHouseMustBeReachedOverTls() {
        settings.put("zhenglu.seals.fuzhou.kind", "http");
        settings.put("zhenglu.seals.fuzhou.url", "http://seal.example.gov.cn/api");
        assertThat(errors()).singleElement().asString().contains("zhenglu.seals.fuzhou.url", "未加密");
        settings.put("zhenglu.seals.fuzhou.url", "http://172.32.0.1/api");
        assertThat(errors()).hasSize(1);
        settings.put("zhenglu.seals.fuzhou.url", "http://172.16.3.4:8080/api");
        assertThat(errors()).isEmpty();
        assertThat(findings()).singleElement().asString().contains("未加密");
        settings.put("zhenglu.seals.fuzhou.url", "https://seal.example.gov.cn/api");
        assertThat(findings()).isEmpty();
    }

    @Test
    void whatCarriesPasswordsOutsideTheHouseMustBeEncrypted() {
        settings.put("zhenglu.reconcile.url", "http://list.example.gov.cn/all");
        settings.put("zhenglu.alerts.wecom.url", "http://qyapi.example.com/send?key=very-secret");
        settings.put("spring.datasource.url", "jdbc:postgresql://10.0.0.5:5432,db.example.gov.cn:5432/zhenglu");
        settings.put("spring.artemis.mode", "native");
        settings.put("spring.artemis.broker-url", "(tcp://one.example.gov.cn:61616,tcp://two.example.gov.cn:61616)?ha=true");
        settings.put("spring.artemis.user", "zhenglu");
        settings.put("spring.artemis.password", "a long one");
        assertThat(errors()).extracting(Finding::text).hasSize(4).noneMatch(text -> text.contains("very-secret"))
                .anyMatch(text -> text.contains("zhenglu.reconcile.url")).anyMatch(text -> text.contains("zhenglu.alerts.wecom.url"))
                .anyMatch(text -> text.contains("spring.artemis.broker-url"))
                .anyMatch(text -> text.contains("spring.datasource.url") && text.contains("db.example.gov.cn"));

        settings.put("zhenglu.reconcile.url", "https://list.example.gov.cn/all");
        settings.put("zhenglu.alerts.wecom.url", "https://qyapi.example.com/send?key=very-secret");
        settings.put("spring.datasource.url", "jdbc:postgresql://db.example.gov.cn/zhenglu?sslmode=verify-full&sslrootcert=config/tls/ca.pem");
        settings.put("spring.artemis.broker-url", "tcp://one.example.gov.cn:61616?sslEnabled=true&trustStorePath=config/tls/ca.p12");
        assertThat(findings()).isEmpty();
    }

    @Test
    void aRelayOutsideTheHouseThatSpeaksPlainlyIsWarnedOf() {
        settings.put("zhenglu.relay.base-url", "http://relay.example.gov.cn/relay");
        assertThat(errors()).isEmpty();
        assertThat(findings()).singleElement().asString().contains("zhenglu.relay.base-url", "未加密");
    }

    @Test
    void aPasswordOfDatabaseOrBrokerThatAnybodyGuessesFirstForbidsTheStart() {
        settings.put("spring.datasource.username", "zl");
        settings.put("spring.datasource.password", "zl");
        settings.put("spring.artemis.password", "artemis");
        assertThat(errors()).extracting(Finding::text).hasSize(2).anyMatch(text -> text.contains("spring.datasource.password"))
                .anyMatch(text -> text.contains("spring.artemis.password"));
        profile = "demo";
        assertThat(errors()).isEmpty();
    }

    @Test
    void aKeyThatEverybodyOnTheMachineCanReadForbidsTheStart() throws Exception {
        Path key = Files.writeString(folder.resolve("relay.pem"), "-----BEGIN PRIVATE KEY-----");
        Path seal = Files.writeString(folder.resolve("fuzhou.p12"), "…");
        settings.put("zhenglu.relay.private-key-file", key.toString());
        settings.put("zhenglu.seals.fuzhou.keystore", seal.toString());
        Files.setPosixFilePermissions(key, PosixFilePermissions.fromString("rw-r--r--"));
        Files.setPosixFilePermissions(seal, PosixFilePermissions.fromString("rw-r-----"));
        assertThat(errors()).singleElement().asString().contains(key.toString(), "chmod");
        Files.setPosixFilePermissions(key, PosixFilePermissions.fromString("rw-------"));
        assertThat(errors()).isEmpty();
    }

    @Test
    void aSecretWrittenIntoAFileThatEverybodyCanReadForbidsTheStart() throws Exception {
        Path file = Files.writeString(folder.resolve("application.yaml"), """
                zhenglu:
                  relay: {client-secret: of the relay}
                  console: {users: [{name: lin, password: "{bcrypt}$2a$10$abc"}]}
                """);
        sources = new YamlPropertySourceLoader().load("file", new FileSystemResource(file));
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));
        assertThat(errors()).singleElement().asString().contains(file.toString()).doesNotContain("of the relay");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r-----"));
        assertThat(errors()).isEmpty();
    }

    @Test
    void aSecretOnTheCommandLineForbidsTheStart() {
        sources = List.of(new SimpleCommandLinePropertySource("--zhenglu.relay.sm4-key=0123456789abcdef"));
        assertThat(errors()).singleElement().asString().contains("zhenglu.relay.sm4-key", "命令行").doesNotContain("0123456789abcdef");
    }

    @Test
    void aWayOfReadingThatNoRouteKnowsForbidsTheStart() {
        settings.put("zhenglu.source.database.way", "watermrk");
        settings.put("zhenglu.source.database.start", "2026/1/1");
        assertThat(errors()).hasSize(2).anyMatch(error -> error.text().contains("「watermrk」"))
                .anyMatch(error -> error.text().contains("「2026/1/1」"));
    }

    private void department(int index, String id, String citynum) {
        String prefix = "zhenglu.departments[" + index + "].";
        settings.put(prefix + "id", id);
        settings.put(prefix + "citynum", citynum);
        settings.put(prefix + "name", "某市住房和城乡建设局");
        settings.put(prefix + "seal", id);
    }

    private void user(int index, String name, String password) {
        settings.put("zhenglu.console.users[" + index + "].name", name);
        settings.put("zhenglu.console.users[" + index + "].password", password);
        settings.put("zhenglu.console.users[" + index + "].role", "ADMIN");
    }

    private List<Finding> errors() {
        return findings().stream().filter(Finding::isError).toList();
    }

    private List<Finding> findings() {
        StandardEnvironment environment = new StandardEnvironment();
        environment.setActiveProfiles(profile);
        environment.getPropertySources().addFirst(new MapPropertySource("test", settings));
        sources.forEach(environment.getPropertySources()::addLast);
        return new StartRules(environment).all().values().stream().flatMap(rule -> Examination.look(rule).stream()).toList();
    }
}
