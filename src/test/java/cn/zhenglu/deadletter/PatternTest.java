package cn.zhenglu.deadletter;

import static org.assertj.core.api.Assertions.assertThat;

import cn.zhenglu.licence.Problem;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PatternTest {

    @ParameterizedTest
    @CsvSource({
        "统一社会信用代码「91350100MA2300004X」的校验位不正确（GB 32100）, 统一社会信用代码「…」的校验位不正确（GB …）",
        "找不到被延续的证照：（闽）JZ安许证字[2020]009999, 找不到被延续的证照：…",
        "有效期截止日期 2023-01-01 早于有效期起始日期 2024-01-01, 有效期截止日期 … 早于有效期起始日期 …",
        "赋码未通过：证书编号已存在, 赋码未通过：证书编号已存在",
        "缺少法定代表人, 缺少法定代表人",
    })
    void reasonsThatDifferInTheirValuesOnlyAreOne(String message, String pattern) {
        assertThat(Pattern.of(new Problem("code", null, message, null))).isEqualTo(pattern);
    }

    @ParameterizedTest
    @CsvSource({"1", "199", "200", "201", "5000"})
    void aPatternFitsItsColumn(int length) {
        assertThat(Pattern.of(new Problem("code", null, "字".repeat(length), null))).hasSize(Math.min(200, length));
    }
}
