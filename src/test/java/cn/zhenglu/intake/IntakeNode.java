package cn.zhenglu.intake;

import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Properties;

import javax.sql.DataSource;

import org.apache.camel.RouteConfigurationsBuilder;
import org.apache.camel.RoutesBuilder;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.PluginHelper;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.annotation.EnableTransactionManagement;

import com.zaxxer.hikari.HikariDataSource;

import cn.zhenglu.ledger.Arrivals;
import cn.zhenglu.ledger.History;
import cn.zhenglu.ledger.ReadPosition;

/**
 * A node of which nothing runs but the intake from the approval database: the real route files and beans, in a process that a
 * test may kill. Arguments: node, way, address and user of the approval database, address of the ledger.
 */
final class IntakeNode {

    private IntakeNode() {
    }

    public static void main(String[] arguments) throws Exception {
        DataSource approvals = source(arguments[2], arguments[3]);
        AnnotationConfigApplicationContext ledger = new AnnotationConfigApplicationContext();
        ledger.registerBean(DataSource.class, () -> source(arguments[4], "postgres"));
        ledger.registerBean(Clock.class, Clock::systemDefaultZone);
        ledger.register(Wiring.class, History.class, Arrivals.class, ReadPosition.class);
        ledger.refresh();

        DefaultCamelContext camel = new DefaultCamelContext();
        Properties settings = new Properties();
        settings.putAll(java.util.Map.of("zhenglu.source.database.way", arguments[1],
                "zhenglu.source.database.poll-interval", "50ms", "zhenglu.source.database.look-back-interval", "200ms",
                "zhenglu.source.database.look-back", "10m", "zhenglu.source.database.batch-size", "7",
                "zhenglu.source.database.start", "1970-01-01", "zhenglu.source.database.claim-timeout", "2s"));
        camel.getPropertiesComponent().setInitialProperties(settings);
        camel.getRegistry().bind("approvalDatabase", approvals);
        camel.getRegistry().bind("arrivals", ledger.getBean(Arrivals.class));
        camel.getRegistry().bind("readPosition", ledger.getBean(ReadPosition.class));
        camel.getRegistry().bind("intake", Fixtures.INTAKE);
        camel.getRegistry().bind("outbox", new Outbox(approvals, arguments[0], Clock.systemDefaultZone()));
        camel.getRegistry().bind("sourceHealth", new SourceHealth(Clock.systemDefaultZone()));
        // of the error file only the policies: its routes need a broker
        for (RoutesBuilder builder : parse(camel, "errors")) {
            if (builder instanceof RouteConfigurationsBuilder policies) {
                camel.addRoutesConfigurations(policies);
            }
        }
        for (String file : List.of("intake-database", "intake-outbox")) {
            for (RoutesBuilder builder : parse(camel, file)) {
                camel.addRoutes(builder);
            }
        }
        camel.start();
        System.out.println("running");
        Thread.currentThread().join();
    }

    private static List<RoutesBuilder> parse(DefaultCamelContext camel, String file) throws Exception {
        return List.copyOf(PluginHelper.getRoutesLoader(camel).findRoutesBuilders(PluginHelper.getResourceLoader(camel)
                .resolveResource("file:" + Path.of("routes", file + ".camel.yaml"))));
    }

    private static DataSource source(String url, String user) {
        HikariDataSource source = new HikariDataSource();
        source.setJdbcUrl(url);
        source.setUsername(user);
        source.setMaximumPoolSize(3);
        return source;
    }

    /** No configuration by name: the tests of the whole server would find it. */
    @EnableTransactionManagement
    static class Wiring {

        @Bean
        PlatformTransactionManager transactions(DataSource source) {
            return new JdbcTransactionManager(source);
        }

        @Bean
        JdbcClient jdbcClient(DataSource source) {
            return JdbcClient.create(source);
        }
    }
}
