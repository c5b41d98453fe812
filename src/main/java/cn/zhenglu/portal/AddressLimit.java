package cn.zhenglu.portal;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.github.bucket4j.Bucket;
import io.github.bucket4j.ConsumptionProbe;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.regex.Pattern;

/**
 * How often one address may do something: so many times at once, and as many again over each minute. Addresses of one IPv6
 * network (/64) count as one, since each of its machines has as many as it likes. Each node counts for itself.
 */
final class AddressLimit {

    /** Anybody can make entries; the longest unused go first. */
    private static final int REMEMBERED = 50_000;
    private static final int NETWORK_BYTES = 8;
    private static final Pattern IPV6 = Pattern.compile("[0-9a-fA-F:][0-9a-fA-F.]*:[0-9a-fA-F:.]*");

    private final int perMinute;
    private final Cache<String, Bucket> buckets = Caffeine.newBuilder().maximumSize(REMEMBERED)
            .expireAfterAccess(Duration.ofMinutes(2)).build();

    AddressLimit(int perMinute) {
        this.perMinute = perMinute;
    }

    /**
     * Counts one attempt.
     *
     * @param address as the request bears it
     * @return 0 when it may go on, else the seconds to wait, at least 1
     */
    long secondsToWait(String address) {
        ConsumptionProbe probe = buckets.get(network(address), key -> Bucket.builder()
                .addLimit(limit -> limit.capacity(perMinute).refillGreedy(perMinute, Duration.ofMinutes(1))).build())
                .tryConsumeAndReturnRemaining(1);
        return probe.isConsumed() ? 0 : Duration.ofNanos(probe.getNanosToWaitForRefill()).toSeconds() + 1;
    }

    private static String network(String address) {
        // only what can be nothing but a literal address: a proxy may pass on what a stranger wrote, and names would be looked up
        if (!IPV6.matcher(address).matches()) {
            return address;
        }
        try {
            InetAddress parsed = InetAddress.getByName(address);
            return parsed instanceof Inet6Address
                    ? HexFormat.of().formatHex(Arrays.copyOf(parsed.getAddress(), NETWORK_BYTES)) : parsed.getHostAddress();
        } catch (UnknownHostException e) {
            return address;
        }
    }
}
