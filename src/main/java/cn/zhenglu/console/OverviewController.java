package cn.zhenglu.console;

import cn.zhenglu.deadletter.DeadLetters;
import cn.zhenglu.intake.SourceHealth;
import cn.zhenglu.ledger.Audit;
import cn.zhenglu.ledger.ExpirySweep;
import cn.zhenglu.ledger.Overview;
import cn.zhenglu.ledger.RelayCalls;
import cn.zhenglu.ledger.SharedGate;
import cn.zhenglu.licence.Stage;
import cn.zhenglu.licence.Standing;
import java.security.Principal;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;

/** What needs somebody now, and how much is where. */
@Controller
class OverviewController {

    private static final int NEWEST = 5;
    private static final int UNKNOWN = 20;

    private final Overview overview;
    private final DeadLetters deadLetters;
    private final SourceHealth sources;
    private final SharedGate gate;
    private final ExpirySweep expiry;
    private final RelayCalls relayCalls;
    private final Audit audit;

    OverviewController(Overview overview, DeadLetters deadLetters, SourceHealth sources, SharedGate gate, ExpirySweep expiry,
            RelayCalls relayCalls, Audit audit) {
        this.gate = gate;
        this.expiry = expiry;
        this.relayCalls = relayCalls;
        this.audit = audit;
        this.overview = overview;
        this.deadLetters = deadLetters;
        this.sources = sources;
    }

    @GetMapping("/console")
    String overview(Model model) {
        var byWork = overview.byWork();
        model.addAttribute("standings", Standing.values());
        model.addAttribute("byStage", Tally.of(overview.byStage(), Overview.StageCount::stage, Overview.StageCount::standing,
                Overview.StageCount::count));
        model.addAttribute("stages", Stage.values());
        model.addAttribute("byOperation", Tally.of(byWork, Overview.WorkCount::operation, Overview.WorkCount::standing,
                Overview.WorkCount::count));
        model.addAttribute("byDepartment", Tally.of(byWork, Overview.WorkCount::department, Overview.WorkCount::standing,
                Overview.WorkCount::count));
        model.addAttribute("openLetters", deadLetters.countOpen());
        model.addAttribute("kinds", deadLetters.openByKind());
        model.addAttribute("troubles", sources.troubles());
        model.addAttribute("gate", gate.standing());
        model.addAttribute("expiry", expiry.outlook());
        model.addAttribute("unknownRefusals", relayCalls.unknownRefusals(UNKNOWN));
        model.addAttribute("newest", deadLetters.open(NEWEST, 0));
        return "console/overview";
    }

    /** Somebody has added it to the table of refusals; should it come up again unexplained, it is back. */
    @PostMapping("/console/unknown-refusals/{digest:[0-9a-f]{64}}/put-away")
    String putAway(@PathVariable String digest, Principal operator) {
        if (relayCalls.putAway(digest)) {
            audit.append(operator.getName(), "unknown-refusal.put-away", digest, "拒绝原因已列入对照表");
        }
        return "redirect:/console#unknown-refusals";
    }
}
