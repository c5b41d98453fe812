package cn.zhenglu.ledger;

import cn.zhenglu.licence.Operation;
import cn.zhenglu.licence.Stage;
import cn.zhenglu.licence.Standing;
import java.util.Comparator;
import java.util.List;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Counts over all submissions. */
@Component
public class Overview {

    private final JdbcClient jdbc;

    Overview(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** How many submissions are at a stage, in a standing. */
    public record StageCount(Stage stage, Standing standing, long count) {
    }

    /** How many submissions of an operation, {@code null} when unreadable, and a department have a standing. */
    public record WorkCount(Operation operation, String department, Standing standing, long count) {
    }

    /** By stage and standing. */
    public List<StageCount> byStage() {
        return jdbc.sql("select stage, standing, count(*) as n from submission group by stage, standing")
                .query((row, n) -> new StageCount(Stage.valueOf(row.getString("stage")),
                        Standing.valueOf(row.getString("standing")), row.getLong("n")))
                .list().stream()
                .sorted(Comparator.comparing(StageCount::stage).thenComparing(StageCount::standing))
                .toList();
    }

    /** By operation, department and standing. */
    public List<WorkCount> byWork() {
        return jdbc.sql("""
                select operation, department, standing, count(*) as n from submission
                group by operation, department, standing order by operation, department, standing
                """)
                .query((row, n) -> new WorkCount(
                        row.getString("operation") == null ? null : Operation.valueOf(row.getString("operation")),
                        row.getString("department"), Standing.valueOf(row.getString("standing")), row.getLong("n")))
                .list();
    }
}
