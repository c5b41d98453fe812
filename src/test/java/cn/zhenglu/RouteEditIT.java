package cn.zhenglu;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An integrator edits a route file and starts the server again: no compiler is needed. */
class RouteEditIT {

    @TempDir
    Path folder;

    @Test
    void anEditedQueryTakesEffectAtTheNextStart() throws IOException {
        try (ServerProcess server = ServerProcess.ofCachedJar(folder)) {
            Path route = folder.resolve("routes/intake-database.camel.yaml");
            Files.writeString(route, Files.readString(route)
                    .replace("where updated_at >=", "where department = 'xiamen' and updated_at >="));

            // of the 220 samples: 14 approvals of 厦门 and the 20 lines of the file, of which 3 are bad
            server.startDemo("--zhenglu.relay.calls-per-second=200", "--zhenglu.routes.reload=true",
                    "--zhenglu.routes.look-interval=200ms").untilItSays("进度 34/220", Duration.ofMinutes(4));

            assertThat(server.output()).contains("死信 3");
            aBrokenEditIsRefusedWhileItRuns(server, route);
            aGoodOneIsTakenOver(server, route);
        }
    }

    private static void aBrokenEditIsRefusedWhileItRuns(ServerProcess server, Path route) throws IOException {
        String good = Files.readString(route);
        Files.writeString(route, good.replaceFirst("- bean: \\{ref: arrivals, method: receive}", "- bean: {ref: arrivals, method: recieve}"));
        server.untilItSays("没有采用，仍按原来的路由运行", Duration.ofMinutes(1));
        assertThat(server.output()).containsPattern("routes/intake-database.camel.yaml 第 \\d+ 行.*没有方法 recieve");
        assertThat(health(server)).contains("\"routes\":{\"status\":\"OUTDATED\"");
        assertThat(server.get("/actuator/health").statusCode()).as("the old routes go on").isEqualTo(200);
        Files.writeString(route, good);
    }

    private static void aGoodOneIsTakenOver(ServerProcess server, Path route) throws IOException {
        Files.writeString(route, Files.readString(route).replaceFirst("( +)- bean: \\{ref: intake, method: fromRows}",
                "$1- log: {message: 新步骤已启用, loggingLevel: WARN}\n$0"));
        server.untilItSays("新步骤已启用", Duration.ofMinutes(1));
        server.untilItSays("已采用修改过的路由文件：intake-database.camel.yaml", Duration.ofMinutes(1));
        assertThat(health(server)).contains("\"routes\":{\"status\":\"UP\"");
    }

    private static String health(ServerProcess server) {
        return new String(server.get("/actuator/health").body(), StandardCharsets.UTF_8);
    }

    @Test
    void withoutRoutesTheServerDoesNotStartAndSaysWhy() throws IOException {
        try (ServerProcess server = ServerProcess.ofCachedJar(folder)) {
            Files.delete(folder.resolve("routes/upload.camel.yaml"));

            assertThat(server.startDemo().untilItEnds(Duration.ofMinutes(2))).isNotZero();

            assertThat(server.output()).contains("缺少路由 upload").doesNotContain("\tat ");
        }
    }
}
