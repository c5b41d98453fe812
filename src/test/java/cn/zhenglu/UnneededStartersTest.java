package cn.zhenglu;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.apache.camel.component.file.springboot.FileComponentAutoConfiguration;
import org.apache.camel.spring.boot.CamelAutoConfiguration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.core.env.StandardEnvironment;
import org.springframework.core.env.SystemEnvironmentPropertySource;
import org.springframework.mock.env.MockEnvironment;

class UnneededStartersTest {

    private static final String CAMEL = CamelAutoConfiguration.class.getName();
    private static final String FILE = FileComponentAutoConfiguration.class.getName();

    private final MockEnvironment settings = new MockEnvironment();
    private final UnneededStarters starters = new UnneededStarters();

    @Test
    void whatReadsSettingsThatNobodyHasIsLeftOutAndCamelItselfIsNot() {
        assertThat(needed()).containsExactly(true, false);
    }

    @ParameterizedTest
    @ValueSource(strings = {"camel.component.file.auto-create", "camel.language.simple.trim", "camel.rest.component", "camel.vault.aws.region"})
    void aSettingThatAnIntegratorWritesIsHeeded(String name) {
        settings.setProperty(name, "true");
        assertThat(needed()).containsExactly(true, true);
    }

    @Test
    void alsoOneOfTheEnvironment() {
        settings.getPropertySources().addFirst(new SystemEnvironmentPropertySource(StandardEnvironment.SYSTEM_ENVIRONMENT_PROPERTY_SOURCE_NAME,
                Map.of("CAMEL_COMPONENT_FILE_AUTOCREATE", "true")));
        assertThat(needed()).containsExactly(true, true);
    }

    private boolean[] needed() {
        starters.setEnvironment(settings);
        return starters.match(new String[] {CAMEL, FILE}, null);
    }
}
