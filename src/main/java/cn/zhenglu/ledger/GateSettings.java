package cn.zhenglu.ledger;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How the relay's gate reacts.
 *
 * @param pause         the first pause after the relay said that it is called too often; doubles with each one in a row
 * @param longestPause  the pause never grows beyond this, unless the relay itself asks for more
 * @param failures      after so many calls in a row without a usable answer the relay counts as down
 * @param probeInterval while it is down, how often one call finds out whether it is back
 * @param rampUp        after a pause or an outage, how long the pace takes to grow back to its full rate
 */
@ConfigurationProperties("zhenglu.relay.gate")
record GateSettings(
        @DefaultValue("10s") Duration pause,
        @DefaultValue("1h") Duration longestPause,
        @DefaultValue("5") int failures,
        @DefaultValue("15s") Duration probeInterval,
        @DefaultValue("30s") Duration rampUp) {

    /** The {@code number}-th pause in a row, from 1. */
    Duration pause(int number) {
        Duration grown = pause.multipliedBy(1L << Math.min(Math.max(number, 1) - 1, 20));
        return grown.compareTo(longestPause) > 0 ? longestPause : grown;
    }
}
