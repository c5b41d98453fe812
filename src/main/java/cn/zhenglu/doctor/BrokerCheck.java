package cn.zhenglu.doctor;

import jakarta.jms.JMSException;
import java.util.ArrayList;
import java.util.List;
import org.apache.activemq.artemis.api.core.ActiveMQException;

/** An outside broker: can it be reached, and does it have the queues. The embedded one is made by the server itself. */
final class BrokerCheck implements Check {

    private final OutsideBroker broker;

    BrokerCheck(Settings settings) {
        this.broker = new OutsideBroker(settings);
    }

    @Override
    public List<Finding> look() {
        if (!broker.isUsed()) {
            return List.of(Finding.ok("内嵌消息中间件，日志在数据目录的 broker/ 下"));
        }
        try {
            List<String> missing = new ArrayList<>(Queues.ALL);
            missing.removeAll(broker.queues().there());
            return List.of(missing.isEmpty() ? Finding.ok("Artemis " + broker.address() + "，队列齐全")
                    : Finding.warning("Artemis " + broker.address() + " 中没有队列 " + String.join("、", missing),
                            "请在 Artemis 中建立这些队列（anycast、持久），并为前三个业务队列设置死信地址 DLA.<队列名>；"
                                    + "否则首次使用时自动建立，不带死信地址"));
        } catch (JMSException | ActiveMQException | IllegalArgumentException e) {
            return List.of(Finding.error("无法连接消息中间件 " + broker.address() + "：" + Explanation.plain(e),
                    "请核对 spring.artemis 的 broker-url、user、password，并确认 Artemis 已启动"));
        }
    }
}
