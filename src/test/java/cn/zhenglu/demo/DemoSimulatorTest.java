package cn.zhenglu.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.env.YamlPropertySourceLoader;
import org.springframework.context.support.GenericApplicationContext;
import org.springframework.core.env.MapPropertySource;
import org.springframework.core.io.FileSystemResource;

/** The demo's simulator is set up, and told to misbehave, by settings. */
class DemoSimulatorTest {

    @TempDir
    Path data;

    @Test
    void itMisbehavesAsTheDemosSettingsSay() throws Exception {
        assertThat(behaviour(Map.of())).contains("\"rules\":[]").contains("\"down\":false");
        assertThat(behaviour(Map.of(
                "zhenglu.simulator.behaviour.seed", "7",
                "zhenglu.simulator.behaviour.delay", "20ms",
                "zhenglu.simulator.behaviour.clock-skew", "-10m",
                "zhenglu.simulator.behaviour.rules[0].fault", "lost-after",
                "zhenglu.simulator.behaviour.rules[0].calls", "code,collect",
                "zhenglu.simulator.behaviour.rules[0].probability", "0.1")))
                .contains("\"seed\":7", "LOST_AFTER", "CODE", "COLLECT", "\"probability\":0.1", "PT0.02S", "PT-10M");
    }

    private String behaviour(Map<String, Object> settings) throws Exception {
        try (GenericApplicationContext context = new GenericApplicationContext()) {
            context.getEnvironment().setActiveProfiles(DemoEnvironment.PROFILE);
            var sources = context.getEnvironment().getPropertySources();
            sources.addFirst(new MapPropertySource("command line", settings));
            new YamlPropertySourceLoader().load("demo", new FileSystemResource("config/application-demo.yaml")).forEach(sources::addLast);
            sources.addLast(new MapPropertySource("test", Map.of("zhenglu.data-dir", data.toString())));
            new DemoEnvironment().initialize(context);
            context.refresh();
            URI address = URI.create(context.getEnvironment().getProperty("zhenglu.relay.base-url") + "/simulator/behaviour");
            return HttpClient.newHttpClient().send(HttpRequest.newBuilder(address).build(), BodyHandlers.ofString()).body();
        }
    }
}
