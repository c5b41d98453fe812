package cn.zhenglu.doctor;

import java.nio.file.Path;
import org.apache.camel.CamelContext;
import org.springframework.boot.LazyInitializationBeanFactoryPostProcessor;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.context.properties.ConfigurationPropertiesScan;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.context.annotation.ComponentScan;
import org.springframework.context.annotation.FilterType;
import org.springframework.core.env.ConfigurableEnvironment;

/**
 * The server's own beans, each made only when a check asks for it: so the doctor finds wrong what the server would, and one
 * broken part leaves the others standing. What Spring Boot adds (databases, broker, web server, routes) is not there.
 */
@ComponentScan(basePackages = "cn.zhenglu",
        excludeFilters = @ComponentScan.Filter(type = FilterType.ANNOTATION, classes = SpringBootConfiguration.class))
@ConfigurationPropertiesScan("cn.zhenglu")
final class Rooms {

    private Rooms() {
    }

    /** @param routes folder with the route files, of which the relay's client needs one */
    static AnnotationConfigApplicationContext open(ConfigurableEnvironment environment, Path routes) {
        AnnotationConfigApplicationContext rooms = new AnnotationConfigApplicationContext();
        rooms.setEnvironment(environment);
        rooms.register(Rooms.class);
        rooms.registerBean("camelContext", CamelContext.class, () -> RelayCheck.context(routes, rooms));
        rooms.addBeanFactoryPostProcessor(new LazyInitializationBeanFactoryPostProcessor());
        rooms.refresh();
        return rooms;
    }
}
