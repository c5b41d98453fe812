package cn.zhenglu.seal;

import java.time.Duration;
import java.time.Instant;

/**
 * How a configured seal stands.
 *
 * @param name    under {@code zhenglu.seals}
 * @param kind    {@code file}, {@code http} or {@code pkcs11}; {@code null} when it is not configured
 * @param seal    what may be shown, or {@code null} when it could not be opened
 * @param trouble why it cannot be used now, in Chinese, with what to do; {@code null} when it can
 * @param passing whether the trouble ends by itself: not yet valid, a service that does not answer
 * @param at      when this was seen
 */
public record SealStanding(String name, String kind, Seal seal, String trouble, boolean passing, Instant at) {

    /** As long as a new seal may take to be made. */
    private static final Duration SOON = Duration.ofDays(60);

    /** Whether it can be used. */
    public boolean usable() {
        return trouble == null;
    }

    /** Whole days until it ends, negative afterwards; {@code null} when unknown. */
    public Long daysLeft() {
        return seal == null ? null : Duration.between(at, seal.validUntil()).toDays();
    }

    /** Whether it is time to ask for a new one. */
    public boolean endsSoon() {
        return seal != null && Duration.between(at, seal.validUntil()).compareTo(SOON) < 0;
    }
}
