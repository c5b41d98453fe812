package cn.zhenglu.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import cn.zhenglu.ServerProcess;
import java.util.List;
import org.apache.activemq.artemis.api.core.QueueConfiguration;
import org.apache.activemq.artemis.api.core.RoutingType;
import org.apache.activemq.artemis.api.core.SimpleString;
import org.apache.activemq.artemis.core.config.Configuration;
import org.apache.activemq.artemis.core.config.impl.ConfigurationImpl;
import org.apache.activemq.artemis.core.server.embedded.EmbeddedActiveMQ;
import org.junit.jupiter.api.Test;

class BrokerCheckTest {

    @Test
    void theEmbeddedBrokerIsTheServersOwnAffair() {
        assertThat(look("--spring.artemis.mode=embedded")).singleElement().extracting(Finding::level).isEqualTo(Finding.Level.OK);
    }

    @Test
    void anOutsideBrokerIsAskedForItsQueuesAndGetsNone() throws Exception {
        String url = "tcp://127.0.0.1:" + ServerProcess.freePort();
        Configuration configuration = new ConfigurationImpl().setPersistenceEnabled(false).setSecurityEnabled(false)
                .addAcceptorConfiguration("tcp", url)
                .addQueueConfiguration(QueueConfiguration.of("zhenglu.issue").setAddress("zhenglu.issue")
                        .setRoutingType(RoutingType.ANYCAST));
        EmbeddedActiveMQ broker = new EmbeddedActiveMQ().setConfiguration(configuration);
        broker.start();
        try {
            assertThat(look("--spring.artemis.mode=native", "--spring.artemis.broker-url=" + url)).singleElement()
                    .satisfies(finding -> {
                        assertThat(finding.level()).isEqualTo(Finding.Level.WARNING);
                        assertThat(finding.text()).contains("zhenglu.upload", "DLA.zhenglu.state").doesNotContain(" zhenglu.issue");
                    });
            assertThat(broker.getActiveMQServer().locateQueue(SimpleString.of("zhenglu.upload"))).isNull();
        } finally {
            broker.stop();
        }
    }

    @Test
    void aBrokerThatDoesNotAnswerIsAnError() {
        assertThat(look("--spring.artemis.mode=native", "--spring.artemis.broker-url=tcp://127.0.0.1:1")).singleElement()
                .satisfies(finding -> {
                    assertThat(finding.isError()).isTrue();
                    assertThat(finding.text()).contains("tcp://127.0.0.1:1");
                });
    }

    private static List<Finding> look(String... arguments) {
        return new BrokerCheck(Settings.read(List.of(arguments))).look();
    }
}
