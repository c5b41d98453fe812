package cn.zhenglu.relay;

import static org.assertj.core.api.Assertions.assertThat;

import cn.zhenglu.licence.NeedsPerson;
import cn.zhenglu.licence.RelayCall;
import com.code_intelligence.jazzer.junit.FuzzTest;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.MethodSource;

/** Whatever the relay answers is a reply or none; a code is opened or is for a person. */
class ReplyFuzzTest {

    private static final String ID = Samples.id(1);
    private static final RelaySettings SETTINGS = settings();
    private static final Envelope SM4 = Envelope.of(SETTINGS);
    private static final CodeOpener OPENER = CodeOpener.of(SETTINGS);
    private static final Refusals REFUSALS = new Refusals(RelayRig.REFUSALS);

    @MethodSource("replies")
    @FuzzTest(maxDuration = "2m")
    void everyAnswerIsAReplyOrNone(byte[] data) {
        Reply.read(new String(data, StandardCharsets.UTF_8), SM4).ifPresent(reply -> {
            for (boolean alone : new boolean[] {true, false}) {
                Reply.Verdict verdict = reply.about(Set.of(ID), alone);
                if (verdict.refusal() != null) {
                    REFUSALS.meaning(RelayCall.CODE, Masking.mask(verdict.refusal(), Samples.IDENTITY_NUMBER));
                }
                open(verdict.success().path("encryCertid").asString(""), verdict.success().path("encryKey").asString(""));
            }
        });
    }

    private static void open(String encryCertid, String encryKey) {
        try {
            assertThat(OPENER.open(encryCertid, encryKey)).isNotBlank().doesNotContain("\0");
        } catch (NeedsPerson unreadable) {
            assertThat(unreadable.problems()).extracting(problem -> problem.code()).containsExactly("relay.code-unreadable");
        }
    }

    static Stream<byte[]> replies() throws IOException {
        String success = "{\"eCertID\":\"%s\",\"encryCertid\":\"%s\",\"encryKey\":\"%s\"}"
                .formatted(ID, Vectors.text("encryCertid.hex"), Vectors.text("encryKey.base64"));
        return Stream.of(
                "{\"ReturnCode\":\"1\",\"ReturnMsg\":\"\",\"ReturnData\":{\"SuccessData\":[" + success + "]}}",
                "{\"ReturnCode\":0,\"ReturnMsg\":\"操作太快\",\"ReturnData\":{\"ErrorData\":{\"ErrorGuid\":\"" + ID + "\",\"ErrorMsg\":\"x\"}}}",
                "{\"status\":{\"code\":\"1\"},\"custom\":\"{\\\"ReturnCode\\\":2,\\\"ReturnData\\\":{\\\"WarnData\\\":[{\\\"WarnMsg\\\":\\\"w\\\"}]}}\"}",
                "{\"status\":{\"code\":\"0\",\"text\":\"令牌无效\"}}",
                "{\"data\":\"" + Vectors.text("sm4.base64") + "\"}",
                "<html></html>").map(text -> text.getBytes(StandardCharsets.UTF_8));
    }

    private static RelaySettings settings() {
        try {
            return RelayRig.settings(1, Vectors.privateKey(), RelayRig.SM4_KEY, Duration.ofSeconds(1));
        } catch (IOException e) {
            throw new ExceptionInInitializerError(e);
        }
    }
}
