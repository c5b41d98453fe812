package cn.zhenglu.demo;

import cn.zhenglu.licence.Department;
import java.io.IOException;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.context.ApplicationContextInitializer;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.core.env.CommandLinePropertySource;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.MapPropertySource;
import org.springframework.core.env.MutablePropertySources;
import org.springframework.core.env.Profiles;

/**
 * Under the profile {@code rehearsal}: an installation's own settings, databases and users, but the simulator's relay, and a trial
 * seal for each department that has none. What is issued carries the mark of the demo and is refused outside; the rules of the
 * start see to it that nothing of a rehearsal reaches the province.
 */
public final class RehearsalEnvironment implements ApplicationContextInitializer<ConfigurableApplicationContext> {

    /** The profile's name. */
    public static final String PROFILE = "rehearsal";

    private static final String SOURCE = "rehearsal";
    private static final String RELAY = "zhenglu.relay.";

    @Override
    public void initialize(ConfigurableApplicationContext context) {
        ConfigurableEnvironment environment = context.getEnvironment();
        if (!on(environment)) {
            return;
        }
        Map<String, Object> settings = relay(environment);
        Path data = data(environment);
        List<Department> without = withoutSeal(environment);
        Path fonts = Path.of("config/templates", environment.getProperty("zhenglu.template", "c0292"), "fonts");
        for (Department department : without) {
            settings.putAll(DemoSeals.prepare(seal(data, department), data.resolve("trust"), fonts.resolve("NotoSerifSC-Regular.ttf"),
                    List.of(department)));
        }
        add(environment, settings);
    }

    /**
     * Adds the same settings as far as an earlier start has left them behind, and makes nothing.
     *
     * @return whether trial seals are still to be made
     */
    public static boolean useExisting(ConfigurableEnvironment environment) {
        if (!on(environment)) {
            return false;
        }
        Map<String, Object> settings = relay(environment);
        List<Department> without = withoutSeal(environment);
        boolean toCome = false;
        for (Department department : without) {
            Map<String, String> seal = DemoSeals.find(seal(data(environment), department), List.of(department));
            settings.putAll(seal);
            toCome |= seal.isEmpty();
        }
        add(environment, settings);
        return toCome;
    }

    private static boolean on(ConfigurableEnvironment environment) {
        return environment.acceptsProfiles(Profiles.of(PROFILE));
    }

    private static Path data(ConfigurableEnvironment environment) {
        return Path.of(environment.getRequiredProperty("zhenglu.data-dir")).toAbsolutePath();
    }

    /** Each in a folder and under a root of its own: a department may be added later. */
    private static Path seal(Path data, Department department) {
        return data.resolve("rehearsal/seals").resolve(department.seal());
    }

    private static List<Department> withoutSeal(ConfigurableEnvironment environment) {
        Binder binder = Binder.get(environment);
        Map<String, Object> configured = binder.bind("zhenglu.seals", Bindable.mapOf(String.class, Object.class)).orElse(Map.of());
        List<Department> departments = new ArrayList<>(
                binder.bind("zhenglu.departments", Bindable.listOf(Department.class)).orElse(List.of()));
        departments.removeIf(department -> department.seal() == null || configured.containsKey(department.seal()));
        return departments;
    }

    /** As the simulator's command has written them. The real relay's secrets may be in the environment already and must not win. */
    private static Map<String, Object> relay(ConfigurableEnvironment environment) {
        Map<String, Object> settings = new LinkedHashMap<>();
        Path file = Path.of(environment.getProperty("zhenglu.rehearsal.relay-settings", "simulator/relay-settings.properties"));
        if (Files.exists(file)) {
            Properties written = new Properties();
            try (Reader in = Files.newBufferedReader(file)) {
                written.load(in);
            } catch (IOException e) {
                throw new UncheckedIOException("模拟器的凭据文件 " + file + " 无法读取", e);
            }
            written.stringPropertyNames().stream().filter(name -> name.startsWith(RELAY))
                    .forEach(name -> settings.put(name, written.getProperty(name)));
        }
        return settings;
    }

    private static void add(ConfigurableEnvironment environment, Map<String, Object> settings) {
        MutablePropertySources sources = environment.getPropertySources();
        MapPropertySource rehearsal = new MapPropertySource(SOURCE, settings);
        if (sources.contains(CommandLinePropertySource.COMMAND_LINE_PROPERTY_SOURCE_NAME)) {
            sources.addAfter(CommandLinePropertySource.COMMAND_LINE_PROPERTY_SOURCE_NAME, rehearsal);
        } else {
            sources.addFirst(rehearsal);
        }
    }
}
