package cn.zhenglu.intake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.LocalDate;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DatesTest {

    @ParameterizedTest
    @ValueSource(strings = {"2023-06-01", "2023-6-1", "2023/6/1", "2023/06/01", "2023.6.1", "20230601", "2023年6月1日",
            "2023 年 06 月 01 日",
            "２０２３－０６－０１", "２０２３年６月１日", "２０２３／６／１", "2023–06–01", "　2023-06-01　", "2023-06-01 00:00:00", "2023-06-01 00:00:00.0",
            "2023-06-01T00:00", "2023-06-01T23:59:59.999999", "2023/6/1 0:00", "2023年6月1日 8:30", "20230601083000"})
    void readsTheUsualForms(String text) throws Unreadable {
        assertThat(Dates.parse(text)).isEqualTo(LocalDate.of(2023, 6, 1));
    }

    @ParameterizedTest
    @CsvSource({"2023-05-31T16:00:00Z, 2023-06-01", "2023-05-31T15:59:59Z, 2023-05-31", "2023-06-01T00:00:00+08:00, 2023-06-01",
            "2023-05-31 16:00:00 +0000, 2023-06-01", "20230531160000Z, 2023-06-01"})
    void takesTheDayThatItThenWasInChina(String text, LocalDate day) throws Unreadable {
        assertThat(Dates.parse(text)).isEqualTo(day);
    }

    @ParameterizedTest
    @ValueSource(strings = {"2023-02-30", "2023-13-01", "20230231", "2023年2月29日", "2023-06-01T25:00:00Z"})
    void refusesDaysThatDoNotExist(String text) {
        assertThatThrownBy(() -> Dates.parse(text)).isInstanceOf(Unreadable.class).hasMessage("不是存在的日期");
    }

    @ParameterizedTest
    @ValueSource(strings = {"长期", "23-6-1", "2023-6", "45078", "2023-06/01", "06/01/2023", "2023-06-01x", "2023060",
            "2023-06-01 上午"})
    void refusesToGuess(String text) {
        assertThatThrownBy(() -> Dates.parse(text)).isInstanceOf(Unreadable.class).hasMessage("不是可以识别的日期");
    }
}
