package cn.zhenglu.intake;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.LocalDate;
import java.time.format.DateTimeFormatter;
import java.util.List;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.time.api.constraints.DateRange;

class DatesProperties {

    @Property
    void everyDayIsReadTheSameFromEveryForm(@ForAll @DateRange(min = "1949-10-01", max = "2099-12-31") LocalDate day)
            throws Unreadable {
        for (String form : List.of("yyyy-MM-dd", "yyyy/M/d", "yyyy.M.d", "yyyyMMdd", "yyyy年M月d日", "yyyy-MM-dd 00:00:00")) {
            assertThat(Dates.parse(day.format(DateTimeFormatter.ofPattern(form)))).isEqualTo(day);
        }
    }
}
