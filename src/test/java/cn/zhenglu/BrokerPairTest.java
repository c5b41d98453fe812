package cn.zhenglu;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import jakarta.jms.Connection;
import jakarta.jms.ConnectionFactory;
import jakarta.jms.JMSException;
import jakarta.jms.MessageConsumer;
import jakarta.jms.Session;
import jakarta.jms.TextMessage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.activemq.artemis.core.config.FileDeploymentManager;
import org.apache.activemq.artemis.core.config.impl.FileConfiguration;
import org.apache.activemq.artemis.core.server.embedded.EmbeddedActiveMQ;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.artemis.autoconfigure.ArtemisAutoConfiguration;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

/** The pair of Artemis that ships for several servers, from its own two files: the primary dies, and the backup has what it held. */
class BrokerPairTest {

    private static final Duration PATIENCE = Duration.ofMinutes(1);
    private static final String QUEUE = "zhenglu.issue";
    private static final Path DIST = Path.of("src/main/dist/docker");

    @TempDir
    Path folder;

    private final int primaryPort = ServerProcess.freePort();
    private final int backupPort = ServerProcess.freePort();
    private EmbeddedActiveMQ primary;
    private EmbeddedActiveMQ backup;
    private int confirmed;

    @AfterEach
    void stop() throws Exception {
        for (EmbeddedActiveMQ broker : new EmbeddedActiveMQ[] {backup, primary}) {
            if (broker != null) {
                broker.stop();
            }
        }
    }

    @Test
    void whatThePrimaryHeldIsHadFromTheBackupWhenItHasDied() throws Exception {
        start("", "");
        whatWasSentOutlivesThePrimary("", "primary of the pair of Artemis dies, its backup in step");
    }

    /** As the manual says; what the servers trust lies elsewhere than what the brokers trust. */
    @Test
    void soItIsWhenAllConnectionsAreEncryptedThoughTheBrokersTellTheServersTheirOwnTrustStore() throws Exception {
        PrivateTls tls = new PrivateTls();
        Path roots = tls.trustStore(folder);
        start("?" + tls("一对 Artemis：connector", roots), ";" + tls("一对 Artemis：acceptor", tls.keyStore(folder)));
        Path servers = Files.move(roots, folder.resolve("of-the-servers.p12"));
        whatWasSentOutlivesThePrimary("&" + tls("外部 Artemis", servers), "primary of the pair dies, all connections under TLS");
    }

    private static String tls(String connection, Path store) throws IOException {
        return PrivateAuthorityTest.documented(connection).replace("…", PrivateTls.password())
                .replaceFirst("config/tls/\\w+\\.p12|/etc/tls/\\w+\\.p12", store.toString());
    }

    private void whatWasSentOutlivesThePrimary(String tls, String fault) throws IOException {
        Matcher shipped = Pattern.compile("SPRING_ARTEMIS_BROKER_URL: (\\S+)").matcher(Files.readString(DIST.resolve("compose.yaml")));
        assertThat(shipped.find()).isTrue();
        new ApplicationContextRunner().withConfiguration(AutoConfigurations.of(ArtemisAutoConfiguration.class))
                .withPropertyValues("spring.artemis.mode=native", "spring.artemis.user=" + Broker.USER, "spring.artemis.password=" + Broker.PASSWORD,
                        "spring.artemis.pool.enabled=true", "spring.artemis.broker-url=" + here(shipped.group(1)) + tls)
                .run(context -> {
                    ConnectionFactory brokers = context.getBean(ConnectionFactory.class);
                    send(brokers, "before");
                    int held = confirmed;
                    long began = System.nanoTime();
                    primary.getActiveMQServer().fail(true);
                    await("the backup serves").atMost(PATIENCE).until(backup.getActiveMQServer()::isActive);
                    // as the dispatcher does: what could not be sent is sent again
                    await("sent").atMost(PATIENCE).ignoreExceptionsInstanceOf(JMSException.class).until(() -> {
                        send(brokers, "after");
                        return true;
                    });
                    List<String> received = Arrays.asList(received(brokers, true), received(brokers, true));
                    String recovered = MeasuredFault.since(began);
                    assertThat(received).containsExactly("before", "after");
                    long lost = Stream.of("before", "after").filter(text -> !received.contains(text)).count();
                    int twice = received(brokers, false) == null ? 0 : 1;
                    long dead = backup.getActiveMQServer().locateQueue("DLA." + QUEUE).getMessageCount();
                    new MeasuredFault(fault, 1, held, lost, twice, dead, recovered).tell();
                });
    }

    private void send(ConnectionFactory brokers, String text) throws JMSException {
        try (Connection connection = brokers.createConnection(); Session session = connection.createSession(true, Session.SESSION_TRANSACTED)) {
            session.createProducer(session.createQueue(QUEUE)).send(session.createTextMessage(text));
            session.commit();
            confirmed++;
        }
    }

    private static String received(ConnectionFactory brokers, boolean waits) throws JMSException {
        try (Connection connection = brokers.createConnection(); Session session = connection.createSession(true, Session.SESSION_TRANSACTED);
                MessageConsumer consumer = session.createConsumer(session.createQueue(QUEUE))) {
            connection.start();
            TextMessage message = (TextMessage) (waits ? consumer.receive(PATIENCE.toMillis()) : consumer.receiveNoWait());
            session.commit();
            return message == null ? null : message.getText();
        }
    }

    private void start(String connectors, String acceptors) throws Exception {
        System.setProperty("cluster.password", Broker.PASSWORD);
        primary = broker("broker-primary.xml", primaryPort, connectors, acceptors);
        primary.start();
        backup = broker("broker-backup.xml", backupPort, connectors, acceptors);
        backup.start();
        await("in step").atMost(PATIENCE).until(primary.getActiveMQServer()::isReplicaSync);
    }

    private EmbeddedActiveMQ broker(String shipped, int port, String connectors, String acceptors) throws Exception {
        Path data = Files.createDirectory(folder.resolve(shipped.replace(".xml", "")));
        String xml = here(Files.readString(DIST.resolve(shipped))).replace("0.0.0.0:61616?protocols=CORE", "127.0.0.1:" + port + "?protocols=CORE" + acceptors)
                .replaceAll(">(tcp://127\\.0\\.0\\.1:\\d+)<", ">$1" + Matcher.quoteReplacement(connectors) + "<")
                .replace(">data/", ">" + data + "/");
        Path file = Files.writeString(data.resolve("broker.xml"), xml);
        FileConfiguration configuration = new FileConfiguration();
        FileDeploymentManager files = new FileDeploymentManager(file.toUri().toString());
        files.addDeployable(configuration);
        files.readConfiguration();
        EmbeddedActiveMQ broker = new EmbeddedActiveMQ();
        broker.setConfiguration(configuration);
        broker.setSecurityManager(Broker.knowsTheUserAs("amq"));
        return broker;
    }

    private String here(String text) {
        return text.replace("artemis-primary:61616", "127.0.0.1:" + primaryPort).replace("artemis-backup:61616", "127.0.0.1:" + backupPort);
    }
}
