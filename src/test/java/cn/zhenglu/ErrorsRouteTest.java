package cn.zhenglu;

import static org.assertj.core.api.Assertions.assertThat;

import cn.zhenglu.deadletter.DeadLetters;
import cn.zhenglu.licence.NeedsPerson;
import cn.zhenglu.licence.Submission;
import java.io.EOFException;
import java.io.IOException;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.component.stub.StubComponent;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.PluginHelper;
import org.apache.camel.support.ResourceHelper;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.postgresql.util.PSQLException;
import org.postgresql.util.PSQLState;
import org.springframework.dao.DataAccessResourceFailureException;
import org.springframework.jdbc.CannotGetJdbcConnectionException;
import org.springframework.jms.UncategorizedJmsException;
import org.springframework.transaction.CannotCreateTransactionException;
import org.springframework.transaction.TransactionSystemException;

/**
 * Who deals with a failure, as {@code routes/errors.camel.yaml} says. Camel goes by the nearest class in the whole chain of causes: a lost
 * connection had become a dead letter because its innermost exception was nearer to {@code Exception} than its outermost to the clause
 * that was meant for it.
 */
class ErrorsRouteTest {

    private static final AtomicReference<Exception> NEXT = new AtomicReference<>();
    private static final AtomicInteger LETTERS = new AtomicInteger();
    private static final FaultTally FAULTS = new FaultTally("connection of ledger or broker lost in a step, rollback included");
    private static CamelContext camel;

    @BeforeAll
    static void start() throws Exception {
        camel = new DefaultCamelContext();
        // the ledger is away: none of its methods but this one is asked
        camel.getRegistry().bind("deadLetters", new OnlyJudges());
        camel.getRegistry().bind("ledger", new Postpones());
        camel.addComponent("jms", new StubComponent());
        PluginHelper.getRoutesLoader(camel).loadRoutes(ResourceHelper.resolveResource(camel, "file:routes/errors.camel.yaml"));
        camel.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                from("direct:work").routeConfigurationId("failures").process(exchange -> {
                    throw NEXT.get();
                });
            }
        });
        camel.start();
    }

    @AfterAll
    static void stop() {
        camel.stop();
    }

    @AfterAll
    static void connectionsLost() {
        FAULTS.measured().tell();
    }

    /** Of the ledger no more than the route file wants to see. */
    public static final class Postpones {

        public void postpone(Submission submission, Duration after, String reason) {
            throw new AssertionError(reason);
        }
    }

    /** Judges as in production; takes dead letters without a ledger. */
    public static final class OnlyJudges {

        public boolean isForAPerson(Throwable failure) {
            return DeadLetters.isForAPerson(failure);
        }

        public String describe(Submission submission, Throwable cause) {
            LETTERS.incrementAndGet();
            return "described";
        }

        public void undeliverable(String message, String queue) {
            throw new AssertionError(queue + ": " + message);
        }

        public void record(String message) {
            assertThat(message).isEqualTo("described");
        }
    }

    static Stream<Exception> whatPassesByItself() {
        PSQLException cut = new PSQLException("terminating connection", PSQLState.UNKNOWN_STATE);
        PSQLException broken = new PSQLException("An I/O error occurred", PSQLState.CONNECTION_FAILURE, new EOFException());
        return Stream.of(new DataAccessResourceFailureException("x", cut), new DataAccessResourceFailureException("x", broken),
                new TransactionSystemException("JDBC rollback failed", new SQLException()),
                new CannotCreateTransactionException("x", new CannotGetJdbcConnectionException("x", cut)),
                new UncategorizedJmsException(new IOException()));
    }

    @ParameterizedTest
    @MethodSource("whatPassesByItself")
    void whatPassesByItselfGoesBackToTheQueueAndToNoPerson(Exception failure) {
        int before = LETTERS.get();
        long began = System.nanoTime();
        Exception toTheQueue = failed(failure).getException();
        Duration gone = FaultTally.since(began);
        int letters = LETTERS.get() - before;
        assertThat(toTheQueue).isSameAs(failure);
        FAULTS.add(1, toTheQueue == null && letters == 0 ? 1 : 0, toTheQueue == null ? 0 : letters, letters, gone);
    }

    static Stream<Exception> whatDoesNot() {
        return Stream.of(new NeedsPerson("a.code", null, "a", "b"), new IllegalStateException("x", new IOException()));
    }

    @ParameterizedTest
    @MethodSource("whatDoesNot")
    void whatDoesNotPassIsForAPerson(Exception failure) {
        assertThat(failed(failure).getException()).isNull();
    }

    private static Exchange failed(Exception failure) {
        NEXT.set(failure);
        return camel.createProducerTemplate().send("direct:work", exchange -> exchange.getMessage().setBody("id"));
    }
}
