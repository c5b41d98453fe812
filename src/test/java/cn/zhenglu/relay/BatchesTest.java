package cn.zhenglu.relay;

import static org.assertj.core.api.Assertions.assertThat;

import cn.zhenglu.licence.NeedsPerson;
import cn.zhenglu.licence.RelayCall;
import cn.zhenglu.licence.Submission;
import cn.zhenglu.licence.TryLater;
import cn.zhenglu.relay.Recorder.Response;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Function;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Several records in one call: each gets its own answer, and what happens to one happens to no other. */
class BatchesTest {

    private static final int SIZE = 3;

    private Recorder relay;
    private RelayRig rig;

    @BeforeEach
    void start() throws Exception {
        relay = new Recorder();
        relay.always("/oauth2/token", Response.json("{\"access_token\":\"tok-of-this-test\",\"expires_in\":7200}"));
        RelaySettings one = RelayRig.settings(relay.port(), Vectors.privateKey(), null, Duration.ofSeconds(10));
        rig = new RelayRig(new RelaySettings(one.baseUrl(), one.paths(), one.clientId(), one.clientSecret(), one.envelope(), null,
                one.privateKey(), null, one.callsPerSecond(), SIZE, one.connectTimeout(), one.responseTimeout(), ""), RelayRig.REFUSALS);
    }

    @AfterEach
    void stop() throws Exception {
        rig.close();
        relay.close();
    }

    private static String id(int number) {
        return Samples.id(number);
    }

    /** Asks for all of them at once; the answers, or what was thrown instead, in their order. */
    private List<Object> atOnce(Function<Submission, Object> call, List<Submission> submissions) throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(submissions.size());
        try {
            List<Callable<Object>> asking = new ArrayList<>();
            submissions.forEach(submission -> asking.add(() -> {
                try {
                    return call.apply(submission);
                } catch (TryLater | NeedsPerson said) {
                    return said;
                }
            }));
            List<Object> answers = new ArrayList<>();
            for (Future<Object> answer : threads.invokeAll(asking)) {
                answers.add(answer.get());
            }
            return answers;
        } finally {
            threads.shutdownNow();
        }
    }

    private List<Object> checked(Submission... submissions) throws Exception {
        return atOnce(submission -> rig.relay().check(submission).receipt().request(), List.of(submissions));
    }

    private int records(String path) {
        return relay.requests(path).stream().mapToInt(request -> accepted(request.body()).size()).sum();
    }

    private static JsonNode accepted(String body) {
        return new JsonMapper().readTree(body).path("AcceptData");
    }

    @Test
    void recordsThatComeTogetherGoInOneCall() throws Exception {
        relay.always("/check", Response.json("{\"ReturnCode\":\"1\"}"));

        List<Object> answers = checked(Samples.newLicence(id(1)), Samples.newLicence(id(2)), Samples.newLicence(id(3)));

        assertThat(relay.requests("/check")).hasSize(1);
        assertThat(records("/check")).isEqualTo(SIZE);
        for (int i = 0; i < SIZE; i++) {
            assertThat((String) answers.get(i)).as("its own record only").contains(id(i + 1))
                    .satisfies(request -> assertThat(accepted(request).size()).isEqualTo(1));
        }
    }

    @Test
    void aFourthGoesInTheNextCall() throws Exception {
        relay.always("/check", Response.json("{\"ReturnCode\":\"1\"}"));

        checked(Samples.newLicence(id(1)), Samples.newLicence(id(2)), Samples.newLicence(id(3)), Samples.newLicence(id(4)));

        assertThat(relay.requests("/check")).hasSize(2);
        assertThat(records("/check")).isEqualTo(4);
    }

    @Test
    void oneBadRecordDoesNotFailItsNeighbours() throws Exception {
        relay.always("/check", Response.json("{\"ReturnCode\":\"0\",\"ReturnMsg\":\"操作失败\",\"ReturnData\":{\"SuccessData\":[{\"eCertID\":\"" + id(1)
                + "\"},{\"eCertID\":\"" + id(3).toUpperCase(Locale.ROOT) + "\"}],\"ErrorData\":[{\"ErrorGuid\":\"" + id(2)
                + "\",\"ErrorMsg\":\"统一社会信用代码不正确\"}]}}"));

        List<Object> answers = checked(Samples.newLicence(id(1)), Samples.newLicence(id(2)), Samples.newLicence(id(3)));

        assertThat(answers.get(0)).isInstanceOf(String.class);
        assertThat(answers.get(1)).isInstanceOfSatisfying(NeedsPerson.class, said -> assertThat(said).hasMessageContaining("信用代码不正确"));
        assertThat(answers.get(2)).isInstanceOf(String.class);
    }

    @Test
    void aRecordOfWhichTheReplySaysNothingIsAskedAgainAlone() throws Exception {
        relay.always("/check", Response.json("{\"ReturnCode\":\"1\",\"ReturnData\":{\"SuccessData\":[{\"eCertID\":\"" + id(1) + "\"},{\"eCertID\":\""
                + id(3) + "\"}]}}"));
        List<Object> answers = checked(Samples.newLicence(id(1)), Samples.newLicence(id(2)), Samples.newLicence(id(3)));
        assertThat(answers.get(1)).isInstanceOfSatisfying(TryLater.class, said -> assertThat(said).hasMessageContaining("没有本业务的结果"));
        relay.always("/check", Response.json("{\"ReturnCode\":\"1\"}"));
        int before = relay.requests("/check").size();

        checked(Samples.again(Samples.newLicence(id(2)), RelayCall.CHECK), Samples.newLicence(id(4)));

        assertThat(relay.requests("/check")).as("each alone").hasSize(before + 2);
    }

    @Test
    void aLostReplyIsLostForEachOfThem() throws Exception {
        relay.always("/check", Response.status(502));

        assertThat(checked(Samples.newLicence(id(1)), Samples.newLicence(id(2)))).hasSize(2).allSatisfy(
                answer -> assertThat(answer).isInstanceOfSatisfying(TryLater.class, said -> assertThat(said).hasMessageContaining("结果未知")));
    }
}
