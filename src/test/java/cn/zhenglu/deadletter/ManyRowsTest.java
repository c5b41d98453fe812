package cn.zhenglu.deadletter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import cn.zhenglu.ledger.LedgerUnderTest;
import cn.zhenglu.ledger.Submissions;
import cn.zhenglu.licence.Operation;
import cn.zhenglu.licence.Stage;
import cn.zhenglu.licence.Standing;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The console's pages with many rows on PostgreSQL: no query reads the table of submissions from end to end. Size:
 * {@code -Dzhenglu.rows=1000000}, default 60,000; a twentieth of them are dead letters.
 */
class ManyRowsTest {

    private static final int ROWS = Integer.getInteger("zhenglu.rows", 60_000);
    private static final int COUNTED = 1_000;

    @TempDir
    Path folder;

    @Test
    void noPageReadsAllSubmissions() {
        try (LedgerUnderTest it = new LedgerUnderTest(LedgerUnderTest.Database.POSTGRESQL, folder)) {
            fill(it);
            DeadLetters letters = it.deadLetters;
            Groups groups = it.context.getBean(Groups.class);
            Submissions submissions = it.context.getBean(Submissions.class);
            String id = it.jdbc.sql("select id from submission where seq = :seq").param("seq", ROWS / 2).query(String.class).single();
            long group = it.jdbc.sql("select min(id) from dead_letter_group").query(Long.class).single();
            Search open = Search.of(DeadLetter.Standing.OPEN);
            Instant from = Instant.parse("2023-06-18T00:00:00Z");

            Map<String, Runnable> pages = new LinkedHashMap<>();
            pages.put("groups", () -> assertThat(groups.open(50, 0)).isNotEmpty());
            pages.put("number of groups", () -> assertThat(groups.countOpen()).isPositive());
            pages.put("the oldest", () -> assertThat(letters.oldestOpen()).isPresent());
            pages.put("dead letters", () -> assertThat(letters.slice(open, null, null, 50).letters()).hasSize(50));
            pages.put("dead letters, further on", () -> assertThat(letters.slice(open, ROWS / 40L, null, 50).letters()).hasSize(50));
            pages.put("dead letters counted", () -> assertThat(letters.count(open)).isEqualTo(ROWS / 20));
            pages.put("members", () -> assertThat(letters.slice(new Search(DeadLetter.Standing.OPEN, group, null, null, null, null, null),
                    null, null, 50).letters()).hasSize(50));
            pages.put("by department", () -> assertThat(letters.slice(new Search(null, null, null, "d3", null, null, null), null, null, 50)
                    .letters()).hasSize(50));
            pages.put("by day", () -> assertThat(letters.slice(new Search(null, null, null, null, null, from, null), null, null, 50)
                    .letters()).isNotEmpty());
            pages.put("by company", () -> assertThat(search(letters, "第 20 建筑").letters()).isNotEmpty());
            pages.put("by text that nothing has", () -> assertThat(search(letters, "没有这样的").letters()).isEmpty());
            pages.put("by certificate number", () -> assertThat(search(letters, "（闽）JZ安许证字[2023]000020").letters()).hasSize(1));
            pages.put("by credit code", () -> assertThat(search(letters, "9135000000000020XX").letters()).hasSize(1));
            pages.put("by submission", () -> assertThat(search(letters, "%032x".formatted(20)).letters()).hasSize(1));
            pages.put("submissions", () -> assertThat(list(submissions, null, null, null, null).items()).hasSize(50));
            pages.put("submissions by department", () -> assertThat(list(submissions, null, null, null, "d3").items()).hasSize(50));
            pages.put("submissions by operation", () -> assertThat(list(submissions, null, null, Operation.END, null).items()).hasSize(50));
            pages.put("submissions by standing", () -> assertThat(list(submissions, null, Standing.DEAD, null, null).items()).hasSize(50));
            pages.put("submissions by stage and department",
                    () -> assertThat(list(submissions, Stage.CODED, Standing.DEAD, null, "d3").items()).isEmpty());
            pages.put("one submission", () -> assertThat(submissions.find(id)).isPresent());
            pages.put("its source row", () -> assertThat(submissions.sourceRow(id)).isNotEmpty());
            pages.put("its relatives", () -> assertThat(submissions.relatives(id, 50)).isEmpty());
            pages.put("what it waits for", () -> assertThat(submissions.waitsFor(id)).isEmpty());
            pages.put("its story", () -> assertThat(it.history.of(id)).isEmpty());
            pages.put("the ledger's own look", () -> assertThat(it.ledger.find(id)).isPresent());

            long before = readInSequence(it);
            pages.forEach((name, page) -> {
                page.run();
                long start = System.nanoTime();
                page.run();
                System.out.printf("%-40s %8.1f ms%n", name, (System.nanoTime() - start) / 1_000_000.0);
            });
            long read = readInSequence(it) - before;

            // counting up to a limit may stop early in any order; one page that goes through all would exceed this
            assertThat(read).as("submissions read by going through the table").isLessThan(ROWS / 2);
        }
    }

    private static DeadLetters.Slice search(DeadLetters letters, String text) {
        return letters.slice(new Search(DeadLetter.Standing.OPEN, null, null, null, text, null, null), null, null, 50);
    }

    private static Submissions.Slice list(Submissions submissions, Stage stage, Standing standing, Operation operation, String department) {
        Submissions.Filter filter = new Submissions.Filter(stage, standing, operation, department, null);
        assertThat(submissions.count(filter, COUNTED)).isLessThanOrEqualTo(COUNTED);
        return submissions.slice(filter, null, null, 50);
    }

    /** Rows of table submission that were ever read by going through it, once all connections have reported. */
    private static long readInSequence(LedgerUnderTest it) {
        AtomicLong last = new AtomicLong(-1);
        await().pollInterval(Duration.ofMillis(1_200)).atMost(Duration.ofSeconds(60)).until(() -> {
            long now = it.jdbc.sql("select seq_tup_read from pg_stat_user_tables where relname = 'submission'").query(Long.class).single();
            return last.getAndSet(now) == now;
        });
        return last.get();
    }

    private static void fill(LedgerUnderTest it) {
        it.jdbc.sql("""
                insert into submission (id, source, source_key, content_digest, origin, source_row, record, problems, operation,
                    department, cert_num, company_name, credit_code, stage, standing, preview_token, due_at, received_at, changed_at)
                select lpad(to_hex(n), 32, '0'), 's', n::text, repeat('0', 64), '第 ' || n || ' 行', '{"id":"1"}',
                    '{"operation":"NEW"}', '[]', case when n % 40 = 0 then 'END' else 'NEW' end, 'd' || n % 14,
                    '（闽）JZ安许证字[' || 2023 + 2 * n / (:rows + 2) || ']' || lpad((n % (:rows / 2))::text, 6, '0'),
                    '福建第 ' || n || ' 建筑公司', '91350000' || lpad(n::text, 8, '0') || 'XX',
                    case when n % 20 = 0 then 'RECEIVED' else 'COLLECTED' end, case when n % 20 = 0 then 'DEAD' else 'DONE' end,
                    'token' || n, timestamptz '2023-06-20', timestamptz '2023-06-20', timestamptz '2023-06-20'
                from generate_series(1, :rows) n
                """).param("rows", ROWS).update();
        it.jdbc.sql("""
                insert into dead_letter_group (code, stage, department, pattern)
                select 'code.' || n % 20, 'RECEIVED', 'd' || n % 14, '原因 ' || n from generate_series(0, 39) n
                """).update();
        it.jdbc.sql("""
                insert into dead_letter (submission_id, stage, code, reason, problems, raised_at, standing, group_id, cert_num,
                    company_name, credit_code)
                select s.id, 'RECEIVED', 'code.' || s.seq / 20 % 20, '原因 ' || s.seq, '[{"code":"code","field":null,"message":"原因","remedy":null}]',
                    timestamptz '2023-06-20' - interval '1 minute' * (s.seq / 20), 'OPEN', 1 + s.seq / 20 % 40, s.cert_num, s.company_name,
                    s.credit_code
                from submission s where s.standing = 'DEAD' order by s.seq
                """).update();
        it.jdbc.sql("analyze").update();
    }
}
