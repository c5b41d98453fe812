package cn.zhenglu.console;

import cn.zhenglu.deadletter.DeadLetter;
import cn.zhenglu.deadletter.DeadLetters;
import cn.zhenglu.deadletter.Editing;
import cn.zhenglu.deadletter.Locks;
import cn.zhenglu.intake.TypedFields;
import cn.zhenglu.ledger.Submissions;
import cn.zhenglu.licence.CertificateType;
import cn.zhenglu.licence.Department;
import cn.zhenglu.licence.LicenceField;
import cn.zhenglu.licence.LicenceField.Kind;
import cn.zhenglu.licence.LicenceState;
import cn.zhenglu.licence.Operation;
import cn.zhenglu.licence.Problem;
import java.security.Principal;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.server.ResponseStatusException;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

/** Edit and retry: a form of the record's fields, then the differences, then the yes. */
@Controller
class EditController {

    private static final String EDIT = DeadLetterController.ONE + "/edit";
    private static final int LONGEST = 1000;

    private final DeadLetters deadLetters;
    private final Editing editing;
    private final Submissions submissions;
    private final TypedFields typedFields;

    EditController(DeadLetters deadLetters, Editing editing, Submissions submissions, List<Department> departments) {
        this.deadLetters = deadLetters;
        this.editing = editing;
        this.submissions = submissions;
        this.typedFields = new TypedFields(departments);
    }

    /**
     * A field of the form.
     *
     * @param value   what stands in it
     * @param before  what the original says, as people see it; {@code null} when there is nothing
     * @param locked  whether it cannot be changed
     * @param problem what is wrong with it, or {@code null}
     */
    record Input(LicenceField field, String value, RecordLine before, boolean locked, Problem problem) {

        /** How it is typed: chosen among operations, states, departments or the field's own codes, a date, or a text. */
        public String kind() {
            return switch (field.kind()) {
                case OPERATION -> "operation";
                case STATE -> "state";
                case DEPARTMENT -> "department";
                case CODE -> "code";
                case DATE -> "date";
                case CERTIFICATE_NUMBER, CREDIT_CODE, IDENTITY_NUMBER, PERSON, TEXT -> "text";
            };
        }

        /** Whether what it holds is not shown: left empty, it stays as it is. */
        public boolean secret() {
            return field.kind() == Kind.IDENTITY_NUMBER;
        }
    }

    @GetMapping(EDIT)
    String form(@PathVariable long id, Model model) {
        DeadLetter letter = letter(id);
        return form(letter, Map.of(), letter.problems(), model);
    }

    /** @param step {@code check} shows the differences, {@code save} does it, anything else leads back to the form */
    @PostMapping(EDIT)
    String submit(@PathVariable long id, @RequestParam Map<String, String> form, @RequestParam(defaultValue = "") String step,
            Principal operator, Model model, RedirectAttributes redirect) {
        DeadLetter letter = letter(id);
        Locks locks = editing.locks(letter);
        if (locks.reason() == Locks.Reason.NOT_OPEN) {
            return DeadLetterController.back(id, "not-open", redirect);
        }
        Map<LicenceField, String> typed = typed(letter.record().type(), form, locks);
        TypedFields.Reading reading = typedFields.read(letter.record(), typed);
        List<Problem> problems = problems(reading);
        if (locks.all() || !problems.isEmpty() || !step.equals("check") && !step.equals("save")) {
            return form(letter, typed, problems, model);
        }
        List<Editing.Change> changes = Editing.changes(letter.record(), reading.record());
        if (changes.isEmpty()) {
            model.addAttribute("unchanged", true);
            return form(letter, typed, problems, model);
        }
        if (step.equals("check")) {
            model.addAttribute("letter", letter);
            model.addAttribute("changes", changes);
            model.addAttribute("typed", typed);
            return "console/edit-confirm";
        }
        Optional<String> version = editing.edit(id, reading.record(), operator.getName());
        if (version.isEmpty()) {
            return DeadLetterController.back(id, "not-open", redirect);
        }
        redirect.addFlashAttribute("result", "edited");
        redirect.addAttribute("version", version.get());
        return "redirect:/console/submissions/{version}";
    }

    private String form(DeadLetter letter, Map<LicenceField, String> typed, List<Problem> problems, Model model) {
        Locks locks = editing.locks(letter);
        List<RecordLine> before = RecordLine.of(letter.record(), List.of());
        model.addAttribute("letter", letter);
        model.addAttribute("locks", locks);
        model.addAttribute("problems", problems);
        model.addAttribute("inputs", before.stream().map(line -> new Input(line.field(),
                typed.getOrDefault(line.field(), value(line.field(), letter)), line, locks.fields().contains(line.field()),
                problems.stream().filter(problem -> line.field().component().equals(problem.field())).findFirst().orElse(null))).toList());
        model.addAttribute("operations", Operation.values());
        model.addAttribute("states", LicenceState.values());
        model.addAttribute("source", SourceLine.of(submissions.sourceRow(letter.submissionId()),
                letter.record().identityNumbers()));
        return "console/edit";
    }

    private static String value(LicenceField field, DeadLetter letter) {
        Object value = field.in(letter.record());
        return value == null || field.kind() == Kind.IDENTITY_NUMBER ? "" : value.toString();
    }

    /** Everything that is not locked; an identity number that is left empty stays as it is. */
    private static Map<LicenceField, String> typed(CertificateType type, Map<String, String> form, Locks locks) {
        Map<LicenceField, String> typed = new LinkedHashMap<>();
        form.forEach((name, value) -> type.field(name)
                .filter(field -> !locks.fields().contains(field))
                .filter(field -> field.kind() != Kind.IDENTITY_NUMBER || !value.isBlank())
                .ifPresent(field -> typed.put(field, value.length() <= LONGEST ? value : value.substring(0, LONGEST))));
        return typed;
    }

    /** What cannot be read, and what breaks a rule, but nothing twice. */
    private List<Problem> problems(TypedFields.Reading reading) {
        Set<String> reported = new HashSet<>();
        reading.problems().forEach(problem -> reported.add(problem.field()));
        List<Problem> problems = new ArrayList<>(reading.problems());
        editing.judge(reading.record()).stream().filter(problem -> !reported.contains(problem.field())).forEach(problems::add);
        return problems;
    }

    private DeadLetter letter(long id) {
        return deadLetters.find(id).filter(letter -> letter.record() != null)
                .orElseThrow(() -> new ResponseStatusException(HttpStatus.NOT_FOUND));
    }
}
