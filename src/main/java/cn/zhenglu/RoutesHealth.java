package cn.zhenglu;

import cn.zhenglu.doctor.RequiredRoutes;
import cn.zhenglu.licence.NeedsPerson;
import cn.zhenglu.licence.Problem;
import java.util.List;
import org.apache.camel.CamelContext;
import org.apache.camel.Route;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.context.event.ApplicationStartedEvent;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.boot.health.contributor.Status;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;

/** A server without its routes looks well and does nothing; so it must not start, and must not look well. */
@Component("routes")
class RoutesHealth implements HealthIndicator {

    /** All routes work, but not as the files say now; the server as a whole is well. */
    static final Status OUTDATED = new Status("OUTDATED");

    private final CamelContext camel;
    private final ObjectProvider<RouteReload> reload;

    RoutesHealth(CamelContext camel, ObjectProvider<RouteReload> reload) {
        this.camel = camel;
        this.reload = reload;
    }

    @EventListener
    void started(ApplicationStartedEvent event) {
        List<String> missing = RequiredRoutes.missingFrom(camel.getRoutes().stream().map(Route::getRouteId).toList());
        if (!missing.isEmpty()) {
            throw new NeedsPerson("start.routes-missing", null, "启动目录下的 routes/ 中缺少路由：" + String.join("、", missing),
                    "请在含有 config/ 和 routes/ 的目录中启动；路由文件须是 routes/ 下的 *.camel.yaml 普通文件，routes/ 不能是符号链接");
        }
    }

    @Override
    public Health health() {
        List<String> stopped = camel.getRoutes().stream()
                .map(Route::getRouteId)
                .filter(id -> !camel.getRouteController().getRouteStatus(id).isStarted())
                .toList();
        List<String> missing = RequiredRoutes.missingFrom(camel.getRoutes().stream().map(Route::getRouteId).toList());
        if (!stopped.isEmpty() || !missing.isEmpty()) {
            return Health.down().withDetail("stopped", stopped).withDetail("missing", missing).build();
        }
        List<Problem> refused = reload.stream().flatMap(edits -> edits.problems().stream()).toList();
        return refused.isEmpty() ? Health.up().build()
                : Health.status(OUTDATED).withDetail("refused", refused.stream().map(Problem::message).toList()).build();
    }
}
