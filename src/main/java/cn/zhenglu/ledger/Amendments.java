package cn.zhenglu.ledger;

import cn.zhenglu.licence.LicenceRecord;
import cn.zhenglu.licence.Stage;
import cn.zhenglu.licence.Standing;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/**
 * Edited versions of submissions. The original is never altered: the version is a submission of its own, linked to it, from the
 * same source row, and stands in its place in the order of the certificate number.
 *
 * <p><b>One licence.</b> The platform knows a submission by its id ({@code eCertID}) and what it has coded by the code. Nothing
 * that has a code is edited: the code stands for the record that was sent with it, so another record under the same code would
 * print what the platform does not have, and the same number under a new id would ask for a second code. What has no code gets a
 * <em>new</em> id. Under the old one the platform would not look at the edited record at all: should it have coded the old
 * record after all, it answers 「已存在」 with the old code, and the edited record would be printed under it. Under the new id the
 * worst that happens is the refusal 「证书编号已存在」: a person is asked again, and there is still one licence.
 */
@Component
public class Amendments {

    private final JdbcClient jdbc;
    private final Ledger ledger;
    private final History history;
    private final Clock clock;

    Amendments(JdbcClient jdbc, Ledger ledger, History history, Clock clock) {
        this.jdbc = jdbc;
        this.ledger = ledger;
        this.history = history;
        this.clock = clock;
    }

    /**
     * Puts an edited version in the place of a submission that needs a person.
     *
     * @param record  the whole record as it shall be
     * @param changes what differs, in Chinese, without personal data
     * @return id of the version; empty when the submission does not need a person any more, or has a code
     */
    @Transactional
    public Optional<String> amend(String originalId, LicenceRecord record, String changes, String actor) {
        String id = UUID.randomUUID().toString().replace("-", "");
        Instant now = clock.instant().truncatedTo(ChronoUnit.MILLIS);
        // the lock on the row: whoever retries or archives at the same time comes before or after, not between
        int closed = jdbc.sql("""
                update submission set standing = 'WITHDRAWN', superseded_by = :version, changed_at = :now
                where id = :id and standing = 'DEAD' and code is null and stage in ('RECEIVED', 'CHECKED')
                """)
                .param("version", id).param("now", Rows.timestamp(now)).param("id", originalId).update();
        if (closed == 0) {
            return Optional.empty();
        }
        insert(originalId, id, record, now);
        Stage stage = ledger.find(originalId).orElseThrow().stage();
        history.append(originalId, now, stage, Standing.WITHDRAWN, "edit", "修改后由业务 " + id + " 接替：" + changes, null, actor);
        history.append(id, now, Stage.RECEIVED, Standing.ACTIVE, "edit", "修改自业务 " + originalId + "：" + changes, null, actor);
        return Optional.of(id);
    }

    private void insert(String originalId, String id, LicenceRecord record, Instant now) {
        jdbc.sql("""
                insert into submission (id, source, source_key, content_digest, origin, source_row, record, problems,
                    operation, department, cert_num, replaces, company_name, credit_code, stage, standing, preview_token,
                    due_at, received_at, changed_at, place, edited_from, batch_id)
                select :id, source, source_key, :content, origin, source_row, :record, '[]',
                    :operation, :department, :certNum, :replaces, :company, :creditCode, 'RECEIVED', 'ACTIVE', :token,
                    cast(:now as timestamp with time zone), cast(:now as timestamp with time zone),
                    cast(:now as timestamp with time zone), coalesce(place, seq), id, batch_id
                from submission where id = :original
                """)
                .param("id", id)
                .param("content", content(originalId, id, record))
                .param("record", RecordText.of(record))
                .param("operation", record.operation() == null ? null : record.operation().name())
                .param("department", Arrivals.shorten(record.department(), 60))
                .param("certNum", Arrivals.shorten(record.certNum(), 100))
                .param("replaces", Arrivals.shorten(record.replaces(), 100))
                .param("company", Arrivals.shorten(record.holderName(), 400))
                .param("creditCode", Arrivals.shorten(record.registeredCode(), 60))
                .param("token", Arrivals.previewToken())
                .param("now", Rows.timestamp(now))
                .param("original", originalId)
                .update();
    }

    /**
     * What {@link Arrivals} would compute, so that the source, mended later in the same way, brings nothing new; made different
     * when an earlier version had the same content.
     */
    private String content(String originalId, String id, LicenceRecord record) {
        String content = Arrivals.digest(RecordText.of(record) + Rows.json(List.of()));
        boolean known = jdbc.sql("""
                select count(*) from submission known join submission original
                    on known.source = original.source and known.source_key = original.source_key
                where original.id = :original and known.content_digest = :content
                """).param("original", originalId).param("content", content).query(Long.class).single() > 0;
        return known ? Arrivals.digest(content + id) : content;
    }
}
