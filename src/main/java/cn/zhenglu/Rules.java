package cn.zhenglu;

import cn.zhenglu.licence.Department;
import cn.zhenglu.licence.LicenceRules;
import cn.zhenglu.licence.NeedsPerson;
import cn.zhenglu.licence.Problem;
import cn.zhenglu.licence.Submission;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.springframework.stereotype.Component;

/** The licence rules as a step of a route. */
@Component("rules")
public class Rules {

    private final LicenceRules rules;
    private final Set<String> departments;

    Rules(List<Department> departments) {
        this.rules = new LicenceRules();
        this.departments = departments.stream().map(Department::id).collect(Collectors.toUnmodifiableSet());
    }

    /**
     * Lets a sound submission pass.
     *
     * @throws NeedsPerson with everything that is wrong with it
     */
    public Submission judge(Submission submission) {
        List<Problem> problems = rules.judge(submission, departments);
        if (!problems.isEmpty()) {
            throw new NeedsPerson(problems);
        }
        return submission;
    }
}
