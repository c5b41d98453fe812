package cn.zhenglu.simulator;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.regex.Pattern;

/** Finds out whether an address is that of a simulator: a real licence must never be sent to one. */
public final class SimulatorProbe {

    private static final Pattern LOOPBACK = Pattern.compile("localhost|127(\\.\\d+){3}|\\[::1]");
    private static final Duration PATIENCE = Duration.ofSeconds(2);

    private SimulatorProbe() {
    }

    /** Whether a simulator answers there soon. */
    public static boolean answersAt(String address) {
        return answersAt(address, PATIENCE);
    }

    /**
     * Whether a simulator answers there. It listens on the loopback interface only, so no other address is asked.
     *
     * @param address  base URL of a relay
     * @param patience how long to wait for it
     */
    public static boolean answersAt(String address, Duration patience) {
        try {
            URI uri = URI.create(address);
            if (uri.getHost() == null || !LOOPBACK.matcher(uri.getHost()).matches()) {
                return false;
            }
            HttpRequest question = HttpRequest.newBuilder(uri.resolve("/simulator/record")).timeout(patience).build();
            HttpResponse<Void> answer = HttpClient.newBuilder().connectTimeout(patience).build()
                    .send(question, HttpResponse.BodyHandlers.discarding());
            return answer.statusCode() == 200
                    && answer.headers().firstValue("Content-Type").orElse("").startsWith("application/json");
        } catch (IllegalArgumentException e) {
            return false; // whoever calls it will say so
        } catch (IOException e) {
            return false; // nobody there, or nobody who speaks HTTP
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
