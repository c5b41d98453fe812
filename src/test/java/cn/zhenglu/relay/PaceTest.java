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
    private static final long MILLISECOND = 1_000_000; // what the throttle's clock may round

    @Test
    void noSecondSeesMoreCallsThanTheLimitWhateverTheNumberOfThreads() throws Exception {
        ConcurrentLinkedQueue<Long> arrivals = new ConcurrentLinkedQueue<>();
        long start;
        try (Recorder recorder = new Recorder()) {
            recorder.always("/oauth2/token", request -> {
                arrivals.add(System.nanoTime());
                return Response.json("{\"access_token\":\"t\",\"expires_in\":7200}");
            });
            recorder.always("/check", request -> {
                arrivals.add(System.nanoTime());
                return Response.json("{\"ReturnCode\":\"1\"}");
            });
            RelaySettings plain = RelayRig.settings(recorder.port(), Vectors.privateKey(), null, Duration.ofSeconds(10));
            RelaySettings slow = new RelaySettings(plain.baseUrl(), plain.paths(), plain.clientId(), plain.clientSecret(), plain.envelope(),
                    null, plain.privateKey(), null, LIMIT, 1, plain.connectTimeout(), plain.responseTimeout());
            ExecutorService threads = Executors.newFixedThreadPool(4);
            try (RelayRig rig = new RelayRig(slow, RelayRig.REFUSALS)) {
                start = System.nanoTime();
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
        // however late the machine lets a call arrive, none may arrive before its second has come
        List<Long> times = arrivals.stream().sorted().toList();
        assertThat(times).hasSize(3 * LIMIT + 1);
        for (int i = 0; i < times.size(); i++) {
            assertThat(times.get(i) - start).isGreaterThanOrEqualTo(i / LIMIT * 1_000_000_000L - MILLISECOND);
        }
    }
}
