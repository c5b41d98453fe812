package cn.zhenglu.alert;

import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Clock;
import java.util.Base64;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** A group robot of 钉钉, with the signature (加签) it may ask for. */
final class DingtalkChannel implements Channel {

    private static final String HMAC = "HmacSHA256";

    private final URI address;
    private final String secret;
    private final Robot robot;
    private final Clock clock;

    /** @param secret empty when the robot does not ask for a signature */
    DingtalkChannel(URI address, String secret, Robot robot, Clock clock) {
        this.address = address;
        this.secret = secret;
        this.robot = robot;
        this.clock = clock;
    }

    @Override
    public String name() {
        return "dingtalk";
    }

    @Override
    public void send(Notice notice) {
        robot.post(secret.isEmpty() ? address : signed(clock.millis()), notice.text());
    }

    /** The address of a request at this time, milliseconds; it is taken for an hour. */
    private URI signed(long time) {
        return URI.create(address + (address.getRawQuery() == null ? "?" : "&") + "timestamp=" + time + "&sign="
                + URLEncoder.encode(signature(time, secret), StandardCharsets.UTF_8));
    }

    /** Base64 of HMAC-SHA256 over {@code time\nsecret} under the secret. */
    static String signature(long time, String secret) {
        try {
            Mac mac = Mac.getInstance(HMAC);
            mac.init(new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), HMAC));
            return Base64.getEncoder().encodeToString(mac.doFinal((time + "\n" + secret).getBytes(StandardCharsets.UTF_8)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }
}
