package cn.zhenglu.licence;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.EnumSet;
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

    /** What every operation needs: who says so, which licence, whose. */
    private static final Set<LicenceField> ALWAYS =
            EnumSet.of(LicenceField.DEPARTMENT, LicenceField.CERT_NUM, LicenceField.CREDIT_CODE);

    /** What is printed on a licence or sent with the coding call besides. */
    private static final Set<LicenceField> WHOLE_RECORD = EnumSet.of(LicenceField.COMPANY_NAME, LicenceField.COMPANY_ADDRESS,
            LicenceField.ECONOMIC_TYPE, LicenceField.RESPONSIBLE_PERSON, LicenceField.RESPONSIBLE_PERSON_ID,
            LicenceField.RESPONSIBLE_PERSON_ID_TYPE, LicenceField.LICENCE_SCOPE, LicenceField.FIRST_ISSUE_DATE,
            LicenceField.ISSUE_DATE, LicenceField.VALID_FROM, LicenceField.VALID_TO);

    private final CertificateType type;

    /** @param type whose operations, states and outcomes hold */
    public LicenceRules(CertificateType type) {
        this.type = type;
    }

    /** What a record must say to become a document, in the order of the record. */
    public static Set<LicenceField> fieldsOfDocument() {
        Set<LicenceField> fields = EnumSet.copyOf(WHOLE_RECORD);
        fields.addAll(ALWAYS);
        fields.add(LicenceField.OPERATION);
        return fields;
    }

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
        certificateNumber(LicenceField.CERT_NUM, record).ifPresent(problems::add);
        certificateNumber(LicenceField.REPLACES, record).ifPresent(problems::add);
        if (present(LicenceField.CREDIT_CODE, record)) {
            CreditCode.problem(record.creditCode()).ifPresent(problems::add);
        }
        if (sendsWholeRecord(record.operation())) {
            if (present(LicenceField.RESPONSIBLE_PERSON_ID, record)
                    && IdentityNumber.RESIDENT_CARD.equals(record.responsiblePersonIdType())) {
                IdentityNumber.problem(record.responsiblePersonId()).ifPresent(problems::add);
            }
            ordered(LicenceField.FIRST_ISSUE_DATE, LicenceField.ISSUE_DATE, record).ifPresent(problems::add);
            ordered(LicenceField.VALID_FROM, LicenceField.VALID_TO, record).ifPresent(problems::add);
        }
        state(record).ifPresent(problems::add);
        return List.copyOf(problems);
    }

    private void missing(LicenceRecord record, List<Problem> problems) {
        Set<LicenceField> required = EnumSet.copyOf(ALWAYS);
        Operation operation = record.operation();
        if (operation == null) {
            required.add(LicenceField.OPERATION);
        } else {
            // the state follows from the operation: without one nothing is to be said about it; a correction leaves it as it is
            if (operation != Operation.CORRECT) {
                required.add(LicenceField.STATE);
            }
            if (sendsWholeRecord(operation)) {
                required.addAll(WHOLE_RECORD);
            }
        }
        if (record.state() == LicenceState.OTHER) {
            required.add(LicenceField.STATE_NOTE);
        }
        if (!present(LicenceField.RESPONSIBLE_PERSON, record)) {
            // no person, no number: one gap, one problem
            required.remove(LicenceField.RESPONSIBLE_PERSON_ID);
            required.remove(LicenceField.RESPONSIBLE_PERSON_ID_TYPE);
        }
        required.stream().filter(field -> !present(field, record)).forEach(field -> problems.add(
                problem(field, "missing", "缺少" + field.label(), COMPLETE)));
    }

    private static Optional<Problem> department(LicenceRecord record, Set<String> departmentIds) {
        if (!present(LicenceField.DEPARTMENT, record) || departmentIds.contains(record.department())) {
            return Optional.empty();
        }
        return Optional.of(problem(LicenceField.DEPARTMENT, "unknown",
                "审批部门" + Problem.quote(record.department()) + "未在系统中登记",
                "请核对审批部门；确为新部门的，由管理员在 config/application.yaml 的 zhenglu.departments 中登记"));
    }

    private static Optional<Problem> certificateNumber(LicenceField field, LicenceRecord record) {
        if (!present(field, record)) {
            return Optional.empty();
        }
        String value = (String) field.in(record);
        boolean canonical = CertificateNumber.parse(value).filter(number -> number.toString().equals(value)).isPresent();
        return canonical ? Optional.empty() : Optional.of(problem(field, "form",
                field.label() + Problem.quote(value) + "不符合格式：应如「（闽）JZ安许证字[2023]000001」", CORRECT));
    }

    private static Optional<Problem> ordered(LicenceField earlier, LicenceField later, LicenceRecord record) {
        LocalDate from = (LocalDate) earlier.in(record);
        LocalDate to = (LocalDate) later.in(record);
        if (from == null || to == null || !to.isBefore(from)) {
            return Optional.empty();
        }
        return Optional.of(problem(later, "too-early",
                later.label() + " " + to + " 早于" + earlier.label() + " " + from, CORRECT));
    }

    private Optional<Problem> state(LicenceRecord record) {
        Operation operation = record.operation();
        if (operation == null || operation == Operation.CORRECT) {
            // a correction repeats whatever state the licence is in
            return Optional.empty();
        }
        if (!type.operations().containsKey(operation)) {
            return Optional.of(problem(LicenceField.OPERATION, "unsupported",
                    "业务类型「" + operation.label() + "」不适用于" + type.name(), CORRECT));
        }
        Set<LicenceState> outcomes = type.outcomes().getOrDefault(operation, Set.of());
        if (record.state() == null || outcomes.contains(record.state())) {
            return Optional.empty();
        }
        String allowed = outcomes.stream().sorted().map(LicenceState::label).collect(Collectors.joining("、"));
        return Optional.of(problem(LicenceField.STATE, "not-allowed",
                "业务类型「" + operation.label() + "」的证照状态不能是「" + record.state().label() + "」，只能是：" + allowed, CORRECT));
    }

    /** The other operations send number, credit code and state only: what else their rows say must not stop them. */
    private static boolean sendsWholeRecord(Operation operation) {
        return operation != null && (operation.makesDocument() || operation == Operation.CORRECT);
    }

    private static boolean present(LicenceField field, LicenceRecord record) {
        Object value = field.in(record);
        return value != null && !(value instanceof String text && text.isBlank());
    }

    private static Problem problem(LicenceField field, String kind, String message, String remedy) {
        return new Problem(field.code(kind), field.component(), message, remedy);
    }
}
