package cn.zhenglu;

import cn.zhenglu.intake.DriverJar;
import cn.zhenglu.intake.Inbox;
import cn.zhenglu.intake.Intake;
import cn.zhenglu.intake.Mapping;
import cn.zhenglu.intake.Outbox;
import cn.zhenglu.licence.Department;
import cn.zhenglu.licence.Family;
import com.zaxxer.hikari.HikariDataSource;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import javax.sql.DataSource;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.datasource.SimpleDriverDataSource;

/** Where approvals come from, and how they are read. */
@Configuration
class SourceConfiguration {

    @Bean
    Intake intake(Family family, List<Department> departments,
            @Value("${zhenglu.source.database.mapping}") String database,
            @Value("${zhenglu.source.folder.mapping}") String folder) {
        return new Intake(mapping(database, family, departments), mapping(folder, family, departments),
                name -> mapping(name, family, departments));
    }

    private static Mapping mapping(String name, Family family, List<Department> departments) {
        return Mapping.load(Path.of("config/mappings", name + ".yaml"), family, departments);
    }

    /** It belongs to somebody else. Not a candidate for injection by type: the ledger's is the one that everybody means. */
    @Bean(defaultCandidate = false)
    HikariDataSource approvalDatabase(
            @Value("${zhenglu.source.database.url}") String url,
            @Value("${zhenglu.source.database.username}") String username,
            @Value("${zhenglu.source.database.password}") String password,
            @Value("${zhenglu.source.database.driver-jar}") String driverJar,
            @Value("${zhenglu.source.database.driver-class}") String driverClass) {
        HikariDataSource source = new HikariDataSource();
        source.setPoolName("approval-database");
        if (driverJar.isBlank()) {
            source.setJdbcUrl(url);
            source.setUsername(username);
            source.setPassword(password);
        } else {
            source.setDataSource(new SimpleDriverDataSource(DriverJar.load(Path.of(driverJar), driverClass), url, username, password));
        }
        source.setMaximumPoolSize(4);
        source.setMinimumIdle(0);
        // it may be down when we start; the poll reports that and goes on trying
        source.setInitializationFailTimeout(-1);
        source.setConnectionTimeout(10_000);
        return source;
    }

    @Bean
    Outbox outbox(@Qualifier("approvalDatabase") DataSource approvalDatabase, @Value("${zhenglu.ledger.node}") String node,
            Clock clock) {
        return new Outbox(approvalDatabase, node, clock);
    }

    @Bean
    Inbox inbox(Intake intake, List<Department> departments, Clock clock) {
        return new Inbox(intake, departments, clock);
    }
}
