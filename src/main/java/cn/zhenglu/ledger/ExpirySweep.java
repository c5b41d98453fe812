package cn.zhenglu.ledger;

import cn.zhenglu.licence.Arrival;
import cn.zhenglu.licence.CertificateType;
import cn.zhenglu.licence.Family;
import cn.zhenglu.licence.LicenceField.Core;
import cn.zhenglu.licence.LicenceField.Need;
import cn.zhenglu.licence.LicenceRecord;
import cn.zhenglu.licence.LicenceState;
import cn.zhenglu.licence.Operation;
import java.time.Clock;
import java.time.LocalDate;
import java.time.YearMonth;
import java.time.ZoneId;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.springframework.boot.convert.DurationStyle;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Reports licences past their last day as expired (过期失效): one submission for each version of a licence, whichever server looks
 * first. One whose renewal is under way is left alone; when that has been waiting for a person, for some days only.
 */
@Component
public class ExpirySweep {

    /** The source that these submissions come from. */
    static final String SOURCE = "expiry";

    private static final int AT_ONCE = 500;
    private static final int MONTHS = 12;
    private static final ZoneId CHINA = ZoneId.of("Asia/Shanghai");

    private final JdbcClient jdbc;
    private final TransactionTemplate transaction;
    private final Arrivals arrivals;
    private final Family family;
    private final Clock clock;

    ExpirySweep(JdbcClient jdbc, PlatformTransactionManager transactions, Arrivals arrivals, Family family, Clock clock) {
        this.jdbc = jdbc;
        this.transaction = new TransactionTemplate(transactions);
        this.family = family;
        this.arrivals = arrivals;
        this.clock = clock;
    }

    private record Expired(String certNum, String department, String companyName, String identifier, LocalDate validTo, String submissionId) {
    }

    /**
     * How many licences in force run out.
     *
     * @param within30 days from today, today included
     * @param within90 the same, those within 30 included
     * @param past     are past their last day already, and not reported yet
     * @param months   run out from today on, in each of the next twelve calendar months, the present one first
     */
    public record Outlook(long within30, long within90, long past, SortedMap<YearMonth, Long> months) {
    }

    /** As of today. */
    public Outlook outlook() {
        LocalDate today = today();
        YearMonth first = YearMonth.from(today);
        SortedMap<YearMonth, Long> months = new TreeMap<>();
        IntStream.range(0, MONTHS).forEach(month -> months.put(first.plusMonths(month), 0L));
        SortedMap<LocalDate, Long> days = new TreeMap<>();
        jdbc.sql("""
                select valid_to, count(*) as n from licence
                where state in ('VALID', 'SUSPENDED', 'OTHER') and replaced_by is null and valid_to < :end group by valid_to
                """)
                .param("end", first.plusMonths(MONTHS).atDay(1))
                .query(row -> {
                    days.put(row.getObject("valid_to", LocalDate.class), row.getLong("n"));
                });
        days.tailMap(today).forEach((day, n) -> months.merge(YearMonth.from(day), n, Long::sum));
        return new Outlook(sum(days.subMap(today, today.plusDays(31))), sum(days.subMap(today, today.plusDays(91))),
                sum(days.headMap(today)), months);
    }

    private static long sum(SortedMap<LocalDate, Long> days) {
        return days.values().stream().mapToLong(Long::longValue).sum();
    }

    /**
     * Makes the submissions, some hundred in each transaction: behind a converted stock there may be ten thousands. Safe to repeat.
     *
     * @param grace after the last day, how long a renewal that waits for a person holds the report up, e.g. {@code 20d}
     * @return how many are new
     */
    public int report(String grace) {
        int all = 0;
        int made;
        do {
            made = transaction.execute(status -> reportSome(grace));
            all += made;
        } while (made > 0);
        return all;
    }

    private int reportSome(String grace) {
        LocalDate today = today();
        List<Expired> expired = jdbc.sql("""
                select cert_num, department, company_name, identifier, valid_to, submission_id from licence l
                where valid_to < :today and state in ('VALID', 'SUSPENDED', 'OTHER') and replaced_by is null
                  and not exists (select 1 from submission s where s.source = :source and s.source_key = l.identifier)
                  and not exists (select 1 from submission s
                      where s.cert_num = l.cert_num and s.operation in ('EXPIRE', 'END') and s.standing in ('ACTIVE', 'WAITING', 'DEAD'))
                  and not exists (select 1 from submission s
                      where (s.cert_num = l.cert_num or s.replaces = l.cert_num) and s.operation in ('RENEW', 'CHANGE')
                        and (s.standing in ('ACTIVE', 'WAITING') or s.standing = 'DEAD' and l.valid_to >= :graceEnd))
                order by valid_to, cert_num limit :most
                """)
                .param("today", today).param("source", SOURCE).param("most", AT_ONCE)
                .param("graceEnd", today.minusDays(DurationStyle.detectAndParse(grace).toDays()))
                .query((row, n) -> new Expired(row.getString("cert_num"), row.getString("department"),
                        row.getString("company_name"), row.getString("identifier"), row.getObject("valid_to", LocalDate.class),
                        row.getString("submission_id")))
                .list();
        int made = 0;
        for (Expired licence : expired) {
            if (arrivals.receiveBehind(arrival(licence))) {
                made++;
                goBeforeWhatIsStuck(licence);
            }
        }
        return made;
    }

    /** What a state change says, as the version in force said it, but for what has been corrected since. */
    private Arrival arrival(Expired licence) {
        LicenceRecord issued = RecordText.read(jdbc.sql("select record from submission where id = :id").param("id", licence.submissionId())
                .query(String.class).single(), family);
        CertificateType type = issued.type();
        Map<String, Object> fields = new HashMap<>();
        type.ownFields().stream().filter(field -> field.need() == Need.ALWAYS || !field.needWhen().isEmpty())
                .forEach(field -> fields.put(field.component(), issued.text(field.component())));
        fields.put(type.holder().name(), licence.companyName());
        fields.put(Core.OPERATION.component(), Operation.EXPIRE);
        fields.put(Core.DEPARTMENT.component(), licence.department());
        fields.put(Core.CERT_NUM.component(), licence.certNum());
        fields.put(Core.VALID_TO.component(), licence.validTo());
        fields.put(Core.STATE.component(), LicenceState.EXPIRED);
        fields.put(Core.STATE_NOTE.component(), "有效期至 " + licence.validTo() + "，届满未延续");
        Map<String, String> row = new LinkedHashMap<>();
        row.put("identifier", licence.identifier());
        row.put("valid_to", licence.validTo().toString());
        return new Arrival(SOURCE, licence.identifier(), "到期核查，证照标识 " + licence.identifier(), row, LicenceRecord.of(type, fields),
                List.of());
    }

    /** A renewal that waits for a person beyond its grace does not hold the report up, and may still follow it. */
    private void goBeforeWhatIsStuck(Expired licence) {
        jdbc.sql("""
                update submission set place = (select min(coalesce(place, seq)) - 1 from submission
                    where (cert_num = :certNum or replaces = :certNum) and operation in ('RENEW', 'CHANGE') and standing = 'DEAD')
                where source = :source and source_key = :key and standing = 'ACTIVE'
                """)
                .param("certNum", licence.certNum()).param("source", SOURCE).param("key", licence.identifier()).update();
    }

    private LocalDate today() {
        return LocalDate.ofInstant(clock.instant(), CHINA);
    }
}
