package cn.zhenglu.relay;

import cn.zhenglu.licence.RelayGate;
import cn.zhenglu.licence.TryLater;
import java.io.IOException;
import java.io.InputStream;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.concurrent.RejectedExecutionException;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.camel.ProducerTemplate;
import org.apache.camel.component.direct.DirectConsumerNotAvailableException;
import org.apache.hc.client5.http.ConnectTimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Posts a body to the relay through the route {@code direct:relay-post}, which holds time-outs and the address, at the pace that
 * the gate allows. Each post is an exchange of its own: no header of the caller's message reaches the relay.
 */
final class RelayPost {

    private static final Logger LOG = LoggerFactory.getLogger(RelayPost.class);

    static final String ROUTE = "direct:relay-post";

    /** Replies are a few KB; what is larger is not an answer. */
    private static final int MAX_REPLY = 1 << 20;

    private static final Duration LONGEST_WAIT = Duration.ofDays(1);

    private final ProducerTemplate camel;
    private final RelayGate gate;
    private final Clock clock;

    RelayPost(ProducerTemplate camel, RelayGate gate, Clock clock) {
        this.camel = camel;
        this.gate = gate;
        this.clock = clock;
    }

    /**
     * @param path        under the base address
     * @param query       encoded, or {@code null}
     * @param contentType of the body
     * @param body        sent as UTF-8
     * @param yields      whether everything else goes before it
     * @throws NotDelivered when the request did not reach the relay
     * @throws TryLater     when no complete reply came, so that nobody knows whether the work was done
     */
    HttpReply send(String path, String query, String contentType, String body, boolean yields) {
        RelayGate.Pass pass = pass(yields);
        Instant sentAt = clock.instant();
        try {
            HttpReply reply = exchange(pass, sentAt, path, query, contentType, body);
            reportStatus(reply);
            return reply;
        } catch (TryLater e) {
            report(() -> gate.unanswered(pass, e.getMessage()));
            throw e;
        }
    }

    private RelayGate.Pass pass(boolean yields) {
        try {
            return yields ? gate.enterLast() : gate.enter();
        } catch (TryLater e) {
            throw new NotDelivered(e.getMessage(), e.after(), e);
        }
    }

    private void reportStatus(HttpReply reply) {
        boolean unavailable = reply.status() >= 500 || reply.status() == 408;
        if (reply.status() == 429 || unavailable && reply.retryAfter() != null) {
            report(() -> gate.throttled(reply.pass(), reply.retryAfter(), "HTTP " + reply.status()));
        }
        if (unavailable) {
            report(() -> gate.unanswered(reply.pass(), "中转平台暂不可用（HTTP " + reply.status() + "）"));
        }
    }

    /** A gate that cannot be told must not hide the answer: the caller would ask again for what is done. */
    private static void report(Runnable report) {
        try {
            report.run();
        } catch (RuntimeException e) {
            LOG.error("中转平台的应答情况未能记入台账，限速与熔断暂不反映本次调用", e);
        }
    }

    /** What came back is an answer, whatever it says. */
    void answered(HttpReply reply) {
        report(() -> gate.answered(reply.pass()));
    }

    /** What came back with a good status is no answer: a page of HTML, half of a text, nothing. */
    void unreadable(HttpReply reply) {
        report(() -> gate.unanswered(reply.pass(), "中转平台应答不完整或无法识别"));
    }

    /** The answer was that we call too often. */
    void tooOften(HttpReply reply, Duration after, String text) {
        report(() -> gate.throttled(reply.pass(), after, text));
    }

    /** The time now, as receipts bear it. */
    Instant now() {
        return clock.instant();
    }

    private HttpReply exchange(RelayGate.Pass pass, Instant sentAt, String path, String query, String contentType, String body) {
        Exchange exchange = camel.request(ROUTE, request -> {
            Message message = request.getMessage();
            message.setHeader(Exchange.HTTP_PATH, path);
            message.setHeader(Exchange.HTTP_QUERY, query);
            message.setHeader(Exchange.CONTENT_TYPE, contentType);
            message.setBody(body.getBytes(StandardCharsets.UTF_8));
        });
        if (exchange.getException() != null) {
            throw unanswered(exchange.getException());
        }
        Message reply = exchange.getMessage();
        int status = reply.getHeader(Exchange.HTTP_RESPONSE_CODE, 0, Integer.class);
        String text = text(reply);
        Duration retryAfter = retryAfter(reply.getHeader("Retry-After", String.class));
        return new HttpReply(pass, sentAt, clock.instant(), status, retryAfter, text);
    }

    private static String text(Message reply) {
        try (InputStream in = reply.getBody(InputStream.class)) {
            if (in == null) {
                return "";
            }
            byte[] bytes = in.readNBytes(MAX_REPLY + 1);
            if (bytes.length > MAX_REPLY) {
                throw new TryLater("中转平台应答过长，无法采信，结果未知", null);
            }
            return new String(bytes, StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw unanswered(e);
        }
    }

    /** Whether the platform has done the work is known only when the connection never stood. */
    private static RuntimeException unanswered(Exception e) {
        if (e instanceof ConnectException || e instanceof ConnectTimeoutException || e instanceof UnknownHostException
                || e instanceof NoRouteToHostException) {
            return new NotDelivered("无法连接中转平台，请求未送达", null, e);
        }
        if (e instanceof SocketTimeoutException) {
            return new TryLater("中转平台应答超时，结果未知", null, e);
        }
        if (e instanceof IOException) {
            return new TryLater("与中转平台的连接中断，未收到应答，结果未知", null, e);
        }
        if (e instanceof DirectConsumerNotAvailableException || e instanceof RejectedExecutionException) {
            return new NotDelivered("报送通道已停止，请求未送达", null, e);
        }
        return new IllegalStateException("The route " + ROUTE + " failed", e);
    }

    /** Seconds or an HTTP date (RFC 9110, 10.2.3); nonsense counts as absent. */
    private Duration retryAfter(String header) {
        if (header == null) {
            return null;
        }
        String text = header.strip();
        try {
            Duration wait = text.chars().allMatch(Character::isDigit)
                    ? Duration.ofSeconds(Long.parseLong(text))
                    : Duration.between(clock.instant(), ZonedDateTime.parse(text, DateTimeFormatter.RFC_1123_DATE_TIME));
            if (wait.isNegative()) {
                return Duration.ZERO;
            }
            return wait.compareTo(LONGEST_WAIT) > 0 ? LONGEST_WAIT : wait;
        } catch (DateTimeException | NumberFormatException e) {
            return null;
        }
    }
}
