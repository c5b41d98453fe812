package cn.zhenglu;

import cn.zhenglu.doctor.RequiredRoutes;
import cn.zhenglu.licence.NeedsPerson;
import java.util.List;
import org.apache.camel.CamelContext;
import org.apache.camel.Route;
import org.springframework.boot.context.event.ApplicationStartedEvent;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;

/** A server without its routes looks well and does nothing; so it must not start, and must not look well. */
@Component("routes")
class RoutesHealth implements HealthIndicator {

    private final CamelContext camel;

    RoutesHealth(CamelContext camel) {
        this.camel = camel;
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
        return stopped.isEmpty() ? Health.up().build() : Health.down().withDetail("stopped", stopped).build();
    }
}
