package cn.zhenglu.ledger;

import cn.zhenglu.licence.Answered;
import cn.zhenglu.licence.RelayCall;
import cn.zhenglu.licence.Standing;
import cn.zhenglu.licence.Submission;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/**
 * Gives the platform once more what it should have: the collection of the version in force, and after it the present state if
 * that is no longer the one it was issued with. The same submissions under their own ids; they stay finished, no code is asked
 * for, no document is made, and no row of a licence changes. What is done is recorded with each submission's calls and history.
 */
@Component
public class Resubmission {

    private static final int LONGEST_REASON = 1000;
    private static final int CHUNK = 500;

    private final JdbcClient jdbc;
    private final Ledger ledger;
    private final History history;
    private final SharedGate gate;
    private final LedgerSettings settings;
    private final Clock clock;

    Resubmission(JdbcClient jdbc, Ledger ledger, History history, SharedGate gate, LedgerSettings settings, Clock clock) {
        this.jdbc = jdbc;
        this.ledger = ledger;
        this.history = history;
        this.gate = gate;
        this.settings = settings;
        this.clock = clock;
    }

    /** Where one of them stands. */
    public enum State {
        /** 待补报: waits for its turn or its next attempt. */
        WAITING,
        /** 已补报: the platform has it. */
        DONE,
        /** 待人工处理: the platform refused it. */
        STOPPED,
        /** 已作废: the licence has moved on since it was asked for. */
        VOID
    }

    /**
     * One call to make once more.
     *
     * @param reason why it waits, stopped or is void, in Chinese, or {@code null}
     */
    public record Item(long id, String certNum, String submissionId, RelayCall call, State state, String askedBy, Instant askedAt,
            Instant finishedAt, String reason) {
    }

    /**
     * One that is being worked on.
     *
     * @param call       COLLECT or UPDATE
     * @param submission finished long ago; its attempts count this one
     * @param fence      of this claim
     */
    public record Work(long id, RelayCall call, Submission submission, long fence) {
    }

    /**
     * Asks for licences to be given again. Those that the ledger does not hold as issued and in force are left out; what the
     * same cause has asked for already is not asked for again.
     *
     * @param cause    what for, e.g. {@code reconciliation:12}
     * @param certNums canonical certificate numbers
     * @param actor    who said yes
     * @return how many licences were taken
     */
    @Transactional
    public int ask(String cause, List<String> certNums, String actor) {
        int licences = 0;
        for (int from = 0; from < certNums.size(); from += CHUNK) {
            List<String> chunk = certNums.subList(from, Math.min(certNums.size(), from + CHUNK));
            licences += insert(cause, chunk, actor, RelayCall.COLLECT, """
                    join submission s on s.id = l.submission_id
                    where s.stage = 'COLLECTED' and s.standing = 'DONE'
                    """);
            // what the collection does not tell: the state that came after
            insert(cause, chunk, actor, RelayCall.UPDATE, """
                    join submission s on s.cert_num = l.cert_num
                    where l.state <> 'VALID' and s.standing = 'DONE' and s.identifier = l.identifier
                      and s.id = (select h.submission_id from history h join submission u on u.id = h.submission_id
                          where u.cert_num = l.cert_num and u.operation <> 'CORRECT' and h.stage = 'UPDATED' and h.outcome = 'ok'
                          order by h.id desc limit 1)
                      and exists (select 1 from resubmission r where r.cause = :cause and r.submission_id = l.submission_id)
                    """);
            replaceEarlier(cause, chunk);
        }
        return licences;
    }

    /** Of a licence that was not taken this time, what stopped before stays in sight. */
    private void replaceEarlier(String cause, List<String> certNums) {
        jdbc.sql("""
                update resubmission set standing = 'VOID', finished_at = :now, reason = '由之后的补报接替'
                where cause <> :cause and cert_num in (:certNums)
                  and exists (select 1 from resubmission taken where taken.cause = :cause and taken.cert_num = resubmission.cert_num)
                  and (standing = 'STOPPED' or standing = 'WAITING' and (claimed_until is null or claimed_until <= :now))
                """)
                .param("now", Rows.timestamp(now())).param("cause", cause).param("certNums", certNums).update();
    }

    private int insert(String cause, List<String> certNums, String actor, RelayCall call, String which) {
        return jdbc.sql("""
                insert into resubmission (cause, cert_num, submission_id, call, standing, due_at, asked_by, asked_at)
                select cast(:cause as varchar(100)), l.cert_num, s.id, cast(:call as varchar(10)), 'WAITING',
                    cast(:now as timestamp with time zone), cast(:actor as varchar(100)), cast(:now as timestamp with time zone)
                from licence l
                """ + which + " and l.replaced_by is null and l.cert_num in (:certNums) order by l.cert_num on conflict do nothing")
                .param("cause", cause).param("call", call.name()).param("actor", actor).param("now", Rows.timestamp(now()))
                .param("certNums", certNums).update();
    }

    /**
     * Those whose turn has come, oldest first: behind what is under way, or needs a person, on the same certificate number. None while the
     * relay must be left alone.
     */
    public List<Long> due() {
        int room = gate.room(settings.batchSize()).most();
        return room == 0 ? List.of() : jdbc.sql("""
                select id from resubmission r
                where standing = 'WAITING' and due_at <= :now and (claimed_until is null or claimed_until <= :now)
                  and not exists (select 1 from resubmission earlier
                      where earlier.cert_num = r.cert_num and earlier.id < r.id
                        and earlier.standing in ('WAITING', 'STOPPED'))
                  and not exists (select 1 from submission s
                      where (s.cert_num = r.cert_num or s.replaces = r.cert_num) and s.standing in ('ACTIVE', 'WAITING', 'DEAD'))
                order by id limit :most
                """)
                .param("now", Rows.timestamp(now())).param("most", room).query(Long.class).list();
    }

    /**
     * Takes one to work on, and records, before it is made, that its call is about to be made.
     *
     * @return {@code null} when there is nothing to do: another server has it, or the licence has moved on
     */
    @Transactional
    public Work begin(long id) {
        int taken = jdbc.sql("""
                update resubmission set fence = fence + 1, claimed_until = :until
                where id = :id and standing = 'WAITING' and (claimed_until is null or claimed_until <= :now)
                """)
                .param("until", Rows.timestamp(now().plus(settings.claim()))).param("now", Rows.timestamp(now())).param("id", id)
                .update();
        if (taken == 0) {
            return null;
        }
        Item item = find(id);
        Submission submission = ledger.find(item.submissionId()).orElseThrow();
        if (!isInForce(item, submission)) {
            close(id, State.VOID, "该证照已有新的版本或状态，无须补报");
            return null;
        }
        jdbc.sql("insert into relay_call (submission_id, call, begun_at, fence) values (:id, :call, :now, :fence)")
                .param("id", submission.id()).param("call", item.call().name()).param("now", Rows.timestamp(now()))
                .param("fence", submission.fence()).update();
        long fence = jdbc.sql("select fence from resubmission where id = :id").param("id", id).query(Long.class).single();
        return new Work(id, item.call(), ledger.find(submission.id()).orElseThrow(), fence);
    }

    /** Nothing may have happened to the licence since it was asked for. */
    private boolean isInForce(Item item, Submission submission) {
        String version = item.call() == RelayCall.COLLECT ? "and submission_id = :submission" : "and state = :state";
        return jdbc.sql("select count(*) from licence where cert_num = :certNum and replaced_by is null "
                        + "and identifier = :identifier " + version)
                .param("certNum", item.certNum())
                .param("identifier", submission.identifier().value())
                .param("submission", submission.id())
                .param("state", submission.record().state().name())
                .query(Long.class).single() == 1;
    }

    /** The platform has it. */
    @Transactional
    public void done(Work work, Answered answered) {
        hold(work);
        jdbc.sql("""
                update relay_call set answered_at = :at, status = :status, request = :request, reply = :reply, warning = :warning,
                    outcome = 'DONE'
                where id = (select max(id) from relay_call where submission_id = :id and call = :call)
                """)
                .param("at", Rows.timestamp(answered.receipt().answeredAt())).param("status", answered.receipt().status())
                .param("request", answered.receipt().request()).param("reply", answered.receipt().reply())
                .param("warning", answered.receipt().warning())
                .param("id", work.submission().id()).param("call", work.call().name()).update();
        close(work.id(), State.DONE, isOvertaken(work) ? "补报期间该证书编号另有业务办结，请再次对账核实" : null);
        history.append(work.submission().id(), now(), work.submission().stage(), Standing.DONE, "resubmit",
                "对账后补报" + work.call().label(), null, find(work.id()).askedBy());
    }

    private boolean isOvertaken(Work work) {
        return !isInForce(find(work.id()), work.submission());
    }

    /**
     * The other side cannot take it now.
     *
     * @param after  waiting time, or {@code null} to let it grow, but for delays that are the relay's doing
     * @param reason in Chinese
     */
    @Transactional
    public void postpone(Work work, Duration after, String reason) {
        hold(work);
        Duration given = after == null ? gate.putOff().orElse(null) : after;
        int waits = jdbc.sql("select waits from resubmission where id = :id").param("id", work.id()).query(Integer.class).single();
        jdbc.sql("""
                update resubmission set waits = waits + :grows, due_at = :due, claimed_until = null, reason = :reason where id = :id
                """)
                .param("grows", given == null ? 1 : 0)
                .param("due", Rows.timestamp(now().plus(given == null ? settings.wait(gate.ownDelays(waits)) : given)))
                .param("reason", shortened(reason)).param("id", work.id()).update();
    }

    /** A person is needed; what comes after it on the same certificate number waits. */
    @Transactional
    public void stop(Work work, String reason) {
        hold(work);
        close(work.id(), State.STOPPED, reason == null ? "补报未成功" : reason);
        history.append(work.submission().id(), now(), work.submission().stage(), Standing.DONE, "person",
                "补报" + work.call().label() + "未成功：" + reason, null, History.SYSTEM);
    }

    /** @return false when it does not need a person any more */
    @Transactional
    public boolean retry(long id) {
        return jdbc.sql("""
                update resubmission set standing = 'WAITING', waits = 0, due_at = :now, finished_at = null
                where id = :id and standing = 'STOPPED'
                """).param("now", Rows.timestamp(now())).param("id", id).update() == 1;
    }

    /** How many of a cause are in each state. */
    public Map<State, Long> count(String cause) {
        Map<State, Long> counts = new EnumMap<>(State.class);
        jdbc.sql("select standing, count(*) as n from resubmission where cause = :cause group by standing").param("cause", cause)
                .query(row -> {
                    counts.put(State.valueOf(row.getString("standing")), row.getLong("n"));
                });
        return counts;
    }

    /** How many wait for a person, whatever they were asked for. */
    public long stopped() {
        return jdbc.sql("select count(*) from resubmission where standing = 'STOPPED'").query(Long.class).single();
    }

    /** Of a cause, those that need a person first. */
    public List<Item> list(String cause, int limit, long offset) {
        return jdbc.sql("select " + COLUMNS + """
                 from resubmission where cause = :cause
                order by case standing when 'STOPPED' then 0 when 'WAITING' then 1 else 2 end, id limit :limit offset :offset
                """)
                .param("cause", cause).param("limit", limit).param("offset", offset).query(Resubmission::item).list();
    }

    private static final String COLUMNS = "id, cert_num, submission_id, call, standing, asked_by, asked_at, finished_at, reason";

    private Item find(long id) {
        return jdbc.sql("select " + COLUMNS + " from resubmission where id = :id").param("id", id).query(Resubmission::item).single();
    }

    private static Item item(ResultSet row, int n) throws SQLException {
        return new Item(row.getLong("id"), row.getString("cert_num"), row.getString("submission_id"),
                RelayCall.valueOf(row.getString("call")), State.valueOf(row.getString("standing")), row.getString("asked_by"),
                Rows.instant(row.getTimestamp("asked_at")), Rows.instant(row.getTimestamp("finished_at")), row.getString("reason"));
    }

    private void hold(Work work) {
        jdbc.sql("select id from resubmission where id = :id and fence = :fence and standing = 'WAITING' for update")
                .param("id", work.id()).param("fence", work.fence()).query(Long.class).optional()
                .orElseThrow(() -> new ClaimLost(work.submission().id()));
    }

    private void close(long id, State state, String reason) {
        jdbc.sql("""
                update resubmission set standing = :state, claimed_until = null, finished_at = :now, reason = :reason where id = :id
                """)
                .param("state", state.name()).param("now", Rows.timestamp(now())).param("reason", shortened(reason)).param("id", id)
                .update();
    }

    private static String shortened(String text) {
        return text == null || text.length() <= LONGEST_REASON ? text : text.substring(0, LONGEST_REASON);
    }

    private Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MILLIS);
    }
}
