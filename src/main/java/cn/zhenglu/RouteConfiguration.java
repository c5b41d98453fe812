package cn.zhenglu;

import cn.zhenglu.doctor.NoRedirects;
import cn.zhenglu.doctor.RouteCheck;
import cn.zhenglu.licence.NeedsPerson;
import cn.zhenglu.licence.Problem;
import java.nio.file.Path;
import java.util.List;
import org.apache.camel.CamelContext;
import org.apache.camel.spring.boot.CamelContextConfiguration;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.Environment;

/** Route files are looked at before any of them is at work. */
@Configuration
class RouteConfiguration {

    @Bean
    RouteCheck routeCheck(Environment environment, ConfigurableListableBeanFactory beans) {
        return new RouteCheck(Path.of("routes"), environment, beans);
    }

    /** Refuses the start with file, line and remedy of everything that is wrong. */
    @Bean
    CamelContextConfiguration goodRoutesOnly(RouteCheck check) {
        return new CamelContextConfiguration() {

            @Override
            public void beforeApplicationStart(CamelContext camel) {
                List<Problem> problems = check.problems();
                if (!problems.isEmpty()) {
                    throw new NeedsPerson(problems);
                }
                WrittenConstants.addTo(camel.getTypeConverterRegistry());
                camel.addLifecycleStrategy(new NoRedirects()); // also where an address is made up on the way
            }

            @Override
            public void afterApplicationStart(CamelContext camel) {
                // nothing: RoutesHealth looks on from here
            }
        };
    }
}
