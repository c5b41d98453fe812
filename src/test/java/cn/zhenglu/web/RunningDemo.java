package cn.zhenglu.web;

import cn.zhenglu.ServerProcess;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/** The demo with all its samples done, as a process of its own; started once for all tests of pages. */
public final class RunningDemo implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofMinutes(6);

    private final Path folder;
    private final ServerProcess server;

    private final long started = System.nanoTime();

    private RunningDemo(Path folder, ServerProcess server) {
        this.folder = folder;
        this.server = server;
    }

    /** Waits for the samples until the time is up, which no later test gets again. */
    private RunningDemo ready() {
        Duration left = PATIENCE.minusNanos(System.nanoTime() - started);
        server.untilItSays("服务继续运行", left.compareTo(Duration.ofSeconds(1)) > 0 ? left : Duration.ofSeconds(1));
        return this;
    }

    private static RunningDemo start() {
        try {
            Path folder = Files.createTempDirectory("zhenglu-pages");
            return new RunningDemo(folder, ServerProcess.ofClasses(folder).startDemo("--zhenglu.relay.calls-per-second=200"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Its address, without a slash at the end. */
    public String url() {
        return server.url();
    }

    /** The folder it was started in. */
    public Path folder() {
        return folder;
    }

    /** The password it has printed for this user. */
    public String password(String user) {
        Matcher printed = Pattern.compile("用户 " + user + "  密码 (\\S+)").matcher(server.output());
        if (!printed.find()) {
            throw new AssertionError("no password printed for " + user);
        }
        return printed.group(1);
    }

    /** The certificate number of a sample with this serial; its year depends on the day on which the demo was started. */
    public String certNum(String serial) {
        try {
            Matcher number = Pattern.compile("（闽）JZ安许证字\\[\\d{4}]" + serial)
                    .matcher(Files.readString(folder.resolve("data/simulator/journal.jsonl")));
            if (!number.find()) {
                throw new AssertionError("no sample " + serial);
            }
            return number.group();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Puts a file into the shared folder, as a department would: under another name first. */
    public void drop(String name, String content) {
        try {
            Path inbox = folder.resolve("data/inbox");
            Path writing = Files.writeString(inbox.resolve(name + ".tmp"), content);
            Files.move(writing, inbox.resolve(name));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The preview token of a licence that the simulator has collected. */
    public String collectedToken() {
        try (Stream<String> journal = Files.lines(folder.resolve("data/simulator/journal.jsonl"))) {
            return journal.map(Pattern.compile("/p/([A-Za-z0-9_-]{32})")::matcher).filter(Matcher::find).map(m -> m.group(1))
                    .filter(token -> get("/p/" + token).body().contains("id=\"download\"")).findFirst()
                    .orElseThrow(() -> new AssertionError("no preview address in the simulator's journal"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Fetches without cookies, follows no redirect. */
    public HttpResponse<String> get(String path) {
        return send(HttpRequest.newBuilder(URI.create(url() + path)).header("Accept", "text/html,*/*;q=0.8"));
    }

    /** Sends without cookies, follows no redirect. */
    public HttpResponse<String> send(HttpRequest.Builder request) {
        return send(request, HttpResponse.BodyHandlers.ofString());
    }

    /** Sends without cookies, follows no redirect. */
    public <T> HttpResponse<T> send(HttpRequest.Builder request, HttpResponse.BodyHandler<T> body) {
        try {
            return HttpClient.newHttpClient().send(request.build(), body);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() throws IOException {
        server.close();
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }

    /** Gives it to tests that ask for it. */
    public static final class Extension implements ParameterResolver {

        @Override
        public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
            return parameter.getParameter().getType() == RunningDemo.class;
        }

        @Override
        public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
            return context.getRoot().getStore(ExtensionContext.Namespace.GLOBAL)
                    .computeIfAbsent(RunningDemo.class, key -> start(), RunningDemo.class).ready();
        }
    }
}
