package cn.zhenglu;

import static org.assertj.core.api.Assertions.assertThat;

import cn.zhenglu.seal.verify.Limits;
import cn.zhenglu.seal.verify.OfdVerifier;
import cn.zhenglu.seal.verify.TrustedRoots;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

/** The demo from the jar, from an empty folder to the last licence, and started again. */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class DemoIT {

    private static final int SEALED = 178;
    private static final int STATE_CHANGES = 35;
    private static final Duration PATIENCE = Duration.ofMinutes(5);

    @TempDir
    static Path folder;

    private static final int SIMULATOR = ServerProcess.freePort();
    private static ServerProcess demo;

    @BeforeAll
    static void runTheDemo() {
        demo = ServerProcess.ofJar(folder).startDemo("--zhenglu.simulator.port=" + SIMULATOR);
        demo.untilItSays("服务继续运行", PATIENCE);
    }

    @AfterAll
    static void stop() {
        demo.close();
    }

    @Test
    @Order(1)
    void everyGoodRecordIsDone() {
        assertThat(demo.output()).contains("办结 213 件。按业务类型：新办 139，延续 19，变更 20，暂扣 12，暂扣发还 9，过期失效 1，注销（撤销、吊销） 12，其他 1");
    }

    @Test
    @Order(1)
    void exactlyTheSevenBadRecordsNeedAPersonAndSayWhy() {
        assertThat(demo.output()).contains("死信 7 件，待人工处理：")
                .containsPattern("审批库.*id=111：统一社会信用代码「.*」的校验位不正确")
                .containsPattern("审批库.*id=112：缺少法定代表人")
                .containsPattern("审批库.*id=113：审批部门「atlantis」未在系统中登记")
                .containsPattern("审批库.*id=145：找不到被延续的证照：（闽）JZ安许证字\\[2020]009999")
                .containsPattern("存量证照.csv 第 6 行：有效期截止日期 .* 早于有效期起始日期")
                .containsPattern("存量证照.csv 第 11 行：法定代表人证件号码「350900\\*+\\d\\d」的校验位不正确")
                .containsPattern("存量证照.csv 第 16 行：企业名称.*U\\+E5E5");
    }

    @Test
    @Order(1)
    void everyLicenceLiesInTheStoreAsASealedFileThatVerifies() throws IOException {
        OfdVerifier verifier = new OfdVerifier(new TrustedRoots(List.of(folder.resolve("data/trust"))), Clock.systemUTC(),
                Limits.DEFAULT);
        List<Path> files = sealedFiles();

        assertThat(files).hasSize(SEALED);
        for (Path file : files) {
            assertThat(verifier.verify(file).valid()).as(file.toString()).isTrue();
        }
    }

    @Test
    @Order(1)
    void theCommandLineFindsALicenceValidAndAnAlteredOneNot() throws IOException {
        Path file = sealedFiles().get(0);
        assertThat(demo.command("verify", file.toString())).isZero();

        byte[] altered = Files.readAllBytes(file);
        altered[altered.length / 2] ^= 1;
        Path forged = Files.write(folder.resolve("altered.ofd"), altered);
        assertThat(demo.command("verify", forged.toString())).isNotZero();
        assertThat(demo.command("verify", Files.writeString(folder.resolve("note.ofd"), "no OFD").toString())).isEqualTo(2);
    }

    @Test
    @Order(1)
    void theCommandLineDrawsALicence() throws IOException {
        Path picture = folder.resolve("page.png");
        assertThat(demo.command("preview", sealedFiles().get(0).toString(), "-o", picture.toString())).isZero();
        assertThat(Files.readAllBytes(picture)).startsWith(0x89, 'P', 'N', 'G');
    }

    @Test
    @Order(1)
    void thePlatformHasEachLicenceOnce() {
        RelayRecord record = RelayRecord.of(SIMULATOR);
        assertThat(record.total("codes")).isEqualTo(SEALED);
        assertThat(record.total("collections")).isEqualTo(SEALED);
        assertThat(record.total("updates")).isEqualTo(STATE_CHANGES);
        record.hasNothingTwice();
    }

    @Test
    @Order(1)
    void theAddressReportedToThePlatformShowsTheLicence() throws IOException {
        String journal = Files.readString(folder.resolve("data/simulator/journal.jsonl"));
        String path = journal.replaceFirst("(?s).*\"url\":\"http://localhost:\\d+(/p/[^\"]+)\".*", "$1");

        HttpResponse<byte[]> page = demo.get(path);
        assertThat(page.statusCode()).isEqualTo(200);
        HttpResponse<byte[]> picture = demo.get(path + ".png");
        assertThat(picture.statusCode()).isEqualTo(200);
        assertThat(picture.body()).startsWith(0x89, 'P', 'N', 'G');
        assertThat(demo.get("/p/AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA").statusCode()).isEqualTo(404);
    }

    @Test
    @Order(2)
    void aSecondStartChangesNothing() throws IOException {
        List<Path> before = sealedFiles();
        demo.stop();
        demo.startDemo("--zhenglu.simulator.port=" + SIMULATOR).untilItSays("服务继续运行", PATIENCE);

        assertThat(demo.output()).contains("办结 213 件").contains("死信 7 件");
        assertThat(sealedFiles()).isEqualTo(before);
        thePlatformHasEachLicenceOnce();
    }

    @Test
    @Order(3)
    void theLedgerProvesThatNothingWasLostOrDoubled() throws IOException {
        assertThat(demo.command("audit-ledger", "--spring.profiles.active=demo")).as("while the server has the ledger").isEqualTo(2);
        demo.stop();
        assertThat(demo.command("audit-ledger", "--spring.profiles.active=demo")).isZero();
        assertThat(Files.readString(folder.resolve("command.txt"))).contains("全部相符。没有在办业务。");
    }

    private static List<Path> sealedFiles() throws IOException {
        try (Stream<Path> all = Files.walk(folder.resolve("data/documents"))) {
            return all.filter(file -> file.toString().endsWith(".ofd")).sorted().toList();
        }
    }
}
