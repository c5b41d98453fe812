package cn.zhenglu.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import cn.zhenglu.ServerProcess;
import cn.zhenglu.ledger.DocumentStore;
import cn.zhenglu.ledger.Invariants;
import cn.zhenglu.ledger.LedgerUnderTest;
import cn.zhenglu.licence.Operation;
import jakarta.jms.JMSContext;
import java.nio.file.Path;
import java.util.List;
import org.apache.activemq.artemis.core.config.Configuration;
import org.apache.activemq.artemis.core.config.impl.ConfigurationImpl;
import org.apache.activemq.artemis.core.server.embedded.EmbeddedActiveMQ;
import org.apache.activemq.artemis.jms.client.ActiveMQConnectionFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What {@code audit-ledger} asks the broker that several servers share. */
class OutsideBrokerTest {

    @TempDir
    Path folder;

    @Test
    void messagesOfTheLedgersSubmissionsAreInOrderOthersAreToldByQueueAndNoneIsTaken() throws Exception {
        String url = "tcp://127.0.0.1:" + ServerProcess.freePort();
        Configuration configuration = new ConfigurationImpl().setPersistenceEnabled(false).setSecurityEnabled(false)
                .addAcceptorConfiguration("tcp", url);
        EmbeddedActiveMQ broker = new EmbeddedActiveMQ().setConfiguration(configuration);
        broker.start();
        try (LedgerUnderTest it = new LedgerUnderTest(LedgerUnderTest.Database.H2, folder);
                ActiveMQConnectionFactory connections = new ActiveMQConnectionFactory(url);
                JMSContext jms = connections.createContext()) {
            it.arrivals.receive(List.of(LedgerUnderTest.arrival("1", LedgerUnderTest.record(Operation.NEW, "（闽）JZ安许证字[2023]000001"))));
            String known = it.dispatcher.due().get(0).submissionId();
            send(jms, "zhenglu.issue", known);
            send(jms, "zhenglu.upload", known, "0".repeat(32), "<html>", "x".repeat(300_000));
            send(jms, "zhenglu.dead-letter", "{\"submission\":\"" + known + "\",\"fence\":1,\"problems\":[{}]}",
                    "{\"submission\":null,\"fence\":0,\"problems\":[{}]}", "{\"submission\":\"1\",\"problems\":[{}]}", "null", "nonsense");
            jms.createProducer().send(jms.createQueue("DLA.zhenglu.issue"), new byte[] {1, 2});

            Queues queues = new OutsideBroker(Settings.read(List.of("--spring.artemis.mode=native", "--spring.artemis.broker-url=" + url))).queues();
            List<Invariants.Breach> breaches = new Invariants(it.jdbc, new DocumentStore(folder)).strangers(queues.named());

            assertThat(breaches).extracting(Invariants.Breach::subject)
                    .containsExactly("zhenglu.upload", "zhenglu.dead-letter", "DLA.zhenglu.issue");
            assertThat(breaches).extracting(Invariants.Breach::detail)
                    .satisfiesExactly(text -> assertThat(text).startsWith("3 条"), text -> assertThat(text).startsWith("3 条"),
                            text -> assertThat(text).startsWith("1 条"));
            assertThat(queues.named().get("zhenglu.upload")).as("still there").hasSize(4);
            assertThat(queues.there()).as("none was made").doesNotContain("zhenglu.state");
        } finally {
            broker.stop();
        }
    }

    private static void send(JMSContext jms, String queue, String... texts) {
        for (String text : texts) {
            jms.createProducer().send(jms.createQueue(queue), text);
        }
    }
}
