package cn.zhenglu;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What the simulator, asked over HTTP, says it has accepted. */
record RelayRecord(JsonNode json) {

    private static final List<String> KINDS = List.of("codes", "collections", "updates", "corrections");

    static RelayRecord of(int port) {
        try {
            HttpResponse<String> reply = HttpClient.newHttpClient().send(
                    HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/simulator/record")).build(),
                    HttpResponse.BodyHandlers.ofString());
            return new RelayRecord(JsonMapper.shared().readTree(reply.body()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    int total(String kind) {
        return json.get(kind).get("total").intValue();
    }

    /** How many calls were answered wrongly, late or not at all, as told to. */
    int faults() {
        return json.get("faults").properties().stream().mapToInt(fault -> fault.getValue().intValue()).sum();
    }

    /** What was accepted more than once: codes, collections, updates and corrections beyond the first of each submission. */
    int doubled() {
        return KINDS.stream().mapToInt(kind -> total(kind) - json.get(kind).get("byECertID").size()).sum();
    }

    /** Each submission was accepted once: one code, one collection, one update. */
    void hasNothingTwice() {
        for (String kind : KINDS) {
            json.get(kind).get("byECertID").properties().forEach(
                    submission -> assertThat(submission.getValue().intValue()).as(kind + " of " + submission.getKey()).isEqualTo(1));
        }
    }
}
