package cn.zhenglu;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.jms.Connection;
import jakarta.jms.Message;
import jakarta.jms.MessageConsumer;
import jakarta.jms.Session;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.apache.activemq.artemis.core.config.impl.ConfigurationImpl;
import org.apache.activemq.artemis.core.server.embedded.EmbeddedActiveMQ;
import org.apache.activemq.artemis.core.settings.impl.AddressFullMessagePolicy;
import org.apache.activemq.artemis.core.settings.impl.AddressSettings;
import org.apache.activemq.artemis.jms.client.ActiveMQConnectionFactory;
import org.apache.camel.CamelContext;
import org.apache.camel.builder.AdviceWith;
import org.apache.camel.component.jms.JmsComponent;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.PluginHelper;
import org.apache.camel.support.ResourceHelper;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.messaginghub.pooled.jms.JmsPoolConnectionFactory;

/** {@code routes/dispatch.camel.yaml} with an Artemis: what one look of the dispatcher has found goes into the queues together. */
class DispatchRouteTest {

    private static final String FULL = "zhenglu.full";
    private static final String NOWHERE = "zhenglu.issue?noSuchOption=true";

    private final EmbeddedActiveMQ broker = new EmbeddedActiveMQ();
    private final JmsPoolConnectionFactory connections = new JmsPoolConnectionFactory();
    private final CamelContext camel = new DefaultCamelContext();
    private final Found dispatcher = new Found();

    @TempDir
    private Path data;

    /** Of the dispatcher no more than its answers. */
    public static final class Found {

        private List<Pointer> due = List.of();
        private final List<Object> published = Collections.synchronizedList(new ArrayList<>());

        public List<Pointer> due() {
            return due;
        }

        public void published(Object pointers) {
            published.add(pointers);
        }
    }

    public record Pointer(String queue, String submissionId, int priority) {
    }

    @BeforeEach
    void start() throws Exception {
        ConfigurationImpl configuration = new ConfigurationImpl();
        configuration.setSecurityEnabled(false);
        configuration.addAcceptorConfiguration("in-vm", "vm://77");
        configuration.setJournalDirectory(data.resolve("journal").toString());
        configuration.setBindingsDirectory(data.resolve("bindings").toString());
        configuration.setLargeMessagesDirectory(data.resolve("large").toString());
        configuration.setPagingDirectory(data.resolve("paging").toString());
        configuration.addAddressSetting(FULL, new AddressSettings().setMaxSizeBytes(1).setAddressFullMessagePolicy(AddressFullMessagePolicy.FAIL));
        broker.setConfiguration(configuration).start();
        connections.setConnectionFactory(new ActiveMQConnectionFactory("vm://77"));
        JmsComponent jms = new BrokerConfiguration().jms(connections, 1);
        jms.getConfiguration().setReceiveTimeout(100); // what consumes dead letters here holds up the stop for as long
        camel.addComponent("jms", jms);
        camel.getRegistry().bind("dispatcher", dispatcher);
        camel.getRegistry().bind("deadLetters", new ErrorsRouteTest.OnlyJudges());
        camel.getRegistry().bind("oneCommit", new OneCommit(connections));
        camel.getPropertiesComponent().addOverrideProperty("zhenglu.ledger.poll-interval", "1h");
        for (String file : List.of("errors", "dispatch")) {
            PluginHelper.getRoutesLoader(camel).loadRoutes(ResourceHelper.resolveResource(camel, "file:routes/" + file + ".camel.yaml"));
        }
        AdviceWith.adviceWith(camel, "dispatch", route -> route.replaceFromWith("direct:look"));
        camel.start();
    }

    @AfterEach
    void stop() throws Exception {
        camel.stop();
        connections.stop();
        broker.stop();
    }

    @Test
    void allGoIntoTheirQueues() throws Exception {
        look(new Pointer("zhenglu.issue", "one", 1), new Pointer("zhenglu.upload", "two", 4), new Pointer("zhenglu.issue", "three", 4));

        assertThat(taken("zhenglu.issue")).containsExactly("three 4 1", "one 1 1"); // the daily work overtakes
        assertThat(taken("zhenglu.upload")).containsExactly("two 4 1");
        assertThat(dispatcher.published).containsExactly(dispatcher.due);
    }

    @Test
    void noneIsSentWhenOneCannotBeSent() throws Exception {
        look(new Pointer("zhenglu.issue", "one", 4), new Pointer(NOWHERE, "two", 4), new Pointer("zhenglu.issue", "three", 4));

        assertThat(taken("zhenglu.issue")).isEmpty();
        assertThat(dispatcher.published).isEmpty();
    }

    @Test
    void noneIsTakenForPublishedWhenTheBrokerRefusesOne() throws Exception {
        look(new Pointer(FULL, "fills it", 4));
        assertThat(dispatcher.published).hasSize(1);

        look(new Pointer("zhenglu.issue", "one", 4), new Pointer(FULL, "two", 4));

        assertThat(taken("zhenglu.issue")).isEmpty();
        assertThat(taken(FULL)).containsExactly("fills it 4 1");
        assertThat(dispatcher.published).hasSize(1);
    }

    @Test
    void aLookAfterAFailedOneSendsAgain() throws Exception {
        look(new Pointer("zhenglu.issue", "one", 4), new Pointer(NOWHERE, "two", 4));
        look(new Pointer("zhenglu.issue", "one", 4));

        assertThat(taken("zhenglu.issue")).containsExactly("one 4 1");
        assertThat(dispatcher.published).containsExactly(dispatcher.due);
    }

    private void look(Pointer... due) {
        dispatcher.due = List.of(due);
        camel.createProducerTemplate().send("direct:look", exchange -> {
        });
    }

    /** What is in a queue: content, priority, version. */
    private List<String> taken(String queue) throws Exception {
        List<String> taken = new ArrayList<>();
        try (Connection connection = new ActiveMQConnectionFactory("vm://77").createConnection();
                Session session = connection.createSession(Session.AUTO_ACKNOWLEDGE)) {
            connection.start();
            MessageConsumer consumer = session.createConsumer(session.createQueue(queue));
            for (Message message = consumer.receive(1000); message != null; message = consumer.receive(500)) {
                taken.add(message.getBody(String.class) + " " + message.getJMSPriority() + " " + message.getStringProperty("ZhengluVersion"));
            }
        }
        return taken;
    }
}
