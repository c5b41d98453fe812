package cn.zhenglu;

import com.zaxxer.hikari.HikariDataSource;
import java.time.Duration;
import java.util.Map;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.stereotype.Component;

/**
 * A database that says nothing any more, as behind a pulled cable, must not hold a worker for ever: after five minutes the connection is
 * given up. Long enough for the longest statement, an index on a grown table; an address may say otherwise ({@code ?socketTimeout=…}).
 */
@Component
class SilentDatabase implements BeanPostProcessor {

    private static final Duration PATIENCE = Duration.ofMinutes(5);
    /** By driver: PostgreSQL's counts seconds, the others milliseconds. Others than these keep their own default. */
    private static final Map<String, Long> UNITS = Map.of("postgresql", PATIENCE.toSeconds(), "mariadb", PATIENCE.toMillis(),
            "mysql", PATIENCE.toMillis());

    @Override
    public Object postProcessBeforeInitialization(Object bean, String name) {
        if (bean instanceof HikariDataSource pool && pool.getJdbcUrl() != null) {
            Long timeout = UNITS.get(pool.getJdbcUrl().replaceFirst("^jdbc:(\\w+):.*$", "$1"));
            if (timeout != null) {
                pool.addDataSourceProperty("socketTimeout", timeout.toString());
                pool.addDataSourceProperty("tcpKeepAlive", "true");
            }
        }
        return bean;
    }
}
