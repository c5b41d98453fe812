package cn.zhenglu.console;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PageTest {

    @ParameterizedTest
    @CsvSource({"0, 1, 0, false, false", "50, 1, 0, false, false", "51, 1, 0, false, true", "51, 2, 50, true, false",
        "51, 9, 50, true, false", "51, -3, 0, false, true", "151, 2, 50, true, true"})
    void aPageStartsWhereTheOneBeforeEnds(long total, int number, long first, boolean previous, boolean next) {
        Page<Long> page = Page.of(number, total,
                (limit, offset) -> LongStream.range(offset, Math.min(total, offset + limit)).boxed().toList());

        assertThat(page.items()).hasSize((int) Math.min(Page.SIZE, total - first));
        assertThat(page.items().stream().findFirst().orElse(0L)).isEqualTo(first);
        assertThat(page.hasPrevious()).isEqualTo(previous);
        assertThat(page.hasNext()).isEqualTo(next);
    }

    @Test
    void anEmptyListHasOnePage() {
        assertThat(Page.of(1, 0, (limit, offset) -> List.of()).pages()).isEqualTo(1);
    }
}
