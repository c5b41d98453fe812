package cn.zhenglu.console;

import static org.assertj.core.api.Assertions.assertThat;

import cn.zhenglu.ledger.Overview.WorkCount;
import cn.zhenglu.licence.Operation;
import cn.zhenglu.licence.Stage;
import cn.zhenglu.licence.Standing;
import java.util.List;
import org.junit.jupiter.api.Test;

class TallyTest {

    @Test
    void countsAreAddedByRowAndStandingAndTheUnreadableComesLast() {
        Tally<String> byDepartment = Tally.of(List.of(
                new WorkCount(Operation.NEW, null, Stage.RECEIVED, Standing.DEAD, 1),
                new WorkCount(Operation.NEW, "xiamen", Stage.RECEIVED, Standing.DONE, 3),
                new WorkCount(Operation.RENEW, "xiamen", Stage.RECEIVED, Standing.DONE, 4),
                new WorkCount(Operation.NEW, "fuzhou", Stage.RECEIVED, Standing.WAITING, 5)),
                WorkCount::department, WorkCount::standing, WorkCount::count);

        assertThat(byDepartment.rows()).extracting(Tally.Row::key).containsExactly("fuzhou", "xiamen", null);
        assertThat(byDepartment.rows().get(1).of(Standing.DONE)).isEqualTo(7);
        assertThat(byDepartment.of(Standing.DONE)).isEqualTo(7);
        assertThat(byDepartment.total()).isEqualTo(13);
    }
}
