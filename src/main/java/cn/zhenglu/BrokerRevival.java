package cn.zhenglu;

import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.activemq.artemis.core.server.ActiveMQServer;
import org.apache.activemq.artemis.core.server.embedded.EmbeddedActiveMQ;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.context.event.ContextClosedEvent;
import org.springframework.context.event.EventListener;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;

/**
 * The embedded broker shuts itself down when its journal cannot be written, as on a full disk, and stays down. Starts it again as soon
 * as there is room: all that it held is in the journal, and in the ledger.
 */
@Component
class BrokerRevival {

    private static final Logger LOG = LoggerFactory.getLogger(BrokerRevival.class);

    private final ObjectProvider<EmbeddedActiveMQ> embedded;
    private final Path dataDir;
    private boolean told;
    private boolean closing;

    BrokerRevival(ObjectProvider<EmbeddedActiveMQ> embedded, @Value("${zhenglu.data-dir}") Path dataDir) {
        this.embedded = embedded;
        this.dataDir = dataDir;
    }

    @EventListener(ContextClosedEvent.class)
    synchronized void close() {
        closing = true;
    }

    @Scheduled(initialDelay = 10_000, fixedDelay = 5_000)
    synchronized void look() {
        EmbeddedActiveMQ broker = embedded.getIfAvailable();
        ActiveMQServer server = broker == null ? null : broker.getActiveMQServer();
        if (closing || server == null || server.getState() != ActiveMQServer.SERVER_STATE.STOPPED) {
            return;
        }
        try {
            long room = Files.getFileStore(dataDir).getUsableSpace();
            if (room < BrokerConfiguration.ROOM.toBytes()) {
                if (!told) {
                    LOG.error("内嵌消息中间件因数据目录 {} 无法写入而停止，剩余空间 {} MB，暂停派发；请腾出 {} MB 以上，之后自动恢复，不会丢失业务", dataDir,
                            room >> 20, BrokerConfiguration.ROOM.toMegabytes());
                    told = true;
                }
                return;
            }
            broker.stop();
            broker.start();
            told = false;
            LOG.info("内嵌消息中间件已重新启动，继续派发");
        } catch (Exception e) { // whatever it is, the next look tries again
            LOG.error("内嵌消息中间件已停止，重新启动未成功，稍后再试", e);
        }
    }
}
