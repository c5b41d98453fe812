package cn.zhenglu.simulator;

import java.security.SecureRandom;
import java.time.Duration;
import java.util.Base64;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** The access tokens given out; kept in memory only, as a relay that restarts forgets them. */
final class Tokens {

    private final Duration lifetime;
    private final Map<String, Long> ends = new ConcurrentHashMap<>();
    private final SecureRandom random = new SecureRandom();

    Tokens(Duration lifetime) {
        this.lifetime = lifetime;
    }

    /** A new token. It holds characters that a careless client encodes twice or not at all. */
    String issue() {
        byte[] bytes = new byte[24];
        random.nextBytes(bytes);
        String token = Base64.getEncoder().encodeToString(bytes) + "+/=%";
        ends.put(token, System.nanoTime() + lifetime.toNanos());
        return token;
    }

    boolean isGood(String token) {
        Long end = token == null ? null : ends.get(token);
        return end != null && System.nanoTime() - end < 0;
    }

    void forget() {
        ends.clear();
    }
}
