package cn.zhenglu.alert;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import cn.zhenglu.FreshDatabase;
import cn.zhenglu.Recipes;
import cn.zhenglu.alert.AlertSettings.Dingtalk;
import cn.zhenglu.alert.AlertSettings.Mail;
import cn.zhenglu.alert.AlertSettings.Wecom;
import cn.zhenglu.alert.Alerts.Alert;
import cn.zhenglu.alert.Alerts.Message;
import cn.zhenglu.alert.Alerts.Standing;
import cn.zhenglu.deadletter.DeadLetterTrend;
import cn.zhenglu.ledger.Backlog;
import cn.zhenglu.ledger.LedgerUnderTest;
import cn.zhenglu.licence.Department;
import cn.zhenglu.licence.NeedsPerson;
import cn.zhenglu.licence.Operation;
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
import java.nio.file.Path;
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
import java.util.stream.IntStream;
import javax.sql.DataSource;
import org.apache.camel.ProducerTemplate;
import org.apache.camel.RoutesBuilder;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.PluginHelper;
import org.apache.camel.support.ResourceHelper;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.beans.factory.support.StaticListableBeanFactory;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.mail.javamail.JavaMailSender;
import org.springframework.mail.javamail.JavaMailSenderImpl;
import org.springframework.transaction.PlatformTransactionManager;
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

    /** The recipe of docs/集成手册.md, word for word. */
    @Test
    void aRouteOfTheInstallationIsAnotherChannelAndItsFailureIsSentAgain() throws Exception {
        try (DefaultCamelContext camel = new DefaultCamelContext()) {
            camel.getPropertiesComponent().addInitialProperty("sms-gateway", robot("/sms"));
            for (RoutesBuilder route : PluginHelper.getRoutesLoader(camel).findRoutesBuilders(
                    ResourceHelper.fromString("file:alert-sms.camel.yaml", Recipes.yaml("另一种告警渠道")))) {
                camel.addRoutes(route);
            }
            camel.start();
            AlertSettings settings = settings("direct:alert-sms", new Wecom(""), new Dingtalk("", ""), new Mail("", List.of()));
            Node node = node(settings, null, camel.createProducerTemplate(), () -> now);
            status = 500;
            now.add(TROUBLE);
            node.tick();
            assertThat(heard).hasSize(1);
            status = 200;
            clock.pass(Duration.ofMinutes(10));
            node.tick();

            assertThat(heard.get(heard.size() - 1).path()).isEqualTo("/sms");
            assertThat(heard.get(heard.size() - 1).body().path("content").asString()).startsWith("【证路告警】中转服务无应答");
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

    @Test
    void whatLiesTooLongIsToldOfAndAgainWhenItIsSeenTo(@TempDir Path folder) {
        try (LedgerUnderTest it = new LedgerUnderTest(LedgerUnderTest.Database.POSTGRESQL, folder)) {
            Node node = node(it);
            receive(it, 2);
            it.deadLetters.undeliverable(id(it, 1), "zhenglu.issue");
            it.clock.pass(Duration.ofHours(23));
            node.tick();
            assertThat(heard).as("within their time").isEmpty();

            it.clock.pass(Duration.ofHours(2));
            node.tick();
            node.tick();
            assertThat(heard).extracting(message -> message.text().lines().findFirst().orElseThrow())
                    .containsExactlyInAnyOrder("【证路告警】死信超过 1 天未处理", "【证路告警】业务积压：approval-database");
            assertThat(heard).anyMatch(message -> message.text().contains("1 件死信") && message.text().contains("福州市城乡建设局")
                    && message.text().contains("/console/dead-letters?code=message.undeliverable"));

            heard.clear();
            it.deadLetters.archive(it.deadLetters.open(1, 0).get(0).id(), "不再办理", "lin");
            it.jdbc.sql("update submission set standing = 'DONE' where standing = 'ACTIVE'").update();
            it.clock.pass(Duration.ofMinutes(6));
            node.tick();
            assertThat(heard).extracting(message -> message.text().lines().findFirst().orElseThrow())
                    .containsExactlyInAnyOrder("【证路恢复】死信超过 1 天未处理", "【证路恢复】业务积压：approval-database");
        }
    }

    @Test
    void manyDeadLettersAtOnceAreToldOfWhileTheyCome(@TempDir Path folder) {
        try (LedgerUnderTest it = new LedgerUnderTest(LedgerUnderTest.Database.POSTGRESQL, folder)) {
            Node node = node(it);
            receive(it, 20);
            for (int i = 1; i < 20; i++) {
                it.deadLetters.undeliverable(id(it, i), "zhenglu.issue");
            }
            node.tick();
            assertThat(heard).as("one less than told of").isEmpty();

            it.deadLetters.undeliverable(id(it, 20), "zhenglu.issue");
            node.tick();
            assertThat(heard).singleElement().satisfies(message -> assertThat(message.text()).startsWith("【证路告警】死信骤增：福州市城乡建设局")
                    .contains("10 分钟内新增 20 件"));
            it.clock.pass(Duration.ofMinutes(16));
            node.tick();
            assertThat(heard.get(1).text()).as("nothing new came").startsWith("【证路恢复】死信骤增：福州市城乡建设局");
        }
    }

    private static void receive(LedgerUnderTest it, int count) {
        it.arrivals.receive(IntStream.rangeClosed(1, count).mapToObj(i -> LedgerUnderTest.arrival(String.valueOf(i),
                LedgerUnderTest.record(Operation.NEW, "（闽）JZ安许证字[2023]%06d".formatted(i)))).toList());
    }

    private static String id(LedgerUnderTest it, int row) {
        return it.jdbc.sql("select id from submission where source_key = :key").param("key", String.valueOf(row)).query(String.class).single();
    }

    /** That looks at a real ledger, and tells a robot. */
    private Node node(LedgerUnderTest it) {
        AlertSettings settings = wecom();
        StaticListableBeanFactory none = new StaticListableBeanFactory();
        Channels channels = new AlertConfiguration().alertChannels(settings, none.getBeanProvider(JavaMailSender.class),
                none.getBeanProvider(ProducerTemplate.class), it.clock);
        Alerts alerts = new Alerts(it.jdbc, it.context.getBean(PlatformTransactionManager.class), it.clock, settings, channels,
                "https://licence.example");
        List<AlertSource> sources = List.of(
                new DeadLetterConditions(it.context.getBean(DeadLetterTrend.class),
                        List.of(new Department("fuzhou", "350100", "福州市城乡建设局", "fuzhou")), settings, it.clock),
                new FlowConditions(it.context.getBean(Backlog.class), settings, it.clock));
        return new Node(new AlertWatch(sources, alerts, channels), new AlertDelivery(alerts, channels), alerts);
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
        return node(settings, mail, null, source);
    }

    private Node node(AlertSettings settings, JavaMailSender mail, ProducerTemplate routes, AlertSource source) {
        StaticListableBeanFactory beans = new StaticListableBeanFactory();
        if (routes != null) {
            beans.addBean("routes", routes);
        }
        if (mail != null) {
            beans.addBean("mail", mail);
        }
        Channels channels = new AlertConfiguration().alertChannels(settings, beans.getBeanProvider(JavaMailSender.class),
                beans.getBeanProvider(ProducerTemplate.class), clock);
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
        return settings("", wecom, dingtalk, mail);
    }

    private static AlertSettings settings(String route, Wecom wecom, Dingtalk dingtalk, Mail mail) {
        return new AlertSettings(Duration.ofMinutes(1), Duration.ofMinutes(5), Duration.ofDays(1), 20, Duration.ofMinutes(10),
                Duration.ofDays(1), Duration.ofDays(30), Duration.ofMinutes(15), Duration.ofMinutes(2), route, wecom,
                dingtalk, mail);
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
