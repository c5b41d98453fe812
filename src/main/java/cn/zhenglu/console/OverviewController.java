package cn.zhenglu.console;

import cn.zhenglu.deadletter.DeadLetters;
import cn.zhenglu.intake.SourceHealth;
import cn.zhenglu.ledger.Overview;
import cn.zhenglu.licence.Stage;
import cn.zhenglu.licence.Standing;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;

/** What needs somebody now, and how much is where. */
@Controller
class OverviewController {

    private static final int NEWEST = 5;

    private final Overview overview;
    private final DeadLetters deadLetters;
    private final SourceHealth sources;

    OverviewController(Overview overview, DeadLetters deadLetters, SourceHealth sources) {
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
        model.addAttribute("newest", deadLetters.open(NEWEST, 0));
        return "console/overview";
    }
}
