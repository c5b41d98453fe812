package cn.zhenglu;

import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.springframework.boot.autoconfigure.AutoConfigurationImportFilter;
import org.springframework.boot.autoconfigure.AutoConfigurationMetadata;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.context.EnvironmentAware;
import org.springframework.core.env.Environment;

/**
 * Leaves out what Camel's starters do for settings {@code camel.component.*} and the like, unless there are any: some fifty configurations
 * to be read at each start. Camel finds components and languages by itself, and what a route sets of them, it sets in its address.
 */
class UnneededStarters implements AutoConfigurationImportFilter, EnvironmentAware {

    private static final Pattern STARTERS = Pattern.compile("org\\.apache\\.camel\\.(component|language|model|spring\\.boot\\.vault)\\..*");
    private static final List<String> SETTINGS = List.of("camel.component", "camel.language", "camel.rest", "camel.vault");

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

    private boolean isSet(String prefix) {
        return !Binder.get(environment).bind(prefix, Bindable.mapOf(String.class, Object.class)).orElse(Map.of()).isEmpty();
    }
}
