package cn.zhenglu.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import cn.zhenglu.ServerProcess;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The real program, with as much wrong at once as one start can tell. */
class RefusedStartTest {

    @TempDir
    private Path folder;

    @Test
    void anInsecureStartEndsWithSentencesAndBeforeAnythingIsOpened() {
        try (ServerProcess server = ServerProcess.ofClasses(folder)) {
            server.start("--spring.datasource.url=jdbc:h2:file:./ledger", "--spring.artemis.mode=native",
                    "--spring.artemis.broker-url=tcp://127.0.0.1:1", "--zhenglu.province=35", "--zhenglu.issuer.name=");
            assertThat(server.untilItEnds(Duration.ofMinutes(2))).isEqualTo(1);
            assertThat(server.output())
                    .contains("台账使用内嵌数据库 H2", "请将 spring.datasource.url 设为 PostgreSQL")
                    .contains("外部消息中间件没有用户名或密码", "「35」", "未设置发证机关")
                    .contains("只能在本机访问")
                    .doesNotContain("\tat ");
            assertThat(folder.resolve("ledger.mv.db")).doesNotExist();
            assertThat(folder.resolve("data")).doesNotExist();
        }
    }
}
