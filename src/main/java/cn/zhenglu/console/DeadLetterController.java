package cn.zhenglu.console;

import cn.zhenglu.deadletter.DeadLetter;
import cn.zhenglu.deadletter.DeadLetters;
import cn.zhenglu.ledger.History;
import cn.zhenglu.ledger.RelayCalls;
import java.security.Principal;
import java.util.List;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.server.ResponseStatusException;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

/** What needs a person: list, one of them, try again, archive. */
@Controller
class DeadLetterController {

    private static final String ONE = "/console/dead-letters/{id:\\d{1,18}}";
    private static final int LONGEST_REASON = 400;

    private final DeadLetters deadLetters;
    private final History history;
    private final RelayCalls relayCalls;

    DeadLetterController(DeadLetters deadLetters, History history, RelayCalls relayCalls) {
        this.deadLetters = deadLetters;
        this.history = history;
        this.relayCalls = relayCalls;
    }

    @GetMapping("/console/dead-letters")
    String list(@RequestParam(defaultValue = "OPEN") DeadLetter.Standing standing, @RequestParam(required = false) String code,
            @RequestParam(defaultValue = "1") int page, Model model) {
        String kind = code == null || code.isBlank() ? null : code;
        model.addAttribute("standing", standing);
        model.addAttribute("standings", DeadLetter.Standing.values());
        model.addAttribute("code", kind);
        model.addAttribute("page", Page.of(page, deadLetters.count(standing, kind),
                (limit, offset) -> deadLetters.list(standing, kind, limit, offset)));
        return "console/dead-letters";
    }

    @GetMapping(ONE)
    String one(@PathVariable long id, Model model) {
        DeadLetter letter = deadLetters.find(id).orElseThrow(() -> new ResponseStatusException(HttpStatus.NOT_FOUND));
        model.addAttribute("letter", letter);
        model.addAttribute("open", letter.standing() == DeadLetter.Standing.OPEN);
        model.addAttribute("wantsCode", deadLetters.wantsCode(letter));
        model.addAttribute("record", letter.record() == null ? List.of()
                : RecordLine.of(letter.record(), letter.problems()));
        model.addAttribute("history", letter.submissionId() == null ? List.of() : history.of(letter.submissionId()));
        model.addAttribute("calls", letter.submissionId() == null ? List.of() : relayCalls.of(letter.submissionId()));
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

    /** Shown after the redirect, so that reloading the page repeats nothing. */
    private static String back(long id, String result, RedirectAttributes redirect) {
        redirect.addFlashAttribute("result", result);
        redirect.addAttribute("id", id);
        return "redirect:/console/dead-letters/{id}";
    }
}
