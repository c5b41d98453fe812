package cn.zhenglu.licence;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ProblemTest {

    @Test
    void showsAValueOnOneLineAndCutsItAfterSixtyCharacters() {
        assertThat(Problem.quote("甲\r\n乙\u202E丙")).isEqualTo("「甲 乙 丙」");
        assertThat(Problem.quote("𠮷".repeat(61))).isEqualTo("「" + "𠮷".repeat(60) + "…」");
        assertThat(Problem.quote(null)).isEqualTo("「」");
    }

    @Test
    void neverShowsAnIdentityNumberThatStandsInTheWrongColumn() {
        assertThat(Problem.quote("张三 11010519491231002X")).isEqualTo("「张三 110105**********2X」");
    }
}
