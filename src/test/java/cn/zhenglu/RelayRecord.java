package cn.zhenglu;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What the simulator, asked over HTTP, says it has accepted. */
record RelayRecord(JsonNode json) {

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

    /** Each submission was accepted once: one code, one collection, one update. */
    void hasNothingTwice() {
        for (String kind : new String[] {"codes", "collections", "updates"}) {
            json.get(kind).get("byECertID").properties().forEach(
                    submission -> assertThat(submission.getValue().intValue()).as(kind + " of " + submission.getKey()).isEqualTo(1));
        }
    }
}
