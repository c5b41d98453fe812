package cn.zhenglu.licence;

import java.time.Instant;

/**
 * Evidence of one relay call.
 *
 * @param call       which call
 * @param sentAt     when the request left
 * @param answeredAt when the reply was complete
 * @param status     HTTP status, 0 when there was none
 * @param request    what was sent before enveloping; secrets and identity numbers masked
 * @param reply      what came back; secrets masked
 * @param warning    the platform's warning (ReturnCode 2), or {@code null}
 */
public record Receipt(RelayCall call, Instant sentAt, Instant answeredAt, int status, String request, String reply, String warning) {
}
