package cn.zhenglu.ledger;

import cn.zhenglu.licence.Answered;
import cn.zhenglu.licence.LicenceDocument;
import cn.zhenglu.licence.NeedsPerson;
import cn.zhenglu.licence.Receipt;
import cn.zhenglu.licence.RelayCall;
import cn.zhenglu.licence.Stage;
import cn.zhenglu.licence.Standing;
import cn.zhenglu.licence.Submission;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Collection;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/**
 * A submission's way, step by step; the beans that the routes call. Each method is one transaction, looks up what is there
 * before it writes, and writes only while the caller still holds the claim.
 */
@Component
public class Ledger {

    /** Of the messages that this program writes, in their header {@code ZhengluVersion}. */
    public static final String MESSAGE_VERSION = "1";

    private static final Pattern ID = Pattern.compile("[0-9a-f]{32}");
    private static final String IDENTITY = ", identifier = :identifier, replaced_identifier = :replaced";
    private static final Set<String> UNFINISHED = Set.of("ACTIVE", "WAITING", "DEAD");

    private final JdbcClient jdbc;
    private final History history;
    private final Succession succession;
    private final Licences licences;
    private final DocumentStore documents;
    private final SharedGate gate;
    private final LedgerSettings settings;
    private final Clock clock;

    Ledger(JdbcClient jdbc, History history, Licences licences, DocumentStore documents, SharedGate gate, LedgerSettings settings, Clock clock) {
        this.jdbc = jdbc;
        this.history = history;
        this.succession = new Succession(jdbc, history);
        this.licences = licences;
        this.documents = documents;
        this.gate = gate;
        this.settings = settings;
        this.clock = clock;
    }

    /** Whether a text can be the id of a submission; whatever else a message holds must not reach the database. */
    public static boolean isId(String text) {
        return text != null && ID.matcher(text).matches();
    }

    /**
     * Takes a submission to work on.
     *
     * @param id      as a queue's message names it
     * @param version of the message, see {@link #MESSAGE_VERSION}; {@code null} for the first, which did not bear one
     * @return {@code null} when there is nothing to do: it is finished, waits, or another worker has it
     * @throws NeedsPerson when the ledger does not know it, or a later program has written the message
     */
    @Transactional
    public Submission claim(String id, String version) {
        if (version != null && !version.equals(MESSAGE_VERSION)) {
            throw new NeedsPerson("message.version", null, "队列中有其他版本的程序写入的消息（第 " + printable(version) + " 版，本程序识别第 "
                    + MESSAGE_VERSION + " 版），指向业务 " + printable(id),
                    "多机部署的请把各台升级到同一版本；该业务会由本程序重新派发，确认已办结后归档本条");
        }
        return claim(id);
    }

    /** The same for messages without a version. */
    @Transactional
    public Submission claim(String id) {
        if (!isId(id)) {
            throw unknown(id);
        }
        Instant now = now();
        Instant until = now.plus(settings.claim());
        int taken = jdbc.sql("""
                update submission
                set fence = fence + 1, claimed_by = :node, claimed_until = :until, due_at = :until, changed_at = :now
                where id = :id and standing = 'ACTIVE' and (claimed_until is null or claimed_until <= :now)
                """)
                .param("node", settings.node())
                .param("until", Rows.timestamp(until))
                .param("now", Rows.timestamp(now))
                .param("id", id)
                .update();
        if (taken == 1) {
            return find(id).orElseThrow();
        }
        if (find(id).isEmpty()) {
            throw unknown(id);
        }
        return null;
    }

    private static NeedsPerson unknown(String id) {
        return new NeedsPerson("message.unknown", null, "队列消息指向的业务不在台账中：" + printable(id),
                "请确认消息由本系统发出；如台账曾从备份恢复，请核对恢复时间之后的业务");
    }

    /** Makes this server's own earlier claims void: whoever held them died with the earlier run. */
    @Transactional
    public int releaseOwnClaims() {
        return jdbc.sql("""
                update submission set claimed_until = null, claimed_by = null, due_at = :now
                where claimed_by = :node and standing = 'ACTIVE' and claimed_until is not null
                """)
                .param("node", settings.node())
                .param("now", Rows.timestamp(now()))
                .update();
    }

    /** A submission as it stands now. */
    public Optional<Submission> find(String id) {
        return find(List.of(id)).stream().findFirst();
    }

    /** Some submissions as they stand now, in any order; at least one id. */
    public List<Submission> find(Collection<String> ids) {
        // of the calls only those that may have been done, the one under way included: what never arrived, or was refused, does not count
        return jdbc.sql("select " + Rows.SUBMISSION + """
                , (select string_agg(relay_call.call, ' ') from relay_call where relay_call.submission_id = submission.id
                    and (relay_call.outcome is null or relay_call.outcome in ('DONE', 'UNKNOWN'))) as calls
                from submission where id in (:ids)
                """)
                .param("ids", ids)
                .query((row, n) -> Rows.submission(row, attempts(row.getString("calls")), licences.family()))
                .list().stream().map(licences::completed).toList();
    }

    private static Map<RelayCall, Integer> attempts(String calls) {
        Map<RelayCall, Integer> attempts = new EnumMap<>(RelayCall.class);
        if (calls != null) {
            for (String call : calls.split(" ")) {
                attempts.merge(RelayCall.valueOf(call), 1, Integer::sum);
            }
        }
        return attempts;
    }

    /** Records, before it is made, that a relay call is about to be made. */
    public Submission intend(Submission submission, RelayCall call) {
        // locks the row: whoever takes the submission over in this moment counts this call
        int intended = jdbc.sql("""
                insert into relay_call (submission_id, call, begun_at, fence)
                select id, cast(:call as varchar(10)), cast(:now as timestamp with time zone), fence from submission
                where id = :id and fence = :fence and standing = 'ACTIVE' for update
                """)
                .param("fence", submission.fence())
                .param("id", submission.id())
                .param("call", call.name())
                .param("now", Rows.timestamp(now()))
                .update();
        prove(intended == 1, submission);
        return submission.begun(call);
    }

    /**
     * Gives the submission the identifier of the licence version that it makes, or of the licence that it affects. The next stage
     * records it.
     *
     * @throws NeedsPerson when the licence that it builds on is unknown or ended, or already exists
     */
    public Submission identify(Submission submission) {
        Licences.Identity identity = licences.identify(submission.record());
        return submission.identified(identity.identifier(), identity.replaced());
    }

    /** The rules and the platform's check have passed. */
    @Transactional
    public Submission checked(Answered answered) {
        Submission submission = answered.submission();
        answer(answered);
        return advance(submission, Stage.CHECKED, warning(answered), IDENTITY, identity(submission));
    }

    /** The platform has assigned the code. */
    @Transactional
    public Submission coded(Answered answered) {
        Instant now = now();
        Submission submission = answered.submission().codedAt(now);
        answer(answered);
        return advance(submission, Stage.CODED, warning(answered), ", code = :code, coded_at = :coded",
                Map.of("code", submission.code(), "coded", Rows.timestamp(now)));
    }

    /** The document is sealed and verified: stores it and lets the uploader have the submission. */
    @Transactional
    public Submission sealed(LicenceDocument document) {
        hold(document.submission()); // what another worker has put aside meanwhile stays
        String digest = documents.putAside(document.submission().id(), document.ofd());
        return advance(document.submission().withDocument(digest), Stage.SEALED, null,
                ", document_digest = :digest, claimed_until = null, due_at = :due",
                Map.of("digest", digest, "due", Rows.timestamp(now().plus(settings.handOver()))));
    }

    /** It was sealed before, and only the message to the uploader was lost with its server: lets the uploader have it now. */
    @Transactional
    public Submission handOver(Submission submission) {
        hold(submission);
        jdbc.sql("update submission set claimed_until = null, due_at = :due where id = :id")
                .param("due", Rows.timestamp(now().plus(settings.handOver()))).param("id", submission.id()).update();
        return submission;
    }

    /** Makes the sealed file readable under its digest, and proves it whole. Safe to repeat. */
    public Submission publishDocument(Submission submission) {
        documents.publish(submission.id(), submission.documentDigest());
        documents.read(submission.documentDigest());
        return submission;
    }

    /** The platform has the licence: done. */
    @Transactional
    public Submission collected(Answered answered) {
        Submission submission = answered.submission();
        answer(answered);
        Submission done = finish(submission, Stage.COLLECTED, warning(answered));
        licences.issued(submission, now());
        withdrawExpiry(submission);
        return done;
    }

    /** A licence that has been renewed meanwhile has not expired. */
    private void withdrawExpiry(Submission submission) {
        String reason = "证照已由业务 " + submission.id() + " 延续或变更，不再报送失效";
        // by the number alone: asked for the stage too, the database reads all that is waiting at it
        Set<String> reports = new TreeSet<>();
        jdbc.sql("select id, source, stage, standing from submission where cert_num in (:certNum, :replaces)")
                .param("certNum", submission.record().certNum()).param("replaces", submission.record().replaces())
                .query(row -> {
                    if (row.getString("source").equals(ExpirySweep.SOURCE) && row.getString("stage").equals("RECEIVED")
                            && UNFINISHED.contains(row.getString("standing"))) {
                        reports.add(row.getString("id"));
                    }
                });
        reports.forEach(report -> succession.withdraw(report, Stage.RECEIVED, null, reason, now()));
    }

    /** The platform has the new state: done. */
    @Transactional
    public Submission updated(Answered answered) {
        Submission submission = answered.submission();
        answer(answered);
        Submission done = finish(submission, Stage.UPDATED, warning(answered));
        licences.stateChanged(submission, now());
        return done;
    }

    /** The platform has the corrected record: done. The sealed file stays as it is; what it says otherwise is put on record. */
    @Transactional
    public Submission corrected(Answered answered) {
        Submission submission = answered.submission();
        hold(submission); // not a step further yet: what came before it is looked for among what is done
        answer(answered);
        List<String> changed = licences.corrected(submission, now());
        String detail = changed.isEmpty() ? "更正内容与已登记的一致" : "已更正：" + String.join("、", changed)
                + "。证照编码、证照标识和已签章的文件不变；文件上的内容也需更换的，请办理变更";
        String warning = warning(answered);
        return finish(submission, Stage.UPDATED, warning == null ? detail : detail + "；" + warning);
    }

    /**
     * The other side cannot take it now: sets the time of the next attempt. What has begun is not left half done: from then on it
     * needs no turn of its batch.
     *
     * @param after  waiting time, or {@code null} to let it grow with each delay in a row; not with those in which the relay is down, else
     *               it would go on long after the relay is back, nor with so many as happen to all while it fails now and then
     * @param reason in Chinese
     */
    @Transactional
    public void postpone(Submission submission, Duration after, String reason) {
        hold(submission);
        boolean called = hasCalled(submission);
        Duration given = after == null && called ? gate.putOff().orElse(null) : after;
        int waits = jdbc.sql("select waits from submission where id = :id").param("id", submission.id())
                .query(Integer.class).single();
        Instant due = now().plus(given == null ? settings.wait(called ? gate.ownDelays(waits) : waits) : given);
        jdbc.sql("""
                update submission set standing = 'WAITING', waits = waits + :grows, due_at = :due, claimed_until = null, changed_at = :now,
                    turn = case when stage = 'RECEIVED' then turn else 0 end
                where id = :id
                """)
                .param("grows", given == null ? 1 : 0)
                .param("due", Rows.timestamp(due))
                .param("now", Rows.timestamp(now()))
                .param("id", submission.id())
                .update();
        // what waits for days without a call, as licences without a seal do, does not fill the history with one reason
        if (called || !history.endsWith(submission.id(), "later", reason)) {
            Stage stage = find(submission.id()).orElseThrow().stage();
            history.append(submission.id(), now(), stage, Standing.WAITING, "later", reason, null, History.SYSTEM);
        }
    }

    private boolean hasCalled(Submission submission) {
        return jdbc.sql("select count(*) from relay_call where submission_id = :id and fence = :fence")
                .param("id", submission.id()).param("fence", submission.fence()).query(Long.class).single() > 0;
    }

    /**
     * A person is needed: stops the submission. Not when its source has brought it mended meanwhile: that takes its place, instead of
     * waiting behind it.
     *
     * @param fence the claim under which it failed
     * @return false when no person is needed: it was stopped already, is finished or mended, or somebody else has claimed it since
     */
    @Transactional
    public boolean stop(String id, long fence, String reason) {
        int stopped = jdbc.sql("""
                update submission set standing = 'DEAD', claimed_until = null, changed_at = :now
                where id = :id and fence = :fence and standing in ('ACTIVE', 'WAITING')
                """)
                .param("now", Rows.timestamp(now())).param("id", id).param("fence", fence).update();
        if (stopped == 1) {
            history.append(id, now(), find(id).orElseThrow().stage(), Standing.DEAD, "person", reason, null, History.SYSTEM);
            Optional<String> mended = succession.waitingFor(id);
            mended.ifPresent(by -> succession.replace(id, by, now()));
            return mended.isEmpty();
        }
        return false;
    }

    /** A person wants it tried again: lets it go on from where it stopped. */
    @Transactional
    public void resume(String id, String actor) {
        leaveBatch(id);
        moveStopped(id, Standing.ACTIVE, "retry", null, actor);
    }

    /** A person puts it away. */
    @Transactional
    public void withdraw(String id, String reason, String actor) {
        moveStopped(id, Standing.WITHDRAWN, "archive", reason, actor);
    }

    /**
     * A person enters the code that the platform has assigned, and whose reply was lost: the submission goes on with it. A code
     * entered before, which the platform did not know, may be entered anew.
     *
     * @param code as {@link #isCode} wants it
     * @return false when the submission does not wait for that, or the code belongs to another
     */
    @Transactional
    public boolean enterCode(String id, String code, String actor) {
        leaveBatch(id);
        int entered = jdbc.sql("""
                update submission set code = :code, coded_at = :now, code_by = :actor, stage = 'CODED', standing = 'ACTIVE', due_at = :now,
                    waits = 0, document_digest = null, changed_at = :now
                where id = :id and standing = 'DEAD' and (stage = 'CHECKED' or stage in ('CODED', 'SEALED') and code_by is not null)
                  and not exists (select 1 from submission other where other.code = :code and other.id <> :id)
                """)
                .param("code", code).param("actor", actor).param("now", Rows.timestamp(now())).param("id", id).update();
        if (entered == 1) {
            history.append(id, now(), Stage.CODED, Standing.ACTIVE, "code", "登记平台已赋予的证照编码", null, actor);
        }
        return entered == 1;
    }

    /** Whether a person has entered its code. */
    public boolean codeWasEntered(String id) {
        return jdbc.sql("select count(*) from submission where id = :id and code_by is not null").param("id", id)
                .query(Long.class).single() == 1;
    }

    /** Whether a text can be a code of the platform: some 200 printable characters without a space. */
    public static boolean isCode(String text) {
        return text.matches("[\\x21-\\x7E]{16,2000}");
    }

    /**
     * A person takes it out of the archive: it needs a person again.
     *
     * @return false when it is not in the archive, or another submission has taken its place
     */
    @Transactional
    public boolean reinstate(String id, String actor) {
        int moved = jdbc.sql("""
                update submission set standing = 'DEAD', changed_at = :now
                where id = :id and standing = 'WITHDRAWN' and superseded_by is null
                """)
                .param("now", Rows.timestamp(now())).param("id", id).update();
        if (moved == 1) {
            history.append(id, now(), find(id).orElseThrow().stage(), Standing.DEAD, "restore", null, null, actor);
        }
        return moved == 1;
    }

    /** Its batch has had its turn, and may have ended long ago: an ended batch has no turn any more. */
    private void leaveBatch(String id) {
        jdbc.sql("update submission set turn = :behind where id = :id and standing = 'DEAD' and turn > 0")
                .param("behind", DueSubmissions.BEHIND).param("id", id).update();
    }

    private void moveStopped(String id, Standing standing, String outcome, String reason, String actor) {
        int moved = jdbc.sql("""
                update submission set standing = :standing, due_at = :now, waits = 0, changed_at = :now
                where id = :id and standing = 'DEAD'
                """)
                .param("standing", standing.name()).param("now", Rows.timestamp(now())).param("id", id).update();
        if (moved == 1) {
            history.append(id, now(), find(id).orElseThrow().stage(), standing, outcome, reason, null, actor);
        }
    }

    /** Proves that the caller still holds the claim, and locks the row until the transaction ends. */
    private void hold(Submission submission) {
        prove(jdbc.sql("select id from submission where id = :id and fence = :fence and standing = 'ACTIVE' for update")
                .param("id", submission.id()).param("fence", submission.fence()).query(String.class).optional().isPresent(), submission);
    }

    private static void prove(boolean held, Submission submission) {
        if (!held) {
            throw new ClaimLost(submission.id());
        }
    }

    private Submission finish(Submission submission, Stage stage, String detail) {
        return advance(submission, stage, detail, IDENTITY + ", standing = 'DONE', claimed_until = null", identity(submission));
    }

    private static Map<String, ?> identity(Submission submission) {
        Map<String, String> identity = new HashMap<>();
        identity.put("identifier", submission.identifier().value());
        identity.put("replaced", submission.replacedIdentifier() == null ? null : submission.replacedIdentifier().value());
        return identity;
    }

    /**
     * While the caller still holds the claim.
     *
     * @param further columns that the step sets in the same statement: each statement that moves a submission changes a dozen indexes
     */
    private Submission advance(Submission submission, Stage stage, String detail, String further, Map<String, ?> values) {
        Instant now = now();
        prove(1 == jdbc.sql("update submission set stage = :stage, waits = 0, changed_at = :now" + further
                + " where id = :id and fence = :fence and standing = 'ACTIVE'")
                .param("stage", stage.name())
                .param("now", Rows.timestamp(now))
                .param("id", submission.id())
                .param("fence", submission.fence())
                .params(values)
                .update(), submission);
        Submission moved = submission.at(stage, now);
        history.append(moved.id(), now, stage, moved.standing(), "ok", detail, Duration.between(submission.since(), now), History.SYSTEM);
        return moved;
    }

    /** In case that {@link RelayCalls#keep} has failed before. */
    private void answer(Answered answered) {
        if (answered.noted()) {
            return;
        }
        Receipt receipt = answered.receipt();
        jdbc.sql("""
                update relay_call set answered_at = :at, status = :status, request = :request, reply = :reply, warning = :warning,
                    outcome = 'DONE'
                where id = (select max(id) from relay_call where submission_id = :id and call = :call)
                  and (outcome is null or outcome <> 'DONE')
                """)
                .param("at", Rows.timestamp(receipt.answeredAt()))
                .param("status", receipt.status())
                .param("request", receipt.request())
                .param("reply", receipt.reply())
                .param("warning", receipt.warning())
                .param("id", answered.submission().id())
                .param("call", receipt.call().name())
                .update();
    }

    private static String warning(Answered answered) {
        String warning = answered.receipt().warning();
        return warning == null ? null : "平台提示：" + warning;
    }

    private static String printable(String text) {
        String line = String.valueOf(text).replaceAll("\\p{Cntrl}", " ");
        return line.length() <= 80 ? line : line.substring(0, 80) + "…";
    }

    private Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MILLIS);
    }
}
