package cn.zhenglu;

import com.zaxxer.hikari.HikariDataSource;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** The approval database, which belongs to somebody else. */
@Configuration
class SourceConfiguration {

    /** Not a candidate for injection by type: the ledger's is the one that everybody means. */
    @Bean(defaultCandidate = false)
    HikariDataSource approvalDatabase(
            @Value("${zhenglu.source.database.url}") String url,
            @Value("${zhenglu.source.database.username}") String username,
            @Value("${zhenglu.source.database.password}") String password) {
        HikariDataSource source = new HikariDataSource();
        source.setPoolName("approval-database");
        source.setJdbcUrl(url);
        source.setUsername(username);
        source.setPassword(password);
        source.setMaximumPoolSize(4);
        source.setMinimumIdle(0);
        // it may be down when we start; the poll reports that and goes on trying
        source.setInitializationFailTimeout(-1);
        source.setConnectionTimeout(10_000);
        return source;
    }
}
