package cn.zhenglu.console;

import cn.zhenglu.ledger.Audit;
import cn.zhenglu.ledger.Ledger;
import cn.zhenglu.licence.LicenceField;
import cn.zhenglu.licence.LicenceRecord;
import cn.zhenglu.licence.Submission;
import java.security.Principal;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.server.ResponseStatusException;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

/**
 * The one page that shows an identity number in full. Asked for with a reason, which is in the audit before the number leaves the
 * server; it has no address of its own, so that it cannot be opened again without a new reason.
 */
@Controller
class IdentityController {

    private static final int SHORTEST_REASON = 4;
    private static final int LONGEST_REASON = 400;

    private final Ledger ledger;
    private final Audit audit;

    IdentityController(Ledger ledger, Audit audit) {
        this.ledger = ledger;
        this.audit = audit;
    }

    @PostMapping("/console/submissions/{id:[0-9a-f]{32}}/identity")
    String look(@PathVariable String id, @RequestParam(defaultValue = "") String reason, Principal operator, Model model,
            RedirectAttributes redirect) {
        Submission submission = ledger.find(id).orElseThrow(() -> new ResponseStatusException(HttpStatus.NOT_FOUND));
        String why = reason.strip();
        if (why.length() < SHORTEST_REASON || why.length() > LONGEST_REASON) {
            redirect.addFlashAttribute("result", "identity-reason-needed");
            redirect.addAttribute("id", id);
            return "redirect:/console/submissions/{id}";
        }
        audit.append(operator.getName(), "identity.look", id, why);
        model.addAttribute("submission", submission);
        model.addAttribute("reason", why);
        model.addAttribute("persons", submission.record().type().identityNumbers().stream()
                .map(number -> person(number, submission.record())).toList());
        return "console/identity";
    }

    /** A number and whose it is. */
    record Person(LicenceField name, LicenceField number, LicenceRecord record) {
    }

    private static Person person(LicenceField number, LicenceRecord record) {
        String name = number.with() == null ? record.type().holder().name() : number.with();
        return new Person(record.type().field(name).orElseThrow(), number, record);
    }
}
