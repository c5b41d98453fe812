package cn.zhenglu.alert;

import cn.zhenglu.alert.Alerts.Due;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/** Sends what is due; bean {@code alertDelivery} of the route. */
@Component
public class AlertDelivery {

    private static final Logger LOG = LoggerFactory.getLogger(AlertDelivery.class);

    /** Robots of both kinds take 20 a minute. */
    private static final int MOST = 15;

    private final Alerts alerts;
    private final Channels channels;

    AlertDelivery(Alerts alerts, Channels channels) {
        this.alerts = alerts;
        this.channels = channels;
    }

    /** Sends each message that is due, and writes down whether it went; the console shows those that did not. */
    public void deliver() {
        if (channels.none()) {
            return;
        }
        for (Due message : alerts.claim(MOST)) {
            try {
                channels.named(message.channel())
                        .orElseThrow(() -> new Channel.NotSent("通知渠道 " + message.channel() + " 已不在配置中"))
                        .send(message.notice());
                alerts.sent(message.id());
            } catch (Channel.NotSent failure) {
                LOG.warn("告警未能通过 {} 发出（第 {} 次）：{}", message.channel(), message.attempts(), failure.getMessage());
                alerts.failed(message, failure.getMessage());
            } catch (RuntimeException fault) {
                LOG.error("发送告警时发生程序内部错误（{}）", message.channel(), fault);
                alerts.failed(message, "程序内部错误（" + fault.getClass().getSimpleName() + "），详见服务日志");
            }
        }
    }
}
