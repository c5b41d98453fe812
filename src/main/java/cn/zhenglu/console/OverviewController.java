package cn.zhenglu.console;

import cn.zhenglu.deadletter.DeadLetters;
import cn.zhenglu.deadletter.Groups;
import cn.zhenglu.intake.SourceHealth;
import cn.zhenglu.ledger.Audit;
import cn.zhenglu.ledger.Overview.WorkCount;
import cn.zhenglu.ledger.RelayCalls;
import cn.zhenglu.ledger.SharedGate;
import cn.zhenglu.licence.Standing;
import cn.zhenglu.seal.SealWatch;
import java.security.Principal;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;

/** What needs somebody now, and how much is where. */
@Controller
class OverviewController {

    private static final int GROUPS = 8;
    private static final int UNKNOWN = 20;

    private final Figures figures;
    private final DeadLetters deadLetters;
    private final Groups groups;
    private final SourceHealth sources;
    private final SealWatch seals;
    private final SharedGate gate;
    private final RelayCalls relayCalls;
    private final Audit audit;

    OverviewController(Figures figures, DeadLetters deadLetters, Groups groups, SourceHealth sources, SealWatch seals, SharedGate gate,
            RelayCalls relayCalls, Audit audit) {
        this.figures = figures;
        this.deadLetters = deadLetters;
        this.groups = groups;
        this.sources = sources;
        this.seals = seals;
        this.gate = gate;
        this.relayCalls = relayCalls;
        this.audit = audit;
    }

    @GetMapping("/console")
    String overview(Model model) {
        Figures.Counted counted = figures.latest();
        model.addAttribute("figures", counted);
        model.addAttribute("standings", Standing.values());
        model.addAttribute("byStage", Tally.of(counted.work(), WorkCount::stage, WorkCount::standing, WorkCount::count));
        model.addAttribute("byOperation", Tally.of(counted.work(), WorkCount::operation, WorkCount::standing, WorkCount::count));
        model.addAttribute("openLetters", deadLetters.countOpen());
        model.addAttribute("oldestLetter", deadLetters.oldestOpen().orElse(null));
        model.addAttribute("groups", groups.open(GROUPS, 0));
        model.addAttribute("allGroups", groups.countOpen());
        model.addAttribute("troubles", sources.troubles());
        model.addAttribute("seals", seals.departments().stream().filter(one -> !one.seal().usable() || one.seal().endsSoon()).toList());
        model.addAttribute("gate", gate.standing());
        model.addAttribute("unknownRefusals", relayCalls.unknownRefusals(UNKNOWN));
        return "console/overview";
    }

    /** Somebody has added it to the table of refusals; should it come up again unexplained, it is back. */
    @PostMapping("/console/unknown-refusals/{digest:[0-9a-f]{64}}/put-away")
    String putAway(@PathVariable String digest, Principal operator) {
        if (relayCalls.putAway(digest)) {
            audit.append(operator.getName(), "unknown-refusal.put-away", digest, "拒绝原因已列入对照表", "未归类", "已补充");
        }
        return "redirect:/console#unknown-refusals";
    }
}
