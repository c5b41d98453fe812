package cn.zhenglu.ledger;

import cn.zhenglu.licence.CallOutcome;
import cn.zhenglu.licence.Receipt;
import cn.zhenglu.licence.RelayCall;
import cn.zhenglu.licence.RelayJournal;
import cn.zhenglu.licence.Submission;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HexFormat;
import java.util.List;
import org.springframework.boot.convert.DurationStyle;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** What was said to the relay about each submission, and what it answered; also what nobody has understood yet. */
@Component
public class RelayCalls implements RelayJournal {

    private static final int LONGEST_TEXT = 1000;

    private final JdbcClient jdbc;
    private final Clock clock;

    RelayCalls(JdbcClient jdbc, Clock clock) {
        this.jdbc = jdbc;
        this.clock = clock;
    }

    /**
     * One call.
     *
     * @param answeredAt {@code null} when the reply was lost, or the call is under way
     * @param status     HTTP status; {@code null} without an answer
     * @param request    secrets and identity numbers masked; {@code null} without an answer
     * @param reply      secrets masked; {@code null} without an answer
     * @param warning    the platform's warning, or {@code null}
     * @param outcome    what is known of it; {@code null} while it is under way, or when the server was killed meanwhile
     * @param remark     why it did not go as it should, in Chinese, or {@code null}
     */
    public record Call(RelayCall call, Instant begunAt, Instant answeredAt, Integer status, String request, String reply,
            String warning, CallOutcome outcome, String remark) {
    }

    /** All calls of a submission, oldest first. */
    public List<Call> of(String submissionId) {
        return jdbc.sql("select call, begun_at, answered_at, status, request, reply, warning, outcome, remark from relay_call"
                        + " where submission_id = :id order by id")
                .param("id", submissionId)
                .query((row, n) -> new Call(
                        RelayCall.valueOf(row.getString("call")),
                        Rows.instant(row.getTimestamp("begun_at")),
                        Rows.instant(row.getTimestamp("answered_at")),
                        row.getObject("status", Integer.class),
                        row.getString("request"),
                        row.getString("reply"),
                        row.getString("warning"),
                        row.getString("outcome") == null ? null : CallOutcome.valueOf(row.getString("outcome")),
                        row.getString("remark")))
                .list();
    }

    /** Completes what {@link Ledger#intend} has begun; a second request within the same attempt gets a row of its own. */
    @Override
    public void keep(Submission submission, Receipt receipt, CallOutcome outcome, String remark) {
        if (complete(submission, receipt, outcome, remark) == 0) {
            jdbc.sql("insert into relay_call (submission_id, call, begun_at, fence) values (:id, :call, :begun, :fence)")
                    .param("id", submission.id()).param("call", receipt.call().name())
                    .param("begun", Rows.timestamp(receipt.sentAt())).param("fence", submission.fence()).update();
            complete(submission, receipt, outcome, remark);
        }
    }

    private int complete(Submission submission, Receipt receipt, CallOutcome outcome, String remark) {
        return jdbc.sql("""
                update relay_call set answered_at = :at, status = :status, request = :request, reply = :reply, warning = :warning,
                    outcome = :outcome, remark = :remark
                where outcome is null and id = (select max(id) from relay_call
                    where submission_id = :id and call = :call and fence = :fence)
                """)
                .param("at", Rows.timestamp(receipt.answeredAt()))
                .param("status", receipt.status() == 0 ? null : receipt.status())
                .param("request", receipt.request()).param("reply", receipt.reply()).param("warning", receipt.warning())
                .param("outcome", outcome.name()).param("remark", shortened(remark))
                .param("id", submission.id()).param("call", receipt.call().name()).param("fence", submission.fence())
                .update();
    }

    /**
     * Forgets what was said, but not that it was: the rows of finished submissions lose request and reply.
     *
     * @param keep how long they are kept, e.g. {@code 365d}
     * @return how many
     */
    @Transactional
    public int sweep(String keep) {
        return jdbc.sql("""
                update relay_call set request = null, reply = null
                where begun_at < :before and (request is not null or reply is not null)
                  and submission_id in (select id from submission where standing in ('DONE', 'WITHDRAWN'))
                """)
                .param("before", Rows.timestamp(clock.instant().minus(DurationStyle.detectAndParse(keep)))).update();
    }

    /**
     * A refusal that no line of the table of refusals explains.
     *
     * @param text         numbers masked
     * @param submissionId the newest that was refused so
     */
    public record UnknownRefusal(String digest, RelayCall call, String text, long times, Instant firstAt, Instant lastAt,
            String submissionId) {
    }

    /** Those that have come up and were not put away since, the newest first. */
    public List<UnknownRefusal> unknownRefusals(int limit) {
        return jdbc.sql("select digest, call, text, times, first_at, last_at, submission_id from unknown_refusal"
                        + " order by last_at desc limit :limit")
                .param("limit", limit)
                .query((row, n) -> new UnknownRefusal(row.getString("digest"), RelayCall.valueOf(row.getString("call")),
                        row.getString("text"), row.getLong("times"), Rows.instant(row.getTimestamp("first_at")),
                        Rows.instant(row.getTimestamp("last_at")), row.getString("submission_id")))
                .list();
    }

    @Override
    @Transactional
    public void unknownRefusal(Submission submission, RelayCall call, String text) {
        // the same sentence about another licence is the same refusal
        String sentence = shortened(text.replaceAll("[0-9A-Za-z-]{6,}|\\d+", "…"));
        String digest = HexFormat.of().formatHex(Sm3.digest((call + " " + sentence).getBytes(StandardCharsets.UTF_8)));
        jdbc.sql("""
                insert into unknown_refusal (digest, call, text, times, first_at, last_at)
                values (:digest, :call, :text, 0, :now, :now) on conflict do nothing
                """)
                .param("digest", digest).param("call", call.name()).param("text", sentence).param("now", Rows.timestamp(now()))
                .update();
        jdbc.sql("update unknown_refusal set times = times + 1, last_at = :now, submission_id = :id where digest = :digest")
                .param("now", Rows.timestamp(now())).param("id", submission.id()).param("digest", digest).update();
    }

    /** The table of refusals explains it now. */
    @Transactional
    public boolean putAway(String digest) {
        return jdbc.sql("delete from unknown_refusal where digest = :digest").param("digest", digest).update() == 1;
    }

    private static String shortened(String text) {
        return text == null || text.length() <= LONGEST_TEXT ? text : text.substring(0, LONGEST_TEXT);
    }

    private Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MILLIS);
    }
}
