package cn.zhenglu.console;

import cn.zhenglu.ledger.Resubmission;
import cn.zhenglu.reconcile.DifferenceKind;
import cn.zhenglu.reconcile.Report;
import cn.zhenglu.reconcile.Run;
import cn.zhenglu.reconcile.Runs;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.security.Principal;
import java.util.EnumMap;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.server.ResponseStatusException;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

/** Comparisons with the province: list, one with its differences, reports, giving again what is missing there. */
@Controller
class ReconciliationController {

    private static final String ALL = "/console/reconciliations";
    private static final String ONE = ALL + "/{id:\\d{1,18}}";
    private static final int SHOWN_ITEMS = 100;

    private final Runs runs;
    private final Report report;
    private final Resubmission resubmission;

    ReconciliationController(Runs runs, Report report, Resubmission resubmission) {
        this.runs = runs;
        this.report = report;
        this.resubmission = resubmission;
    }

    @GetMapping(ALL)
    String list(@RequestParam(defaultValue = "1") int page, Model model) {
        model.addAttribute("stopped", resubmission.stopped());
        model.addAttribute("page", Page.of(page, runs.count(), runs::list));
        return "console/reconciliations";
    }

    @GetMapping(ONE)
    String one(@PathVariable long id, @RequestParam(required = false) DifferenceKind kind,
            @RequestParam(required = false) String department, @RequestParam(defaultValue = "1") int page, Model model) {
        Run run = run(id);
        Runs.Filter filter = filter(kind, department);
        SortedMap<String, Map<DifferenceKind, Long>> tally = new TreeMap<>();
        for (Runs.Count count : runs.counts(id)) {
            tally.computeIfAbsent(count.department() == null ? Runs.NO_DEPARTMENT : count.department(),
                    key -> new EnumMap<>(DifferenceKind.class)).put(count.kind(), count.count());
        }
        model.addAttribute("run", run);
        model.addAttribute("filter", filter);
        model.addAttribute("kinds", DifferenceKind.values());
        model.addAttribute("noDepartment", Runs.NO_DEPARTMENT);
        model.addAttribute("tally", tally);
        model.addAttribute("newest", runs.isNewest(id));
        model.addAttribute("missingThere", runs.missingThere(id, filter.department()));
        model.addAttribute("asked", resubmission.count(Runs.cause(id)));
        model.addAttribute("items", resubmission.list(Runs.cause(id), SHOWN_ITEMS, 0));
        model.addAttribute("page", Page.of(page, runs.count(id, filter),
                (limit, offset) -> runs.differences(id, filter, limit, offset)));
        return "console/reconciliation";
    }

    @GetMapping(ONE + "/differences.csv")
    void csv(@PathVariable long id, @RequestParam(required = false) DifferenceKind kind,
            @RequestParam(required = false) String department, HttpServletResponse response) throws IOException {
        run(id);
        download(response, "text/csv;charset=UTF-8", "reconciliation-" + id + ".csv");
        report.csv(id, filter(kind, department), response.getOutputStream());
    }

    @GetMapping(ONE + "/differences.xlsx")
    void xlsx(@PathVariable long id, @RequestParam(required = false) DifferenceKind kind,
            @RequestParam(required = false) String department, HttpServletResponse response) throws IOException {
        run(id);
        download(response, "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", "reconciliation-" + id + ".xlsx");
        report.xlsx(id, filter(kind, department), response.getOutputStream());
    }

    /** The question, with the size of the set that a yes is about. */
    @GetMapping(ONE + "/resubmit")
    String ask(@PathVariable long id, @RequestParam(required = false) String department, Model model) {
        Runs.Filter missing = filter(DifferenceKind.MISSING_THERE, department);
        model.addAttribute("run", run(id));
        model.addAttribute("filter", missing);
        model.addAttribute("noDepartment", Runs.NO_DEPARTMENT);
        model.addAttribute("newest", runs.isNewest(id));
        model.addAttribute("size", runs.missingThere(id, missing.department()));
        model.addAttribute("examples", runs.differences(id, missing, Page.SIZE, 0));
        return "console/reconciliation-resubmit";
    }

    @PostMapping(ONE + "/resubmit")
    String resubmit(@PathVariable long id, @RequestParam(required = false) String department, @RequestParam long size,
            Principal operator, RedirectAttributes redirect) {
        run(id);
        String result = switch (runs.resubmit(id, filter(null, department).department(), size, operator.getName())) {
            case ASKED -> "resubmit-asked";
            case CHANGED -> "resubmit-changed";
            case OUTDATED -> "resubmit-outdated";
        };
        return back(id, result, redirect);
    }

    @PostMapping(ONE + "/resubmissions/{item:\\d{1,18}}/retry")
    String retry(@PathVariable long id, @PathVariable long item, Principal operator, RedirectAttributes redirect) {
        return back(id, runs.retry(id, item, operator.getName()) ? "resubmit-retried" : "resubmit-changed", redirect);
    }

    private Run run(long id) {
        return runs.find(id).orElseThrow(() -> new ResponseStatusException(HttpStatus.NOT_FOUND));
    }

    private static Runs.Filter filter(DifferenceKind kind, String department) {
        return new Runs.Filter(kind, department == null || department.isBlank() ? null : department);
    }

    private static void download(HttpServletResponse response, String type, String name) {
        response.setContentType(type);
        response.setHeader(HttpHeaders.CONTENT_DISPOSITION, "attachment; filename=\"" + name + "\"");
    }

    /** Shown after the redirect, so that reloading the page repeats nothing. */
    private static String back(long id, String result, RedirectAttributes redirect) {
        redirect.addFlashAttribute("result", result);
        redirect.addAttribute("id", id);
        return "redirect:/console/reconciliations/{id}";
    }
}
