package cn.zhenglu.console;

import cn.zhenglu.deadletter.RetryRuns;
import java.security.Principal;
import java.util.List;
import java.util.Optional;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.server.ResponseStatusException;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

/** Retries of many: what will happen, the yes, progress, cancelling, and what came of it. */
@Controller
class RetryController {

    private static final String ONE = "/console/retries/{id:\\d{1,18}}";
    /** Members that the rules are tried on before the yes. */
    private static final int SAMPLE = 300;

    private final RetryRuns runs;

    RetryController(RetryRuns runs) {
        this.runs = runs;
    }

    @GetMapping("/console/retries")
    String list(@RequestParam(defaultValue = "1") int page, Model model) {
        model.addAttribute("page", Page.of(page, runs.count(), runs::list));
        return "console/retries";
    }

    /**
     * Writes the set down.
     *
     * @param scope {@code all} for everything that the list's address finds, else what was ticked
     * @param upTo  the newest id at the time the list was shown
     */
    @PostMapping("/console/retries")
    String prepare(DeadLetterController.Query query, @RequestParam(defaultValue = "") String scope, @RequestParam(defaultValue = "0") long upTo,
            @RequestParam(required = false) List<Long> ids, Principal operator, RedirectAttributes redirect) {
        Optional<Long> run = scope.equals("all") ? runs.prepare(query.search(), upTo, operator.getName())
                : runs.prepare(ids == null ? List.of() : ids, operator.getName());
        if (run.isEmpty()) {
            redirect.addFlashAttribute("result", "nothing-to-retry");
            redirect.addAttribute("view", "list");
            redirect.addAttribute("group", query.group());
            return "redirect:/console/dead-letters";
        }
        redirect.addAttribute("id", run.get());
        return "redirect:/console/retries/{id}";
    }

    @GetMapping(ONE)
    String one(@PathVariable long id, @RequestParam(required = false) RetryRuns.Outcome outcome,
            @RequestParam(defaultValue = "0") long after, Model model) {
        RetryRuns.Run run = run(id);
        model.addAttribute("run", run);
        model.addAttribute("outcomes", RetryRuns.Outcome.values());
        model.addAttribute("outcome", outcome);
        model.addAttribute("after", after);
        model.addAttribute("members", runs.members(id, outcome, after, Page.SIZE));
        model.addAttribute("size", Page.SIZE);
        if (run.standing() == RetryRuns.Standing.PREPARED) {
            model.addAttribute("prospect", runs.prospect(run, SAMPLE));
        }
        return "console/retry";
    }

    /** The part of the page that changes while it runs. */
    @GetMapping(ONE + "/progress")
    String progress(@PathVariable long id, Model model) {
        model.addAttribute("run", run(id));
        model.addAttribute("outcomes", RetryRuns.Outcome.values());
        return "console/retry-progress :: progress";
    }

    @PostMapping(ONE + "/start")
    String start(@PathVariable long id, Principal operator, RedirectAttributes redirect) {
        return back(id, runs.start(id, operator.getName()) ? "run-started" : "run-not-started", redirect);
    }

    @PostMapping(ONE + "/cancel")
    String cancel(@PathVariable long id, Principal operator, RedirectAttributes redirect) {
        return back(id, runs.cancel(id, operator.getName()) ? "run-cancelled" : "run-not-running", redirect);
    }

    private RetryRuns.Run run(long id) {
        return runs.find(id).orElseThrow(() -> new ResponseStatusException(HttpStatus.NOT_FOUND));
    }

    private static String back(long id, String result, RedirectAttributes redirect) {
        redirect.addFlashAttribute("result", result);
        redirect.addAttribute("id", id);
        return "redirect:/console/retries/{id}";
    }
}
