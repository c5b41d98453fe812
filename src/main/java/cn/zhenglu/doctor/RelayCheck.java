package cn.zhenglu.doctor;

import cn.zhenglu.licence.TryLater;
import cn.zhenglu.relay.Relay;
import java.nio.file.Path;
import java.util.List;
import org.apache.camel.CamelContext;
import org.apache.camel.RoutesBuilder;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.model.RouteDefinition;
import org.apache.camel.spring.spi.ApplicationContextBeanRepository;
import org.springframework.context.ApplicationContext;

/** The provincial relay: its settings, the table of refusals, and one real token call with the client that the server uses. */
final class RelayCheck implements Check {

    private static final String ROUTE = "relay-post";

    private final ApplicationContext rooms;
    private final Settings settings;

    RelayCheck(ApplicationContext rooms, Settings settings) {
        this.rooms = rooms;
        this.settings = settings;
    }

    @Override
    public List<Finding> look() {
        Relay relay = rooms.getBean(Relay.class);
        String address = settings.text("zhenglu.relay.base-url");
        if (settings.usesSimulator()) {
            return List.of(Finding.ok("内置模拟器，随演示启动；设置完整，未取访问令牌"));
        }
        try {
            relay.signIn();
            return List.of(Finding.ok(address + "，已取得访问令牌"));
        } catch (TryLater e) {
            return List.of(Finding.error(address + "：" + e.getMessage(),
                    "请核对 zhenglu.relay 的 base-url、paths.token、client-id、client-secret，以及本机到省级中转服务的网络"));
        }
    }

    /** A context with nothing but the route that the client sends through, as it stands in the route files. */
    static CamelContext context(Path folder, ApplicationContext rooms) {
        try {
            DefaultCamelContext camel = RouteFiles.scratch(rooms.getEnvironment(), new ApplicationContextBeanRepository(rooms));
            for (Path file : RouteFiles.in(folder)) {
                for (RoutesBuilder builder : RouteFiles.parse(camel, file)) {
                    camel.addRouteDefinitions(routes((RouteBuilder) builder, camel));
                }
            }
            camel.startAllRoutes();
            return camel;
        } catch (Exception e) {
            throw new IllegalStateException("发往中转平台的路由 " + ROUTE + " 无法建立：" + Explanation.plain(e), e);
        }
    }

    private static List<RouteDefinition> routes(RouteBuilder file, CamelContext camel) throws Exception {
        file.setCamelContext(camel);
        file.configure();
        return file.getRouteCollection().getRoutes().stream().filter(route -> ROUTE.equals(route.getRouteId())).toList();
    }
}
