package cn.zhenglu.relay;

import cn.zhenglu.licence.RelayCall;
import cn.zhenglu.licence.Submission;
import cn.zhenglu.licence.TryLater;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.BiFunction;

/**
 * Gathers submissions of the same call, certificate type and region that come within a short while, so that they go in one request. The thread that
 * comes first waits and asks for all. What was asked before without a clear answer goes alone: then a reply that names no record
 * can only be about this one.
 *
 * @param <T> what the exchange brings for each submission
 */
final class Batches<T> {

    private final int size;
    private final Duration window;
    private final BiFunction<RelayCall, List<Submission>, List<T>> exchange;
    private final Map<Kind, Batch<T>> open = new HashMap<>();

    /**
     * @param size     most submissions in one request; with 1 nobody waits
     * @param window   how long the first one waits for others
     * @param exchange answers for each submission, in their order
     */
    Batches(int size, Duration window, BiFunction<RelayCall, List<Submission>, List<T>> exchange) {
        this.size = size;
        this.window = window;
        this.exchange = exchange;
    }

    private record Kind(RelayCall call, String type, String citynum) {
    }

    private record Batch<T>(List<Submission> submissions, List<CompletableFuture<T>> answers, CountDownLatch full) {
    }

    /** The answer for this submission; throws what the exchange throws. */
    T ask(RelayCall call, String citynum, Submission submission) {
        if (size == 1 || submission.begunBefore(call)) {
            return exchange.apply(call, List.of(submission)).get(0);
        }
        Kind kind = new Kind(call, submission.record().type().id(), citynum);
        CompletableFuture<T> answer = new CompletableFuture<>();
        Batch<T> led = join(kind, submission, answer);
        if (led != null) {
            lead(kind, led);
        }
        try {
            return answer.join();
        } catch (CompletionException e) {
            throw e.getCause() instanceof RuntimeException cause ? cause : e;
        }
    }

    /** The new batch when it is this thread that has to send it, or {@code null}. */
    private synchronized Batch<T> join(Kind kind, Submission submission, CompletableFuture<T> answer) {
        Batch<T> batch = open.get(kind);
        boolean first = batch == null;
        if (first) {
            batch = new Batch<>(new ArrayList<>(), new ArrayList<>(), new CountDownLatch(1));
            open.put(kind, batch);
        }
        batch.submissions.add(submission);
        batch.answers.add(answer);
        if (batch.submissions.size() == size) {
            open.remove(kind);
            batch.full.countDown();
        }
        return first ? batch : null;
    }

    private synchronized void close(Kind kind, Batch<T> batch) {
        open.remove(kind, batch);
    }

    private void lead(Kind kind, Batch<T> batch) {
        boolean interrupted = false;
        try {
            batch.full.await(window.toNanos(), TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) {
            interrupted = true;
        }
        close(kind, batch);
        if (interrupted) {
            Thread.currentThread().interrupt();
            TryLater stopping = new TryLater("服务正在停止，请求未送达", Duration.ZERO);
            batch.answers.forEach(answer -> answer.completeExceptionally(stopping));
            return;
        }
        try {
            List<T> answers = exchange.apply(kind.call, List.copyOf(batch.submissions));
            for (int i = 0; i < answers.size(); i++) {
                batch.answers.get(i).complete(answers.get(i));
            }
        } catch (RuntimeException | Error e) {
            batch.answers.forEach(answer -> answer.completeExceptionally(e));
        }
    }
}
