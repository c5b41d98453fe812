package cn.zhenglu.ledger;

import cn.zhenglu.licence.CertificateType;
import cn.zhenglu.licence.Family;
import cn.zhenglu.licence.Issuer;
import cn.zhenglu.licence.LicenceField;
import cn.zhenglu.licence.LicenceField.Core;
import cn.zhenglu.licence.LicenceIdentifier;
import cn.zhenglu.licence.LicenceRecord;
import cn.zhenglu.licence.LicenceState;
import cn.zhenglu.licence.NeedsPerson;
import cn.zhenglu.licence.Operation;
import cn.zhenglu.licence.Submission;
import java.sql.Date;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.util.EnumSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** The current truth of each certificate number. */
@Component
public class Licences {

    private static final String COLUMNS = "cert_num, type, company_name, credit_code, department, version, identifier, state,"
            + " state_note, first_issue_date, issue_date, valid_from, valid_to, submission_id, preview_token, replaced_by";

    /** What a correction says about itself, not about the licence. */
    private static final Set<Core> NOT_CORRECTED = EnumSet.of(Core.OPERATION, Core.STATE, Core.STATE_NOTE, Core.REPLACES);

    private final JdbcClient jdbc;
    private final Family family;
    private final Issuer issuer;

    Licences(JdbcClient jdbc, Family family, Issuer issuer) {
        this.jdbc = jdbc;
        this.family = family;
        this.issuer = issuer;
    }

    /**
     * One licence as it stands.
     *
     * @param type         id of its {@link CertificateType}
     * @param companyName  the holder, a company or a person
     * @param creditCode   the holder's code; of a person the identity number, masked
     * @param version      1 at first issue
     * @param submissionId the submission that made the version in force
     * @param replacedBy   certificate number of the licence that took its place, or {@code null}
     */
    public record Licence(String certNum, String type, String companyName, String creditCode, String department, int version,
            LicenceIdentifier identifier, LicenceState state, String stateNote, LocalDate firstIssueDate, LocalDate issueDate,
            LocalDate validFrom, LocalDate validTo, String submissionId, String previewToken, String replacedBy) {

        boolean ended() {
            return state == LicenceState.REVOKED || state == LicenceState.WITHDRAWN || state == LicenceState.CANCELLED
                    || replacedBy != null;
        }
    }

    record Identity(LicenceIdentifier identifier, LicenceIdentifier replaced) {
    }

    /** The licence of a certificate number, in canonical form. */
    public Optional<Licence> find(String certNum) {
        return jdbc.sql("select " + COLUMNS + " from licence where cert_num = :certNum")
                .param("certNum", certNum).query(Licences::licence).optional();
    }

    Family family() {
        return family;
    }

    /** The licences of a company; both must match, so that nobody leafs through the register. Persons are not found this way. */
    public List<Licence> find(String companyName, String creditCode) {
        return jdbc.sql("select " + COLUMNS + " from licence where company_name = :company and credit_code = :creditCode"
                        + " and type in (:types) order by issue_date desc")
                .param("types", family.types().stream().filter(type -> !type.isOfAPerson()).map(CertificateType::id).toList())
                .param("company", companyName).param("creditCode", creditCode).query(Licences::licence).list();
    }

    /**
     * The identifier of the licence version that a record would make, or of the licence that it would affect.
     *
     * @throws NeedsPerson when the licence that it builds on is unknown or ended, or already exists
     */
    public LicenceIdentifier identifier(LicenceRecord record) {
        return identify(record).identifier();
    }

    Identity identify(LicenceRecord record) {
        return switch (record.operation()) {
            case NEW -> first(record);
            case RENEW, CHANGE -> next(record, predecessor(record));
            case CORRECT -> new Identity(corrected(record).identifier(), null);
            case SUSPEND, RESTORE, EXPIRE, END, OTHER -> new Identity(affected(record).identifier(), null);
        };
    }

    private Licence corrected(LicenceRecord record) {
        Licence licence = affected(record);
        if (record.state() != null && record.state() != licence.state()) {
            throw new NeedsPerson("correction.state", "state", "更正不改变证照状态：证照 " + licence.certNum() + " 现为「"
                    + licence.state().label() + "」，来源数据为「" + record.state().label() + "」",
                    "请在来源系统核对；状态确有变化的，按暂扣、发还、注销等业务办理");
        }
        return licence;
    }

    /** A correction repeats the state that the licence is in, which its source need not know. */
    Submission completed(Submission submission) {
        LicenceRecord record = submission.record();
        if (record.operation() != Operation.CORRECT || record.state() != null || record.certNum() == null) {
            return submission;
        }
        return find(record.certNum())
                .map(licence -> submission.withRecord(record.withState(licence.state(), licence.stateNote())))
                .orElse(submission);
    }

    private Identity first(LicenceRecord record) {
        find(record.certNum()).ifPresent(existing -> {
            throw new NeedsPerson("licence.exists", "certNum",
                    "证书编号 " + record.certNum() + " 已签发（版本 " + existing.version() + "），不能再次新办",
                    "请核对证书编号；如属延续、变更或数据更正，请按相应业务类型办理");
        });
        return new Identity(identifier(record, 1), null);
    }

    private Identity next(LicenceRecord record, Licence predecessor) {
        return new Identity(identifier(record, predecessor.version() + 1), predecessor.identifier());
    }

    private Licence predecessor(LicenceRecord record) {
        String certNum = record.predecessorCertNum();
        Licence predecessor = find(certNum).orElseThrow(() -> new NeedsPerson("licence.predecessor-unknown", "replaces",
                "找不到被" + record.operation().label() + "的证照：" + certNum,
                "请先办理或导入原证照（存量证照转换），完成后重试；如编号有误，请在来源系统更正"));
        refuseEnded(record.operation(), predecessor);
        return predecessor;
    }

    private Licence affected(LicenceRecord record) {
        Licence licence = find(record.certNum()).orElseThrow(() -> new NeedsPerson("licence.unknown", "certNum",
                "找不到要" + record.operation().label() + "的证照：" + record.certNum(),
                "请先办理或导入该证照（存量证照转换），完成后重试；如编号有误，请在来源系统更正"));
        if (!licence.creditCode().equals(record.registeredCode())) {
            String code = record.type().holderCodeLabel();
            throw new NeedsPerson("licence.other-company", record.type().holder().code(),
                    "证照 " + licence.certNum() + " 的持证" + (record.type().isOfAPerson() ? "人" : "企业") + "与本业务的" + code + " "
                            + record.registeredCode() + " 不一致",
                    "请核对证书编号和" + code + "，在来源系统更正");
        }
        refuseEnded(record.operation(), licence);
        return licence;
    }

    private static void refuseEnded(Operation operation, Licence licence) {
        if (licence.ended()) {
            String why = licence.replacedBy() == null ? licence.state().label() : "由 " + licence.replacedBy() + " 替代";
            throw new NeedsPerson("licence.ended", "certNum",
                    "证照 " + licence.certNum() + " 已" + why + "，不能办理" + operation.label(),
                    "请核对证书编号和业务类型；如原状态有误，请先更正原状态");
        }
    }

    private LicenceIdentifier identifier(LicenceRecord record, int version) {
        CertificateType type = record.type();
        return LicenceIdentifier.of(type, issuer, type.number().parse(record.certNum()).orElseThrow(), version);
    }

    void issued(Submission submission, Instant now) {
        LicenceRecord record = submission.record();
        if (record.replaces() != null && !record.replaces().equals(record.certNum())) {
            jdbc.sql("update licence set replaced_by = :by, changed_at = :now where cert_num = :certNum")
                    .param("by", record.certNum()).param("now", Rows.timestamp(now)).param("certNum", record.replaces())
                    .update();
        }
        String assignments = """
                company_name = :company, credit_code = :creditCode, department = :department, version = :version,
                identifier = :identifier, state = :state, state_note = :note, first_issue_date = :first, issue_date = :issue,
                valid_from = :from, valid_to = :to, submission_id = :submission, preview_token = :token, changed_at = :now
                """;
        String sql = find(record.certNum()).isPresent()
                ? "update licence set " + assignments + " where cert_num = :certNum"
                : """
                insert into licence (cert_num, type, company_name, credit_code, department, version, identifier, state, state_note,
                    first_issue_date, issue_date, valid_from, valid_to, submission_id, preview_token, changed_at)
                values (:certNum, :type, :company, :creditCode, :department, :version, :identifier, :state, :note,
                    :first, :issue, :from, :to, :submission, :token, :now)
                """;
        jdbc.sql(sql)
                .param("certNum", record.certNum())
                .param("type", record.type().id())
                .param("company", record.holderName())
                .param("creditCode", record.registeredCode())
                .param("department", record.department())
                .param("version", submission.identifier().version())
                .param("identifier", submission.identifier().value())
                .param("state", record.state().name())
                .param("note", record.stateNote())
                .param("first", date(record.firstIssueDate()))
                .param("issue", date(record.issueDate()))
                .param("from", date(record.validFrom()))
                .param("to", date(record.validTo()))
                .param("submission", submission.id())
                .param("token", submission.previewToken())
                .param("now", Rows.timestamp(now))
                .update();
    }

    /** @return the names of what differs from the record before, which the newest finished version or correction told */
    List<String> corrected(Submission submission, Instant now) {
        LicenceRecord record = submission.record();
        LicenceRecord before = RecordText.read(jdbc.sql("""
                select record from submission
                where cert_num = :certNum and standing = 'DONE' and operation in ('NEW', 'RENEW', 'CHANGE', 'CORRECT')
                order by coalesce(place, seq) desc limit 1
                """).param("certNum", record.certNum()).query(String.class).single(), family);
        jdbc.sql("""
                update licence set company_name = :company, department = :department, first_issue_date = :first,
                    issue_date = :issue, valid_from = :from, valid_to = :to, changed_at = :now
                where cert_num = :certNum
                """)
                .param("company", record.holderName())
                .param("department", record.department())
                .param("first", date(record.firstIssueDate()))
                .param("issue", date(record.issueDate()))
                .param("from", date(record.validFrom()))
                .param("to", date(record.validTo()))
                .param("now", Rows.timestamp(now))
                .param("certNum", record.certNum())
                .update();
        return record.type().fields().stream()
                .filter(field -> NOT_CORRECTED.stream().noneMatch(field::is) && !Objects.equals(field.in(before), field.in(record)))
                .map(LicenceField::label).toList();
    }

    void stateChanged(Submission submission, Instant now) {
        LicenceRecord record = submission.record();
        jdbc.sql("update licence set state = :state, state_note = :note, changed_at = :now where cert_num = :certNum")
                .param("state", record.state().name())
                .param("note", record.stateNote())
                .param("now", Rows.timestamp(now))
                .param("certNum", record.certNum())
                .update();
    }

    private static Licence licence(ResultSet row, int n) throws SQLException {
        return new Licence(row.getString("cert_num"), row.getString("type"), row.getString("company_name"), row.getString("credit_code"),
                row.getString("department"), row.getInt("version"), Rows.identifier(row.getString("identifier")),
                LicenceState.valueOf(row.getString("state")), row.getString("state_note"),
                localDate(row.getDate("first_issue_date")), localDate(row.getDate("issue_date")),
                localDate(row.getDate("valid_from")), localDate(row.getDate("valid_to")),
                row.getString("submission_id"), row.getString("preview_token"), row.getString("replaced_by"));
    }

    private static Date date(LocalDate value) {
        return value == null ? null : Date.valueOf(value);
    }

    private static LocalDate localDate(Date value) {
        return value == null ? null : value.toLocalDate();
    }
}
