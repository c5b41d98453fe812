package cn.zhenglu;

import cn.zhenglu.intake.CertificateTypes;
import cn.zhenglu.ledger.DocumentStore;
import cn.zhenglu.licence.Department;
import cn.zhenglu.licence.Family;
import cn.zhenglu.licence.Issuer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.Environment;

/** What is licensed, by whom, and who approves. */
@Configuration
class LicenceConfiguration {

    private static final Logger LOG = LoggerFactory.getLogger(LicenceConfiguration.class);
    /** The old place of the first type, where an installation may have written codes of its own. */
    private static final Path EARLIER = Path.of("config/dictionaries/certificate-type.yaml");

    @Bean
    Clock clock() {
        return Clock.systemDefaultZone();
    }

    @Bean
    Family family() {
        if (Files.exists(EARLIER)) {
            LOG.warn("{} 不再使用，证照类型改在 config/types/c0292.yaml。本单位改过其中代码的，请移到新文件，然后删除旧文件", EARLIER);
        }
        return CertificateTypes.loadAll(Path.of("config/types"));
    }

    @Bean
    Issuer issuer(Environment environment) {
        return Binder.get(environment).bind("zhenglu.issuer", Issuer.class).get();
    }

    @Bean
    List<Department> departments(Environment environment) {
        return Binder.get(environment).bind("zhenglu.departments", Bindable.listOf(Department.class)).get();
    }

    @Bean
    DocumentStore documentStore(@Value("${zhenglu.data-dir}") Path dataDir) {
        return new DocumentStore(dataDir);
    }
}
