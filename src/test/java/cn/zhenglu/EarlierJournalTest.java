package cn.zhenglu;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import cn.zhenglu.deadletter.DeadLetter;
import cn.zhenglu.deadletter.DeadLetters;
import cn.zhenglu.demo.DemoEnvironment;
import cn.zhenglu.ledger.LedgerUnderTest;
import cn.zhenglu.ledger.LedgerUnderTest.Database;
import cn.zhenglu.licence.Operation;
import java.nio.file.Path;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.test.annotation.DirtiesContext;
import org.springframework.test.context.ActiveProfiles;
import org.springframework.test.context.ContextConfiguration;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;

/** The server on a journal that an earlier Artemis has left behind, killed in the midst of its work. */
@SpringBootTest(classes = Zhenglu.class, webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT)
@ContextConfiguration(initializers = DemoEnvironment.class)
@ActiveProfiles("demo")
@DirtiesContext
class EarlierJournalTest {

    private static final Duration PATIENCE = Duration.ofMinutes(1);
    /** Until then the ledger itself does not send them on their way again: what moves, moves by the journal. */
    private static final Instant LATER = Instant.now().plus(Duration.ofDays(1));
    private static final String UNKNOWN = "%032x";

    private static List<String> ids;
    private static long confirmed;
    private static long died;

    @TempDir
    static Path data;

    @Autowired
    private JdbcClient ledger;
    @Autowired
    private DeadLetters deadLetters;

    @DynamicPropertySource
    static void settings(DynamicPropertyRegistry registry) throws Exception {
        try (LedgerUnderTest before = new LedgerUnderTest(Database.POSTGRESQL, data)) {
            for (int n = 0; n < 7; n++) {
                before.arrivals.receive(List.of(LedgerUnderTest.arrival("new-" + n,
                        LedgerUnderTest.record(Operation.NEW, "（闽）JZ安许证字[2023]%06d".formatted(n)))));
            }
            before.jdbc.sql("update submission set due_at = :later").param("later", Timestamp.from(LATER)).update();
            ids = before.jdbc.sql("select id from submission order by seq").query(String.class).list();
            String database = before.jdbc.sql("select current_database()").query(String.class).single();
            registry.add("spring.datasource.url", () -> "jdbc:postgresql://127.0.0.1:" + FreshDatabase.postgres().getPort() + "/" + database);
        }
        List<String> messages = List.of(
                "taken zhenglu.issue 4 1 " + ids.get(4),
                "refused zhenglu.issue 4 1 " + ids.get(2), // its time to come again lies in the future
                "send zhenglu.issue 4 - " + ids.get(0), // programs of the beginning wrote no version
                "send zhenglu.issue 4 1 " + ids.get(1),
                "send zhenglu.issue 1 1 " + ids.get(3),
                "open zhenglu.issue 4 1 " + ids.get(5),
                "send DLA.zhenglu.issue 4 1 " + ids.get(6),
                "send zhenglu.upload 4 1 " + UNKNOWN.formatted(1),
                "send zhenglu.state 4 1 " + UNKNOWN.formatted(2),
                "send zhenglu.state 4 1 large");
        confirmed = messages.stream().filter(line -> line.startsWith("send ") || line.startsWith("refused ")).count();
        EarlierArtemis.write(data.resolve("broker"), messages);
        died = System.nanoTime();
        registry.add("spring.datasource.username", () -> "postgres");
        registry.add("spring.datasource.password", () -> "");
        registry.add("zhenglu.data-dir", data::toString);
        registry.add("zhenglu.demo.samples", () -> "false");
        registry.add("zhenglu.relay.calls-per-second", () -> "200");
    }

    @Test
    void whatItHeldIsCarriedOnAndNothingElse() {
        await().atMost(PATIENCE).until(() -> done().size() == 4 && deadLetters.countOpen() == 4);
        String recovered = MeasuredFault.since(died);

        assertThat(done()).containsExactlyInAnyOrderElementsOf(ids.subList(0, 4));
        assertThat(deadLetters.open(10, 0)).extracting(DeadLetter::code)
                .containsExactlyInAnyOrder("message.unknown", "message.unknown", "message.unknown", "message.undeliverable");
        assertThat(ledger.sql("select id from submission where fence = 0 and standing = 'ACTIVE'").query(String.class).list())
                .as("confirmed before, or never sent").containsExactlyInAnyOrder(ids.get(4), ids.get(5));
        long letters = deadLetters.countOpen();
        long ended = done().size() + letters;
        new MeasuredFault("the embedded broker on a journal of Artemis 2.40.0 whose process died", 1, confirmed, Math.max(0, confirmed - ended),
                Math.max(0, ended - confirmed) + LedgerUnderTest.doneTwice(ledger), letters, recovered).tell();
    }

    private List<String> done() {
        return ledger.sql("select id from submission where standing = 'DONE'").query(String.class).list();
    }
}
