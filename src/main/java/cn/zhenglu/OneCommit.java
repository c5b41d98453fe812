package cn.zhenglu;

import jakarta.jms.ConnectionFactory;
import org.apache.camel.Exchange;
import org.apache.camel.ExchangeExtension;
import org.apache.camel.NamedNode;
import org.apache.camel.Processor;
import org.apache.camel.Route;
import org.apache.camel.spi.Policy;
import org.springframework.jms.connection.JmsTransactionManager;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * {@code policy: {ref: oneCommit}} in a route: what the steps within send to queues is committed at their end, with one write to the
 * broker's disk instead of one a message, or not at all.
 */
@Component
class OneCommit implements Policy {

    /** No bean: {@code @Transactional} means the ledger. */
    private final TransactionTemplate transaction;

    OneCommit(ConnectionFactory connections) {
        this.transaction = new TransactionTemplate(new JmsTransactionManager(connections));
    }

    @Override
    public void beforeWrap(Route route, NamedNode definition) {
    }

    @Override
    public Processor wrap(Route route, Processor steps) {
        return exchange -> transaction.executeWithoutResult(status -> {
            run(steps, exchange);
            if (hasFailed(exchange)) {
                status.setRollbackOnly();
            }
        });
    }

    /** Also when the route's error policy has dealt with it. */
    private static boolean hasFailed(Exchange exchange) {
        ExchangeExtension state = exchange.getExchangeExtension();
        return exchange.getException() != null || state.isErrorHandlerHandledSet() && state.isErrorHandlerHandled();
    }

    private static void run(Processor steps, Exchange exchange) {
        try {
            steps.process(exchange);
        } catch (Exception e) {
            exchange.setException(e);
        }
    }
}
