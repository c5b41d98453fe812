package cn.zhenglu;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
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
        try (ServerProcess server = ServerProcess.ofJar(folder)) {
            Path route = folder.resolve("routes/intake-database.camel.yaml");
            Files.writeString(route, Files.readString(route)
                    .replace("where updated_at >=", "where department = 'xiamen' and updated_at >="));

            // of the 220 samples: 14 approvals of 厦门 and the 20 lines of the file, of which 3 are bad
            server.startDemo("--zhenglu.relay.calls-per-second=200").untilItSays("进度 34/220", Duration.ofMinutes(4));

            assertThat(server.output()).contains("死信 3");
        }
    }

    @Test
    void withoutRoutesTheServerDoesNotStartAndSaysWhy() throws IOException {
        try (ServerProcess server = ServerProcess.ofJar(folder)) {
            Files.delete(folder.resolve("routes/upload.camel.yaml"));

            assertThat(server.startDemo().untilItEnds(Duration.ofMinutes(2))).isNotZero();

            assertThat(server.output()).contains("缺少路由 upload").doesNotContain("\tat ");
        }
    }
}
