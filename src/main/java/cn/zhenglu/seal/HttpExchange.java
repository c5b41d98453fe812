package cn.zhenglu.seal;

import cn.zhenglu.licence.TryLater;
import java.io.IOException;
import java.net.ConnectException;
import java.net.http.HttpClient;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.SSLException;

/** One request and its whole answer, within a time and a size, from a service that is not ours. */
final class HttpExchange {

    /** Seals hold a picture of some 100 KB; what is larger is not an answer. */
    private static final int MAX_ANSWER = 4 << 20;
    private static final Duration LONGEST_WAIT = Duration.ofHours(1);

    /** No answer came, or none that says more than that the service is ill: worth asking again at once. */
    static final class Unanswered extends TryLater {

        private static final long serialVersionUID = 1L;

        Unanswered(String reason, Throwable cause) {
            super(reason, null, cause);
        }
    }

    private final HttpClient client;
    private final Duration responseTimeout;
    private final String service;

    /**
     * @param responseTimeout for the whole answer; the JDK's own time-out ends with its header
     * @param service         what it is called in sentences
     */
    HttpExchange(HttpClient client, Duration responseTimeout, String service) {
        this.client = client;
        this.responseTimeout = responseTimeout;
        this.service = service;
    }

    /**
     * Sends a request.
     *
     * @return an answer of any status but those that mean later
     * @throws Unanswered when it may help to ask again at once
     * @throws TryLater   when the service has said that it wants to be left alone (429, or 503 with Retry-After)
     */
    HttpResponse<byte[]> send(HttpRequest request) {
        HttpResponse<byte[]> answer = answer(request);
        int status = answer.statusCode();
        Duration wait = retryAfter(answer);
        if (status == 429 || status == 503 && wait != null) {
            throw new TryLater(service + "暂不受理（HTTP " + status + "）", wait);
        }
        if (status >= 500 || status == 408 || status == 425) {
            throw new Unanswered(service + "暂不可用（HTTP " + status + "）", null);
        }
        return answer;
    }

    private HttpResponse<byte[]> answer(HttpRequest request) {
        CompletableFuture<HttpResponse<byte[]>> answer = client.sendAsync(request, header -> new LimitedBody(MAX_ANSWER));
        try {
            return answer.get(responseTimeout.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            answer.cancel(true);
            throw new Unanswered(service + "应答超时", e);
        } catch (InterruptedException e) {
            answer.cancel(true);
            Thread.currentThread().interrupt();
            throw new TryLater("服务正在停止，未等到" + service + "的应答", null, e);
        } catch (ExecutionException e) {
            throw unanswered(e.getCause());
        }
    }

    private RuntimeException unanswered(Throwable cause) {
        if (cause instanceof SSLException) {
            return new TryLater(service + "的 TLS 连接不可信，请核对其证书和 ssl-bundle：" + cause.getMessage(), null, cause);
        }
        if (cause instanceof ConnectException || cause instanceof HttpConnectTimeoutException) {
            return new Unanswered("无法连接" + service, cause);
        }
        if (cause instanceof LimitedBody.TooLong) {
            return new BrokenSeal(null, service + "的应答过长，不予采用", cause);
        }
        if (cause instanceof IOException) {
            return new Unanswered("与" + service + "的连接中断", cause);
        }
        return new IllegalStateException("request to " + service + " failed", cause);
    }

    /** In seconds; a date or nonsense counts as absent. */
    private static Duration retryAfter(HttpResponse<?> answer) {
        return answer.headers().firstValue("Retry-After").map(String::strip).filter(text -> text.matches("\\d{1,9}"))
                .map(seconds -> Duration.ofSeconds(Long.parseLong(seconds)))
                .map(wait -> wait.compareTo(LONGEST_WAIT) > 0 ? LONGEST_WAIT : wait).orElse(null);
    }
}
