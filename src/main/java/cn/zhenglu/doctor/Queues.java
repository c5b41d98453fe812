package cn.zhenglu.doctor;

import jakarta.jms.Connection;
import jakarta.jms.JMSException;
import jakarta.jms.Session;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.activemq.artemis.api.core.ActiveMQException;
import org.apache.activemq.artemis.api.core.ICoreMessage;
import org.apache.activemq.artemis.api.core.Message;
import org.apache.activemq.artemis.api.core.SimpleString;
import org.apache.activemq.artemis.api.core.client.ClientConsumer;
import org.apache.activemq.artemis.api.core.client.ClientMessage;
import org.apache.activemq.artemis.api.core.client.ClientSession;
import org.apache.activemq.artemis.jms.client.ActiveMQConnectionFactory;
import org.apache.activemq.artemis.jms.client.ActiveMQSession;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.MissingNode;

/** The queues of an Artemis, asked without changing anything: none is made, no message taken. */
final class Queues {

    /** As the routes name them. */
    static final List<String> ALL = List.of("zhenglu.issue", "zhenglu.upload", "zhenglu.state", "zhenglu.dead-letter",
            "DLA.zhenglu.issue", "DLA.zhenglu.upload", "DLA.zhenglu.state");

    private static final String FAILURES = "zhenglu.dead-letter";
    private static final long PATIENCE_MILLIS = 10_000;
    private static final int MOST = 100_000;

    private final String url;
    private final String user;
    private final String password;

    /** @param url as of {@code spring.artemis.broker-url} */
    Queues(String url, String user, String password) {
        this.url = url;
        this.user = user;
        this.password = password;
    }

    private interface Question<T> {

        T ask(ClientSession session) throws ActiveMQException;
    }

    private <T> T ask(Question<T> question) throws JMSException, ActiveMQException {
        try (ActiveMQConnectionFactory broker = new ActiveMQConnectionFactory(url)) {
            broker.setCallTimeout(PATIENCE_MILLIS);
            broker.setInitialConnectAttempts(1);
            broker.setReconnectAttempts(0);
            try (Connection connection = broker.createConnection(user, password);
                    Session session = connection.createSession()) {
                return question.ask(((ActiveMQSession) session).getCoreSession());
            }
        }
    }

    /** Those of {@link #ALL} that it has. */
    List<String> there() throws JMSException, ActiveMQException {
        return ask(Queues::there);
    }

    private static List<String> there(ClientSession session) throws ActiveMQException {
        List<String> there = new ArrayList<>();
        for (String queue : ALL) {
            if (session.queueQuery(SimpleString.of(queue)).isExists()) {
                there.add(queue);
            }
        }
        return there;
    }

    /** What the messages in each queue name as their submission; empty for one that is none of ours. */
    Map<String, List<Optional<String>>> named() throws JMSException, ActiveMQException {
        return ask(session -> {
            Map<String, List<Optional<String>>> named = new LinkedHashMap<>();
            session.start();
            for (String queue : there(session)) {
                named.put(queue, named(session, queue));
            }
            return named;
        });
    }

    private static List<Optional<String>> named(ClientSession session, String queue) throws ActiveMQException {
        List<Optional<String>> named = new ArrayList<>();
        try (ClientConsumer browser = session.createConsumer(SimpleString.of(queue), null, true)) {
            for (ClientMessage message = browser.receiveImmediate(); message != null && named.size() < MOST;
                    message = browser.receiveImmediate()) {
                note(queue, message, named);
            }
        }
        return named;
    }

    /** Adds what a message of a queue names as its submission; nothing for a failure that concerns none. */
    static void note(String queue, ICoreMessage message, List<Optional<String>> named) {
        Optional<String> text = message.getType() == Message.TEXT_TYPE && !message.isLargeMessage()
                ? Optional.ofNullable(message.getReadOnlyBodyBuffer().readNullableSimpleString()).map(SimpleString::toString)
                : Optional.empty();
        if (!queue.equals(FAILURES)) {
            named.add(text);
            return;
        }
        JsonNode failure = text.map(Queues::json).orElse(MissingNode.getInstance());
        Optional<String> submission = Optional.ofNullable(failure.path("submission").stringValue(null));
        if (submission.isPresent() || !failure.has("problems")) { // others concern none, as a file that cannot be read
            named.add(submission);
        }
    }

    private static JsonNode json(String text) {
        try {
            return JsonMapper.shared().readTree(text);
        } catch (JacksonException e) {
            return MissingNode.getInstance(); // none of ours
        }
    }
}
