package cn.zhenglu.relay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import cn.zhenglu.licence.NeedsPerson;
import cn.zhenglu.licence.RelayCall;
import cn.zhenglu.relay.Refusals.Kind;
import cn.zhenglu.relay.Refusals.Refusal;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RefusalsTest {

    @TempDir
    Path folder;

    @ParameterizedTest
    @CsvSource({
        "CODE, 赋码操作太快，请稍后再试！, SLOW,",
        "COLLECT, 归集操作太快，请稍后再试！, SLOW,",
        "CODE, 系统繁忙，请稍后再试, LATER,",
        "CODE, 网关超时, LATER,",
        "CODE, '系统升级中，请稍后再试', LATER, 1800",
        "CHECK, access_token无效或已过期, TOKEN,",
        "CHECK, 无效的令牌, TOKEN,",
        "COLLECT, '该证照已归集，已存在', DONE,",
        "UPDATE, 该业务已存在，请勿重复提交, DONE,",
        "CODE, 证书编号已存在, DONE,",
        "CHECK, 证书编号已存在, PERSON,",
        "CODE, 统一社会信用代码（creditCode）校验不通过, PERSON,",
        "CODE, 从未见过的说法, PERSON,"})
    void theTableThatShipsKnowsTheTextsSeenInProduction(RelayCall call, String text, Kind meaning, Long seconds) {
        Refusal refusal = new Refusals(RelayRig.REFUSALS).meaning(call, text);

        assertThat(refusal.meaning()).isEqualTo(meaning);
        assertThat(refusal.after()).isEqualTo(seconds == null ? null : Duration.ofSeconds(seconds));
    }

    @Test
    void theFirstLineThatMatchesCounts() throws Exception {
        Refusals refusals = new Refusals(table("""
                - {contains: 太快, call: collect, kind: person, hint: 归集}
                - {contains: 太快, kind: later, wait: 30s}
                - {contains: 快, kind: done}
                """));

        assertThat(refusals.meaning(RelayCall.COLLECT, "归集太快").hint()).isEqualTo("归集");
        assertThat(refusals.meaning(RelayCall.CODE, "赋码太快").after()).isEqualTo(Duration.ofSeconds(30));
        assertThat(refusals.meaning(RelayCall.CODE, "快").meaning()).isEqualTo(Kind.DONE);
    }

    @Test
    void aTextIsTakenLiterallyAndAPatternIsNot() throws Exception {
        Refusals refusals = new Refusals(table("""
                - {contains: 'a.c', kind: done}
                - {pattern: 'x.z', kind: later}
                """));

        assertThat(refusals.meaning(RelayCall.CODE, "abc").meaning()).isEqualTo(Kind.PERSON);
        assertThat(refusals.meaning(RelayCall.CODE, "A.C").meaning()).isEqualTo(Kind.DONE);
        assertThat(refusals.meaning(RelayCall.CODE, "xyz").meaning()).isEqualTo(Kind.LATER);
    }

    @Test
    void aChangedTableIsReadWithoutARestart() throws Exception {
        Path file = table("- {contains: 排队, kind: later}");
        Refusals refusals = new Refusals(file);
        assertThat(refusals.meaning(RelayCall.CODE, "排队").meaning()).isEqualTo(Kind.LATER);

        change(file, "- {contains: 排队, kind: done}");

        assertThat(refusals.meaning(RelayCall.CODE, "排队").meaning()).isEqualTo(Kind.DONE);
    }

    @Test
    void aBrokenChangeLeavesTheTableBeforeItInForceUntilItIsMended() throws Exception {
        Path file = table("- {contains: 排队, kind: later}");
        Refusals refusals = new Refusals(file);

        change(file, "- {contains: 排队, kind: nonsense}");
        assertThat(refusals.meaning(RelayCall.CODE, "排队").meaning()).isEqualTo(Kind.LATER);
        Files.delete(file);
        assertThat(refusals.meaning(RelayCall.CODE, "排队").meaning()).isEqualTo(Kind.LATER);
        change(file, "- {contains: 排队, kind: token}");
        assertThat(refusals.meaning(RelayCall.CODE, "排队").meaning()).isEqualTo(Kind.TOKEN);
    }

    @ParameterizedTest
    @ValueSource(strings = {
        "- {contains: a}", "- {kind: later}", "- {contains: a, pattern: b, kind: later}", "- {pattern: '(', kind: later}",
        "- {contains: a, kind: later, wait: soon}", "- {contains: a, kind: never}", "- {contains: a, kind: later, what: x}",
        "- {contains: a, kind: later, call: fly}", "contains: a", "[unclosed", ""})
    void aTableThatCannotBeUnderstoodStopsTheStartWithASentence(String yaml) throws Exception {
        Path file = table(yaml);

        assertThatThrownBy(() -> new Refusals(file)).isInstanceOf(NeedsPerson.class)
                .hasMessageContaining("拒绝原因对照表无法读取").hasMessageContaining("refusals.yaml");
    }

    @Test
    void aMissingTableStopsTheStartWithASentence() {
        assertThatThrownBy(() -> new Refusals(folder.resolve("nowhere.yaml")))
                .isInstanceOf(NeedsPerson.class).hasMessageContaining("nowhere.yaml");
    }

    private Path table(String yaml) throws IOException {
        return Files.writeString(folder.resolve("refusals.yaml"), yaml);
    }

    /** Two writes within one tick of the file system's clock would look alike. */
    private static void change(Path file, String yaml) throws IOException {
        FileTime before = Files.exists(file) ? Files.getLastModifiedTime(file) : FileTime.from(Instant.EPOCH);
        Files.writeString(file, yaml);
        Files.setLastModifiedTime(file, FileTime.from(before.toInstant().plusSeconds(2)));
    }
}
