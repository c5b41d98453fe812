package cn.zhenglu;

import static org.awaitility.Awaitility.await;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.apache.activemq.artemis.core.config.impl.ConfigurationImpl;
import org.apache.activemq.artemis.core.config.impl.SecurityConfiguration;
import org.apache.activemq.artemis.core.security.Role;
import org.apache.activemq.artemis.core.server.embedded.EmbeddedActiveMQ;
import org.apache.activemq.artemis.core.settings.impl.AddressSettings;
import org.apache.activemq.artemis.spi.core.security.ActiveMQJAASSecurityManager;
import org.apache.activemq.artemis.spi.core.security.ActiveMQSecurityManager;
import org.apache.activemq.artemis.spi.core.security.jaas.InVMLoginModule;
import org.slf4j.LoggerFactory;

/** An Artemis outside the servers, in a process of its own, reached over TCP by whoever knows its user, and by nobody else. */
final class Broker implements AutoCloseable {

    static final String USER = "zhenglu";
    static final String PASSWORD = "of this test only";

    private static final Duration START = Duration.ofMinutes(1);

    private final Path folder;
    private final int port = ServerProcess.freePort();
    private Process process;

    private Broker(Path folder) {
        this.folder = folder;
    }

    static Broker start(Path folder) throws IOException {
        Files.createDirectories(folder);
        Broker broker = new Broker(folder);
        broker.startAgain();
        return broker;
    }

    String url() {
        return "tcp://127.0.0.1:" + port;
    }

    int port() {
        return port;
    }

    /** Gone as an operator stops it; what it held stays in its journal. */
    void stop() throws InterruptedException {
        process.destroy();
        if (!process.waitFor(1, TimeUnit.MINUTES)) {
            throw new AssertionError("the broker does not stop");
        }
    }

    /** SIGKILL. */
    void kill() throws InterruptedException {
        process.destroyForcibly().waitFor();
    }

    boolean isRunning() {
        return process.isAlive();
    }

    /** Back with what it held, at the same address. */
    void startAgain() throws IOException {
        process = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-Xmx256m", "-XX:TieredStopAtLevel=1",
                "-cp", System.getProperty("java.class.path"), Broker.class.getName(), folder.toString(), Integer.toString(port))
                .redirectErrorStream(true).redirectOutput(ProcessBuilder.Redirect.appendTo(folder.resolveSibling(folder.getFileName() + ".txt").toFile()))
                .start();
        await("broker").atMost(START).until(() -> {
            if (!process.isAlive()) {
                throw new AssertionError("the broker does not start: " + Files.readString(folder.resolveSibling(folder.getFileName() + ".txt")));
            }
            try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
                return socket.isConnected();
            } catch (IOException notYet) {
                return false;
            }
        });
    }

    @Override
    public void close() throws InterruptedException {
        kill();
    }

    /** For a broker that gives this role its permissions. */
    static ActiveMQSecurityManager knowsTheUserAs(String role) {
        SecurityConfiguration users = new SecurityConfiguration();
        users.addUser(USER, PASSWORD);
        users.addRole(USER, role);
        return new ActiveMQJAASSecurityManager(InVMLoginModule.class.getName(), users);
    }

    /** The process itself: its folder, its port. */
    public static void main(String[] arguments) throws Exception {
        // it writes a line for every message
        ((Logger) LoggerFactory.getLogger("org.apache.activemq.audit")).setLevel(Level.WARN);
        Path folder = Path.of(arguments[0]);
        ConfigurationImpl configuration = new ConfigurationImpl();
        configuration.setPersistenceEnabled(true);
        configuration.setJournalDirectory(folder.resolve("journal").toString());
        configuration.setBindingsDirectory(folder.resolve("bindings").toString());
        configuration.setLargeMessagesDirectory(folder.resolve("large").toString());
        configuration.setPagingDirectory(folder.resolve("paging").toString());
        configuration.setSecurityEnabled(true);
        configuration.addAcceptorConfiguration("tcp", "tcp://127.0.0.1:" + arguments[1]);
        configuration.setSecurityRoles(Map.of("#", Set.of(new Role("servers", true, true, true, true, true, true, true, true, true, true,
                false, false))));
        configuration.addAddressSetting("zhenglu.#", new AddressSettings().setMaxDeliveryAttempts(100).setRedeliveryDelay(1_000));
        EmbeddedActiveMQ server = new EmbeddedActiveMQ();
        server.setConfiguration(configuration);
        server.setSecurityManager(knowsTheUserAs("servers"));
        Runtime.getRuntime().addShutdownHook(new Thread(() -> {
            try {
                server.stop();
            } catch (Exception e) {
                e.printStackTrace();
            }
        }));
        server.start();
    }
}
