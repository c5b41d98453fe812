package cn.zhenglu.relay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import cn.zhenglu.licence.NeedsPerson;
import cn.zhenglu.licence.TryLater;
import cn.zhenglu.relay.Recorder.Response;
import java.time.Duration;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a status other than 200 means, whoever in front of the relay may have sent it. */
@Timeout(60) // a client that obeys Retry-After by itself would wait for years
class HttpStatusTest {

    private Recorder recorder;
    private RelayRig rig;

    @BeforeEach
    void start() throws Exception {
        recorder = new Recorder().always("/oauth2/token", Response.json("{\"access_token\":\"t\",\"expires_in\":7200}"));
        rig = RelayRig.against(recorder.port());
    }

    @AfterEach
    void stop() {
        rig.close();
        recorder.close();
    }

    private void check() {
        rig.relay().check(Samples.newLicence(Samples.id(1)));
    }

    @ParameterizedTest
    @ValueSource(ints = {408, 425, 429, 500, 502, 503, 504})
    void aPassingTroubleIsTriedLaterAndTheRequestIsNotRepeatedBehindTheThrottle(int status) {
        recorder.always("/check", Response.status(status));

        TryLater later = catchThrowableOfType(TryLater.class, this::check);

        assertThat(later).hasMessageContaining("HTTP " + status);
        assertThat(later.after()).isNull();
        assertThat(recorder.requests("/check")).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(ints = {301, 302, 307, 400, 404, 405})
    void aRelayThatDoesNotKnowTheRequestNeedsAPerson(int status) {
        recorder.always("/check", Response.status(status, "Location", "http://127.0.0.1:" + recorder.port() + "/elsewhere"));
        recorder.always("/elsewhere", Response.json("{\"ReturnCode\":\"1\"}"));

        NeedsPerson problem = catchThrowableOfType(NeedsPerson.class, this::check);

        assertThat(problem.problems().get(0).code()).isEqualTo("relay.http-" + status);
        assertThat(problem.problems().get(0).remedy()).contains("zhenglu.relay.base-url");
        assertThat(recorder.requests("/elsewhere")).isEmpty();
    }

    @Test
    void aRefusalThatComesWithStatus400IsStillARefusal() {
        recorder.always("/check", new Response(400, Map.of(), "{\"ReturnCode\":0,\"ReturnMsg\":\"统一社会信用代码不存在\"}"));

        NeedsPerson problem = catchThrowableOfType(NeedsPerson.class, this::check);

        assertThat(problem).hasMessage("校验未通过：统一社会信用代码不存在");
        assertThat(problem.problems().get(0).remedy()).contains("按营业执照核对统一社会信用代码");
    }

    @Test
    void theWaitMayBeGivenInSeconds() {
        recorder.always("/check", Response.status(429, "Retry-After", "120"));

        assertThat(catchThrowableOfType(TryLater.class, this::check).after()).isEqualTo(Duration.ofSeconds(120));
    }

    @Test
    void theWaitMayBeGivenAsADate() {
        String inTenMinutes = DateTimeFormatter.RFC_1123_DATE_TIME.format(ZonedDateTime.now(ZoneOffset.UTC).plusMinutes(10));
        recorder.always("/check", Response.status(503, "Retry-After", inTenMinutes));

        assertThat(catchThrowableOfType(TryLater.class, this::check).after())
                .isBetween(Duration.ofMinutes(9), Duration.ofMinutes(10));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "soon", "-5", "99999999999999999999", "Mon, 32 Foo 2026"})
    void aWaitThatMakesNoSenseIsNoWait(String value) {
        recorder.always("/check", Response.status(503, "Retry-After", value));

        assertThat(catchThrowableOfType(TryLater.class, this::check).after()).isNull();
    }

    @Test
    void aWaitOfYearsIsADay() {
        recorder.always("/check", Response.status(503, "Retry-After", "999999999"));

        assertThat(catchThrowableOfType(TryLater.class, this::check).after()).isEqualTo(Duration.ofDays(1));
    }

    @Test
    void anEndlessReplyIsNotRead() {
        recorder.always("/check", Response.json(" ".repeat(2 << 20)));

        assertThat(catchThrowableOfType(TryLater.class, this::check)).hasMessageContaining("应答过长");
    }
}
