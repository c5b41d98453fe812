package cn.zhenglu;

import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.springframework.boot.autoconfigure.AutoConfigurationImportFilter;
import org.springframework.boot.autoconfigure.AutoConfigurationMetadata;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import org.springframework.boot.context.properties.source.ConfigurationPropertySources;
import org.springframework.boot.context.properties.source.ConfigurationPropertyState;
import org.springframework.context.EnvironmentAware;
import org.springframework.core.env.Environment;

/**
 * Leaves out what Camel's starters do for settings {@code camel.component.*} and the like, unless there are any: some fifty configurations
 * to be read at each start. Camel finds components and languages by itself, and what a route sets of them, it sets in its address.
 */
class UnneededStarters implements AutoConfigurationImportFilter, EnvironmentAware {

    private static final Pattern STARTERS = Pattern.compile("org\\.apache\\.camel\\.(component|language|model|spring\\.boot\\.vault)\\..*");
    private static final List<ConfigurationPropertyName> SETTINGS = Stream.of("camel.component", "camel.language", "camel.rest", "camel.vault")
            .map(ConfigurationPropertyName::of).toList();

    private Environment environment;

    @Override
    public void setEnvironment(Environment environment) {
        this.environment = environment;
    }

    @Override
    public boolean[] match(String[] configurations, AutoConfigurationMetadata metadata) {
        boolean all = SETTINGS.stream().anyMatch(this::isSet);
        boolean[] needed = new boolean[configurations.length];
        for (int i = 0; i < needed.length; i++) {
            needed[i] = all || configurations[i] == null || !STARTERS.matcher(configurations[i]).matches();
        }
        return needed;
    }

    /** Also in the environment's spelling, {@code CAMEL_COMPONENT_…}. */
    private boolean isSet(ConfigurationPropertyName prefix) {
        return StreamSupport.stream(ConfigurationPropertySources.get(environment).spliterator(), false)
                .anyMatch(source -> source.containsDescendantOf(prefix) == ConfigurationPropertyState.PRESENT);
    }
}
