package cn.zhenglu.ledger;

import cn.zhenglu.licence.Arrival;
import cn.zhenglu.licence.LicenceRecord;
import cn.zhenglu.licence.Stage;
import cn.zhenglu.licence.Standing;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.sql.Types;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** Takes source rows in: each becomes one submission, and a row that comes again becomes nothing. */
@Component
public class Arrivals {

    private static final SecureRandom RANDOM = new SecureRandom();

    private final JdbcClient jdbc;
    private final History history;
    private final Clock clock;
    private final Succession succession;

    Arrivals(JdbcClient jdbc, History history, Clock clock) {
        this.jdbc = jdbc;
        this.history = history;
        this.succession = new Succession(jdbc, history);
        this.clock = clock;
    }

    /**
     * Takes rows in, in their order, all or none. A row whose source, key and understood content are known is a repeat. A
     * row with other content is a new submission; it takes the place of an earlier one of the same row, or of the same
     * operation on the same certificate number, that waits for a person and has not been coded: also its place in the order, so
     * that what waits behind it does not overtake.
     *
     * @return how many were new
     */
    @Transactional
    public int receive(List<Arrival> arrivals) {
        int taken = 0;
        for (Arrival arrival : arrivals) {
            taken += receive(arrival);
        }
        return taken;
    }

    private int receive(Arrival arrival) {
        String content = content(arrival);
        if (known(arrival, content).isPresent() || enter(arrival, content, null, DueSubmissions.DAILY).isEmpty()) {
            return 0;
        }
        hurry(arrival.record());
        return 1;
    }

    /** Takes in what nobody waits for: it comes behind the daily work. False when it is known. */
    boolean receiveBehind(Arrival arrival) {
        String content = content(arrival);
        return known(arrival, content).isEmpty() && enter(arrival, content, null, DueSubmissions.BEHIND).isPresent();
    }

    /** What the ledger makes of a row of a stock batch. */
    public enum Taken {
        /** It is new. */
        NEW,
        /** The same batch has brought it before, in a reading that was interrupted. */
        AGAIN,
        /** It has come before in another way. */
        KNOWN
    }

    /** @param submissionId {@code null} when another node took it in at this moment */
    public record Taking(Taken taken, String submissionId) {
    }

    /** Takes a row of a stock batch in, as above. It waits for its batch's turn. */
    @Transactional
    public Taking receive(long batch, Arrival arrival) {
        String content = content(arrival);
        Optional<Known> known = known(arrival, content);
        if (known.isEmpty()) {
            return enter(arrival, content, batch, batch).map(id -> new Taking(Taken.NEW, id)).orElse(new Taking(Taken.KNOWN, null));
        }
        String id = known.get().id;
        if (known.get().batch == batch) {
            return new Taking(Taken.AGAIN, id);
        }
        return new Taking(takeOver(id, batch) ? Taken.NEW : Taken.KNOWN, id);
    }

    /** Whether it has come before, so that it would not be taken in. */
    public boolean isKnown(Arrival arrival) {
        return known(arrival, content(arrival)).isPresent();
    }

    private static String content(Arrival arrival) {
        return digest(RecordText.of(arrival.record()) + Rows.json(arrival.problems()));
    }

    /** @param batch 0 for daily work */
    private record Known(String id, long batch) {
    }

    private Optional<Known> known(Arrival arrival, String content) {
        return jdbc.sql("""
                select id, coalesce(batch_id, 0) as batch from submission
                where source = :source and source_key = :key and content_digest = :content
                """)
                .param("source", arrival.source())
                .param("key", arrival.key())
                .param("content", content)
                .query((row, n) -> new Known(row.getString("id"), row.getLong("batch"))).optional();
    }

    /** @return its id; empty when another node was faster */
    private Optional<String> enter(Arrival arrival, String content, Long batch, long turn) {
        String id = UUID.randomUUID().toString().replace("-", "");
        Instant now = clock.instant().truncatedTo(ChronoUnit.MILLIS);
        if (insert(arrival, content, id, batch, turn, now) == 0) {
            return Optional.empty();
        }
        history.append(id, now, Stage.RECEIVED, Standing.ACTIVE, "ok", "来自" + arrival.origin(), null, History.SYSTEM);
        supersede(arrival, id, now);
        return Optional.of(id);
    }

    /** What was put away because its batch was cancelled, and for no other reason, goes on with another batch. */
    private boolean takeOver(String id, long batch) {
        Instant now = clock.instant().truncatedTo(ChronoUnit.MILLIS);
        int taken = jdbc.sql("""
                update submission set standing = 'ACTIVE', batch_id = :batch, turn = :batch, due_at = :now, waits = 0, changed_at = :now
                where id = :id and standing = 'WITHDRAWN' and stage = 'RECEIVED' and superseded_by is null
                  and batch_id in (select b.id from stock_batch b where b.standing = 'CANCELLED')
                  and not exists (select 1 from dead_letter d where d.submission_id = submission.id)
                """).param("batch", batch).param("now", Rows.timestamp(now)).param("id", id).update();
        if (taken == 1) {
            history.append(id, now, Stage.RECEIVED, Standing.ACTIVE, "restore", "转入存量转换第 " + batch + " 批", null, History.SYSTEM);
        }
        return taken == 1;
    }

    /** The daily work does not wait for the turn of the existing licence that it builds on. */
    private void hurry(LicenceRecord record) {
        jdbc.sql("""
                update submission set turn = 0
                where turn <> 0 and standing in ('ACTIVE', 'WAITING') and (cert_num in (:certNum, :replaces) or replaces = :certNum)
                """).param("certNum", record.certNum()).param("replaces", record.replaces()).update();
    }

    private int insert(Arrival arrival, String content, String id, Long batch, long turn, Instant now) {
        LicenceRecord record = arrival.record();
        return jdbc.sql("""
                insert into submission (id, source, source_key, content_digest, origin, source_row, record, problems,
                    operation, department, cert_num, replaces, company_name, credit_code, stage, standing, preview_token,
                    due_at, received_at, changed_at, batch_id, turn)
                values (:id, :source, :key, :content, :origin, :row, :record, :problems, :operation, :department, :certNum,
                    :replaces, :company, :creditCode, 'RECEIVED', 'ACTIVE', :token, :now, :now, :now, :batch,
                    :turn)
                on conflict do nothing
                """)
                .param("id", id)
                .param("source", arrival.source())
                .param("key", arrival.key())
                .param("content", content)
                .param("origin", shorten(arrival.origin(), 400))
                .param("row", Rows.json(arrival.row()))
                .param("record", RecordText.of(record))
                .param("problems", Rows.json(arrival.problems()))
                .param("operation", record.operation() == null ? null : record.operation().name())
                .param("department", shorten(record.department(), 60))
                .param("certNum", shorten(record.certNum(), 100))
                .param("replaces", shorten(record.replaces(), 100))
                .param("company", shorten(record.holderName(), 400))
                .param("creditCode", shorten(record.registeredCode(), 60))
                .param("token", previewToken())
                .param("batch", batch, Types.BIGINT)
                .param("turn", turn)
                .param("now", Rows.timestamp(now))
                .update();
    }

    /** A mended row closes what it mends; the original stays, linked. */
    private void supersede(Arrival arrival, String id, Instant now) {
        LicenceRecord record = arrival.record();
        List<String> mended = jdbc.sql("""
                select id from submission
                where standing = 'DEAD' and stage in ('RECEIVED', 'CHECKED') and id <> :id
                  and ((source = :source and source_key = :key) or (cert_num = :certNum and operation = :operation))
                """)
                .param("id", id)
                .param("source", arrival.source())
                .param("key", arrival.key())
                .param("certNum", record.certNum())
                .param("operation", record.operation() == null ? null : record.operation().name())
                .query(String.class).list();
        mended.forEach(old -> succession.replace(old, id, now));
    }

    /** 192 random bits: nobody guesses an address, and the address says nothing about the licence. */
    static String previewToken() {
        byte[] random = new byte[24];
        RANDOM.nextBytes(random);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(random);
    }

    static String digest(String text) {
        return HexFormat.of().formatHex(Sm3.digest(text.getBytes(StandardCharsets.UTF_8)));
    }

    /** The indexed copies may be short; the record itself is stored whole. */
    static String shorten(String text, int length) {
        return text == null || text.length() <= length ? text : text.substring(0, length);
    }
}
