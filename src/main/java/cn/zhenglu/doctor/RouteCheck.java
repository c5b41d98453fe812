package cn.zhenglu.doctor;

import cn.zhenglu.licence.Problem;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.activemq.artemis.jms.client.ActiveMQConnectionFactory;
import org.apache.camel.FailedToCreateRouteException;
import org.apache.camel.RouteConfigurationsBuilder;
import org.apache.camel.RoutesBuilder;
import org.apache.camel.component.jms.JmsComponent;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.model.OptionalIdentifiedDefinition;
import org.apache.camel.model.ProcessorDefinitionHelper;
import org.apache.camel.model.RouteConfigurationDefinition;
import org.apache.camel.model.RouteDefinition;
import org.apache.camel.model.SendDefinition;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.core.env.Environment;

/**
 * Builds every route file in a scratch context and then looks for what Camel notices only when a message comes, or never: a
 * {@code direct:} that nobody listens to, an unknown {@code routeConfigurationId}.
 */
public final class RouteCheck implements Check {

    private final Path folder;
    private final Environment environment;
    private final HollowBeans beans;

    /**
     * @param folder with the route files
     * @param rooms  the beans that routes may refer to; none is made for this check, and none is called
     */
    public RouteCheck(Path folder, Environment environment, ConfigurableListableBeanFactory rooms) {
        this.folder = folder;
        this.environment = environment;
        this.beans = new HollowBeans(rooms);
    }

    /** The files that routes are made of, by name. */
    public static List<Path> files(Path folder) throws IOException {
        return RouteFiles.in(folder);
    }

    /** What must be mended before these files can work; each with file, line and remedy. */
    public List<Problem> problems() {
        return Examination.look(this).stream().filter(Finding::isError)
                .map(finding -> new Problem("settings.routes", null, finding.text(), finding.remedy())).toList();
    }

    @Override
    public List<Finding> look() throws Exception {
        List<Path> files = RouteFiles.in(folder);
        if (files.isEmpty()) {
            return List.of(Finding.error("启动目录下没有路由文件（routes/*.camel.yaml）",
                    "请在含有 config/ 和 routes/ 的目录中运行；路由文件须是普通文件，不能是符号链接"));
        }
        try (DefaultCamelContext camel = RouteFiles.scratch(environment, beans)) {
            // never connects: no route is started
            camel.addComponent("jms", JmsComponent.jmsComponent(new ActiveMQConnectionFactory("vm://0")));
            List<Finding> findings = new ArrayList<>();
            boolean understood = build(camel, files, findings);
            List<RouteDefinition> routes = camel.getRouteDefinitions();
            if (understood) {
                references(camel, routes, findings);
            } else {
                findings.add(Finding.warning("因有文件无法读懂，路由之间的引用和缺少的路由未检查", "请先改正上列文件"));
            }
            if (findings.stream().noneMatch(Finding::isError)) {
                findings.add(0, Finding.ok(files.size() + " 个文件，" + routes.size() + " 条路由"));
            }
            // what two files share is seen again with every file behind them
            return findings.stream().distinct().toList();
        }
    }

    /**
     * Adds the files one by one, the configurations that routes refer to first.
     *
     * @return whether every file could be read, so that the context knows all routes, if not all could be built
     */
    private static boolean build(DefaultCamelContext camel, List<Path> files, List<Finding> findings) {
        boolean understood = true;
        Map<Path, List<RoutesBuilder>> parsed = new LinkedHashMap<>();
        for (Path file : files) {
            try {
                List<RoutesBuilder> builders = RouteFiles.parse(camel, file);
                for (RoutesBuilder builder : builders) {
                    if (builder instanceof RouteConfigurationsBuilder configurations) {
                        camel.addRoutesConfigurations(configurations);
                    }
                }
                parsed.put(file, builders);
            } catch (Exception e) {
                findings.add(RouteTrouble.finding(name(file), 0, e));
                understood = false;
            }
        }
        Map<String, String> places = new HashMap<>();
        for (Map.Entry<Path, List<RoutesBuilder>> entry : parsed.entrySet()) {
            try {
                for (RoutesBuilder builder : entry.getValue()) {
                    camel.addRoutes(builder);
                }
            } catch (FailedToCreateRouteException e) {
                findings.add(RouteTrouble.finding(name(entry.getKey()), line(camel.getRouteDefinition(e.getRouteId())), e));
            } catch (Exception e) {
                findings.add(RouteTrouble.finding(name(entry.getKey()), 0, e));
                understood = false;
            }
            camel.getRouteDefinitions().forEach(route -> {
                String place = places.putIfAbsent(route.getRouteId(), place(route));
                if (place != null && !place.equals(place(route))) {
                    findings.add(Finding.error(place(route) + "的路由编号 " + route.getRouteId() + " 与" + place + "的重复",
                            "请为每条路由设置不同的 id"));
                }
            });
        }
        return understood;
    }

    private static void references(DefaultCamelContext camel, List<RouteDefinition> routes, List<Finding> findings) {
        Set<String> configurations = camel.getRouteConfigurationDefinitions().stream()
                .map(RouteConfigurationDefinition::getId).collect(Collectors.toSet());
        Set<String> listening = routes.stream().map(route -> direct(route.getInput().getEndpointUri()))
                .flatMap(Optional::stream).collect(Collectors.toSet());
        for (RouteDefinition route : routes) {
            String configuration = route.getRouteConfigurationId();
            if (configuration != null && !configurations.contains(configuration)) {
                findings.add(Finding.error(place(route) + "：路由 " + route.getRouteId() + " 引用的差错处理 "
                        + configuration + " 不存在，出错的业务将无人知晓", "请改为 routes/errors.camel.yaml 中 routeConfiguration 的 id"));
            }
            for (SendDefinition<?> send : sends(route)) {
                direct(send.getEndpointUri()).filter(name -> !listening.contains(name)).ifPresent(name ->
                        findings.add(Finding.error(place(send) + "：没有路由接收 direct:" + name, "请改正名称，或补上以 direct:"
                                + name + " 开头的路由")));
            }
        }
        Set<String> ids = routes.stream().map(RouteDefinition::getRouteId).collect(Collectors.toSet());
        RequiredRoutes.missingFrom(ids).forEach(id ->
                findings.add(Finding.error("缺少路由 " + id, "请恢复含有该路由的文件；没有它，业务无法办理")));
    }

    @SuppressWarnings("rawtypes") // Camel asks for the raw class
    private static List<SendDefinition<?>> sends(RouteDefinition route) {
        List<SendDefinition<?>> sends = new ArrayList<>();
        for (SendDefinition send : ProcessorDefinitionHelper.filterTypeInOutputs(route.getOutputs(), SendDefinition.class)) {
            sends.add(send);
        }
        return sends;
    }

    /** The name behind {@code direct:}, as written, without options. */
    private static Optional<String> direct(String uri) {
        if (!uri.startsWith("direct:")) {
            return Optional.empty();
        }
        String name = uri.substring("direct:".length()).replaceFirst("^//", "").replaceFirst("\\?.*", "");
        return Optional.of(name);
    }

    private static String place(OptionalIdentifiedDefinition<?> definition) {
        return "routes/" + String.valueOf(definition.getLocation()).replaceFirst(".*/", "") + " 第 " + line(definition) + " 行";
    }

    private static int line(OptionalIdentifiedDefinition<?> definition) {
        return definition == null ? 0 : definition.getLineNumber();
    }

    private static String name(Path file) {
        return file.getFileName().toString();
    }
}
