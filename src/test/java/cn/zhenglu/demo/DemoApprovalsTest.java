package cn.zhenglu.demo;

import static org.assertj.core.api.Assertions.assertThat;

import cn.zhenglu.licence.Department;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class DemoApprovalsTest {

    private static final LocalDate TODAY = LocalDate.of(2026, 11, 23);

    private final List<Department> departments = IntStream.range(0, 14)
            .mapToObj(i -> new Department("d" + i, "350100", "部门" + i, "s" + i)).toList();
    private final DemoApprovals samples = new DemoApprovals(departments, TODAY);
    private final List<Map<String, Object>> approvals = samples.approvals();

    @Test
    void twoHundredApprovalsOfAllDepartmentsAndAllOperations() {
        assertThat(approvals).hasSize(200);
        assertThat(distinct("department")).containsAll(departments.stream().map(Department::id).toList());
        assertThat(distinct("operation")).contains("01", "02", "03", "05", "06", "08");
        assertThat(approvals.stream().filter(row -> Set.of("01", "02", "08").contains(row.get("operation"))).count())
                .isGreaterThanOrEqualTo(160);
    }

    @Test
    void twentyExistingLicences() {
        assertThat(samples.existing()).hasSize(1 + 20);
    }

    @Test
    void firstIssuesAreInForceOnTheDayOfTheDemo() {
        long lapsed = approvals.stream()
                .filter(row -> row.get("operation").equals("01") && ((LocalDate) row.get("valid_to")).isBefore(TODAY)).count();
        assertThat(lapsed).as("only the one that is then reported as expired").isEqualTo(1);
    }

    @Test
    void everyStartInventsTheSame() {
        assertThat(new DemoApprovals(departments, TODAY).approvals()).isEqualTo(approvals);
        assertThat(new DemoApprovals(departments, TODAY).existing()).isEqualTo(samples.existing());
    }

    private Set<Object> distinct(String column) {
        return approvals.stream().map(row -> row.get(column)).collect(Collectors.toSet());
    }
}
