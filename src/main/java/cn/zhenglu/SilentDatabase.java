package cn.zhenglu;

import com.zaxxer.hikari.HikariDataSource;
import java.time.Duration;
import java.util.Map;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.stereotype.Component;

/**
 * A database that says nothing any more, as behind a pulled cable, must not hold a worker for ever: after a while the connection is
 * given up, and another one leads to the standby, if there is one. An address may say otherwise ({@code ?socketTimeout=…}).
 */
@Component
class SilentDatabase implements BeanPostProcessor {

    /** Of the ledger, whose statements take seconds at most; for its migrations see {@link MigrationPatience}. */
    private static final Duration LEDGER = Duration.ofMinutes(1);
    /** Of a database whose tables and indexes are somebody else's. */
    private static final Duration OTHERS = Duration.ofMinutes(5);
    /** By driver, how many of its units are a second. Others than these keep their own default. */
    private static final Map<String, Long> UNITS = Map.of("postgresql", 1L, "mariadb", 1000L, "mysql", 1000L);

    @Override
    public Object postProcessBeforeInitialization(Object bean, String name) {
        if (bean instanceof HikariDataSource pool && pool.getJdbcUrl() != null) {
            Long unit = UNITS.get(pool.getJdbcUrl().replaceFirst("^jdbc:(\\w+):.*$", "$1"));
            if (unit != null) {
                Duration patience = name.equals("approvalDatabase") ? OTHERS : LEDGER;
                pool.addDataSourceProperty("socketTimeout", Long.toString(patience.toSeconds() * unit));
                pool.addDataSourceProperty("tcpKeepAlive", "true");
            }
        }
        return bean;
    }
}
