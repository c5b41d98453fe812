package cn.zhenglu.ledger;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * The submissions of one turn whose time has come and which wait for no earlier one: what has been put off before comes first, then
 * what is new, each by its time. Walks along the index and ends as soon as enough are found: to sort them all, PostgreSQL would read the
 * whole ledger whenever a stock waits.
 */
@Component
class DueSubmissions {

    /** The turn of the daily work. */
    static final long DAILY = 0;
    /** The turn of what nobody waits for: it comes behind the daily work, and before the stock. */
    static final long BEHIND = -1;
    /** Later than any time of the ledger. */
    private static final Instant EVER = Instant.parse("9999-01-01T00:00:00Z");

    /** Put together once: it is asked twice a second. */
    private static final String MAY_BE = mayBe();

    private final JdbcClient jdbc;

    DueSubmissions(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /**
     * Pointers to them, their rows locked until the transaction ends.
     *
     * @param turn  {@link #DAILY}, {@link #BEHIND}, or a batch of stock
     * @param probe also one that was put off and whose time has not come: it finds out whether the relay is back
     */
    List<Dispatcher.Pointer> of(long turn, Instant now, int most, boolean probe) {
        List<Dispatcher.Pointer> due = new ArrayList<>(of(turn, "WAITING", probe ? null : now, most));
        if (due.size() < most) {
            due.addAll(of(turn, "ACTIVE", now, most - due.size()));
        }
        return due;
    }

    private List<Dispatcher.Pointer> of(long turn, String standing, Instant until, int most) {
        return jdbc.sql("select id, operation, stage from submission s where turn = :turn and standing = '" + standing + "'"
                        + (until == null ? "" : " and due_at <= :until")
                        + " and not exists (select 1 from submission earlier where " + Rows.EARLIER + """
                )
                order by turn, standing, due_at, seq limit :most
                for update skip locked
                """)
                .param("turn", turn).param("until", Rows.timestamp(until)).param("most", most)
                .query((row, n) -> Dispatcher.Pointer.of(row, turn != DAILY)).list();
    }

    /**
     * Whether any may be found, in one cheap statement; true also while all that is due waits for an earlier one, and of a relay that is
     * down while anything waits, since it may be what finds out whether the relay is back. Asked for all turns in one condition, PostgreSQL
     * would now and then read the whole ledger.
     */
    boolean mayBe(Instant now) {
        return jdbc.sql(MAY_BE).param("daily", DAILY).param("behind", BEHIND).param("now", Rows.timestamp(now))
                .param("ever", Rows.timestamp(EVER)).query(Boolean.class).single();
    }

    private static String mayBe() {
        String until = "(select case when open_until is null then cast(:now as timestamp with time zone)"
                + " else cast(:ever as timestamp with time zone) end from relay_gate)";
        String first = Stream.of(":daily", ":behind").flatMap(turn -> Stream.of("ACTIVE", "WAITING").map(standing ->
                "(select id from submission where turn = " + turn + " and standing = '" + standing + "' and due_at <= " + until
                        + " order by turn, standing, due_at, seq limit 1)")).collect(Collectors.joining(" union all "));
        return "select exists (" + first + ") or exists (select 1 from stock_batch where standing = 'RUNNING' and not dry_run)";
    }

    /** Those of these turns that are in a queue or being worked on. */
    long underWay(Collection<Long> turns, Instant now) {
        return turns.isEmpty() ? 0 : jdbc.sql("select count(*) from submission where standing = 'ACTIVE' and due_at > :now and turn in (:turns)")
                .param("now", Rows.timestamp(now)).param("turns", turns).query(Long.class).single();
    }
}
