package cn.zhenglu.doctor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import jakarta.jms.JMSContext;
import jakarta.jms.Queue;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.activemq.artemis.api.core.QueueConfiguration;
import org.apache.activemq.artemis.api.core.RoutingType;
import org.apache.activemq.artemis.core.config.Configuration;
import org.apache.activemq.artemis.core.config.impl.ConfigurationImpl;
import org.apache.activemq.artemis.core.server.JournalType;
import org.apache.activemq.artemis.core.server.embedded.EmbeddedActiveMQ;
import org.apache.activemq.artemis.core.settings.impl.AddressSettings;
import org.apache.activemq.artemis.jms.client.ActiveMQConnectionFactory;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.util.FileSystemUtils;

/** What {@code audit-ledger} learns of the queues of a server that does not run. */
class EmbeddedJournalTest {

    private static final String ADDRESS = "vm://77";

    @TempDir
    Path data;

    @Test
    void theQueuesOfAServerThatDoesNotRunAreReadAndNotAByteOfThemChanges() throws Exception {
        EmbeddedActiveMQ broker = broker();
        try (ActiveMQConnectionFactory connections = new ActiveMQConnectionFactory(ADDRESS);
                JMSContext jms = connections.createContext(JMSContext.SESSION_TRANSACTED)) {
            Queue issue = jms.createQueue("zhenglu.issue");
            jms.createProducer().send(issue, "put off").send(jms.createQueue("DLA.zhenglu.issue"), "dead");
            jms.commit();
            assertThat(jms.createConsumer(issue).receiveBody(String.class, 5_000)).isEqualTo("put off");
            jms.rollback();
            jms.createProducer().send(issue, "waiting");
            jms.commit();
            assertThat(new EmbeddedJournal(data).named()).as("while its server runs").isEmpty();
        } finally {
            broker.stop();
        }
        Map<Path, String> before = content();

        assertThat(new EmbeddedJournal(data).named()).get().satisfies(named -> {
            assertThat(named.get("zhenglu.issue")).containsExactlyInAnyOrder(Optional.of("waiting"), Optional.of("put off"));
            assertThat(named.get("DLA.zhenglu.issue")).containsExactly(Optional.of("dead"));
            assertThat(named.get("zhenglu.dead-letter")).isNull();
        });
        assertThat(content()).isEqualTo(before);
    }

    @Test
    void aServerThatHasNeverRunHasNoQueues() throws Exception {
        assertThat(new EmbeddedJournal(data).named()).contains(Map.of());
    }

    /** Artemis starts as if nothing were, and stops when it finds the time. */
    @RepeatedTest(5)
    void aJournalThatCannotBeReadIsNoEmptyOne() throws Exception {
        broker().stop();
        FileSystemUtils.deleteRecursively(data.resolve("broker/bindings"));
        Files.writeString(data.resolve("broker/bindings"), "no folder");

        assertThatThrownBy(() -> new EmbeddedJournal(data).named()).isInstanceOf(EmbeddedJournal.Unreadable.class);
    }

    private EmbeddedActiveMQ broker() throws Exception {
        Path folder = data.resolve("broker");
        Configuration configuration = new ConfigurationImpl().setSecurityEnabled(false).setJournalType(JournalType.NIO)
                .setJournalDirectory(folder.resolve("journal").toString()).setBindingsDirectory(folder.resolve("bindings").toString())
                .setLargeMessagesDirectory(folder.resolve("large").toString()).setPagingDirectory(folder.resolve("paging").toString())
                .addAcceptorConfiguration("vm", ADDRESS)
                .addAddressSetting("zhenglu.issue", new AddressSettings().setRedeliveryDelay(3_600_000));
        for (String queue : List.of("zhenglu.issue", "DLA.zhenglu.issue")) {
            configuration.addQueueConfiguration(QueueConfiguration.of(queue).setRoutingType(RoutingType.ANYCAST));
        }
        EmbeddedActiveMQ broker = new EmbeddedActiveMQ().setConfiguration(configuration);
        broker.start();
        return broker;
    }

    private Map<Path, String> content() throws Exception {
        Map<Path, String> content = new HashMap<>();
        try (Stream<Path> files = Files.walk(data)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                content.put(file, HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(file))));
            }
        }
        return content;
    }
}
