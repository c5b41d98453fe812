package cn.zhenglu.relay;

import cn.zhenglu.licence.TryLater;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/**
 * The access token of the relay (OAuth 2 client credentials), one for all threads: fetched when first needed, renewed before it
 * ends, and once when a call was refused for it.
 */
final class AccessToken {

    private static final Duration MARGIN = Duration.ofMinutes(5);
    private static final Duration DEFAULT_LIFETIME = Duration.ofMinutes(30);

    private final RelaySettings settings;
    private final RelayPost post;
    private final Clock clock;

    private String token;
    private Instant renewAt = Instant.MIN;

    AccessToken(RelaySettings settings, RelayPost post, Clock clock) {
        this.settings = settings;
        this.post = post;
        this.clock = clock;
    }

    /** @throws TryLater when the relay gives none */
    synchronized String current() {
        if (token == null || !clock.instant().isBefore(renewAt)) {
            fetch();
        }
        return token;
    }

    /** A token other than the one that was refused; of many threads that were refused the same, the first fetches it. */
    synchronized String insteadOf(String refused) {
        if (refused.equals(token)) {
            token = null;
        }
        return current();
    }

    private void fetch() {
        Instant asked = clock.instant();
        HttpReply reply = post.send(settings.paths().token(), null, "application/x-www-form-urlencoded",
                "client_id=" + encoded(settings.clientId())
                        + "&client_secret=" + encoded(settings.clientSecret())
                        + "&grant_type=client_credentials", false);
        JsonNode grant = granted(reply).orElseThrow(() -> refused(reply));
        post.answered(reply);
        Duration lifetime = lifetime(grant.path("expires_in").asString(""));
        // a short-lived token is used for three quarters of its life
        Duration margin = MARGIN.compareTo(lifetime.dividedBy(4)) < 0 ? MARGIN : lifetime.dividedBy(4);
        token = grant.path("access_token").asString();
        renewAt = asked.plus(lifetime).minus(margin);
    }

    /** {@code {"status":…,"custom":{"access_token",…}}}, or the bare reply of RFC 6749. */
    private static Optional<JsonNode> granted(HttpReply reply) {
        if (reply.status() / 100 != 2) {
            return Optional.empty();
        }
        return Json.read(reply.body())
                .map(node -> node.has("custom") ? Json.unfold(node.path("custom")) : node)
                .filter(node -> !node.path("access_token").asString("").isBlank());
    }

    /** Nothing is wrong with the submission, so it waits until the credentials are mended. */
    private TryLater refused(HttpReply reply) {
        if (reply.status() / 100 == 2 && Json.read(reply.body()).isEmpty()) {
            post.unreadable(reply);
        } else if (reply.status() < 500 && reply.status() != 408 && reply.status() != 429) {
            post.answered(reply);
        }
        if (reply.status() == 429 || reply.status() >= 500) {
            return new TryLater("中转平台暂不能发放访问令牌（HTTP " + reply.status() + "）", reply.retryAfter());
        }
        return new TryLater("中转平台未发放访问令牌（HTTP " + reply.status()
                + "），请核对 zhenglu.relay.client-id、client-secret 与 paths.token", reply.retryAfter());
    }

    private static Duration lifetime(String seconds) {
        boolean number = !seconds.isEmpty() && seconds.length() < 10 && seconds.chars().allMatch(Character::isDigit);
        return number ? Duration.ofSeconds(Long.parseLong(seconds)) : DEFAULT_LIFETIME;
    }

    private static String encoded(String value) {
        return URLEncoder.encode(value, StandardCharsets.UTF_8);
    }
}
