package cn.zhenglu.doctor;

import cn.zhenglu.licence.RelayGate;
import cn.zhenglu.licence.RelayJournal;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.apache.camel.CamelContext;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.ssl.SslAutoConfiguration;
import org.springframework.boot.context.properties.ConfigurationPropertiesScan;
import org.springframework.context.LifecycleProcessor;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.context.annotation.ComponentScan;
import org.springframework.context.annotation.FilterType;
import org.springframework.context.support.AbstractApplicationContext;
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
        rooms.register(Rooms.class, SslAutoConfiguration.class); // seal services with private authorities
        // its one token call needs no database to be allowed
        rooms.registerBean("openGate", RelayGate.class, () -> RelayGate.OPEN, bean -> bean.setPrimary(true));
        rooms.registerBean("noJournal", RelayJournal.class, () -> RelayJournal.NONE, bean -> bean.setPrimary(true));
        rooms.registerBean("camelContext", CamelContext.class, () -> RelayCheck.context(routes, rooms));
        rooms.registerBean(AbstractApplicationContext.LIFECYCLE_PROCESSOR_BEAN_NAME, LifecycleProcessor.class, NothingStarts::new);
        // all of them: Spring Boot's own laziness spares those that have work to do at the start, such as freeing claims
        rooms.addBeanFactoryPostProcessor(beans -> Stream.of(beans.getBeanDefinitionNames())
                .forEach(name -> beans.getBeanDefinition(name).setLazyInit(true)));
        rooms.refresh();
        return rooms;
    }

    /** What wants to start with the server, such as taking up the work of an earlier run, must not start with the doctor. */
    private static final class NothingStarts implements LifecycleProcessor {

        private boolean running;

        @Override
        public void onRefresh() {
            running = true;
        }

        @Override
        public void onClose() {
            running = false;
        }

        @Override
        public void start() {
            running = true;
        }

        @Override
        public void stop() {
            running = false;
        }

        @Override
        public boolean isRunning() {
            return running;
        }
    }
}
