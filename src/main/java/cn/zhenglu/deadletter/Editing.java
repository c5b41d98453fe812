package cn.zhenglu.deadletter;

import cn.zhenglu.ledger.Amendments;
import cn.zhenglu.ledger.Audit;
import cn.zhenglu.ledger.Ledger;
import cn.zhenglu.licence.Department;
import cn.zhenglu.licence.LicenceField;
import cn.zhenglu.licence.LicenceRecord;
import cn.zhenglu.licence.LicenceRules;
import cn.zhenglu.licence.LicenceState;
import cn.zhenglu.licence.Operation;
import cn.zhenglu.licence.Problem;
import cn.zhenglu.licence.Submission;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;
import org.springframework.transaction.interceptor.TransactionAspectSupport;

/** Edit and retry: a person mends the record of a dead letter; the edited version goes its way from the start. */
@Component
public class Editing {

    private final DeadLetters deadLetters;
    private final Ledger ledger;
    private final Amendments amendments;
    private final Audit audit;
    private final LicenceRules rules;
    private final Set<String> departments;

    Editing(DeadLetters deadLetters, Ledger ledger, Amendments amendments, Audit audit, List<Department> departments) {
        this.deadLetters = deadLetters;
        this.ledger = ledger;
        this.amendments = amendments;
        this.audit = audit;
        this.rules = new LicenceRules();
        this.departments = departments.stream().map(Department::id).collect(Collectors.toUnmodifiableSet());
    }

    /**
     * A difference between two versions.
     *
     * @param before as people see it, identity numbers masked; {@code null} when there was nothing
     * @param after  likewise
     */
    public record Change(LicenceField field, Object before, Object after) {
    }

    /** What of a dead letter may be edited. */
    public Locks locks(DeadLetter letter) {
        return Locks.of(letter, letter.submissionId() == null ? null : ledger.find(letter.submissionId()).orElse(null));
    }

    /** All rules that a record breaks, as the rules at the beginning of each route would say. */
    public List<Problem> judge(LicenceRecord record) {
        return rules.judge(record, departments);
    }

    /** What the rules would say if the submission of a dead letter were tried again as it is. */
    public List<Problem> judge(Submission submission) {
        return rules.judge(submission, departments);
    }

    /** What differs, in the order of the fields. */
    public static List<Change> changes(LicenceRecord before, LicenceRecord after) {
        return after.type().fields().stream()
                .filter(field -> !Objects.equals(field.in(before), field.in(after)))
                .map(field -> new Change(field, field.shown(before), field.shown(after)))
                .toList();
    }

    /**
     * Puts an edited version in the place of the submission of an open dead letter.
     *
     * @param record the whole record as it shall be
     * @return id of the version; empty when somebody has closed the dead letter already
     * @throws IllegalArgumentException when a locked field differs, nothing does, or a rule is broken: the page says so before
     */
    @Transactional
    public Optional<String> edit(long id, LicenceRecord record, String actor) {
        DeadLetter letter = deadLetters.find(id).orElse(null);
        if (letter == null || letter.submissionId() == null || letter.standing() != DeadLetter.Standing.OPEN) {
            return Optional.empty();
        }
        List<Change> changes = changes(letter.record(), record);
        Set<LicenceField> locked = locks(letter).fields();
        if (changes.isEmpty() || changes.stream().anyMatch(change -> locked.contains(change.field())) || !judge(record).isEmpty()) {
            throw new IllegalArgumentException("not an acceptable edit of dead letter " + id);
        }
        String summary = changes.stream().map(Editing::sentence).collect(Collectors.joining("；"));
        // the dead letter first, as retrying and archiving do: nobody waits for the other crosswise
        Optional<String> version = deadLetters.closeEdited(id, actor)
                ? amendments.amend(letter.submissionId(), record, summary, actor) : Optional.empty();
        if (version.isEmpty()) {
            TransactionAspectSupport.currentTransactionStatus().setRollbackOnly();
            return Optional.empty();
        }
        audit.append(actor, "dead-letter.edit", letter.submissionId(), "由新业务 " + version.get() + " 接替",
                values(changes, Change::before), values(changes, Change::after));
        return version;
    }

    private static String values(List<Change> changes, Function<Change, Object> side) {
        return changes.stream().map(change -> change.field().label() + quoted(side.apply(change))).collect(Collectors.joining("；"));
    }

    private static String sentence(Change change) {
        return change.field().label() + quoted(change.before()) + "改为" + quoted(change.after());
    }

    private static String quoted(Object value) {
        if (value instanceof Operation operation) {
            return Problem.quote(operation.label());
        }
        if (value instanceof LicenceState state) {
            return Problem.quote(state.label());
        }
        return Problem.quote(value == null ? null : value.toString());
    }
}
