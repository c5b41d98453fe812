package cn.zhenglu.console;

import cn.zhenglu.deadletter.DeadLetters;
import cn.zhenglu.deadletter.Editing;
import cn.zhenglu.document.Preview;
import cn.zhenglu.document.Watermark;
import cn.zhenglu.ledger.DocumentStore;
import cn.zhenglu.ledger.History;
import cn.zhenglu.ledger.Ledger;
import cn.zhenglu.ledger.RelayCalls;
import cn.zhenglu.ledger.Submissions;
import cn.zhenglu.licence.Family;
import cn.zhenglu.licence.Operation;
import cn.zhenglu.licence.Stage;
import cn.zhenglu.licence.Standing;
import cn.zhenglu.licence.Submission;
import java.security.Principal;
import java.time.Clock;
import java.util.List;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseBody;
import org.springframework.web.server.ResponseStatusException;

/** All submissions, and one of them with its story. */
@Controller
class SubmissionController {

    private static final String ONE = "/console/submissions/{id:[0-9a-f]{32}}";

    /** More than this many are not counted. */
    private static final int COUNTED = 1_000;
    private static final int RELATIVES = 50;

    private final Submissions submissions;
    private final Ledger ledger;
    private final History history;
    private final RelayCalls relayCalls;
    private final DeadLetters deadLetters;
    private final DocumentStore documents;
    private final Preview preview;
    private final Watermark watermark;
    private final Family family;
    private final Clock clock;

    SubmissionController(Submissions submissions, Ledger ledger, History history, RelayCalls relayCalls, DeadLetters deadLetters,
            DocumentStore documents, Preview preview, Watermark watermark, Family family, Clock clock) {
        this.submissions = submissions;
        this.ledger = ledger;
        this.history = history;
        this.relayCalls = relayCalls;
        this.deadLetters = deadLetters;
        this.documents = documents;
        this.preview = preview;
        this.watermark = watermark;
        this.family = family;
        this.clock = clock;
    }

    @GetMapping("/console/submissions")
    String list(@RequestParam(required = false) Stage stage, @RequestParam(required = false) Standing standing,
            @RequestParam(required = false) Operation operation, @RequestParam(required = false) String department,
            @RequestParam(defaultValue = "") String certNum, @RequestParam(required = false) String before, @RequestParam(required = false) String after, Model model) {
        Submissions.Filter filter = new Submissions.Filter(stage, standing, operation,
                department == null || department.isBlank() ? null : department,
                certNum.isBlank() ? null : family.normalise(certNum));
        model.addAttribute("filter", filter);
        model.addAttribute("stages", Stage.values());
        model.addAttribute("standings", Standing.values());
        model.addAttribute("operations", Operation.values());
        model.addAttribute("total", submissions.count(filter, COUNTED + 1));
        model.addAttribute("counted", COUNTED);
        model.addAttribute("slice", submissions.slice(filter, before, after, Page.SIZE));
        return "console/submissions";
    }

    @GetMapping(ONE)
    String one(@PathVariable String id, Model model) {
        Submission submission = ledger.find(id).orElseThrow(() -> new ResponseStatusException(HttpStatus.NOT_FOUND));
        model.addAttribute("submission", submission);
        model.addAttribute("summary", submissions.find(id).orElseThrow());
        model.addAttribute("waitsFor", submissions.waitsFor(id).orElse(null));
        model.addAttribute("record", RecordLine.of(submission.record(), submission.problems()));
        model.addAttribute("history", history.of(id));
        model.addAttribute("calls", relayCalls.of(id));
        model.addAttribute("letters", deadLetters.of(id));
        model.addAttribute("source", SourceLine.of(submissions.sourceRow(id), submission.record().identityNumbers()));
        List<Submissions.Relative> relatives = submissions.relatives(id, RELATIVES);
        model.addAttribute("relatives", relatives);
        model.addAttribute("changes", relatives.stream().filter(other -> other.relation() == Submissions.Relation.ORIGINAL).findFirst()
                .flatMap(original -> ledger.find(original.summary().id()))
                .map(original -> Editing.changes(original.record(), submission.record())).orElse(List.of()));
        return "console/submission";
    }

    /** The sealed page, also before the platform has it. */
    @GetMapping(path = ONE + "/document.png", produces = MediaType.IMAGE_PNG_VALUE)
    @ResponseBody
    byte[] document(@PathVariable String id, Principal operator) {
        String digest = ledger.find(id).map(Submission::documentDigest)
                .orElseThrow(() -> new ResponseStatusException(HttpStatus.NOT_FOUND));
        return preview.png(documents.read(digest), watermark.of("内部核对 " + operator.getName(), clock.instant()));
    }
}
