package cn.zhenglu.ledger;

import static cn.zhenglu.ledger.LedgerUnderTest.arrival;
import static cn.zhenglu.ledger.LedgerUnderTest.record;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import cn.zhenglu.ledger.LedgerUnderTest.Database;
import cn.zhenglu.licence.Operation;
import cn.zhenglu.licence.Submission;
import java.nio.file.Path;
import java.util.List;
import java.util.Properties;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import javax.sql.DataSource;
import org.apache.camel.RoutesBuilder;
import org.apache.camel.builder.RouteConfigurationBuilder;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.PluginHelper;
import org.h2.jdbcx.JdbcDataSource;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The shipped route tells a source how its approvals fare, from the real ledger. */
class WriteBackTest {

    @TempDir
    private Path folder;
    private final List<String> troubles = new CopyOnWriteArrayList<>();
    private final AtomicInteger rounds = new AtomicInteger();

    @ParameterizedTest
    @EnumSource
    void stageReasonAndIdentifierAreToldAndARowThatCannotBeWrittenStopsNoOther(Database database) throws Exception {
        JdbcClient approvals = approvals("1", "3");
        try (LedgerUnderTest it = new LedgerUnderTest(database, folder); DefaultCamelContext camel = new DefaultCamelContext()) {
            // of the three approvals the source has lost the second
            it.arrivals.receive(List.of(arrival("1", record(Operation.NEW, "（闽）JZ安许证字[2023]000001")),
                    arrival("2", record(Operation.NEW, "（闽）JZ安许证字[2023]000002")),
                    arrival("3", record(Operation.NEW, "（闽）JZ安许证字[2023]000003"))));
            start(camel, it);

            await().until(() -> stages(approvals).equals(List.of("已接收", "已接收")));
            await().until(() -> troubles.stream().anyMatch(trouble -> trouble.contains("1 件未能回写") && trouble.contains("id=2")));

            Submission third = it.ledger.claim(it.jdbc.sql("select id from submission where source_key = '3'").query(String.class).single());
            it.ledger.stop(third.id(), third.fence(), "统一社会信用代码校验位不符");
            await().until(() -> "统一社会信用代码校验位不符".equals(approvals.sql("select licence_reason from approval where id = 3")
                    .query(String.class).optional().orElse(null)));

            // mended at the source: told at the next attempt, and nothing is left to complain of
            approvals.sql("insert into approval (id) values (2)").update();
            it.clock.pass(java.time.Duration.ofHours(2));
            await().until(() -> stages(approvals).size() == 3 && stages(approvals).stream().allMatch("已接收"::equals));
            int before = rounds.get();
            await().until(() -> rounds.get() > before + 1);
            assertThat(it.writeBacks.due("approval-database")).isEmpty();
        }
    }

    private void start(DefaultCamelContext camel, LedgerUnderTest it) throws Exception {
        Properties settings = new Properties();
        settings.setProperty("zhenglu.source.write-back.enabled", "true");
        settings.setProperty("zhenglu.source.write-back.poll-interval", "50ms");
        camel.getPropertiesComponent().setInitialProperties(settings);
        camel.getRegistry().bind("approvalDatabase", source);
        camel.getRegistry().bind("writeBacks", it.writeBacks);
        camel.getRegistry().bind("sourceHealth", new Health());
        camel.addRoutesConfigurations(new RouteConfigurationBuilder() {
            @Override
            public void configuration() {
                routeConfiguration("intake-failures").onException(Exception.class).handled(true)
                        .process(exchange -> troubles.add(exchange.getProperty("CamelExceptionCaught", Exception.class).getMessage()));
            }
        });
        for (RoutesBuilder builder : PluginHelper.getRoutesLoader(camel).findRoutesBuilders(
                PluginHelper.getResourceLoader(camel).resolveResource("file:routes/write-back.camel.yaml"))) {
            camel.addRoutes(builder);
        }
        camel.start();
    }

    /** Counts the rounds without trouble. */
    public final class Health {

        public void succeeded(String route) {
            rounds.incrementAndGet();
        }
    }

    private DataSource source;

    private JdbcClient approvals(String... ids) {
        JdbcDataSource h2 = new JdbcDataSource();
        h2.setURL("jdbc:h2:mem:" + UUID.randomUUID() + ";DB_CLOSE_DELAY=-1");
        source = h2;
        JdbcClient approvals = JdbcClient.create(h2);
        approvals.sql("""
                create table approval (id bigint primary key, licence_stage varchar(20), licence_standing varchar(20),
                    licence_identifier varchar(100), licence_code varchar(2000), licence_address varchar(200), licence_reason varchar(400))
                """).update();
        for (String id : ids) {
            approvals.sql("insert into approval (id) values (" + id + ")").update();
        }
        return approvals;
    }

    private static List<String> stages(JdbcClient approvals) {
        return approvals.sql("select licence_stage from approval order by id").query(String.class).list();
    }
}
