package cn.zhenglu.simulator;

import java.nio.file.Path;
import java.security.PublicKey;
import java.time.Duration;

/**
 * How the stand-in is set up.
 *
 * @param port          loopback port, 0 for any that is free
 * @param clientId      {@code client_id} it gives tokens to
 * @param clientSecret  its {@code client_secret}
 * @param province      {@code provinceNum} it accepts, GB/T 2260
 * @param sm4Key        16 characters, opens enveloped bodies; {@code null} when it takes bare JSON only
 * @param publicKey     RSA key that code replies are encrypted under; {@code null} to make a pair at start
 * @param journal       file that remembers every accepted act over restarts
 * @param replies       how replies are wrapped
 * @param tokenLifetime how long a token is good for
 * @param strict        whether a repeated code call is refused without the code, instead of answered with it and a warning
 * @param behaviour     how it misbehaves at first; may be changed over HTTP
 */
public record SimulatorSettings(
        int port,
        String clientId,
        String clientSecret,
        String province,
        String sm4Key,
        PublicKey publicKey,
        Path journal,
        ReplyStyle replies,
        Duration tokenLifetime,
        boolean strict,
        Behaviour behaviour) {

    /** The wrappings of a reply that relays have been seen, or may be expected, to use. */
    public enum ReplyStyle {
        /** The platform's reply as it is. */
        BARE,
        /** {@code {"custom":{…}}}. */
        CUSTOM,
        /** {@code {"custom":"…"}}, the reply as a string. */
        CUSTOM_TEXT,
        /** {@code {"data":"…"}}, encrypted under the SM4 key. */
        SEALED
    }

    /** Without secrets. */
    @Override
    public String toString() {
        return "SimulatorSettings[port " + port + ", " + replies + ", " + journal + "]";
    }
}
