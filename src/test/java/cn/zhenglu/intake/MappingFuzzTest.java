package cn.zhenglu.intake;

import static org.assertj.core.api.Assertions.assertThat;

import cn.zhenglu.licence.Arrival;
import cn.zhenglu.licence.LicenceRules;
import com.code_intelligence.jazzer.api.FuzzedDataProvider;
import com.code_intelligence.jazzer.junit.FuzzTest;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Whatever stands in the columns of an approval, the row becomes a submission: problems are told, nothing is thrown. */
class MappingFuzzTest {

    private static final List<String> COLUMNS = List.copyOf(Fixtures.approval().keySet());
    private static final LicenceRules RULES = new LicenceRules();

    @FuzzTest(maxDuration = "2m")
    void everyRowIsUnderstoodOrItsProblemsAreTold(FuzzedDataProvider data) {
        Map<String, Object> row = new HashMap<>(Fixtures.approval());
        for (int i = data.consumeInt(1, 6); i > 0; i--) {
            row.put(data.pickValue(COLUMNS), data.consumeString(60));
        }
        Arrival arrival = Fixtures.INTAKE.fromRows(List.of(row)).get(0);

        FileArrivalsFuzzTest.Storable.check(arrival);
        assertThat(RULES.judge(arrival.record(), arrival.problems(), Set.of("fuzhou", "xiamen"))).allSatisfy(problem -> {
            assertThat(problem.message()).isNotBlank().doesNotContain("\0");
            assertThat(problem.remedy()).isNotBlank();
        });
    }
}
