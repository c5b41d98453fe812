package cn.zhenglu.doctor;

import cn.zhenglu.demo.DemoEnvironment;
import cn.zhenglu.demo.RehearsalEnvironment;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.springframework.boot.context.config.ConfigDataEnvironmentPostProcessor;
import org.springframework.boot.convert.ApplicationConversionService;
import org.springframework.boot.convert.DurationStyle;
import org.springframework.boot.support.SpringApplicationJsonEnvironmentPostProcessor;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.MapPropertySource;
import org.springframework.core.env.Profiles;
import org.springframework.core.env.SimpleCommandLinePropertySource;
import org.springframework.core.env.StandardEnvironment;

/**
 * The settings as a server would see them, read without starting one.
 *
 * @param demoData    whether the demo has been started before
 * @param sealsToCome whether the start of a rehearsal will make trial seals first
 */
public record Settings(ConfigurableEnvironment environment, boolean demo, boolean demoData, boolean sealsToCome) {

    /** A person waits for the answer. */
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    /**
     * Reads files, environment and command line.
     *
     * @param arguments as for the server: {@code --name=value}
     * @throws RuntimeException when a file cannot be understood
     */
    public static Settings read(List<String> arguments) {
        StandardEnvironment environment = new StandardEnvironment();
        environment.setConversionService(new ApplicationConversionService());
        environment.getPropertySources().addFirst(new SimpleCommandLinePropertySource(arguments.toArray(String[]::new)));
        new SpringApplicationJsonEnvironmentPostProcessor().postProcessEnvironment(environment, null);
        ConfigDataEnvironmentPostProcessor.applyTo(environment);
        boolean demo = environment.acceptsProfiles(Profiles.of(DemoEnvironment.PROFILE));
        boolean demoData = demo && DemoEnvironment.useExisting(environment);
        boolean sealsToCome = RehearsalEnvironment.useExisting(environment);
        environment.getPropertySources().addFirst(new MapPropertySource("doctor", impatient(environment)));
        return new Settings(environment, demo, demoData, sealsToCome);
    }

    /** A setting as text; empty when there is none. */
    public String text(String name) {
        return environment.getProperty(name, "");
    }

    /** Whether the relay is the demo's simulator, which runs only while the demo does. */
    boolean usesSimulator() {
        return demo && text("zhenglu.relay.base-url").equals(DemoEnvironment.NO_SIMULATOR);
    }

    private static Map<String, Object> impatient(ConfigurableEnvironment environment) {
        Map<String, Object> shorter = new HashMap<>();
        for (String name : List.of("zhenglu.relay.connect-timeout", "zhenglu.relay.response-timeout")) {
            String written = environment.getProperty(name, "");
            if (written.matches("\\d+(ms|s|m|h)") && DurationStyle.SIMPLE.parse(written).compareTo(PATIENCE) > 0) {
                shorter.put(name, PATIENCE.toSeconds() + "s");
            }
        }
        return shorter;
    }
}
