package cn.zhenglu.intake;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

import javax.sql.DataSource;

import org.h2.jdbcx.JdbcDataSource;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DriverManagerDataSource;

/** The statements of the shipped route, those that delete and those that its comment gives for marking, while nodes claim together. */
class OutboxTest {

    private static final int ROWS = 60;
    private static final String STALE = "5m";

    /** What becomes of a row that has been taken. */
    enum Way { DELETE, MARK }

    enum Where { H2, POSTGRESQL, MARIADB }

    private JdbcClient outbox;
    private DataSource database;
    private List<String> statements;

    @ParameterizedTest
    @CsvSource({"H2, DELETE", "H2, MARK", "POSTGRESQL, MARK", "MARIADB, MARK"})
    void nodesTogetherTakeEachRowOnceAndWhatADeadOneHasClaimedIsTakenLater(Where where, Way way) throws Exception {
        open(where, way);
        Outbox dead = new Outbox(database, "node-dead", Clock.offset(Clock.systemUTC(), Duration.ofMinutes(-10)));
        List<Object> lost = dead.claim(statements.get(2), statements.get(3)).stream().map(row -> row.get("id")).toList();
        assertThat(lost).hasSize(7);

        List<Object> taken = Collections.synchronizedList(new ArrayList<>());
        CompletableFuture.allOf(CompletableFuture.runAsync(() -> work("node-a", taken)), CompletableFuture.runAsync(() -> work("node-b", taken)))
                .join();
        assertThat(taken).hasSize(ROWS - lost.size()).doesNotHaveDuplicates().doesNotContainAnyElementsOf(lost);

        new Outbox(database, "node-b", Clock.systemUTC()).sweep(statements.get(0), statements.get(1), STALE);
        dead.finish(statements.get(4), lost.stream().map(id -> Map.of("id", id)).toList());
        work("node-b", taken);
        assertThat(taken).hasSize(ROWS).doesNotHaveDuplicates();

        long left = outbox.sql("select count(*) from approval_outbox").query(Long.class).single();
        assertThat(left).isEqualTo(way == Way.DELETE ? 0 : ROWS);
        if (way == Way.MARK) {
            assertThat(outbox.sql("select count(*) from approval_outbox where taken_at is null").query(Long.class).single()).isZero();
            // what is marked is never given back, however old its claim is
            new Outbox(database, "node-c", Clock.offset(Clock.systemUTC(), Duration.ofHours(1))).sweep(statements.get(0), statements.get(1), STALE);
            work("node-c", taken);
            assertThat(taken).hasSize(ROWS);
        }
    }

    private void work(String node, List<Object> taken) {
        Outbox own = new Outbox(database, node, Clock.systemUTC());
        List<Map<String, Object>> rows = own.claim(statements.get(2), statements.get(3));
        while (!rows.isEmpty()) {
            rows.forEach(row -> taken.add(row.get("id")));
            own.finish(statements.get(4), rows);
            rows = own.claim(statements.get(2), statements.get(3));
        }
    }

    private void open(Where where, Way way) throws Exception {
        if (where == Where.H2) {
            JdbcDataSource h2 = new JdbcDataSource();
            h2.setURL("jdbc:h2:mem:" + UUID.randomUUID() + ";DB_CLOSE_DELAY=-1;DATABASE_TO_LOWER=TRUE");
            database = h2;
            outbox = JdbcClient.create(database);
            outbox.sql("create table approval_outbox (id bigint primary key, claimed_by varchar(100), claimed_at timestamp(6))").update();
        } else {
            ApprovalDatabaseUnderTest approvals = new ApprovalDatabaseUnderTest(ApprovalDatabaseUnderTest.Kind.valueOf(where.name()));
            database = new DriverManagerDataSource(approvals.url(), approvals.user(), "");
            outbox = JdbcClient.create(database);
        }
        outbox.sql("alter table approval_outbox add column taken_at timestamp null").update();
        IntStream.rangeClosed(1, ROWS).forEach(i -> outbox.sql("insert into approval_outbox (id) values (:id)").param("id", i).update());
        statements = way == Way.DELETE ? shipped() : marking(shipped());
    }

    /** The five statements, in their order. */
    private static List<String> shipped() throws IOException {
        String route = Files.readString(Path.of("routes/intake-outbox.camel.yaml")).replaceAll("(?m)^\\s*#.*\\n", "");
        Matcher constant = Pattern.compile("constant: (?:>-\\s+)?((?:select|update|delete).*?)\\n(?=\\s*- |\\s*$)", Pattern.DOTALL).matcher(route);
        List<String> found = constant.results().map(result -> result.group(1).replaceAll("\\s+", " ").strip()
                .replace("{{zhenglu.source.database.batch-size}}", "7")).toList();
        assertThat(found).hasSize(5);
        return List.of(found.get(0), found.get(1), found.get(3), found.get(2), found.get(4)); // the fourth is laid ready before the third
    }

    /** As the route's comment says. */
    private static List<String> marking(List<String> deleting) throws IOException {
        String comment = Files.readString(Path.of("routes/intake-outbox.camel.yaml")).replaceAll("\\n#\\s*", " ");
        Matcher fifth = Pattern.compile("第五条改为 (update .*?)，").matcher(comment);
        assertThat(fifth.find()).isTrue();
        assertThat(comment).contains("第一条、第三条的条件各加 and taken_at is null（第一条原有的条件加括号）");
        List<String> marking = new ArrayList<>(deleting);
        marking.set(0, deleting.get(0).replaceFirst("where (.*) for update", "where ($1) and taken_at is null for update"));
        marking.set(2, deleting.get(2).replaceFirst("where claimed_at is null", "where claimed_at is null and taken_at is null"));
        marking.set(4, fifth.group(1));
        return marking;
    }
}
