package cn.zhenglu.ledger;

import static cn.zhenglu.ledger.LedgerUnderTest.arrival;
import static cn.zhenglu.ledger.LedgerUnderTest.record;
import static org.assertj.core.api.Assertions.assertThat;

import cn.zhenglu.MeasuredFault;
import cn.zhenglu.ledger.Invariants.Breach;
import cn.zhenglu.ledger.LedgerUnderTest.Database;
import cn.zhenglu.licence.Operation;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** A ledger as it should be breaks no rule; each thing that could go wrong in it is found under its own rule. */
class InvariantsTest {

    private static final String CERT = "（闽）JZ安许证字[2023]000001";
    private static final String OTHER = "（闽）JZ安许证字[2023]000002";

    @TempDir
    Path folder;

    private LedgerUnderTest it;
    private String collected;
    private String suspended;
    private String sealed;
    private String dead;

    @BeforeEach
    void begin() {
        fill(Database.H2);
    }

    @AfterEach
    void end() {
        it.close();
    }

    private void fill(Database database) {
        it = new LedgerUnderTest(database, folder);
        collected = received("1", Operation.NEW, CERT);
        LedgerWalk.collect(it, collected);
        suspended = received("2", Operation.SUSPEND, CERT);
        LedgerWalk.update(it, suspended);
        sealed = received("3", Operation.NEW, OTHER);
        LedgerWalk.seal(it, sealed);
        dead = received("4", Operation.NEW, "（闽）JZ安许证字[2023]000003");
        LedgerTest.fail(it, dead);
        received("5", Operation.NEW, "（闽）JZ安许证字[2023]000004");
    }

    private String received(String key, Operation operation, String certNum) {
        it.arrivals.receive(List.of(arrival(key, record(operation, certNum))));
        return it.jdbc.sql("select id from submission where source_key = ?").param(key).query(String.class).single();
    }

    private Invariants invariants() {
        return new Invariants(it.jdbc, new DocumentStore(folder));
    }

    @ParameterizedTest
    @EnumSource
    void aSoundLedgerBreaksNoRule(Database database) {
        end();
        fill(database);

        assertThat(invariants().breaches()).isEmpty();
        assertThat(invariants().unfinished()).isEqualTo(2);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            update submission set code = (select code from submission where id = :collected) where id = :sealed | 一个赋码只属于一件业务
            update submission set identifier = (select identifier from submission where id = :collected) where id = :sealed | 一个证照版本只由一件业务产生
            update submission set standing = 'ACTIVE' where id = :suspended | 已办结与最后阶段一致
            update submission set document_digest = null where id = :collected | 已签章的业务都有赋码、证照标识和文件摘要
            update relay_call set outcome = 'UNKNOWN' where call = 'COLLECT' | 已赋码、已办结的业务都有平台应答为据
            update relay_call set outcome = null where call = 'UPDATE' | 已赋码、已办结的业务都有平台应答为据
            update relay_call set outcome = 'REFUSED' where call = 'CODE' and submission_id = :sealed | 已赋码、已办结的业务都有平台应答为据
            delete from licence | 已归集的证照都在现行证照中，且现行版本是最后归集的一版
            update licence set preview_token = 'another' | 现行证照的证照标识和预览地址属于产生它的业务
            update dead_letter set standing = 'RETRIED' where submission_id = :dead | 待人工处理的业务恰有一件未处理的死信
            update submission set standing = 'ACTIVE' where id = :dead | 未处理的死信所指的业务都在待人工处理
            update submission set claimed_until = current_timestamp where id = :collected | 不再办理的业务无人占用
            update submission set standing = 'WITHDRAWN' where id = :dead | 办理过程的最后一步与业务现状一致
            insert into history (submission_id, at, stage, standing, outcome, actor) select submission_id, at, stage, standing, outcome, actor from history where submission_id = :collected and standing = 'DONE' | 每件业务只办结一次
            update submission set turn = 99 where id = :sealed | 在办的存量业务都轮得到办理，所在批次没有结束
            update submission set superseded_by = 'nobody' where id = :dead | 接替的业务都在台账中
            """)
    void whatMustNotBeIsFoundUnderItsRule(String damage, String rule) {
        it.jdbc.sql(damage).params(Map.of("collected", collected, "sealed", sealed, "suspended", suspended, "dead", dead)).update();

        assertThat(invariants().breaches()).extracting(Breach::rule).contains(rule);
    }

    @Test
    void aSealedFileThatIsMissingOrAlteredIsFoundWhetherShownOrNot() throws IOException {
        int stored = files(".ofd").size() + files(".sealed").size();
        Path shown = files(".ofd").get(0);
        Path aside = files(".sealed").get(0);
        Files.write(shown, new byte[] {1});
        assertThat(invariants().breaches()).singleElement().returns(collected, Breach::subject)
                .satisfies(breach -> assertThat(breach.detail()).contains("与台账摘要不一致"));

        Files.delete(aside);
        long damaged = System.nanoTime();
        List<Breach> found = invariants().breaches();
        String recovered = MeasuredFault.since(damaged);
        assertThat(found).extracting(Breach::subject).containsExactly(collected, sealed);
        long told = found.stream().map(Breach::subject).distinct().count();
        int damages = List.of(shown, aside).size();
        new MeasuredFault("a sealed file missing or altered afterwards", damages, stored, damages - told, found.size() - told, told,
                recovered).tell();
    }

    private List<Path> files(String ending) throws IOException {
        try (Stream<Path> all = Files.walk(folder.resolve("documents"))) {
            return all.filter(file -> file.toString().endsWith(ending)).toList();
        }
    }

    @Test
    void whatThePlatformHasAcceptedOtherThanOnceIsFound() {
        Map<String, Map<String, Integer>> good = Map.of("codes", Map.of(collected, 1, sealed, 1), "collections", Map.of(collected, 1),
                "updates", Map.of(suspended, 1));
        assertThat(invariants().breaches(good)).isEmpty();

        Map<String, Map<String, Integer>> bad = Map.of("codes", Map.of(collected, 2, sealed, 1, "stranger", 1), "updates", Map.of(suspended, 1));
        assertThat(invariants().breaches(bad)).extracting(breach -> breach.subject() + breach.detail()).containsExactly(
                collected + "平台受理 2 次", "stranger平台已受理，台账没有登记", collected + "平台受理 0 次");
    }
}
