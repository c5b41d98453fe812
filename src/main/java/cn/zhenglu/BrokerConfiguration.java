package cn.zhenglu;

import jakarta.jms.ConnectionFactory;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.apache.activemq.artemis.api.core.QueueConfiguration;
import org.apache.activemq.artemis.api.core.RoutingType;
import org.apache.activemq.artemis.api.core.SimpleString;
import org.apache.activemq.artemis.core.config.Configuration;
import org.apache.activemq.artemis.core.server.JournalType;
import org.apache.activemq.artemis.core.settings.impl.AddressSettings;
import org.apache.activemq.artemis.jms.client.ActiveMQConnectionFactory;
import org.apache.camel.component.jms.JmsComponent;
import org.messaginghub.pooled.jms.JmsPoolConnectionFactory;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.artemis.autoconfigure.ArtemisConfigurationCustomizer;
import org.springframework.context.annotation.Bean;
import org.springframework.util.unit.DataSize;

/** The queues, and how Camel uses them. */
@org.springframework.context.annotation.Configuration
class BrokerConfiguration {

    /** With less left on the disk nothing is taken into the queues; health says so earlier, see management.health.diskspace. */
    static final DataSize ROOM = DataSize.ofMegabytes(200);
    private static final Duration IDLE_RECEIVE = Duration.ofSeconds(5);
    private static final List<String> WORK_QUEUES = List.of("zhenglu.issue", "zhenglu.upload", "zhenglu.state");

    /** The embedded broker. An outside one is set up in the same way, see docs. */
    @Bean
    ArtemisConfigurationCustomizer embeddedBroker(@Value("${zhenglu.data-dir}") Path dataDir) {
        Path broker = dataDir.resolve("broker");
        return configuration -> {
            configuration.setPersistenceEnabled(true);
            configuration.setJournalDirectory(broker.resolve("journal").toString());
            configuration.setBindingsDirectory(broker.resolve("bindings").toString());
            configuration.setLargeMessagesDirectory(broker.resolve("large").toString());
            configuration.setPagingDirectory(broker.resolve("paging").toString());
            configuration.setJournalType(JournalType.NIO);
            // the default, a tenth of the disk, would stop all work on a large one that has plenty left
            configuration.setMinDiskFree(ROOM.toBytes());
            // the default of 3.3 ms, not the disk, is what limits a single producer
            configuration.setJournalBufferTimeout_NIO(200_000);
            configuration.setSecurityEnabled(false); // reachable inside this process only: it has no acceptor but in-vm
            WORK_QUEUES.forEach(queue -> {
                declare(configuration, queue);
                declare(configuration, "DLA." + queue);
                configuration.addAddressSetting(queue, new AddressSettings()
                        .setDeadLetterAddress(SimpleString.of("DLA." + queue))
                        // some 90 minutes of a failing ledger before the safety net takes over
                        .setMaxDeliveryAttempts(100)
                        .setRedeliveryDelay(1_000)
                        .setRedeliveryMultiplier(2)
                        .setMaxRedeliveryDelay(60_000));
            });
            // of an installation's own routes, which hand a copy to somebody: until it is taken, and never dropped
            configuration.addAddressSetting("zhenglu.copy.#", new AddressSettings()
                    .setMaxDeliveryAttempts(-1)
                    .setRedeliveryDelay(1_000)
                    .setRedeliveryMultiplier(2)
                    .setMaxRedeliveryDelay(60_000));
            declare(configuration, "zhenglu.dead-letter");
            configuration.addAddressSetting("zhenglu.dead-letter", new AddressSettings()
                    .setMaxDeliveryAttempts(-1) // the last stop: never dropped
                    .setRedeliveryDelay(1_000)
                    .setRedeliveryMultiplier(2)
                    .setMaxRedeliveryDelay(60_000));
        };
    }

    private static void declare(Configuration configuration, String queue) {
        configuration.addQueueConfiguration(QueueConfiguration.of(queue)
                .setAddress(queue)
                .setRoutingType(RoutingType.ANYCAST)
                .setDurable(true));
    }

    /** Transacted sessions on pooled connections with cached consumers: any other combination measured 3 to 10 times slower. */
    @Bean
    JmsComponent jms(ConnectionFactory connections, @Value("${zhenglu.workers}") int workers) {
        if (connections instanceof JmsPoolConnectionFactory pool
                && pool.getConnectionFactory() instanceof ActiveMQConnectionFactory artemis) {
            // else a delayed redelivery holds back what was prefetched behind it
            artemis.setConsumerWindowSize(0);
        }
        JmsComponent jms = JmsComponent.jmsComponent(connections);
        jms.getConfiguration().setTransacted(true);
        jms.getConfiguration().setLazyCreateTransactionManager(false);
        jms.getConfiguration().setCacheLevelName("CACHE_CONSUMER");
        jms.getConfiguration().setConcurrentConsumers(workers);
        // each time that nothing has come, a consumer asks the broker anew; messages are not held up by it, but a stop is
        jms.getConfiguration().setReceiveTimeout(IDLE_RECEIVE.toMillis());
        return jms;
    }
}
