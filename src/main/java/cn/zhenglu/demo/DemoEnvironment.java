package cn.zhenglu.demo;

import cn.zhenglu.licence.Department;
import cn.zhenglu.simulator.Simulator;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.context.ApplicationContextInitializer;
import org.springframework.context.ApplicationListener;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.event.ContextClosedEvent;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.MapPropertySource;
import org.springframework.core.env.MutablePropertySources;
import org.springframework.core.env.Profiles;
import org.springframework.core.env.StandardEnvironment;

/**
 * Under the profile {@code demo}: makes the keys, seals and passwords that nobody has configured, starts the simulator unless
 * an outside relay is configured, and adds the resulting settings. They rank above the files in {@code config/} and below
 * the command line and the environment.
 */
public class DemoEnvironment implements ApplicationContextInitializer<ConfigurableApplicationContext> {

    /** The profile's name. */
    public static final String PROFILE = "demo";

    private static final String SOURCE = "demo";

    @Override
    public void initialize(ConfigurableApplicationContext context) {
        ConfigurableEnvironment environment = context.getEnvironment();
        if (!environment.acceptsProfiles(Profiles.of(PROFILE))) {
            return;
        }
        Path data = Path.of(environment.getRequiredProperty("zhenglu.data-dir")).toAbsolutePath();
        DemoSecrets secrets = DemoSecrets.prepare(data.resolve("demo"));
        Map<String, Object> settings = new HashMap<>();
        settings.put("spring.datasource.url", "jdbc:h2:file:" + data.resolve("ledger")
                + ";MODE=PostgreSQL;DATABASE_TO_LOWER=TRUE;DEFAULT_NULL_ORDERING=HIGH;DB_CLOSE_ON_EXIT=FALSE");
        settings.putAll(secrets.consoleUsers());
        settings.putAll(seals(environment, data));
        if (environment.getProperty("zhenglu.relay.base-url", "").isBlank()) {
            settings.putAll(simulator(context, data, secrets));
        }
        MutablePropertySources sources = environment.getPropertySources();
        sources.addAfter(StandardEnvironment.SYSTEM_ENVIRONMENT_PROPERTY_SOURCE_NAME, new MapPropertySource(SOURCE, settings));
    }

    private static Map<String, String> seals(ConfigurableEnvironment environment, Path data) {
        List<Department> departments = Binder.get(environment)
                .bind("zhenglu.departments", Bindable.listOf(Department.class)).get();
        Path fonts = Path.of("config/templates", environment.getProperty("zhenglu.template", "c0292"), "fonts");
        return DemoSeals.prepare(data.resolve("demo/seals"), data.resolve("trust"), fonts.resolve("NotoSerifSC-Regular.ttf"),
                departments);
    }

    private static Map<String, Object> simulator(ConfigurableApplicationContext context, Path data, DemoSecrets secrets) {
        int port = context.getEnvironment().getProperty("zhenglu.simulator.port", Integer.class, 0);
        try {
            Files.createDirectories(data.resolve("simulator"));
            Simulator simulator = secrets.simulator(data.resolve("simulator/journal.jsonl"), port);
            simulator.start();
            stopAtClose(context, simulator);
            return secrets.relaySettings(simulator.port());
        } catch (IOException e) {
            throw new UncheckedIOException("中转服务模拟器无法启动（端口 " + port + "，数据目录 " + data + "）", e);
        }
    }

    private static void stopAtClose(ConfigurableApplicationContext context, Simulator simulator) {
        context.addApplicationListener((ApplicationListener<ContextClosedEvent>) closed -> {
            if (closed.getApplicationContext() == context) {
                try {
                    simulator.stop();
                } catch (IOException e) {
                    throw new UncheckedIOException("模拟器未能正常停止，其记录在下次启动时恢复", e);
                }
            }
        });
    }
}
