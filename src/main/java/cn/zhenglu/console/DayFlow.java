package cn.zhenglu.console;

import cn.zhenglu.ledger.Overview.Flow;
import cn.zhenglu.licence.Stage;
import cn.zhenglu.web.ChinaTime;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * What a day of China has brought so far.
 *
 * @param reached submissions that have come to each stage; every stage is there
 * @param stopped those that needed a person
 * @param hours   from midnight to the present one
 */
record DayFlow(Map<Stage, Long> reached, long stopped, List<Hour> hours) {

    private static final DateTimeFormatter CLOCK = DateTimeFormatter.ofPattern("HH:mm").withZone(ChinaTime.ZONE);

    /**
     * One hour.
     *
     * @param begin    as a clock shows it
     * @param finished collected or updated
     * @param stopped  in need of a person
     */
    record Hour(String begin, long finished, long stopped) {
    }

    static DayFlow of(List<Flow> flows, Instant midnight, Instant now) {
        Map<Stage, Long> reached = new EnumMap<>(Stage.class);
        for (Stage stage : Stage.values()) {
            reached.put(stage, flows.stream().filter(flow -> !flow.person() && flow.stage() == stage).mapToLong(Flow::count).sum());
        }
        List<Hour> hours = new ArrayList<>();
        for (Instant hour = midnight; !hour.isAfter(now); hour = hour.plus(Duration.ofHours(1))) {
            Instant begin = hour;
            List<Flow> within = flows.stream().filter(flow -> flow.hour().equals(begin)).toList();
            hours.add(new Hour(CLOCK.format(begin),
                    within.stream().filter(flow -> !flow.person() && (flow.stage() == Stage.COLLECTED || flow.stage() == Stage.UPDATED))
                            .mapToLong(Flow::count).sum(),
                    within.stream().filter(Flow::person).mapToLong(Flow::count).sum()));
        }
        return new DayFlow(reached, flows.stream().filter(Flow::person).mapToLong(Flow::count).sum(), List.copyOf(hours));
    }

    /** Collected or updated. */
    public long finished() {
        return reached.get(Stage.COLLECTED) + reached.get(Stage.UPDATED);
    }
}
