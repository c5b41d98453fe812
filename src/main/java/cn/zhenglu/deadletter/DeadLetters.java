package cn.zhenglu.deadletter;

import cn.zhenglu.ledger.Audit;
import cn.zhenglu.ledger.Ledger;
import cn.zhenglu.ledger.RecordText;
import cn.zhenglu.licence.Family;
import cn.zhenglu.licence.LicenceRecord;
import cn.zhenglu.licence.Problem;
import cn.zhenglu.licence.Stage;
import cn.zhenglu.licence.Submission;
import jakarta.jms.JMSException;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jms.JmsException;
import org.springframework.stereotype.Component;
import org.springframework.transaction.TransactionException;
import org.springframework.transaction.annotation.Transactional;
import org.springframework.transaction.interceptor.TransactionAspectSupport;
import tools.jackson.databind.json.JsonMapper;

/** All that needs a person; bean {@code deadLetters} of the routes and the console. */
@Component
public class DeadLetters {

    private static final Logger LOG = LoggerFactory.getLogger(DeadLetters.class);
    private static final String EDITED = "修改后重试，由新业务接替";
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private static final String SELECT = """
            select d.id, d.submission_id, d.stage, d.code, d.problems, d.raised_at, d.standing, d.closed_at, d.closed_by,
                d.close_reason, d.group_id, s.origin, s.record
            from dead_letter d left join submission s on s.id = d.submission_id
            """;

    private final JdbcClient jdbc;
    private final Ledger ledger;
    private final Groups groups;
    private final Audit audit;
    private final Family family;
    private final Clock clock;

    DeadLetters(JdbcClient jdbc, Ledger ledger, Groups groups, Audit audit, Family family, Clock clock) {
        this.jdbc = jdbc;
        this.ledger = ledger;
        this.groups = groups;
        this.audit = audit;
        this.family = family;
        this.clock = clock;
    }

    /**
     * The message that takes a failure to {@code zhenglu.dead-letter}.
     *
     * @param submission what failed, {@code null} when the failing message named none of ours
     */
    public String describe(Submission submission, Throwable cause) {
        Failure failure = Failure.of(submission, cause);
        if (failure.isInternal()) {
            LOG.error("处理业务 {} 时发生程序内部错误，已转入死信", submission, cause);
        }
        return failure.json();
    }

    /** Whether nothing but a person can help: not while ledger or broker are away, wherever in the chain of causes that is said. */
    public static boolean isForAPerson(Throwable failure) {
        return Stream.iterate(failure, cause -> cause != null, Throwable::getCause).noneMatch(cause -> cause instanceof DataAccessException
                || cause instanceof TransactionException || cause instanceof JmsException || cause instanceof JMSException);
    }

    /** Records a message of {@code zhenglu.dead-letter}. One that cannot be read is recorded too, as it is. */
    @Transactional
    public void record(String message) {
        Optional<Failure> read = Failure.read(message);
        if (read.isEmpty()) {
            stray(message, "zhenglu.dead-letter");
            return;
        }
        Failure failure = read.get();
        Optional<Submission> submission = Optional.ofNullable(failure.submission()).flatMap(ledger::find);
        if (submission.isEmpty()) {
            insert(null, failure.problems());
        } else if (ledger.stop(failure.submission(), failure.fence(), failure.problems().get(0).message())) {
            insert(submission.get(), failure.problems());
        }
    }

    /**
     * Records a message that the broker gave up on: a submission's pointer stops that submission, anything else is shown as
     * it is.
     */
    @Transactional
    public void undeliverable(String message, String queue) {
        Optional<Submission> submission = Optional.ofNullable(message).map(String::strip).filter(Ledger::isId).flatMap(ledger::find);
        if (submission.isEmpty()) {
            stray(message, queue);
            return;
        }
        Problem problem = new Problem("message.undeliverable", null,
                "队列 " + queue + " 中的消息多次处理失败，已被消息中间件移出", "请查看同一时间的服务日志，排除原因后重试");
        if (ledger.stop(submission.get().id(), submission.get().fence(), problem.message())) {
            insert(submission.get(), List.of(problem));
        }
    }

    private void stray(String message, String queue) {
        String shown = String.valueOf(message).replaceAll("\\p{Cntrl}", " ").replaceAll("\\d{6,}", "******");
        insert(null, List.of(new Problem("message.unreadable", null,
                "队列 " + queue + " 中有无法识别的消息：" + (shown.length() > 200 ? shown.substring(0, 200) + "…" : shown),
                "请查明是谁向该队列发送了消息；确认无用后归档")));
    }

    /** PostgreSQL takes no U+0000, and what cannot be recorded here would come again for ever. */
    private static Problem storable(Problem problem) {
        return problem.message().indexOf('\0') < 0 ? problem
                : new Problem(problem.code(), problem.field(), problem.message().replace("\0", ""), problem.remedy());
    }

    private void insert(Submission submission, List<Problem> raised) {
        List<Problem> problems = raised.stream().map(DeadLetters::storable).toList();
        LicenceRecord record = submission == null ? null : submission.record();
        Stage stage = submission == null ? null : submission.stage();
        jdbc.sql("""
                insert into dead_letter (submission_id, stage, code, reason, problems, raised_at, standing, group_id, cert_num,
                    company_name, credit_code)
                values (:submission, :stage, :code, :reason, :problems, :now, 'OPEN', :group, :certNum, :company, :creditCode)
                """)
                .param("submission", submission == null ? null : submission.id())
                .param("stage", stage == null ? null : stage.name())
                .param("code", problems.get(0).code())
                .param("reason", reason(problems))
                .param("problems", JSON.writeValueAsString(problems))
                .param("now", now())
                .param("group", groups.of(problems.get(0), stage, record == null ? null : shorten(record.department(), 60)))
                .param("certNum", record == null ? null : shorten(record.certNum(), 100))
                .param("company", record == null ? null : shorten(record.holderName(), 400))
                .param("creditCode", record == null ? null : shorten(record.registeredCode(), 60))
                .update();
    }

    private static String reason(List<Problem> problems) {
        return String.join("；", problems.stream().map(Problem::message).toList());
    }

    /** The searched copies may be short; the record itself is stored whole. */
    private static String shorten(String text, int length) {
        return text == null || text.length() <= length ? text : text.substring(0, length);
    }

    /** The open ones, newest first. */
    public List<DeadLetter> open(int limit, long offset) {
        return list(DeadLetter.Standing.OPEN, null, limit, offset);
    }

    /** How many are open. */
    public long countOpen() {
        return count(DeadLetter.Standing.OPEN, null);
    }

    /** When the oldest open one was raised; empty without any. */
    public Optional<Instant> oldestOpen() {
        return jdbc.sql("select min(raised_at) as oldest from dead_letter where standing = 'OPEN'")
                .query((row, n) -> Optional.ofNullable(row.getTimestamp("oldest")).map(Timestamp::toInstant)).single();
    }

    /**
     * Those of a standing, newest first.
     *
     * @param code kind of the first problem, or {@code null} for all
     */
    public List<DeadLetter> list(DeadLetter.Standing standing, String code, int limit, long offset) {
        return jdbc.sql(SELECT + "where d.standing = :standing" + (code == null ? "" : " and d.code = :code")
                        + " order by d.id desc limit :limit offset :offset")
                .param("standing", standing.name()).param("code", code).param("limit", limit).param("offset", offset)
                .query(this::deadLetter).list();
    }

    /** How many {@link #list} would find without a limit. */
    public long count(DeadLetter.Standing standing, String code) {
        return count(new Search(standing, null, code, null, null, null, null));
    }

    /**
     * A page of a list that grows at its front: its edges are ids, so that what arrives meanwhile moves nothing.
     *
     * @param letters newest first
     * @param newer   whether there are any before the first of them
     * @param older   whether there are any after the last of them
     */
    public record Slice(List<DeadLetter> letters, boolean newer, boolean older) {

        /** Id to go on from towards the newer ones. */
        public long first() {
            return letters.get(0).id();
        }

        /** Id to go on from towards the older ones. */
        public long last() {
            return letters.get(letters.size() - 1).id();
        }
    }

    /**
     * Those that a search finds, newest first.
     *
     * @param before only ids below this one, or {@code null}
     * @param after  only ids above this one, the nearest of them, or {@code null}
     */
    public Slice slice(Search search, Long before, Long after, int size) {
        Search.Condition condition = search.condition(family);
        boolean upwards = before == null && after != null;
        String edge = before != null ? "d.id < :edge" : upwards ? "d.id > :edge" : null;
        String where = edge == null ? condition.sql()
                : condition.sql().isEmpty() ? " where " + edge : condition.sql() + " and " + edge;
        List<DeadLetter> found = new ArrayList<>(jdbc.sql(SELECT + where + " order by d.id " + (upwards ? "asc" : "desc") + " limit :limit")
                .params(condition.values()).param("edge", before != null ? before : after).param("limit", size + 1)
                .query(this::deadLetter).list());
        boolean more = found.size() > size;
        if (more) {
            found.remove(size);
        }
        if (upwards) {
            Collections.reverse(found);
        }
        return new Slice(List.copyOf(found), upwards ? more : before != null, upwards || more);
    }

    /** How many {@link #slice} would find without a limit. */
    public long count(Search search) {
        Search.Condition condition = search.condition(family);
        return jdbc.sql("select count(*) from dead_letter d" + condition.sql()).params(condition.values())
                .query(Long.class).single();
    }

    /** The highest id there is, 0 without any: what comes later has a higher one. */
    public long newest() {
        return jdbc.sql("select coalesce(max(id), 0) from dead_letter").query(Long.class).single();
    }

    /** All of a submission, open and closed, newest first. */
    public List<DeadLetter> of(String submissionId) {
        return jdbc.sql(SELECT + " where d.submission_id = :submission order by d.id desc").param("submission", submissionId)
                .query(this::deadLetter).list();
    }

    /** One of them, open or closed. */
    public Optional<DeadLetter> find(long id) {
        return jdbc.sql(SELECT + " where d.id = :id").param("id", id).query(this::deadLetter).optional();
    }

    /**
     * Lets its submission go on from where it stopped.
     *
     * @return false when somebody has closed it already, or there is nothing to try again
     */
    @Transactional
    public boolean retry(long id, String actor) {
        DeadLetter letter = find(id).orElse(null);
        if (letter == null || letter.submissionId() == null || !close(id, DeadLetter.Standing.RETRIED, null, actor)) {
            return false;
        }
        ledger.resume(letter.submissionId(), actor);
        audit(actor, "dead-letter.retry", letter, letter.reason(), DeadLetter.Standing.RETRIED);
        return true;
    }

    /** What has become of a code that a person has entered. */
    public enum Entry { ENTERED, NOT_A_CODE, NOT_WANTED }

    /** Whether its submission was coded by the platform and lacks nothing but the code: 已提交未回执. */
    public boolean wantsCode(DeadLetter letter) {
        return letter.standing() == DeadLetter.Standing.OPEN && letter.submissionId() != null
                && (letter.code().equals("relay.answer-lost") || ledger.codeWasEntered(letter.submissionId()));
    }

    /**
     * Lets its submission go on with the code that the platform has assigned, and that the operator got from there.
     *
     * @param code as pasted: white space does not matter
     */
    @Transactional
    public Entry enterCode(long id, String code, String actor) {
        String plain = code.replaceAll("\\s", "");
        DeadLetter letter = find(id).orElse(null);
        if (letter == null || !wantsCode(letter)) {
            return Entry.NOT_WANTED;
        }
        if (!Ledger.isCode(plain)) {
            return Entry.NOT_A_CODE;
        }
        if (!ledger.enterCode(letter.submissionId(), plain, actor)) {
            return Entry.NOT_WANTED;
        }
        close(id, DeadLetter.Standing.RETRIED, "登记回执", actor);
        audit.append(actor, "dead-letter.enter-code", letter.submissionId(), "登记证照编码，" + plain.length() + " 个字符",
                "没有证照编码", "证照编码末四位 " + plain.substring(plain.length() - 4));
        return Entry.ENTERED;
    }

    /**
     * Puts it and its submission away.
     *
     * @param reason why, not blank
     * @return false when somebody has closed it already
     */
    @Transactional
    public boolean archive(long id, String reason, String actor) {
        if (reason == null || reason.isBlank()) {
            throw new IllegalArgumentException("归档须填写原因");
        }
        DeadLetter letter = find(id).orElse(null);
        if (letter == null || !close(id, DeadLetter.Standing.ARCHIVED, reason.strip(), actor)) {
            return false;
        }
        if (letter.submissionId() != null) {
            ledger.withdraw(letter.submissionId(), reason.strip(), actor);
        }
        audit(actor, "dead-letter.archive", letter, reason.strip(), DeadLetter.Standing.ARCHIVED);
        return true;
    }

    /**
     * Takes it and its submission out of the archive.
     *
     * @return false when it is not in the archive, or another submission has taken the place of its submission
     */
    @Transactional
    public boolean restore(long id, String actor) {
        DeadLetter letter = find(id).orElse(null);
        if (letter == null) {
            return false;
        }
        boolean reopened = jdbc.sql("""
                update dead_letter set standing = 'OPEN', closed_at = null, closed_by = null, close_reason = null
                where id = :id and standing = 'ARCHIVED'
                """).param("id", id).update() == 1;
        if (reopened && letter.submissionId() != null && !ledger.reinstate(letter.submissionId(), actor)) {
            TransactionAspectSupport.currentTransactionStatus().setRollbackOnly();
            return false;
        }
        if (reopened) {
            audit(actor, "dead-letter.restore", letter, "原归档原因：" + letter.closeReason(), DeadLetter.Standing.OPEN);
        }
        return reopened;
    }

    private void audit(String actor, String action, DeadLetter before, String detail, DeadLetter.Standing after) {
        audit.append(actor, action, before.submissionId() == null ? "#" + before.id() : before.submissionId(), detail,
                before.standing().label(), after.label());
    }

    /** An edited version has taken its place. */
    boolean closeEdited(long id, String actor) {
        return close(id, DeadLetter.Standing.RETRIED, EDITED, actor);
    }

    private boolean close(long id, DeadLetter.Standing standing, String reason, String actor) {
        return jdbc.sql("""
                update dead_letter set standing = :standing, closed_at = :now, closed_by = :actor, close_reason = :reason
                where id = :id and standing = 'OPEN'
                """)
                .param("standing", standing.name()).param("now", now()).param("actor", actor)
                .param("reason", reason).param("id", id).update() == 1;
    }

    /** What a search means here. */
    Search.Condition condition(Search search) {
        return search.condition(family);
    }

    private Timestamp now() {
        return Timestamp.from(clock.instant().truncatedTo(ChronoUnit.MILLIS));
    }

    private DeadLetter deadLetter(ResultSet row, int n) throws SQLException {
        String stage = row.getString("stage");
        String record = row.getString("record");
        Timestamp closed = row.getTimestamp("closed_at");
        return new DeadLetter(row.getLong("id"), row.getString("submission_id"), stage == null ? null : Stage.valueOf(stage),
                row.getString("code"), Arrays.asList(JSON.readValue(row.getString("problems"), Problem[].class)),
                row.getTimestamp("raised_at").toInstant(), DeadLetter.Standing.valueOf(row.getString("standing")),
                closed == null ? null : closed.toInstant(), row.getString("closed_by"), row.getString("close_reason"),
                row.getLong("group_id"), row.getString("origin"), record == null ? null : RecordText.read(record, family));
    }
}
