package cn.zhenglu.doctor;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.apache.camel.CamelContext;
import org.apache.camel.RoutesBuilder;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.spi.BeanRepository;
import org.apache.camel.spi.PropertiesSource;
import org.apache.camel.support.DefaultRegistry;
import org.apache.camel.support.PluginHelper;
import org.springframework.core.env.Environment;

/** The files that a server would take its routes from, and contexts to try them in, where no route ever starts by itself. */
final class RouteFiles {

    private static final String ENDING = ".camel.yaml";

    private RouteFiles() {
    }

    /** By name, as Camel reads them: plain files in the folder itself. */
    static List<Path> in(Path folder) throws IOException {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> file.getFileName().toString().endsWith(ENDING)).filter(Files::isRegularFile).sorted().toList();
        }
    }

    /** A started context without routes, with the settings of the environment and these beans. */
    static DefaultCamelContext scratch(Environment environment, BeanRepository beans) throws Exception {
        DefaultCamelContext camel = new DefaultCamelContext(new DefaultRegistry(beans));
        camel.setAutoStartup(false);
        camel.setSourceLocationEnabled(true);
        camel.addLifecycleStrategy(new NoRedirects());
        camel.getPropertiesComponent().addPropertiesSource(new Settings(environment));
        camel.start();
        return camel;
    }

    /** What a file holds; not yet added to the context. */
    static List<RoutesBuilder> parse(CamelContext camel, Path file) throws Exception {
        return List.copyOf(PluginHelper.getRoutesLoader(camel)
                .findRoutesBuilders(PluginHelper.getResourceLoader(camel).resolveResource("file:" + file)));
    }

    private record Settings(Environment environment) implements PropertiesSource {

        @Override
        public String getName() {
            return "settings";
        }

        /** A setting that is there but empty makes an address that nobody recognises; it counts as missing. */
        @Override
        public String getProperty(String name) {
            String value = environment.getProperty(name);
            return value == null || value.isBlank() ? null : value;
        }
    }
}
