package cn.zhenglu.demo;

import cn.zhenglu.licence.Department;
import cn.zhenglu.simulator.Behaviour;
import cn.zhenglu.simulator.Simulator;
import cn.zhenglu.simulator.SimulatorSettings.ReplyStyle;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.context.ApplicationContextInitializer;
import org.springframework.context.ApplicationListener;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.event.ContextClosedEvent;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.MapPropertySource;
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

    /** Stands for the simulator's address where none is started. */
    public static final String NO_SIMULATOR = "http://127.0.0.1:0";

    private static final String SOURCE = "demo";
    private static final String LEDGER = "spring.datasource.url";

    @Override
    public void initialize(ConfigurableApplicationContext context) {
        ConfigurableEnvironment environment = context.getEnvironment();
        if (!environment.acceptsProfiles(Profiles.of(PROFILE))) {
            return;
        }
        Path data = data(environment);
        DemoSecrets secrets = DemoSecrets.prepare(data.resolve("demo"));
        Map<String, Object> settings = new LinkedHashMap<>();
        settings.put(LEDGER, ledger(data));
        settings.putAll(secrets.consoleUsers());
        settings.putAll(seals(environment, data));
        if (usesSimulator(environment)) {
            settings.putAll(simulator(context, data, secrets));
        }
        add(environment, settings);
    }

    /**
     * Adds the same settings as far as an earlier start has left them behind, and makes nothing. The simulator is not started:
     * its address leads nowhere.
     *
     * @return whether there was an earlier start
     */
    public static boolean useExisting(ConfigurableEnvironment environment) {
        Path data = data(environment);
        Map<String, Object> settings = new LinkedHashMap<>();
        settings.put(LEDGER, ledger(data));
        if (usesSimulator(environment)) {
            settings.put("zhenglu.relay.base-url", NO_SIMULATOR);
        }
        Optional<DemoSecrets> secrets = DemoSecrets.find(data.resolve("demo"));
        if (secrets.isPresent()) {
            settings.putAll(secrets.get().consoleUsers());
            settings.putAll(DemoSeals.find(data.resolve("demo/seals"), departments(environment)));
            if (usesSimulator(environment)) {
                settings.putAll(secrets.get().relaySettings(0));
            }
        }
        add(environment, settings);
        return secrets.isPresent();
    }

    private static Path data(ConfigurableEnvironment environment) {
        return Path.of(environment.getRequiredProperty("zhenglu.data-dir")).toAbsolutePath();
    }

    /** Without {@code WRITE_DELAY=0} a commit may stay in memory for half a second, and a kill would forget it. */
    private static String ledger(Path data) {
        return "jdbc:h2:file:" + data.resolve("ledger")
                + ";MODE=PostgreSQL;DATABASE_TO_LOWER=TRUE;DEFAULT_NULL_ORDERING=HIGH;DB_CLOSE_ON_EXIT=FALSE;WRITE_DELAY=0";
    }

    private static boolean usesSimulator(ConfigurableEnvironment environment) {
        return environment.getProperty("zhenglu.relay.base-url", "").isBlank();
    }

    private static void add(ConfigurableEnvironment environment, Map<String, Object> settings) {
        environment.getPropertySources().addAfter(StandardEnvironment.SYSTEM_ENVIRONMENT_PROPERTY_SOURCE_NAME,
                new MapPropertySource(SOURCE, settings));
    }

    private static List<Department> departments(ConfigurableEnvironment environment) {
        return Binder.get(environment).bind("zhenglu.departments", Bindable.listOf(Department.class)).orElse(List.of());
    }

    private static Map<String, String> seals(ConfigurableEnvironment environment, Path data) {
        Path fonts = Path.of("config/templates", environment.getProperty("zhenglu.template", "c0292"), "fonts");
        return DemoSeals.prepare(data.resolve("demo/seals"), data.resolve("trust"), fonts.resolve("NotoSerifSC-Regular.ttf"),
                departments(environment));
    }

    private static Map<String, String> simulator(ConfigurableApplicationContext context, Path data, DemoSecrets secrets) {
        ConfigurableEnvironment environment = context.getEnvironment();
        int port = environment.getProperty("zhenglu.simulator.port", Integer.class, 0);
        ReplyStyle replies = Binder.get(environment).bind("zhenglu.simulator.replies", ReplyStyle.class).orElse(ReplyStyle.CUSTOM);
        boolean strict = environment.getProperty("zhenglu.simulator.strict", Boolean.class, false);
        Behaviour behaviour = Binder.get(environment).bind("zhenglu.simulator.behaviour", Behaviour.class).orElse(Behaviour.GOOD);
        try {
            Files.createDirectories(data.resolve("simulator"));
            Simulator simulator = secrets.simulator(data.resolve("simulator/journal.jsonl"), port, replies, strict, behaviour);
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
