package cn.zhenglu.relay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import cn.zhenglu.licence.TryLater;
import cn.zhenglu.relay.Recorder.Response;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.LoggerFactory;

class AccessTokenTest {

    private static final int THREADS = 8;
    private static final String DONE = "{\"ReturnCode\":\"1\",\"ReturnMsg\":\"\"}";

    private Recorder recorder;
    private RelayRig rig;

    @BeforeEach
    void start() throws Exception {
        recorder = new Recorder().always("/oauth2/token", token("first", "7200")).always("/check", Response.json(DONE));
        rig = RelayRig.against(recorder.port());
    }

    @AfterEach
    void stop() {
        rig.close();
        recorder.close();
    }

    private static Response token(String token, String expiresIn) {
        return Response.json("{\"status\":{\"code\":\"1\"},\"custom\":{\"access_token\":\"" + token + "\",\"expires_in\":\"" + expiresIn + "\"}}");
    }

    @Test
    void oneTokenServesAllThreads() throws Exception {
        checkInParallel(3);

        assertThat(recorder.requests("/check")).hasSize(3 * THREADS);
        assertThat(recorder.requests("/oauth2/token")).hasSize(1);
    }

    @Test
    void aTokenThatRunsOutIsFetchedOnceForAllThreads() throws Exception {
        recorder.once("/oauth2/token", token("short", "2"));
        rig.relay().check(Samples.newLicence(Samples.id(0)));
        // three quarters of its two seconds
        Awaitility.await().pollInterval(Duration.ofMillis(100)).until(() -> {
            rig.relay().check(Samples.newLicence(Samples.id(0)));
            return recorder.requests("/oauth2/token").size() == 2;
        });

        checkInParallel(2);

        assertThat(recorder.requests("/oauth2/token")).hasSize(2);
        assertThat(recorder.requests("/check").get(recorder.requests("/check").size() - 1).target()).endsWith("access_token=first");
    }

    @ParameterizedTest
    @ValueSource(ints = {401, 403})
    void aRefusedTokenIsRenewedOnceForAllThreadsThatMetIt(int status) throws Exception {
        rig.relay().check(Samples.newLicence(Samples.id(0)));
        recorder.always("/oauth2/token", token("second", "7200"));
        recorder.always("/check", request -> request.target().endsWith("=first") ? Response.status(status) : Response.json(DONE));

        checkInParallel(1);

        assertThat(recorder.requests("/oauth2/token")).hasSize(2);
        assertThat(recorder.requests("/check").stream().filter(request -> request.target().endsWith("=second"))).hasSize(THREADS);
    }

    @Test
    void aTokenRefusedInATextIsRenewed() {
        recorder.once("/check", Response.json("{\"ReturnCode\":\"0\",\"ReturnMsg\":\"access_token无效或已过期\"}"));
        recorder.once("/check", Response.json("{\"status\":{\"code\":\"0\",\"text\":\"令牌已失效\"},\"custom\":\"\"}"));

        // the first refusal is met by a new token, which the gateway refuses too
        assertThatThrownBy(() -> rig.relay().check(Samples.newLicence(Samples.id(1)))).isInstanceOf(TryLater.class);
        assertThat(recorder.requests("/oauth2/token")).hasSize(2);
        rig.relay().check(Samples.newLicence(Samples.id(1)));
    }

    @Test
    void aTokenThatIsRefusedAgainAtOnceIsNotAskedForForEver() {
        recorder.always("/check", Response.status(401));

        assertThatThrownBy(() -> rig.relay().check(Samples.newLicence(Samples.id(1))))
                .isInstanceOf(TryLater.class).hasMessageContaining("访问令牌刚换新仍被中转平台拒绝");
        assertThat(recorder.requests("/check")).hasSize(2);
    }

    @Test
    void theBareReplyOfTheOauthStandardIsUnderstood() {
        recorder.once("/oauth2/token", Response.json("{\"access_token\":\"bare\",\"token_type\":\"bearer\",\"expires_in\":3600}"));

        rig.relay().check(Samples.newLicence(Samples.id(1)));

        assertThat(recorder.requests("/check").get(0).target()).endsWith("access_token=bare");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "<html>", "{}", "{\"status\":{\"code\":\"0\",\"text\":\"client错误\"},\"custom\":{}}", "{\"custom\":\"\"}"})
    void withoutATokenNoCallIsMadeAndNoSubmissionIsToBlame(String reply) {
        recorder.once("/oauth2/token", Response.json(reply));

        assertThatThrownBy(() -> rig.relay().check(Samples.newLicence(Samples.id(1))))
                .isInstanceOf(TryLater.class).hasMessageContaining("zhenglu.relay.client-id").hasMessageNotContaining("s3cret");
        assertThat(recorder.requests("/check")).isEmpty();
    }

    @Test
    void neitherTokenNorSecretIsLogged() {
        ListAppender<ILoggingEvent> log = new ListAppender<>();
        Logger root = (Logger) LoggerFactory.getLogger(Logger.ROOT_LOGGER_NAME);
        Level level = root.getLevel();
        root.setLevel(Level.INFO);
        Logger ours = (Logger) LoggerFactory.getLogger("cn.zhenglu");
        ours.setLevel(Level.TRACE);
        root.addAppender(log);
        log.start();
        try {
            ours.info("listening");
            meetEveryOutcome();
        } finally {
            root.detachAppender(log);
            root.setLevel(level);
            ours.setLevel(null);
        }

        assertThat(recorder.requests("/check")).allMatch(request -> request.target().endsWith("very-secret-token"));
        assertThat(log.list).extracting(ILoggingEvent::getFormattedMessage)
                .anyMatch(line -> line.equals("listening"))
                .noneMatch(line -> line.contains("very-secret-token") || line.contains("s3cret") || line.contains(Samples.IDENTITY_NUMBER));
    }

    private void meetEveryOutcome() {
        recorder.once("/oauth2/token", token("very-secret-token", "7200"));
        recorder.once("/check", Response.status(502));
        recorder.once("/check", Response.json("{\"ReturnCode\":\"0\",\"ReturnMsg\":\"very-secret-token不允许\"}"));

        assertThatThrownBy(() -> rig.relay().check(Samples.newLicence(Samples.id(1)))).hasMessageNotContaining("very-secret-token");
        assertThatThrownBy(() -> rig.relay().check(Samples.newLicence(Samples.id(1)))).hasMessageContaining("***不允许");
        recorder.close();
        assertThatThrownBy(() -> rig.relay().check(Samples.newLicence(Samples.id(1)))).hasMessageNotContaining("very-secret-token");
    }

    private void checkInParallel(int each) throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(THREADS);
        try {
            CyclicBarrier together = new CyclicBarrier(THREADS);
            List<Future<?>> results = new ArrayList<>();
            for (int thread = 0; thread < THREADS; thread++) {
                int number = thread;
                results.add(threads.submit(() -> {
                    together.await();
                    for (int i = 0; i < each; i++) {
                        rig.relay().check(Samples.newLicence(Samples.id(number)));
                    }
                    return null;
                }));
            }
            for (Future<?> result : results) {
                result.get();
            }
        } finally {
            threads.shutdownNow();
        }
    }
}
