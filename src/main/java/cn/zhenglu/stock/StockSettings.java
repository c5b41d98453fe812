package cn.zhenglu.stock;

import java.util.List;
import java.util.Optional;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How existing licences are read.
 *
 * @param mapping   of files: a name of {@code config/mappings/}
 * @param perMinute most licences that a batch begins in a minute unless told otherwise; 0 for no limit but that of the relay
 * @param queries   on the approval database; their rows are read by its mapping
 */
@ConfigurationProperties("zhenglu.stock")
record StockSettings(
        @DefaultValue("existing-licences") String mapping,
        @DefaultValue("0") int perMinute,
        @DefaultValue List<Query> queries) {

    /**
     * One query.
     *
     * @param name by which people start it
     * @param sql  with an order that does not change
     */
    record Query(String name, String sql) {
    }

    Optional<String> sql(String name) {
        return queries.stream().filter(query -> query.name().equals(name)).map(Query::sql).findFirst();
    }
}
