package cn.zhenglu.console;

import cn.zhenglu.ledger.Overview.WorkCount;
import cn.zhenglu.licence.Standing;
import cn.zhenglu.seal.SealWatch;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;

/** Each department: how its seal stands, and how much of its work is where. */
@Controller
class DepartmentController {

    private final Figures figures;
    private final SealWatch seals;

    DepartmentController(Figures figures, SealWatch seals) {
        this.figures = figures;
        this.seals = seals;
    }

    @GetMapping("/console/departments")
    String list(Model model) {
        Figures.Counted counted = figures.latest();
        Map<String, Tally.Row<String>> work = new LinkedHashMap<>();
        Tally.of(counted.work(), WorkCount::department, WorkCount::standing, WorkCount::count).rows().forEach(row -> work.put(row.key(), row));
        List<SealWatch.DepartmentSeal> departments = seals.departments();
        model.addAttribute("figures", counted);
        model.addAttribute("standings", List.of(Standing.ACTIVE, Standing.WAITING, Standing.DEAD, Standing.DONE));
        model.addAttribute("rows", departments);
        model.addAttribute("work", work);
        // what sources wrote and nobody configured: shown, or the sums would not agree with the overview's
        model.addAttribute("unknown", work.values().stream().filter(row -> departments.stream()
                .noneMatch(department -> department.department().equals(row.key()))).collect(Collectors.toList()));
        model.addAttribute("lists", seals.revocationListTroubles());
        return "console/departments";
    }
}
