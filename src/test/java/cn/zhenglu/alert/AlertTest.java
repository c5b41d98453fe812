package cn.zhenglu.alert;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import cn.zhenglu.FreshDatabase;
import cn.zhenglu.alert.AlertSettings.Dingtalk;
import cn.zhenglu.alert.AlertSettings.Mail;
import cn.zhenglu.alert.AlertSettings.Wecom;
import cn.zhenglu.alert.Alerts.Alert;
import cn.zhenglu.alert.Alerts.Message;
import cn.zhenglu.alert.Alerts.Standing;
import cn.zhenglu.licence.NeedsPerson;
import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.GreenMailUtil;
import com.icegreen.greenmail.util.ServerSetupTest;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.support.StaticListableBeanFactory;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.mail.javamail.JavaMailSender;
import org.springframework.mail.javamail.JavaMailSenderImpl;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** From what is wrong to what people read, with a real database, robots over real HTTP, and a real mail server. */
class AlertTest {

    private static final Condition TROUBLE = new Condition("relay.down", "中转服务无应答", "近 15 分钟内的调用均未得到应答。", "/console");
    private static final Condition OTHER = new Condition("seal.expiring:fuzhou", "印章即将到期：fuzhou", "还有 12 天。", "/console");
    private static final String SECRET = "SEC-of-the-test";

    private static DataSource database;
    private static JdbcClient jdbc;

    private final TestClock clock = new TestClock();
    private final List<Condition> now = new ArrayList<>();
    private final List<Heard> heard = new CopyOnWriteArrayList<>();
    private volatile String answer = "{\"errcode\":0,\"errmsg\":\"ok\"}";
    private volatile int status = 200;
    private HttpServer robots;

    private record Heard(String path, String query, JsonNode body) {

        String text() {
            return body.path("text").path("content").asString();
        }
    }

    @BeforeAll
    static void startDatabase() {
        database = FreshDatabase.postgresLedger();
        jdbc = JdbcClient.create(database);
    }

    @BeforeEach
    void startRobots() throws IOException {
        jdbc.sql("delete from alert_message").update();
        jdbc.sql("delete from alert").update();
        robots = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        robots.createContext("/", exchange -> {
            heard.add(new Heard(exchange.getRequestURI().getPath(), exchange.getRequestURI().getRawQuery(),
                    JsonMapper.builder().build().readTree(exchange.getRequestBody().readAllBytes())));
            byte[] body = answer.getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(status, body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        });
        robots.start();
    }

    @AfterEach
    void stopRobots() {
        robots.stop(0);
    }

    @Test
    void atTroubleIsToldOnceHoweverLongItLastsAndOnceWhenItIsOver() {
        Node node = node(wecom());
        now.add(TROUBLE);
        for (int minute = 0; minute < 30; minute++) {
            node.tick();
            clock.pass(Duration.ofMinutes(1));
        }
        assertThat(heard).singleElement().satisfies(message -> {
            assertThat(message.body().path("msgtype").asString()).isEqualTo("text");
            assertThat(message.text()).startsWith("【证路告警】中转服务无应答\n近 15 分钟内")
                    .contains("发现时间：2026-01-02 11:00", "https://licence.example/console");
        });

        now.clear();
        node.tick();
        assertThat(heard).as("not over before it has stayed away for a while").hasSize(1);
        clock.pass(Duration.ofMinutes(6));
        node.tick();
        assertThat(heard).hasSize(2);
        assertThat(heard.get(1).text()).startsWith("【证路恢复】中转服务无应答");

        clock.pass(Duration.ofMinutes(6));
        node.tick();
        assertThat(heard).hasSize(2);
        now.add(TROUBLE);
        node.tick();
        assertThat(heard).as("the same again is new").hasSize(3);
    }

    @Test
    void atRestartTellsNothingTwice() {
        now.add(TROUBLE);
        node(wecom()).tick();
        node(wecom()).tick();

        assertThat(heard).hasSize(1);
    }

    @Test
    void severalNodesThatFindTheSameTellItOnce() throws InterruptedException {
        now.addAll(List.of(TROUBLE, OTHER));
        ExecutorService nodes = Executors.newFixedThreadPool(4);
        for (int i = 0; i < 4; i++) {
            Node node = node(wecom());
            for (int tick = 0; tick < 5; tick++) {
                nodes.execute(node::tick);
            }
        }
        nodes.shutdown();
        assertThat(nodes.awaitTermination(60, TimeUnit.SECONDS)).isTrue();

        assertThat(heard).extracting(Heard::text).hasSize(2).doesNotHaveDuplicates();
    }

    @Test
    void whatOneNodeFindsIsNotOverBecauseAnotherDoesNot() {
        Node ill = node(wecom(), () -> List.of(TROUBLE));
        Node well = node(wecom(), List::of);
        for (int minute = 0; minute < 20; minute++) {
            ill.tick();
            well.tick();
            clock.pass(Duration.ofMinutes(1));
        }
        assertThat(heard).hasSize(1);
    }

    @Test
    void aMessageThatDoesNotGetThroughIsSentAgainBeforeTheNewsThatItIsOver() {
        Node node = node(wecom());
        status = 503;
        now.add(TROUBLE);
        node.tick();
        assertThat(message(node).standing()).isEqualTo(Standing.WAITING);
        assertThat(message(node).trouble()).isEqualTo("机器人应答 HTTP 503");

        now.clear();
        clock.pass(Duration.ofSeconds(30));
        node.tick();
        clock.pass(Duration.ofMinutes(6));
        heard.clear();
        status = 200;
        node.tick();
        node.tick();
        assertThat(heard).extracting(Heard::text).satisfiesExactly(
                begin -> assertThat(begin).startsWith("【证路告警】"), end -> assertThat(end).startsWith("【证路恢复】"));
        assertThat(node.alerts.latest().get(0).messages()).extracting(Message::standing).containsExactly(Standing.SENT, Standing.SENT);
    }

    @Test
    void aRobotThatSaysNoWithStatus200HasNotTakenTheMessage() {
        Node node = node(wecom());
        answer = "{\"errcode\":93000,\"errmsg\":\"invalid webhook url\"}";
        now.add(TROUBLE);
        node.tick();

        assertThat(message(node).trouble()).contains("93000", "invalid webhook url");
        answer = "<html>";
        clock.pass(Duration.ofMinutes(3));
        node.tick();
        assertThat(message(node).trouble()).contains("不是 JSON");
    }

    @Test
    void theSecretOfARobotThatCannotBeReachedIsNotShown() {
        robots.stop(0);
        Node node = node(wecom());
        now.add(TROUBLE);
        node.tick();

        assertThat(message(node).trouble()).startsWith("无法连接机器人").doesNotContain("robot-key", "http");
        assertThat(wecom().toString()).doesNotContain("robot-key");
    }

    @Test
    void atLastAMessageIsGivenUpAndStaysInSight() {
        Node node = node(wecom());
        status = 500;
        now.add(TROUBLE);
        for (int hour = 0; hour < 24; hour++) {
            clock.pass(Duration.ofMinutes(61));
            node.tick();
        }
        assertThat(message(node).standing()).isEqualTo(Standing.GIVEN_UP);
        assertThat(heard).hasSize(20);
    }

    @Test
    void dingtalkIsSignedAsItAsks() throws Exception {
        Node node = node(settings(new Wecom(""), new Dingtalk(robot("/robot/send?access_token=robot-key"), SECRET), new Mail("", List.of())));
        now.add(TROUBLE);
        node.tick();

        Heard message = heard.get(0);
        assertThat(message.query()).startsWith("access_token=robot-key&timestamp=" + clock.millis() + "&sign=");
        String sign = URLDecoder.decode(message.query().substring(message.query().indexOf("sign=") + 5), StandardCharsets.UTF_8);
        // an independent maker of the same signature
        Process openssl = new ProcessBuilder("openssl", "dgst", "-sha256", "-hmac", SECRET, "-binary").start();
        openssl.getOutputStream().write((clock.millis() + "\n" + SECRET).getBytes(StandardCharsets.UTF_8));
        openssl.getOutputStream().close();
        assertThat(sign).isEqualTo(java.util.Base64.getEncoder().encodeToString(openssl.getInputStream().readAllBytes()));
        assertThat(message.text()).contains("中转服务无应答");
    }

    @Test
    void aTextThatIsTooLongForTheRobotIsCut() {
        Node node = node(wecom());
        now.add(new Condition("long", "很长", "证".repeat(5_000), "/console"));
        node.tick();

        assertThat(heard.get(0).text().getBytes(StandardCharsets.UTF_8).length).isLessThanOrEqualTo(2_048);
    }

    @Test
    void peopleGetAMail() throws Exception {
        GreenMail mail = new GreenMail(ServerSetupTest.SMTP.dynamicPort());
        mail.start();
        try {
            JavaMailSenderImpl sender = new JavaMailSenderImpl();
            sender.setHost("127.0.0.1");
            sender.setPort(mail.getSmtp().getPort());
            sender.setDefaultEncoding("UTF-8");
            Node node = node(settings(new Wecom(""), new Dingtalk("", ""), new Mail("zhenglu@city.example",
                    List.of("duty@city.example", "chief@city.example"))), sender, () -> now);
            now.add(TROUBLE);
            node.tick();

            assertThat(mail.getReceivedMessages()).hasSize(2);
            assertThat(mail.getReceivedMessages()[0].getSubject()).isEqualTo("【证路告警】中转服务无应答");
            assertThat(mail.getReceivedMessages()[0].getContent().toString()).contains("近 15 分钟内", "https://licence.example/console");
            assertThat(GreenMailUtil.getAddressList(mail.getReceivedMessages()[0].getFrom())).isEqualTo("zhenglu@city.example");
        } finally {
            mail.stop();
        }
    }

    @Test
    void aSourceThatFailsIsToldOfAndNothingIsCalledOverMeanwhile() {
        Node node = node(wecom());
        now.add(TROUBLE);
        node.tick();
        Node broken = node(wecom(), () -> {
            throw new IllegalStateException("no connection");
        });
        for (int minute = 0; minute < 20; minute++) {
            clock.pass(Duration.ofMinutes(1));
            broken.tick();
        }
        assertThat(heard).hasSize(2);
        assertThat(heard.get(1).text()).contains("告警检查未能进行");
    }

    @Test
    void withoutAChannelNothingIsLookedAt() {
        Node node = node(settings(new Wecom(""), new Dingtalk("", ""), new Mail("", List.of())), () -> {
            throw new AssertionError("looked");
        });
        node.tick();

        assertThat(node.alerts.latest()).isEmpty();
    }

    @Test
    void mailWithoutAServerAndAWebhookThatIsNoneStopTheStart() {
        assertThatExceptionOfType(NeedsPerson.class).isThrownBy(() -> node(settings(new Wecom(""), new Dingtalk("", ""),
                new Mail("zhenglu@city.example", List.of("duty@city.example"))))).withMessageContaining("邮件服务器");
        assertThatExceptionOfType(NeedsPerson.class).isThrownBy(() -> node(settings(new Wecom("qyapi?key=robot-key"),
                new Dingtalk("", ""), new Mail("", List.of())))).withMessageNotContaining("robot-key");
    }

    private Message message(Node node) {
        List<Alert> alerts = node.alerts.latest();
        assertThat(alerts).hasSize(1);
        return alerts.get(0).messages().get(0);
    }

    private record Node(AlertWatch watch, AlertDelivery delivery, Alerts alerts) {

        void tick() {
            watch.look();
            delivery.deliver();
        }
    }

    private Node node(AlertSettings settings) {
        return node(settings, () -> now);
    }

    private Node node(AlertSettings settings, AlertSource source) {
        return node(settings, null, source);
    }

    private Node node(AlertSettings settings, JavaMailSender mail, AlertSource source) {
        StaticListableBeanFactory beans = new StaticListableBeanFactory();
        if (mail != null) {
            beans.addBean("mail", mail);
        }
        Channels channels = new AlertConfiguration().alertChannels(settings, beans.getBeanProvider(JavaMailSender.class), clock);
        Alerts alerts = new Alerts(jdbc, new JdbcTransactionManager(database), clock, settings, channels, "https://licence.example");
        return new Node(new AlertWatch(List.of(source), alerts, channels), new AlertDelivery(alerts, channels), alerts);
    }

    private AlertSettings wecom() {
        return settings(new Wecom(robot("/cgi-bin/webhook/send?key=robot-key")), new Dingtalk("", ""), new Mail("", List.of()));
    }

    private String robot(String path) {
        return URI.create("http://127.0.0.1:" + robots.getAddress().getPort() + path).toString();
    }

    private static AlertSettings settings(Wecom wecom, Dingtalk dingtalk, Mail mail) {
        return new AlertSettings(Duration.ofMinutes(1), Duration.ofMinutes(5), Duration.ofDays(1), 20, Duration.ofMinutes(10),
                Duration.ofDays(1), Duration.ofDays(30), Duration.ofMinutes(15), Duration.ofMinutes(2), wecom, dingtalk, mail);
    }

    private static final class TestClock extends Clock {

        private Instant now = Instant.parse("2026-01-02T03:00:00Z");

        void pass(Duration time) {
            now = now.plus(time);
        }

        @Override
        public Instant instant() {
            return now;
        }

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }
    }
}
