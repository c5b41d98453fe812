package cn.zhenglu;

import cn.zhenglu.doctor.RouteCheck;
import cn.zhenglu.licence.Problem;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.apache.camel.CamelContext;
import org.apache.camel.RouteConfigurationsBuilder;
import org.apache.camel.RoutesBuilder;
import org.apache.camel.model.ModelCamelContext;
import org.apache.camel.model.RouteConfigurationDefinition;
import org.apache.camel.model.RouteDefinition;
import org.apache.camel.spi.Resource;
import org.apache.camel.support.PluginHelper;
import org.apache.camel.support.ResourceHelper;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.context.event.EventListener;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;

/**
 * Takes over edited route files while the server works, when an installation wants that. What is edited is built in a scratch
 * context first, all files together; only if nothing is wrong are the routes of the changed files stopped, each after its current
 * work, and replaced. Otherwise everything stays as it is, and the reason stands in the log and the health report.
 */
@Component
@ConditionalOnProperty("zhenglu.routes.reload")
class RouteReload {

    private static final Logger LOG = LoggerFactory.getLogger(RouteReload.class);
    private static final Path FOLDER = Path.of("routes");
    private static final int STOP_SECONDS = 30;

    private final ModelCamelContext camel;
    private final RouteCheck check;
    /** File names and contents as they work now. */
    private Map<String, String> good = Map.of();
    /** As they were when last looked at: a file that is still being written differs from look to look. */
    private Map<String, String> seen = Map.of();
    private Map<String, String> refused = Map.of();
    private volatile List<Problem> problems = List.of();

    RouteReload(CamelContext camel, RouteCheck check) {
        this.camel = (ModelCamelContext) camel; // as every context of Camel itself; Spring knows it by the other name only
        this.check = check;
    }

    /** What forbids the newest edit; empty when the routes at work are those of the files. */
    List<Problem> problems() {
        return problems;
    }

    @EventListener(ApplicationReadyEvent.class)
    synchronized void started() throws IOException {
        good = read();
        seen = good;
    }

    @Scheduled(fixedDelayString = "${zhenglu.routes.look-interval:2s}", initialDelayString = "${zhenglu.routes.look-interval:2s}")
    synchronized void look() throws IOException {
        if (good.isEmpty()) {
            return; // not yet started
        }
        Map<String, String> now = read();
        boolean settled = now.equals(seen);
        seen = now;
        if (!settled || now.equals(refused)) {
            return;
        }
        if (now.equals(good)) {
            problems = List.of();
            refused = Map.of();
            return;
        }
        problems = check.problems();
        if (problems.isEmpty()) {
            replace(now);
        } else {
            refused = now;
            problems.forEach(problem -> LOG.error("路由文件的修改没有采用，仍按原来的路由运行。{}。{}", problem.message(), problem.remedy()));
        }
    }

    private void replace(Map<String, String> now) {
        Set<String> changed = changed(good, now);
        try {
            apply(changed, now);
            good = now;
            refused = Map.of();
            LOG.info("已采用修改过的路由文件：{}", String.join("、", changed));
        } catch (Exception e) {
            LOG.error("修改过的路由文件无法启用，恢复原来的路由", e);
            refused = now;
            problems = List.of(new Problem("routes.reload", null, "路由文件 " + String.join("、", changed) + " 可以建立但无法启用："
                    + e.getMessage(), "请修改后保存；原因不明的，请恢复原文件后重新启动再试"));
            restore(changed);
        }
    }

    /** If not even this works, the health report tells which routes are missing. */
    private void restore(Set<String> changed) {
        try {
            apply(changed, good);
        } catch (Exception e) {
            LOG.error("原来的路由也无法恢复，请重新启动", e);
        }
    }

    /** Files whose routes are to be built anew: what an error policy is changed in concerns every route that names it. */
    private Set<String> changed(Map<String, String> before, Map<String, String> after) {
        Set<String> all = new HashSet<>(before.keySet());
        all.addAll(after.keySet());
        Set<String> changed = new HashSet<>(all);
        changed.removeIf(name -> Objects.equals(before.get(name), after.get(name)));
        boolean policies = camel.getRouteConfigurationDefinitions().stream().anyMatch(policy -> changed.contains(file(policy.getResource())))
                || changed.stream().map(after::get).anyMatch(text -> text != null && text.contains("routeConfiguration:"));
        return policies ? all : changed;
    }

    private void apply(Set<String> files, Map<String, String> contents) throws Exception {
        List<RouteDefinition> old = camel.getRouteDefinitions().stream().filter(route -> files.contains(file(route.getResource()))).toList();
        for (RouteDefinition route : old) {
            camel.getRouteController().stopRoute(route.getRouteId(), STOP_SECONDS, TimeUnit.SECONDS);
        }
        for (RouteDefinition route : old) {
            camel.removeRoute(route.getRouteId());
            camel.removeRouteDefinition(route);
        }
        for (RouteConfigurationDefinition policy : List.copyOf(camel.getRouteConfigurationDefinitions())) {
            if (files.contains(file(policy.getResource()))) {
                camel.removeRouteConfiguration(policy);
            }
        }
        List<RoutesBuilder> builders = new ArrayList<>();
        for (String name : files) {
            if (contents.containsKey(name)) {
                Resource resource = ResourceHelper.fromString("file:" + FOLDER + '/' + name, contents.get(name));
                builders.addAll(PluginHelper.getRoutesLoader(camel).findRoutesBuilders(resource));
            }
        }
        for (RoutesBuilder builder : builders) {
            if (builder instanceof RouteConfigurationsBuilder policies) {
                camel.addRoutesConfigurations(policies);
            }
        }
        for (RoutesBuilder builder : builders) {
            camel.addRoutes(builder);
        }
    }

    private static String file(Resource resource) {
        return resource == null ? "" : resource.getLocation().replaceFirst(".*[:/\\\\]", "");
    }

    private static Map<String, String> read() throws IOException {
        Map<String, String> contents = new TreeMap<>();
        for (Path file : RouteCheck.files(FOLDER)) {
            try {
                contents.put(file.getFileName().toString(), Files.readString(file, StandardCharsets.UTF_8));
            } catch (NoSuchFileException e) {
                LOG.debug("{} is being replaced", file);
            }
        }
        return contents;
    }
}
