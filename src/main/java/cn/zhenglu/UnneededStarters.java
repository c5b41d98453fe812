package cn.zhenglu;

import java.util.regex.Pattern;
import org.springframework.boot.autoconfigure.AutoConfigurationImportFilter;
import org.springframework.boot.autoconfigure.AutoConfigurationMetadata;

/**
 * Leaves out what Camel's starters do for settings {@code camel.component.*}, {@code camel.language.*}, {@code camel.rest.*} and
 * {@code camel.vault.*}, of which there are none here: some fifty configurations to be read at each start. Camel finds components and languages by itself; what a route
 * sets of them, it sets in its address.
 */
class UnneededStarters implements AutoConfigurationImportFilter {

    private static final Pattern UNNEEDED = Pattern.compile("org\\.apache\\.camel\\.(component|language|model|spring\\.boot\\.vault)\\..*");

    @Override
    public boolean[] match(String[] configurations, AutoConfigurationMetadata metadata) {
        boolean[] needed = new boolean[configurations.length];
        for (int i = 0; i < needed.length; i++) {
            needed[i] = configurations[i] == null || !UNNEEDED.matcher(configurations[i]).matches();
        }
        return needed;
    }
}
