package cn.zhenglu.console;

import static org.assertj.core.api.Assertions.assertThat;

import cn.zhenglu.ledger.Overview.Flow;
import cn.zhenglu.licence.Stage;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class DayFlowTest {

    private static final Instant MIDNIGHT = Instant.parse("2026-01-01T16:00:00Z");

    @Test
    void stepsAreSummedByStageAndFinishedOnesByHour() {
        Instant second = MIDNIGHT.plus(Duration.ofHours(1));
        DayFlow day = DayFlow.of(List.of(new Flow(MIDNIGHT, Stage.CODED, false, 5), new Flow(MIDNIGHT, Stage.COLLECTED, false, 3),
                new Flow(second, Stage.CODED, true, 2), new Flow(second, Stage.UPDATED, false, 4)), MIDNIGHT, second.plusSeconds(60));

        assertThat(day.reached()).containsOnlyKeys(Stage.values()).containsEntry(Stage.CODED, 5L).containsEntry(Stage.RECEIVED, 0L);
        assertThat(day.finished()).isEqualTo(7);
        assertThat(day.stopped()).isEqualTo(2);
        assertThat(day.hours()).containsExactly(new DayFlow.Hour("00:00", 3, 0), new DayFlow.Hour("01:00", 4, 2));
    }
}
