package cn.zhenglu.licence;

import java.time.Duration;
import java.time.Instant;

/**
 * Lets calls through to the relay at the pace it allows, all threads of all servers together. Whoever calls asks first and tells
 * afterwards how it went: so the gate knows when the relay is overloaded, and when it is down.
 */
public interface RelayGate {

    /** For a client that is alone and calls once, such as a check of the installation: lets everybody pass. */
    RelayGate OPEN = new RelayGate() {

        @Override
        public Pass enter() {
            return new Pass(Instant.EPOCH, false);
        }

        @Override
        public void answered(Pass pass) {
        }

        @Override
        public void unanswered(Pass pass, String reason) {
        }

        @Override
        public void throttled(Pass pass, Duration after, String reason) {
        }
    };

    /**
     * The leave to make one call now.
     *
     * @param at    when it was given, by the gate's clock
     * @param probe whether the call is to find out if a relay that was down is back
     */
    record Pass(Instant at, boolean probe) {
    }

    /**
     * Waits for a moment at which a call may be made: seconds at most.
     *
     * @throws TryLater when no call may be made for a while, saying why and how long
     */
    Pass enter();

    /** As {@link #enter}, but everybody else passes first: for what may take its time. */
    default Pass enterLast() {
        return enter();
    }

    /** The relay has answered as it should, be it with a refusal. */
    void answered(Pass pass);

    /**
     * No usable answer came.
     *
     * @param reason in Chinese
     */
    void unanswered(Pass pass, String reason);

    /**
     * The relay wants to be called less often.
     *
     * @param after  how long it wants to be left alone, or {@code null} when it did not say
     * @param reason in Chinese
     */
    void throttled(Pass pass, Duration after, String reason);
}
