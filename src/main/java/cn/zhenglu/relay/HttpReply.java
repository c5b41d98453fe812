package cn.zhenglu.relay;

import cn.zhenglu.licence.RelayGate;
import java.time.Duration;
import java.time.Instant;

/**
 * What came back over HTTP.
 *
 * @param pass       under which the request was sent
 * @param sentAt     when the request left
 * @param answeredAt when the reply was complete
 * @param status     HTTP status
 * @param retryAfter how long the server asked to wait, or {@code null}
 * @param body       its text, UTF-8; never {@code null}
 */
record HttpReply(RelayGate.Pass pass, Instant sentAt, Instant answeredAt, int status, Duration retryAfter, String body) {
}
