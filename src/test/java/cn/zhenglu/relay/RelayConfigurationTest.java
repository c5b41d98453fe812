package cn.zhenglu.relay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import cn.zhenglu.PrivateTls;
import cn.zhenglu.licence.CertificateType;
import cn.zhenglu.licence.Department;
import cn.zhenglu.licence.Issuer;
import cn.zhenglu.licence.NeedsPerson;
import cn.zhenglu.licence.RelayGate;
import cn.zhenglu.licence.RelayJournal;
import cn.zhenglu.licence.TryLater;
import cn.zhenglu.relay.Recorder.Response;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.apache.camel.CamelContext;
import org.apache.camel.spring.boot.CamelAutoConfiguration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.autoconfigure.ssl.SslAutoConfiguration;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** The room as Spring Boot puts it together, with the real route file, from settings alone. */
class RelayConfigurationTest {

    @Configuration(proxyBeanMethods = false)
    static class Dictionaries {

        @Bean
        CertificateType certificateType() {
            return Samples.TYPE;
        }

        @Bean
        RelayGate gate() {
            return RelayGate.OPEN;
        }

        @Bean
        RelayJournal journal() {
            return RelayJournal.NONE;
        }

        @Bean
        Issuer issuer() {
            return Samples.ISSUER;
        }

        @Bean
        List<Department> departments() {
            return Samples.DEPARTMENTS;
        }
    }

    private final ApplicationContextRunner spring = new ApplicationContextRunner()
            .withConfiguration(AutoConfigurations.of(CamelAutoConfiguration.class))
            .withUserConfiguration(Dictionaries.class, RelayConfiguration.class)
            .withPropertyValues("zhenglu.province=350000", "zhenglu.public-base-url=https://zhenglu.example",
                    "zhenglu.relay.client-id=id", "zhenglu.relay.client-secret=secret",
                    "zhenglu.relay.private-key-file=src/test/resources/relay/rsa512-pkcs1.pem",
                    "camel.main.routes-include-pattern=file:routes/relay.camel.yaml");

    @Test
    void theRelayCallsFromSettingsAlone() throws Exception {
        try (Recorder recorder = new Recorder()) {
            recorder.always("/oauth2/token", Response.json("{\"access_token\":\"t\",\"expires_in\":7200}"));
            recorder.always("/api/check", Response.json("{\"ReturnCode\":\"1\"}"));
            spring.withPropertyValues("zhenglu.relay.base-url=http://127.0.0.1:" + recorder.port(), "zhenglu.relay.paths.check=/api/check")
                    .run(context -> {
                        assertThat(context).hasNotFailed();
                        assertThat(context.getBean(CamelContext.class).getRoute("relay-post")).isNotNull();

                        Relay relay = (Relay) context.getBean("relay");
                        relay.signIn();
                        relay.check(Samples.newLicence(Samples.id(1)));
                    });
            assertThat(recorder.requests("/api/check")).hasSize(1);
            assertThat(recorder.requests("/oauth2/token")).hasSize(1);
        }
    }

    @Test
    void aRelayUnderAPrivateAuthorityIsCalledOverTlsAndOneThatNobodyVouchesForIsNot(@TempDir Path folder) throws Exception {
        PrivateTls tls = new PrivateTls();
        Path root = Files.writeString(folder.resolve("root.pem"), tls.pem());
        try (Recorder recorder = Recorder.of(tls.server())) {
            recorder.always("/oauth2/token", Response.json("{\"access_token\":\"t\",\"expires_in\":7200}"));
            ApplicationContextRunner overTls = spring.withConfiguration(AutoConfigurations.of(SslAutoConfiguration.class))
                    .withPropertyValues("zhenglu.relay.base-url=https://127.0.0.1:" + recorder.port());
            overTls.withPropertyValues("zhenglu.relay.ssl-bundle=province", "spring.ssl.bundle.pem.province.truststore.certificate=" + root.toUri())
                    .run(context -> ((Relay) context.getBean("relay")).signIn());
            assertThat(recorder.requests("/oauth2/token")).hasSize(1);

            overTls.run(context -> assertThatThrownBy(() -> ((Relay) context.getBean("relay")).signIn()).isInstanceOf(TryLater.class));
            assertThat(recorder.requests("/oauth2/token")).hasSize(1);
            overTls.withPropertyValues("zhenglu.relay.ssl-bundle=nowhere").run(context -> assertThat(context).hasFailed().getFailure()
                    .hasStackTraceContaining("spring.ssl.bundle 中没有「nowhere」"));
        }
    }

    @Test
    void aMissingAddressFailsTheStartWithASentence() {
        spring.run(context -> assertThat(context).hasFailed().getFailure().hasRootCauseInstanceOf(NeedsPerson.class)
                .rootCause().hasMessageContaining("未设置中转平台地址（zhenglu.relay.base-url）"));
    }

    @Test
    void anUnreadableKeyFailsTheStartWithASentence() {
        spring.withPropertyValues("zhenglu.relay.base-url=http://127.0.0.1:9", "zhenglu.relay.private-key-file=config/nowhere.pem")
                .run(context -> assertThat(context).hasFailed().getFailure().rootCause()
                        .hasMessageContaining("解密私钥无法读取（zhenglu.relay.private-key-file=config/nowhere.pem）"));
    }
}
