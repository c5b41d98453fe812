package cn.zhenglu;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import org.apache.activemq.artemis.core.config.impl.ConfigurationImpl;
import org.apache.activemq.artemis.core.config.impl.SecurityConfiguration;
import org.apache.activemq.artemis.core.security.Role;
import org.apache.activemq.artemis.core.server.embedded.EmbeddedActiveMQ;
import org.apache.activemq.artemis.core.settings.impl.AddressSettings;
import org.apache.activemq.artemis.spi.core.security.ActiveMQJAASSecurityManager;
import org.apache.activemq.artemis.spi.core.security.jaas.InVMLoginModule;
import org.slf4j.LoggerFactory;

/** An Artemis outside the servers, reached over TCP by whoever knows its user, and by nobody else. */
final class Broker implements AutoCloseable {

    static final String USER = "zhenglu";
    static final String PASSWORD = "of this test only";

    private final EmbeddedActiveMQ server;
    private final int port;

    private Broker(EmbeddedActiveMQ server, int port) {
        this.server = server;
        this.port = port;
    }

    static Broker start(Path folder) throws Exception {
        // it writes a line for every message
        ((Logger) LoggerFactory.getLogger("org.apache.activemq.audit")).setLevel(Level.WARN);
        int port = ServerProcess.freePort();
        ConfigurationImpl configuration = new ConfigurationImpl();
        configuration.setPersistenceEnabled(true);
        configuration.setJournalDirectory(folder.resolve("journal").toString());
        configuration.setBindingsDirectory(folder.resolve("bindings").toString());
        configuration.setLargeMessagesDirectory(folder.resolve("large").toString());
        configuration.setPagingDirectory(folder.resolve("paging").toString());
        configuration.setSecurityEnabled(true);
        configuration.addAcceptorConfiguration("tcp", "tcp://127.0.0.1:" + port);
        configuration.setSecurityRoles(Map.of("#", Set.of(new Role("servers", true, true, true, true, true, true, true, true, true, true,
                false, false))));
        configuration.addAddressSetting("zhenglu.#", new AddressSettings().setMaxDeliveryAttempts(100).setRedeliveryDelay(1_000));
        SecurityConfiguration users = new SecurityConfiguration();
        users.addUser(USER, PASSWORD);
        users.addRole(USER, "servers");
        EmbeddedActiveMQ server = new EmbeddedActiveMQ();
        server.setConfiguration(configuration);
        server.setSecurityManager(new ActiveMQJAASSecurityManager(InVMLoginModule.class.getName(), users));
        server.start();
        return new Broker(server, port);
    }

    String url() {
        return "tcp://127.0.0.1:" + port;
    }

    /** Gone; what it held stays in its journal. */
    void stop() throws Exception {
        server.stop();
    }

    /** Back with what it held, at the same address. */
    void startAgain() throws Exception {
        server.start();
    }

    @Override
    public void close() throws Exception {
        server.stop();
    }
}
