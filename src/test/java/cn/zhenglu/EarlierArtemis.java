package cn.zhenglu;

import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.MessageConsumer;
import jakarta.jms.MessageProducer;
import jakarta.jms.Queue;
import jakarta.jms.Session;
import jakarta.jms.TextMessage;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.apache.activemq.artemis.api.core.QueueConfiguration;
import org.apache.activemq.artemis.api.core.RoutingType;
import org.apache.activemq.artemis.api.core.SimpleString;
import org.apache.activemq.artemis.core.config.impl.ConfigurationImpl;
import org.apache.activemq.artemis.core.server.JournalType;
import org.apache.activemq.artemis.core.server.embedded.EmbeddedActiveMQ;
import org.apache.activemq.artemis.core.settings.impl.AddressSettings;
import org.apache.activemq.artemis.jms.client.ActiveMQConnectionFactory;

/**
 * A broker as the server embeds it, of an earlier Artemis: run in a process whose class path is {@code target/earlier-artemis}. It takes
 * what is to be done with each message, a line each, and dies in the midst of its work, its journal open:
 *
 * <pre>
 * send QUEUE PRIORITY VERSION BODY   VERSION - for none; BODY large for a message of 2 MB
 * taken QUEUE … / refused … / open … likewise, and then received and confirmed; received and rolled back; sent, but not confirmed
 * </pre>
 */
public final class EarlierArtemis {

    private static final long PATIENCE_MILLIS = 10_000;
    private static final Path CLASSES = Path.of("target").toAbsolutePath();

    private EarlierArtemis() {
    }

    /** Leaves a journal in a folder. */
    static void write(Path folder, List<String> messages) throws Exception {
        Files.createDirectories(folder);
        Path lines = Files.write(folder.resolve("messages.txt"), messages);
        Process process = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-XX:TieredStopAtLevel=1", "-cp",
                CLASSES.resolve("earlier-artemis") + "/*:" + CLASSES.resolve("test-classes"), EarlierArtemis.class.getName(), folder.toString(),
                lines.toString()).redirectErrorStream(true).start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (process.waitFor() != 0) {
            throw new AssertionError(output);
        }
    }

    public static void main(String[] arguments) {
        try {
            write(Path.of(arguments[0]), Path.of(arguments[1]));
            Runtime.getRuntime().halt(0);
        } catch (Exception | Error e) {
            e.printStackTrace();
            Runtime.getRuntime().halt(1); // the broker's threads would go on
        }
    }

    private static void write(Path folder, Path messages) throws Exception {
        ConfigurationImpl configuration = new ConfigurationImpl();
        configuration.setPersistenceEnabled(true).setSecurityEnabled(false).setJournalType(JournalType.NIO);
        configuration.setJournalDirectory(folder.resolve("journal").toString());
        configuration.setBindingsDirectory(folder.resolve("bindings").toString());
        configuration.setLargeMessagesDirectory(folder.resolve("large").toString());
        configuration.setPagingDirectory(folder.resolve("paging").toString());
        configuration.addAcceptorConfiguration("here", "vm://0");
        for (String queue : List.of("zhenglu.issue", "zhenglu.upload", "zhenglu.state")) {
            configuration.addAddressSetting(queue, new AddressSettings().setDeadLetterAddress(SimpleString.of("DLA." + queue))
                    .setMaxDeliveryAttempts(100).setRedeliveryDelay(1_000));
        }
        for (String queue : Stream.of("issue", "upload", "state").flatMap(name -> Stream.of("zhenglu." + name, "DLA.zhenglu." + name)).toList()) {
            configuration.addQueueConfiguration(QueueConfiguration.of(queue).setAddress(queue).setRoutingType(RoutingType.ANYCAST).setDurable(true));
        }
        EmbeddedActiveMQ server = new EmbeddedActiveMQ();
        server.setConfiguration(configuration);
        server.start();
        var connection = new ActiveMQConnectionFactory("vm://0").createConnection();
        connection.start();
        for (String line : Files.readAllLines(messages)) {
            carryOut(connection.createSession(true, Session.SESSION_TRANSACTED), line.split(" "));
        }
    }

    private static void carryOut(Session session, String[] words) throws JMSException {
        Queue queue = session.createQueue(words[1]);
        MessageProducer producer = session.createProducer(queue);
        producer.setPriority(Integer.parseInt(words[2]));
        TextMessage message = session.createTextMessage(words[4].equals("large") ? "x".repeat(2 << 20) : words[4]);
        if (!words[3].equals("-")) {
            message.setStringProperty("ZhengluVersion", words[3]);
        }
        producer.send(message);
        if (words[0].equals("open")) {
            return;
        }
        session.commit();
        if (words[0].equals("taken") || words[0].equals("refused")) {
            MessageConsumer consumer = session.createConsumer(queue);
            Message received = consumer.receive(PATIENCE_MILLIS);
            if (received == null || !received.getJMSMessageID().equals(message.getJMSMessageID())) {
                throw new IllegalStateException("nothing or another message came of " + String.join(" ", words));
            }
            if (words[0].equals("taken")) {
                session.commit();
            } else {
                session.rollback();
            }
            consumer.close();
        }
    }
}
