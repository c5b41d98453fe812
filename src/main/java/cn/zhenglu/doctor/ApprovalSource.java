package cn.zhenglu.doctor;

import cn.zhenglu.intake.DriverJar;
import cn.zhenglu.intake.Mapping;
import cn.zhenglu.intake.MappingTrial;
import cn.zhenglu.licence.NeedsPerson;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.sql.Types;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Properties;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.model.BeanDefinition;
import org.apache.camel.model.ProcessorDefinition;
import org.apache.camel.model.ProcessorDefinitionHelper;
import org.apache.camel.model.RouteDefinition;
import org.apache.camel.model.SetBodyDefinition;
import org.apache.camel.model.ToDefinition;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;

/** The approval database as the server would read it, for a look: its settings, and the queries of the route files. */
final class ApprovalSource {

    private static final String SETTINGS = "zhenglu.source.database.";
    private static final Pattern SELECT = Pattern.compile("(?is)\\s*select\\b.*");
    private static final Pattern LOCKING = Pattern.compile("(?is)\\s+for\\s+update\\b.*$");
    private static final Pattern PARAMETER = Pattern.compile(":\\??([A-Za-z]\\w*)");
    /** What a route says that names the mapping itself, see {@link cn.zhenglu.intake.Intake#fromRowsBy}. */
    private static final Pattern MAPPED = Pattern.compile("fromRowsBy\\(.*'([^']+)'\\s*\\)");
    private static final Pattern OTHER = Pattern.compile("^jdbc:(?!approvalDatabase\\b)");
    /** Where a read position begins; every other parameter is left empty. */
    private static final String TIME = "time";

    private final Settings settings;

    ApprovalSource(Settings settings) {
        this.settings = settings;
    }

    /** Its JDBC address; blank when none is set. */
    String url() {
        return settings.text(SETTINGS + "url");
    }

    /** Read-only, see {@link Database#open}. */
    Connection open() throws SQLException {
        String jar = settings.text(SETTINGS + "driver-jar");
        if (jar.isBlank()) {
            return Database.open(url(), settings.text(SETTINGS + "username"), settings.text(SETTINGS + "password"));
        }
        Properties account = new Properties();
        account.setProperty("user", settings.text(SETTINGS + "username"));
        account.setProperty("password", settings.text(SETTINGS + "password"));
        Connection connection = DriverJar.load(Path.of(jar), settings.text(SETTINGS + "driver-class")).connect(url(), account);
        if (connection == null) {
            throw new NeedsPerson("source.driver", SETTINGS + "url", "驱动文件「" + jar + "」不认识审批数据库的地址 "
                    + LedgerCheck.withoutOptions(url()), "请核对 zhenglu.source.database 的 url 和 driver-jar");
        }
        connection.setReadOnly(true);
        return connection;
    }

    /** @param mapping name of the mapping by which the route reads what the query finds */
    record Query(String route, String sql, String mapping) {
    }

    /**
     * The queries that the route files read this database with: of each route the first {@code select} that it sets as its body.
     *
     * @return empty when there is none, e.g. since the installation does not read a database
     */
    List<Query> queries(Path routes, ConfigurableListableBeanFactory rooms) throws Exception {
        try (DefaultCamelContext camel = RouteFiles.scratch(settings.environment(), new HollowBeans(rooms))) {
            for (Path file : RouteFiles.in(routes)) {
                if (file.getFileName().toString().startsWith("intake-")) {
                    for (var builder : RouteFiles.parse(camel, file)) {
                        builder.addRoutesToCamelContext(camel);
                    }
                }
            }
            return camel.getRouteDefinitions().stream().filter(ApprovalSource::readsNoOther)
                    .flatMap(route -> steps(route, SetBodyDefinition.class)
                            .map(body -> camel.resolvePropertyPlaceholders(body.getExpression().getExpression()).strip())
                            .filter(text -> SELECT.matcher(text).matches()).limit(1)
                            .map(sql -> new Query(route.getId(), sql, mapping(route)))).toList();
        }
    }

    private static boolean readsNoOther(RouteDefinition route) {
        return steps(route, ToDefinition.class).noneMatch(to -> OTHER.matcher(to.getUri()).find());
    }

    private String mapping(RouteDefinition route) {
        return steps(route, BeanDefinition.class).map(BeanDefinition::getMethod).filter(Objects::nonNull).map(MAPPED::matcher)
                .filter(Matcher::matches).map(method -> method.group(1)).findFirst().orElseGet(() -> settings.text(SETTINGS + "mapping"));
    }

    private static <T extends ProcessorDefinition<?>> Stream<T> steps(RouteDefinition route, Class<T> kind) {
        return ProcessorDefinitionHelper.filterTypeInOutputs(route.getOutputs(), kind).stream();
    }

    /** What a mapping makes of the first rows that the query finds. */
    static MappingTrial trial(Connection connection, String query, Mapping mapping, int limit) throws SQLException {
        String sql = LOCKING.matcher(query).replaceFirst("");
        List<String> parameters = new ArrayList<>();
        Matcher parameter = PARAMETER.matcher(sql);
        while (parameter.find()) {
            parameters.add(parameter.group(1));
        }
        try (PreparedStatement statement = connection.prepareStatement(parameter.replaceAll("?"))) {
            for (int i = 0; i < parameters.size(); i++) {
                if (parameters.get(i).equals(TIME)) {
                    statement.setTimestamp(i + 1, Timestamp.from(Instant.EPOCH));
                } else {
                    statement.setNull(i + 1, Types.NULL);
                }
            }
            statement.setMaxRows(limit);
            statement.setQueryTimeout(30);
            return read(statement, mapping);
        }
    }

    private static MappingTrial read(PreparedStatement statement, Mapping mapping) throws SQLException {
        List<Map<String, Object>> rows = new ArrayList<>();
        try (ResultSet result = statement.executeQuery()) {
            ResultSetMetaData meta = result.getMetaData();
            List<String> columns = new ArrayList<>();
            for (int i = 1; i <= meta.getColumnCount(); i++) {
                columns.add(meta.getColumnLabel(i));
            }
            while (result.next()) {
                Map<String, Object> row = new LinkedHashMap<>();
                for (int i = 1; i <= columns.size(); i++) {
                    row.put(columns.get(i - 1), result.getObject(i));
                }
                rows.add(row);
            }
            return MappingTrial.ofRows(mapping, columns, rows);
        }
    }
}
