package cn.zhenglu.relay;

import static org.assertj.core.api.Assertions.assertThat;

import cn.zhenglu.relay.Reply.Verdict;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ReplyTest {

    private static final Envelope PLAIN = new Envelope.Plain();
    private static final String MINE = "0123456789abcdef0123456789abcdef";
    private static final String MINE_AS_GUID = "01234567-89AB-CDEF-0123-456789ABCDEF";

    private static Verdict verdict(String json, boolean alone) {
        return Reply.read(json, PLAIN).orElseThrow().about(Set.of(MINE), alone);
    }

    @ParameterizedTest
    @ValueSource(strings = {
        "{\"ReturnCode\":\"1\"}", "{\"ReturnCode\":1}", "{\"ReturnCode\":\"2\",\"ReturnData\":null}", "{\"ReturnCode\":\" 1 \",\"ReturnData\":\"\"}",
        "{\"custom\":{\"ReturnCode\":\"1\"}}", "{\"custom\":\"{\\\"ReturnCode\\\":\\\"1\\\"}\"}",
        "{\"status\":{\"code\":\"1\"},\"custom\":{\"ReturnCode\":\"1\"}}", "{\"status\":{\"code\":200},\"custom\":{\"custom\":{\"ReturnCode\":1}}}",
        "{\"data\":{\"ReturnCode\":1}}", "{\"data\":\"{\\\"ReturnCode\\\":1}\"}"})
    void yesIsUnderstoodInEveryWrapping(String json) {
        assertThat(verdict(json, true).refusal()).isNull();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "<html></html>", "null", "1", "[]", "{}", "{\"ReturnCode\":\"9\"}", "{\"ReturnCode\":null}", "{\"ReturnCode\":{}}",
        "{\"ReturnCode\":\"1\"", "{\"ReturnCode\":\"1\"} trailing", "{\"custom\":{}}", "{\"custom\":\"\"}", "{\"data\":\"AAAA\"}", "{\"ReturnCode\":true}",
        "{\"custom\":{\"custom\":{\"custom\":{\"custom\":{\"custom\":{\"ReturnCode\":1}}}}}}"})
    void whatIsNoAnswerIsNotTakenForOne(String text) {
        assertThat(Reply.read(text, PLAIN)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {MINE, MINE_AS_GUID, " 01234567-89ab-cdef-0123-456789abcdef "})
    void aRecordIsFoundByItsIdInAnySpelling(String id) {
        assertThat(verdict("{\"ReturnCode\":\"0\",\"ReturnData\":{\"ErrorData\":[{\"ErrorGuid\":\"other\",\"ErrorMsg\":\"theirs\"},{\"ErrorGuid\":\""
                + id + "\",\"ErrorMsg\":\"mine\"}]}}", false).refusal()).isEqualTo("mine");
    }

    @Test
    void oneBadRecordDoesNotFailItsNeighbours() {
        String mixed = "{\"ReturnCode\":\"0\",\"ReturnMsg\":\"部分失败\",\"ReturnData\":{\"SuccessData\":[{\"eCertID\":\"" + MINE_AS_GUID
                + "\",\"encryKey\":\"k\"}],\"ErrorData\":[{\"ErrorGuid\":\"other\",\"ErrorMsg\":\"theirs\"}]}}";

        assertThat(verdict(mixed, false).refusal()).isNull();
        assertThat(verdict(mixed, false).success().path("encryKey").asString()).isEqualTo("k");
    }

    @Test
    void aRefusalOfTheWholeCallIsEveryRecords() {
        assertThat(verdict("{\"ReturnCode\":0,\"ReturnMsg\":\"操作太快\",\"ReturnData\":{\"ErrorData\":[]}}", false).refusal()).isEqualTo("操作太快");
    }

    @Test
    void anEntryWithoutANameIsOursOnlyWhenWeSentNoOther() {
        String unnamed = "{\"ReturnCode\":\"0\",\"ReturnMsg\":\"失败\",\"ReturnData\":{\"ErrorData\":[{\"ErrorGuid\":\"\",\"ErrorMsg\":\"编号重复\"}]}}";

        assertThat(verdict(unnamed, true).refusal()).isEqualTo("编号重复");
        // it may be a neighbour's: nobody knows, so that this one is asked again, alone
        assertThat(verdict(unnamed, false).refusal()).isNull();
        assertThat(verdict(unnamed, false).silent()).isTrue();
    }

    @Test
    void aRefusalMayStillCarryTheRecord() {
        Verdict verdict = verdict("{\"ReturnCode\":\"0\",\"ReturnData\":{\"SuccessData\":[{\"eCertID\":\"" + MINE
                + "\",\"encryKey\":\"k\"}],\"ErrorData\":{\"ErrorGuid\":\"" + MINE + "\",\"ErrorMsg\":\"已存在\"}}}", true);

        assertThat(verdict.refusal()).isEqualTo("已存在");
        assertThat(verdict.success().path("encryKey").asString()).isEqualTo("k");
    }

    @Test
    void aWarningIsKept() {
        Verdict verdict = verdict("{\"ReturnCode\":\"2\",\"ReturnData\":{\"WarnData\":[{\"WarnGuid\":\"" + MINE_AS_GUID
                + "\",\"WarnMsg\":\"即将过期\"}]}}", false);

        assertThat(verdict.refusal()).isNull();
        assertThat(verdict.warning()).isEqualTo("即将过期");
    }

    @Test
    void aGatewaysRefusalIsARefusal() {
        assertThat(verdict("{\"status\":{\"code\":\"0\",\"text\":\"access_token无效\"},\"custom\":\"\"}", true).refusal())
                .isEqualTo("access_token无效");
    }

    @Test
    void whatWasGivenToAnotherSubmissionIsNeverTaken() {
        String foreign = "{\"ReturnCode\":\"1\",\"ReturnData\":{\"SuccessData\":[{\"eCertID\":\"%s\",\"encryKey\":\"k\"}]}}";

        assertThat(verdict(foreign.formatted("f123456789abcdef0123456789abcdef"), true).success().isEmpty()).isTrue();
        assertThat(verdict(foreign.formatted(""), true).success().path("encryKey").asString()).isEqualTo("k");
        assertThat(verdict(foreign.formatted(""), false).success().isEmpty()).isTrue();
    }
}
