package cn.zhenglu.stock;

import cn.zhenglu.document.Composer;
import cn.zhenglu.ledger.Licences;
import cn.zhenglu.licence.Arrival;
import cn.zhenglu.licence.Department;
import cn.zhenglu.licence.LicenceRecord;
import cn.zhenglu.licence.LicenceRules;
import cn.zhenglu.licence.NeedsPerson;
import cn.zhenglu.licence.Problem;
import cn.zhenglu.licence.Stage;
import cn.zhenglu.licence.Standing;
import cn.zhenglu.licence.Submission;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.springframework.stereotype.Component;

/** Finds beforehand all that would stop a row on its way, but for what only the platform knows: rules, the ledger, the print. */
@Component
class RowJudge {

    private final LicenceRules rules;
    private final Set<String> departments;
    private final Licences licences;
    private final Composer composer;

    RowJudge(List<Department> departments, Licences licences, Composer composer) {
        this.rules = new LicenceRules();
        this.departments = departments.stream().map(Department::id).collect(Collectors.toUnmodifiableSet());
        this.licences = licences;
        this.composer = composer;
    }

    /** What is wrong with what the row says. */
    List<Problem> byRules(Arrival arrival) {
        return rules.judge(arrival.record(), arrival.problems(), departments);
    }

    /** What else would stop a row that the rules let pass: the licence exists, or it cannot be printed. */
    List<Problem> byTrial(Arrival arrival) {
        LicenceRecord record = arrival.record();
        try {
            Submission submission = new Submission("0".repeat(32), record, List.of(), arrival.origin(), Stage.RECEIVED, Standing.ACTIVE, null,
                    null, licences.identifier(record), null, "0".repeat(32), null, Map.of(), 0);
            if (record.operation().makesDocument()) {
                composer.proof(submission);
            }
            return List.of();
        } catch (NeedsPerson e) {
            return e.problems();
        }
    }
}
