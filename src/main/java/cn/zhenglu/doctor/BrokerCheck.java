package cn.zhenglu.doctor;

import jakarta.jms.Connection;
import jakarta.jms.JMSException;
import jakarta.jms.Session;
import java.util.ArrayList;
import java.util.List;
import org.apache.activemq.artemis.api.core.ActiveMQException;
import org.apache.activemq.artemis.api.core.SimpleString;
import org.apache.activemq.artemis.api.core.client.ClientSession;
import org.apache.activemq.artemis.jms.client.ActiveMQConnectionFactory;
import org.apache.activemq.artemis.jms.client.ActiveMQSession;

/** An outside broker: can it be reached, and does it have the queues. The embedded one is made by the server itself. */
final class BrokerCheck implements Check {

    /** As the routes name them. */
    private static final List<String> QUEUES = List.of("zhenglu.issue", "zhenglu.upload", "zhenglu.state", "zhenglu.dead-letter",
            "DLA.zhenglu.issue", "DLA.zhenglu.upload", "DLA.zhenglu.state");
    private static final long PATIENCE_MILLIS = 10_000;

    private final Settings settings;

    BrokerCheck(Settings settings) {
        this.settings = settings;
    }

    @Override
    public List<Finding> look() {
        if (!"native".equalsIgnoreCase(settings.text("spring.artemis.mode"))) {
            return List.of(Finding.ok("内嵌消息中间件，日志在数据目录的 broker/ 下"));
        }
        String url = settings.text("spring.artemis.broker-url");
        try (ActiveMQConnectionFactory broker = new ActiveMQConnectionFactory(url)) {
            broker.setCallTimeout(PATIENCE_MILLIS);
            broker.setInitialConnectAttempts(1);
            broker.setReconnectAttempts(0);
            try (Connection connection = broker.createConnection(settings.text("spring.artemis.user"),
                    settings.text("spring.artemis.password"));
                    Session session = connection.createSession()) {
                return queues(((ActiveMQSession) session).getCoreSession(), withoutOptions(url));
            }
        } catch (JMSException | ActiveMQException | IllegalArgumentException e) {
            return List.of(Finding.error("无法连接消息中间件 " + withoutOptions(url) + "：" + Explanation.plain(e),
                    "请核对 spring.artemis 的 broker-url、user、password，并确认 Artemis 已启动"));
        }
    }

    /** Asks without making any, as opening a consumer or a browser could. */
    private static List<Finding> queues(ClientSession session, String url) throws ActiveMQException {
        List<String> missing = new ArrayList<>();
        for (String queue : QUEUES) {
            if (!session.queueQuery(SimpleString.of(queue)).isExists()) {
                missing.add(queue);
            }
        }
        return List.of(missing.isEmpty() ? Finding.ok("Artemis " + url + "，队列齐全")
                : Finding.warning("Artemis " + url + " 中没有队列 " + String.join("、", missing),
                        "请在 Artemis 中建立这些队列（anycast、持久），并为前三个业务队列设置死信地址 DLA.<队列名>；"
                                + "否则首次使用时自动建立，不带死信地址"));
    }

    private static String withoutOptions(String url) {
        return url.replaceFirst("\\?.*", "");
    }
}
