package cn.zhenglu.relay;

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

/**
 * Posts a body to the relay through the route {@code direct:relay-post}, which holds pace, time-outs and the address. Each post
 * is an exchange of its own: no header of the caller's message reaches the relay.
 */
final class RelayPost {

    static final String ROUTE = "direct:relay-post";

    /** Replies are a few KB; what is larger is not an answer. */
    private static final int MAX_REPLY = 1 << 20;

    private static final Duration LONGEST_WAIT = Duration.ofDays(1);

    private final ProducerTemplate camel;
    private final Clock clock;

    RelayPost(ProducerTemplate camel, Clock clock) {
        this.camel = camel;
        this.clock = clock;
    }

    /**
     * @param path        under the base address
     * @param query       encoded, or {@code null}
     * @param contentType of the body
     * @param body        sent as UTF-8
     * @throws TryLater when no complete reply came
     */
    HttpReply send(String path, String query, String contentType, String body) {
        Instant sentAt = clock.instant();
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
        return new HttpReply(sentAt, clock.instant(), status, retryAfter, text);
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
            return new TryLater("无法连接中转平台，请求未送达", null, e);
        }
        if (e instanceof SocketTimeoutException) {
            return new TryLater("中转平台应答超时，结果未知", null, e);
        }
        if (e instanceof IOException) {
            return new TryLater("与中转平台的连接中断，未收到应答，结果未知", null, e);
        }
        if (e instanceof DirectConsumerNotAvailableException || e instanceof RejectedExecutionException) {
            return new TryLater("报送通道已停止，请求未送达", null, e);
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
