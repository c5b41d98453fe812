package cn.zhenglu.licence;

import cn.zhenglu.licence.LicenceField.Core;
import cn.zhenglu.licence.LicenceField.Need;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What a record must fulfil before anything is sent: completeness, the numbers' check digits, the order of dates, and which
 * operation may lead to which state. Rules that only the ledger can judge (is there a predecessor) are not here. The three
 * years of validity are not refused either: extensions happen.
 */
public final class LicenceRules {

    private static final String COMPLETE = "请在审批系统中补充后重新提交";
    private static final String CORRECT = "请在审批系统中更正后重新提交";

    /**
     * All that a person must mend in a submission: what could not be read from its source, and what breaks a rule, but nothing
     * twice. A field that could not be read is not reported missing as well; after a problem of the whole row (one without a
     * field) the rules have nothing to add.
     *
     * @param departmentIds ids of the configured departments
     */
    public List<Problem> judge(Submission submission, Set<String> departmentIds) {
        return judge(submission.record(), submission.problems(), departmentIds);
    }

    /**
     * The same before there is a submission.
     *
     * @param unreadable what could not be read from the source
     */
    public List<Problem> judge(LicenceRecord record, List<Problem> unreadable, Set<String> departmentIds) {
        Set<String> reported = new HashSet<>();
        unreadable.forEach(problem -> reported.add(problem.field()));
        List<Problem> problems = new ArrayList<>(unreadable);
        if (!reported.contains(null)) {
            judge(record, departmentIds).stream()
                    .filter(problem -> !reported.contains(problem.field())).forEach(problems::add);
        }
        return List.copyOf(problems);
    }

    /**
     * All rules that the record breaks; empty when it is good. Components may be {@code null}.
     *
     * @param departmentIds ids of the configured departments
     */
    public List<Problem> judge(LicenceRecord record, Set<String> departmentIds) {
        List<Problem> problems = new ArrayList<>();
        missing(record, problems);
        department(record, departmentIds).ifPresent(problems::add);
        boolean whole = sendsWholeRecord(record.operation());
        for (LicenceField field : record.type().fields()) {
            if (field.isIn(record)) {
                wrong(field, record, whole).ifPresent(problems::add);
            }
        }
        if (whole) {
            ordered(Core.FIRST_ISSUE_DATE, Core.ISSUE_DATE, record).ifPresent(problems::add);
            ordered(Core.VALID_FROM, Core.VALID_TO, record).ifPresent(problems::add);
        }
        state(record).ifPresent(problems::add);
        return List.copyOf(problems);
    }

    private static void missing(LicenceRecord record, List<Problem> problems) {
        record.type().fields().stream().filter(field -> needed(field, record) && !field.isIn(record))
                // no person, no number: one gap, one problem
                .filter(field -> field.with() == null || record.type().field(field.with()).orElseThrow().isIn(record))
                .forEach(field -> problems.add(problem(field, "missing", "缺少" + field.label(), COMPLETE)));
    }

    private static boolean needed(LicenceField field, LicenceRecord record) {
        Operation operation = record.operation();
        if (field.is(Core.STATE)) {
            // the state follows from the operation: without one nothing is to be said about it; a correction leaves it as it is
            return operation != null && operation != Operation.CORRECT;
        }
        if (field.is(Core.STATE_NOTE)) {
            return record.state() == LicenceState.OTHER;
        }
        return field.need() == Need.ALWAYS || field.need() == Need.DOCUMENT && sendsWholeRecord(operation)
                || !field.needWhen().isEmpty() && field.needWhen().entrySet().stream()
                        .allMatch(condition -> condition.getValue().equals(record.text(condition.getKey())));
    }

    /** What is wrong with a value as such. A code or an identity number that is not sent must not stop what is. */
    private static Optional<Problem> wrong(LicenceField field, LicenceRecord record, boolean whole) {
        boolean sent = whole || field.need() == Need.ALWAYS;
        return switch (field.kind()) {
            case CERTIFICATE_NUMBER -> certificateNumber(field, record);
            case CREDIT_CODE -> CreditCode.problem(record.text(field.component()))
                    .map(problem -> problem.about(field));
            case IDENTITY_NUMBER -> sent && isResidentsNumber(field, record)
                    ? IdentityNumber.problem(field, record.text(field.component())) : Optional.empty();
            case CODE -> !sent || field.words().containsKey(record.text(field.component())) ? Optional.empty()
                    : Optional.of(problem(field, "unknown",
                            field.label() + Problem.quote(record.text(field.component())) + "不在该证照的代码表中", CORRECT));
            case OPERATION, STATE, DEPARTMENT, DATE, PERSON, TEXT -> Optional.empty();
        };
    }

    private static boolean isResidentsNumber(LicenceField field, LicenceRecord record) {
        return field.documentIn() == null || IdentityNumber.RESIDENT_CARD.equals(record.text(field.documentIn()));
    }

    private static Optional<Problem> department(LicenceRecord record, Set<String> departmentIds) {
        if (record.department() == null || record.department().isBlank() || departmentIds.contains(record.department())) {
            return Optional.empty();
        }
        return Optional.of(problem(record.type().field(Core.DEPARTMENT), "unknown",
                "审批部门" + Problem.quote(record.department()) + "未在系统中登记",
                "请核对审批部门；确为新部门的，由管理员在 config/application.yaml 的 zhenglu.departments 中登记"));
    }

    private static Optional<Problem> certificateNumber(LicenceField field, LicenceRecord record) {
        String value = (String) field.in(record);
        NumberForm form = record.type().number();
        boolean canonical = form.parse(value).filter(number -> number.value().equals(value)).isPresent();
        return canonical ? Optional.empty() : Optional.of(problem(field, "form",
                field.label() + Problem.quote(value) + "不符合格式：应如「" + form.example() + "」", CORRECT));
    }

    private static Optional<Problem> ordered(Core first, Core second, LicenceRecord record) {
        LicenceField earlier = record.type().field(first);
        LicenceField later = record.type().field(second);
        LocalDate from = (LocalDate) earlier.in(record);
        LocalDate to = (LocalDate) later.in(record);
        if (from == null || to == null || !to.isBefore(from)) {
            return Optional.empty();
        }
        return Optional.of(problem(later, "too-early",
                later.label() + " " + to + " 早于" + earlier.label() + " " + from, CORRECT));
    }

    private static Optional<Problem> state(LicenceRecord record) {
        CertificateType type = record.type();
        Operation operation = record.operation();
        if (operation == null || operation == Operation.CORRECT) {
            // a correction repeats whatever state the licence is in
            return Optional.empty();
        }
        if (!type.operations().containsKey(operation)) {
            return Optional.of(problem(type.field(Core.OPERATION), "unsupported",
                    "业务类型「" + operation.label() + "」不适用于" + type.name(), CORRECT));
        }
        Set<LicenceState> outcomes = type.outcomes().getOrDefault(operation, Set.of());
        if (record.state() == null || outcomes.contains(record.state())) {
            return Optional.empty();
        }
        String allowed = outcomes.stream().sorted().map(LicenceState::label).collect(Collectors.joining("、"));
        return Optional.of(problem(type.field(Core.STATE), "not-allowed",
                "业务类型「" + operation.label() + "」的证照状态不能是「" + record.state().label() + "」，只能是：" + allowed, CORRECT));
    }

    /** The other operations send number, credit code and state only: what else their rows say must not stop them. */
    private static boolean sendsWholeRecord(Operation operation) {
        return operation != null && (operation.makesDocument() || operation == Operation.CORRECT);
    }

    private static Problem problem(LicenceField field, String kind, String message, String remedy) {
        return new Problem(field.code(kind), field.component(), message, remedy);
    }
}
