package cn.zhenglu.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import cn.zhenglu.ledger.AuditTrail.Entry;
import cn.zhenglu.ledger.AuditTrail.Filter;
import cn.zhenglu.ledger.LedgerUnderTest.Database;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class AuditTest {

    private static final Filter ALL = new Filter(null, null, null, null, null, null);

    @TempDir
    Path folder;

    @ParameterizedTest
    @EnumSource(Database.class)
    void theDatabaseItselfRefusesToChangeOrRemoveAnEntry(Database database) {
        try (LedgerUnderTest test = new LedgerUnderTest(database, folder)) {
            test.audit.append("lin", "dead-letter.archive", "#1", "重复");

            assertThatThrownBy(() -> test.jdbc.sql("update audit set actor = 'chen'").update()).hasStackTraceContaining("insert-only");
            assertThatThrownBy(() -> test.jdbc.sql("delete from audit").update()).hasStackTraceContaining("insert-only");

            assertThat(test.auditTrail.list(ALL, null, 10)).extracting(Entry::actor).containsExactly("lin");
        }
    }

    @Test
    void postgresqlRefusesToEmptyTheTableToo() {
        try (LedgerUnderTest test = new LedgerUnderTest(Database.POSTGRESQL, folder)) {
            test.audit.append("lin", "dead-letter.archive", "#1", "重复");

            assertThatThrownBy(() -> test.jdbc.sql("truncate audit").update()).hasStackTraceContaining("insert-only");
            assertThatThrownBy(() -> test.jdbc.sql("update audit set actor = 'chen' where id = 0").update())
                    .as("even an update that hits nothing").hasStackTraceContaining("insert-only");
        }
    }

    @ParameterizedTest
    @EnumSource(Database.class)
    void anEntryIsFoundByEverythingThatIsKnownOfIt(Database database) {
        try (LedgerUnderTest test = new LedgerUnderTest(database, folder)) {
            Instant begin = test.clock.instant();
            test.audit.append("lin", "dead-letter.edit", "a".repeat(32), "更正", "信用代码 91350100MA2300004X", "信用代码 91350100MA2300004L");
            test.clock.pass(Duration.ofHours(1));
            test.audit.append("chen", "identity.look", "b".repeat(32), "核对 100% 一致");

            assertThat(found(test, new Filter("lin", null, null, null, null, null))).containsExactly("lin");
            assertThat(found(test, new Filter(null, "identity.look", null, null, null, null))).containsExactly("chen");
            assertThat(found(test, new Filter(null, null, "a".repeat(32), null, null, null))).containsExactly("lin");
            assertThat(found(test, new Filter(null, null, null, "ma2300004x", null, null))).containsExactly("lin");
            assertThat(found(test, new Filter(null, null, null, "100%", null, null))).containsExactly("chen");
            assertThat(found(test, new Filter(null, null, null, "1%一致", null, null))).as("% is no wildcard").isEmpty();
            assertThat(found(test, new Filter(null, null, null, null, begin.plusSeconds(1), null))).containsExactly("chen");
            assertThat(found(test, new Filter(null, null, null, null, begin, begin.plusSeconds(1)))).containsExactly("lin");
            assertThat(found(test, new Filter("lin", "identity.look", null, null, null, null))).isEmpty();
        }
    }

    private static List<String> found(LedgerUnderTest test, Filter filter) {
        return test.auditTrail.list(filter, null, 10).stream().map(Entry::actor).toList();
    }

    @ParameterizedTest
    @EnumSource(Database.class)
    void pagesStayWhatTheyAreWhileEntriesAreAdded(Database database) {
        try (LedgerUnderTest test = new LedgerUnderTest(database, folder)) {
            for (int i = 0; i < 1_200; i++) {
                test.audit.append("lin", "dead-letter.retry", "#" + i, null);
            }
            List<Entry> newest = test.auditTrail.list(ALL, null, 500);
            test.audit.append("lin", "dead-letter.retry", "#1200", null);
            List<Entry> next = test.auditTrail.list(ALL, newest.get(499).id(), 500);

            assertThat(newest.get(0).target()).isEqualTo("#1199");
            assertThat(next.get(0).target()).isEqualTo("#699");
            List<String> all = new ArrayList<>();
            test.auditTrail.each(ALL, entry -> all.add(entry.target()));
            assertThat(all).hasSize(1_201).startsWith("#1200", "#1199").endsWith("#0");
        }
    }
}
