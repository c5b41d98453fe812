package cn.zhenglu.console;

import cn.zhenglu.deadletter.DeadLetter;
import cn.zhenglu.deadletter.DeadLetters;
import cn.zhenglu.deadletter.Editing;
import cn.zhenglu.deadletter.Groups;
import cn.zhenglu.deadletter.Search;
import cn.zhenglu.ledger.History;
import cn.zhenglu.ledger.Ledger;
import cn.zhenglu.ledger.RelayCalls;
import cn.zhenglu.ledger.Submissions;
import cn.zhenglu.licence.Stage;
import cn.zhenglu.licence.Submission;
import cn.zhenglu.web.ChinaTime;
import java.security.Principal;
import java.time.LocalDate;
import java.util.List;
import org.springframework.format.annotation.DateTimeFormat;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.server.ResponseStatusException;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

/** What needs a person: groups, lists, one of them, try again, archive, restore. */
@Controller
class DeadLetterController {

    static final String ONE = "/console/dead-letters/{id:\\d{1,18}}";
    private static final int LONGEST_REASON = 400;

    private final DeadLetters deadLetters;
    private final Groups groups;
    private final Editing editing;
    private final Ledger ledger;
    private final Submissions submissions;
    private final History history;
    private final RelayCalls relayCalls;

    DeadLetterController(DeadLetters deadLetters, Groups groups, Editing editing, Ledger ledger, Submissions submissions,
            History history, RelayCalls relayCalls) {
        this.deadLetters = deadLetters;
        this.groups = groups;
        this.editing = editing;
        this.ledger = ledger;
        this.submissions = submissions;
        this.history = history;
        this.relayCalls = relayCalls;
    }

    /**
     * What the address says about a list; all of it, so that an address can be passed on. Blank and absent are the same.
     *
     * @param from first day, China
     * @param to   last day, China
     */
    record Query(DeadLetter.Standing standing, Long group, String code, String department, String q,
            @DateTimeFormat(iso = DateTimeFormat.ISO.DATE) LocalDate from,
            @DateTimeFormat(iso = DateTimeFormat.ISO.DATE) LocalDate to) {

        Query {
            standing = standing == null ? DeadLetter.Standing.OPEN : standing;
            code = code == null || code.isBlank() ? null : code;
            department = department == null || department.isBlank() ? null : department;
            q = q == null || q.isBlank() ? null : q.strip();
        }

        Search search() {
            return new Search(standing, group, code, department, q,
                    from == null ? null : from.atStartOfDay(ChinaTime.ZONE).toInstant(),
                    to == null ? null : to.plusDays(1).atStartOfDay(ChinaTime.ZONE).toInstant());
        }

        /** Whether it asks for all open ones, which are many: shown by group. */
        public boolean everything() {
            return standing == DeadLetter.Standing.OPEN && group == null && code == null && department == null && q == null
                    && from == null && to == null;
        }
    }

    @GetMapping("/console/dead-letters")
    String list(Query query, @RequestParam(defaultValue = "") String view, @RequestParam(defaultValue = "1") int page,
            @RequestParam(required = false) Long before, @RequestParam(required = false) Long after, Model model) {
        model.addAttribute("query", query);
        model.addAttribute("standings", DeadLetter.Standing.values());
        if (query.everything() && !view.equals("list")) {
            model.addAttribute("total", deadLetters.countOpen());
            model.addAttribute("groups", Page.of(page, groups.countOpen(), groups::open));
            return "console/dead-letter-groups";
        }
        model.addAttribute("view", query.everything() ? "list" : null);
        model.addAttribute("group", query.group() == null ? null
                : groups.find(query.group()).orElseThrow(() -> new ResponseStatusException(HttpStatus.NOT_FOUND)));
        // what is counted and what a retry of all acts on: nothing that arrives after this
        model.addAttribute("upTo", deadLetters.newest());
        DeadLetters.Slice slice = deadLetters.slice(query.search(), before, after, Page.SIZE);
        model.addAttribute("slice", slice);
        // a list on one page is counted already: searching texts for nothing takes long enough once
        model.addAttribute("total", slice.newer() || slice.older() || slice.letters().isEmpty() && (before != null || after != null)
                ? deadLetters.count(query.search()) : slice.letters().size());
        return "console/dead-letters";
    }

    @GetMapping(ONE)
    String one(@PathVariable long id, Model model) {
        DeadLetter letter = deadLetters.find(id).orElseThrow(() -> new ResponseStatusException(HttpStatus.NOT_FOUND));
        Submission submission = letter.submissionId() == null ? null : ledger.find(letter.submissionId()).orElseThrow();
        Submissions.Summary summary = submission == null ? null : submissions.find(submission.id()).orElseThrow();
        model.addAttribute("letter", letter);
        model.addAttribute("group", groups.find(letter.group()).orElseThrow());
        model.addAttribute("members", deadLetters.count(new Search(DeadLetter.Standing.OPEN, letter.group(), null, null, null, null, null)));
        model.addAttribute("open", letter.standing() == DeadLetter.Standing.OPEN);
        model.addAttribute("wantsCode", deadLetters.wantsCode(letter));
        model.addAttribute("locks", editing.locks(letter));
        model.addAttribute("refusedAgain", submission != null && submission.stage() == Stage.RECEIVED
                ? editing.judge(submission) : List.of());
        model.addAttribute("submission", submission);
        model.addAttribute("summary", summary);
        model.addAttribute("record", letter.record() == null ? List.of()
                : RecordLine.of(letter.record(), letter.problems()));
        model.addAttribute("source", submission == null ? List.of()
                : SourceLine.of(submissions.sourceRow(submission.id()), submission.record().identityNumbers()));
        model.addAttribute("history", submission == null ? List.of() : history.of(submission.id()));
        model.addAttribute("calls", submission == null ? List.of() : relayCalls.of(submission.id()));
        return "console/dead-letter";
    }

    @PostMapping(ONE + "/retry")
    String retry(@PathVariable long id, Principal operator, RedirectAttributes redirect) {
        return back(id, deadLetters.retry(id, operator.getName()) ? "retried" : "not-open", redirect);
    }

    /** The platform's code, which its reply did not bring. */
    @PostMapping(ONE + "/code")
    String code(@PathVariable long id, @RequestParam(defaultValue = "") String code, Principal operator, RedirectAttributes redirect) {
        return back(id, switch (deadLetters.enterCode(id, code, operator.getName())) {
            case ENTERED -> "code-entered";
            case NOT_A_CODE -> "code-invalid";
            case NOT_WANTED -> "code-not-wanted";
        }, redirect);
    }

    @PostMapping(ONE + "/archive")
    String archive(@PathVariable long id, @RequestParam(defaultValue = "") String reason, Principal operator,
            RedirectAttributes redirect) {
        String why = reason.strip();
        if (why.isEmpty() || why.length() > LONGEST_REASON) {
            return back(id, "reason-needed", redirect);
        }
        return back(id, deadLetters.archive(id, why, operator.getName()) ? "archived" : "not-open", redirect);
    }

    @PostMapping(ONE + "/restore")
    String restore(@PathVariable long id, Principal operator, RedirectAttributes redirect) {
        return back(id, deadLetters.restore(id, operator.getName()) ? "restored" : "not-restored", redirect);
    }

    /** Shown after the redirect, so that reloading the page repeats nothing. */
    static String back(long id, String result, RedirectAttributes redirect) {
        redirect.addFlashAttribute("result", result);
        redirect.addAttribute("id", id);
        return "redirect:/console/dead-letters/{id}";
    }
}
