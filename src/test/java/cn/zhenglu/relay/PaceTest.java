package cn.zhenglu.relay;

import static org.assertj.core.api.Assertions.assertThat;

import cn.zhenglu.relay.Recorder.Response;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

class PaceTest {

    private static final int LIMIT = 10;

    @Test
    void noSecondSeesMoreCallsThanTheLimitWhateverTheNumberOfThreads() throws Exception {
        ConcurrentLinkedQueue<Long> arrivals = new ConcurrentLinkedQueue<>();
        try (Recorder recorder = new Recorder()) {
            recorder.always("/oauth2/token", Response.json("{\"access_token\":\"t\",\"expires_in\":7200}"));
            recorder.always("/check", request -> {
                arrivals.add(System.nanoTime());
                return Response.json("{\"ReturnCode\":\"1\"}");
            });
            RelaySettings plain = RelayRig.settings(recorder.port(), Vectors.privateKey(), null, Duration.ofSeconds(10));
            RelaySettings slow = new RelaySettings(plain.baseUrl(), plain.paths(), plain.clientId(), plain.clientSecret(), plain.envelope(),
                    null, plain.privateKey(), null, LIMIT, 1, plain.connectTimeout(), plain.responseTimeout());
            ExecutorService threads = Executors.newFixedThreadPool(4);
            try (RelayRig rig = new RelayRig(slow, RelayRig.REFUSALS)) {
                List<Future<?>> calls = new ArrayList<>();
                for (int i = 0; i < 3 * LIMIT; i++) {
                    int number = i;
                    calls.add(threads.submit(() -> rig.relay().check(Samples.newLicence(Samples.id(number)))));
                }
                for (Future<?> call : calls) {
                    call.get();
                }
            } finally {
                threads.shutdownNow();
            }
        }
        // the window slides; arrivals jitter by what the machine's scheduler takes, so a tenth is allowed
        List<Long> times = arrivals.stream().sorted().toList();
        for (int i = LIMIT; i < times.size(); i++) {
            assertThat(times.get(i) - times.get(i - LIMIT)).isGreaterThan(900_000_000L);
        }
    }
}
