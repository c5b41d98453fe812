package cn.zhenglu.intake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import cn.zhenglu.licence.LicenceState;
import cn.zhenglu.licence.NeedsPerson;
import cn.zhenglu.licence.Operation;

class CertificateTypesTest {

    @TempDir
    private Path folder;

    @Test
    void theShippedFileIsTheSafetyLicence() {
        assertThat(Fixtures.TYPE.name()).isEqualTo("建筑施工企业安全生产许可证");
        assertThat(Fixtures.TYPE.code()).isEqualTo("11100000000013338W050");
        assertThat(Fixtures.TYPE.field("licenceScope").orElseThrow().otherwise()).isEqualTo("建筑施工");
        assertThat(Fixtures.TYPE.operations()).hasSize(8).containsEntry(Operation.CHANGE, "08")
                .doesNotContainKey(Operation.CORRECT);
        assertThat(Fixtures.TYPE.states()).hasSize(7).containsEntry(LicenceState.OTHER, "99");
        assertThat(Fixtures.TYPE.outcomes().get(Operation.END))
                .containsExactlyInAnyOrder(LicenceState.REVOKED, LicenceState.WITHDRAWN, LicenceState.CANCELLED);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
            "code: 11100000000013338W050 | code: 1110 | code 应为 21 位",
            "NEW: \"01\" | NEW: \"02\" | operations 中有空的或重复的编码",
            "NEW: [VALID] | NEW: [] | outcomes 中缺少业务类型 NEW",
            "NEW: [VALID] | NEU: [VALID] | 不认识的值「NEU」",
            "standard: C0292-2022 | standart: C0292-2022 | 没有名为「standart」的设置",
            "standard: C0292-2022 | | 缺少 name、standard 或 template",
            "REVOKED: \"03\" | | outcomes 中 END 的状态在 states 中没有编码",
            "standard: C0292-2022 | name: 又一个 | 格式不正确"})
    void aMistakeInTheFileIsNamed(String from, String to, String message) throws IOException {
        String good = Files.readString(Fixtures.CONFIG.resolve("types/c0292.yaml"));
        assertThat(good).contains(from);
        String bad = good.replaceFirst(java.util.regex.Pattern.quote(from), to == null ? "" : to);
        Path file = Fixtures.write(folder, "type.yaml", bad.getBytes(StandardCharsets.UTF_8));
        assertThatThrownBy(() -> CertificateTypes.load(file)).isInstanceOf(NeedsPerson.class)
                .hasMessageContaining("type.yaml").hasMessageContaining(message);
    }

    /** What is changed in the shipped second type, and what the message must say. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
            "whose: 持证人, specimen | public: look-up, specimen | 是证件号码，不得公开",
            "attachment: [certNum | attachment: [identityCard, certNum | attachment 中不得有证件号码 identityCard",
            "code: identityCard, person: true | code: name, person: true | code 的 kind 应为 identity-number",
            "code: identityCard, person: true | code: identityCard, person: false | code 的 kind 应为 identity-number",
            "kind: person | kind: persona | 字段 name 的「persona」不认识",
            "wire: gender, kind: code | wire: gender | kind 为 code 的须写 words",
            "wire: gender, | wire: name, | fields 中重复的 wire：name",
            "check: [eCertID | check: [eCertId | calls 的 check 中的 eCertId 不是任何字段的 wire",
            "with: identityCard | with: idCard | 提到的字段 idCard 不存在",
            "replaces:          {label: 原证书编号} | | fields 中缺少 replaces",
            "example: 闽A012023000001 | example: 闽A0120230001 | number 的 example 不是 form 和 canonical 的写法",
            "sequence: $2 | sequence: $3 | canonical 或 sequence 中的 $ 有误",
            "relay-path: /special-workers | relay-path: special-workers | relay-path 应以 / 开头"})
    void aMistakeInAnotherTypeIsNamed(String from, String to, String message) throws IOException {
        String good = Files.readString(Fixtures.CONFIG.resolve("types/c0304.yaml"));
        assertThat(good).contains(from);
        Path file = Fixtures.write(folder, "type.yaml", good.replace(from, to == null ? "" : to).getBytes(StandardCharsets.UTF_8));
        assertThatThrownBy(() -> CertificateTypes.load(file)).isInstanceOf(NeedsPerson.class)
                .hasMessageContaining("type.yaml").hasMessageContaining(message);
    }

    @Test
    void aMissingFileIsNamed() {
        assertThatThrownBy(() -> CertificateTypes.load(folder.resolve("nowhere.yaml"))).isInstanceOf(NeedsPerson.class)
                .hasMessageContaining("找不到或无法读取配置文件").hasMessageContaining("nowhere.yaml");
    }

    @Test
    void anEmptyFileIsNamed() {
        Path file = Fixtures.write(folder, "empty.yaml", new byte[0]);
        assertThatThrownBy(() -> CertificateTypes.load(file)).isInstanceOf(NeedsPerson.class).hasMessageContaining("empty.yaml");
    }
}
