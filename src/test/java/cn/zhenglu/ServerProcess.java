package cn.zhenglu;

import static org.awaitility.Awaitility.await;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** The server as its users start it: a process of its own, in a folder of its own that holds {@code config/} and {@code routes/}. */
public final class ServerProcess implements AutoCloseable {

    /** Compiling a short life thoroughly costs more than it brings. */
    private static final String BRIEF = "-XX:TieredStopAtLevel=1";
    static final String JAVA_OPTIONS = "-Xmx768m -XX:+UseSerialGC " + BRIEF;
    /** Those of bin/zhenglu, up to Java 23. */
    static final String[] ARCHIVE = {"-Xmx512m", "-XX:+UseSerialGC", "-XX:PerfDataSamplingInterval=1000"};

    /** In its folder: classes that it finds behind its own. */
    private static final String MORE = "classes";
    private static final Path PROJECT = Path.of("").toAbsolutePath();

    private final Path folder;
    private final int port = freePort();
    private final List<String> program;
    private Process process;
    private String[] last;
    private int runs;

    private ServerProcess(Path folder, List<String> program) {
        this.folder = folder;
        this.program = program;
    }

    /** The packaged jar, as the README starts it. */
    public static ServerProcess ofJar(Path folder) {
        return prepared(folder, java("-jar", PROJECT.resolve("target/zhenglu.jar").toString()));
    }

    /** The same jar laid open, as the archive holds it. */
    public static ServerProcess ofLaidOpenJar(Path folder) {
        return prepared(folder, java("-jar", PROJECT.resolve("target/app/zhenglu.jar").toString()));
    }

    /** Likewise, with a class cache, as the archive's script has it. */
    static ServerProcess ofCachedJar(Path folder) {
        return prepared(folder, java(ClassCache.option(), "-cp",
                PROJECT.resolve("target/app/zhenglu.jar") + File.pathSeparator + folder.resolve(MORE), "cn.zhenglu.Zhenglu"));
    }

    /** Finds this class of the tests as well, which needs nothing but Java. */
    ServerProcess with(Class<?> ofTests) throws IOException {
        String file = ofTests.getName().replace('.', '/') + ".class";
        Path target = folder.resolve(MORE).resolve(file);
        Files.createDirectories(target.getParent());
        try (InputStream in = ofTests.getClassLoader().getResourceAsStream(file)) {
            Files.copy(in, target);
        }
        return this;
    }

    /** The classes as compiled, with the test classes beside them. */
    public static ServerProcess ofClasses(Path folder) {
        return prepared(folder, java("-cp", System.getProperty("java.class.path"), "cn.zhenglu.Zhenglu"));
    }

    /** The archive, unpacked into that folder. */
    static ServerProcess ofArchive(Path folder) {
        return new ServerProcess(folder, List.of(folder.resolve("bin/zhenglu").toString()));
    }

    private static List<String> java(String... program) {
        List<String> command = new ArrayList<>(List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString()));
        command.addAll(List.of(JAVA_OPTIONS.split(" ")));
        command.addAll(List.of(program));
        return command;
    }

    private static ServerProcess prepared(Path folder, List<String> program) {
        try {
            copy(PROJECT.resolve("routes"), folder.resolve("routes"));
            copy(PROJECT.resolve("config"), folder.resolve("config"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return new ServerProcess(folder, program);
    }

    /** Templates hold large fonts, so they are linked. */
    private static void copy(Path from, Path to) throws IOException {
        Files.createDirectories(to);
        try (Stream<Path> children = Files.list(from)) {
            for (Path child : children.toList()) {
                Path target = to.resolve(child.getFileName());
                if (child.endsWith("templates")) {
                    Files.createSymbolicLink(target, child);
                } else if (Files.isDirectory(child)) {
                    copy(child, target);
                } else {
                    Files.copy(child, target);
                }
            }
        }
    }

    /** Runs in a Java runtime with these options as well; they prevail over its own. */
    public ServerProcess with(String... javaOptions) {
        int own = 1;
        while (program.get(own).startsWith("-X")) {
            own++;
        }
        program.addAll(own, List.of(javaOptions));
        return this;
    }

    /** Runs in the Java of that home. */
    ServerProcess onJava(Path javaHome) {
        program.set(0, javaHome.resolve("bin/java").toString());
        return this;
    }

    /** Will be measured, so it is compiled as in production. */
    public ServerProcess measured() {
        program.remove(BRIEF);
        return this;
    }

    /** With the options of {@code bin/zhenglu}, and these as well. */
    ServerProcess asTheArchiveRunsIt(String... javaOptions) {
        return measured().with(ARCHIVE).with(javaOptions);
    }

    /** The folder it is started in. */
    public Path folder() {
        return folder;
    }

    /** Its address. */
    public String url() {
        return "http://localhost:" + port;
    }

    /**
     * Runs one of its commands in its folder.
     *
     * @return exit code; what it printed is in {@code command.txt}
     */
    public int command(String... arguments) {
        List<String> command = new ArrayList<>(program);
        command.addAll(List.of(arguments));
        try {
            return new ProcessBuilder(command).directory(folder.toFile()).redirectErrorStream(true)
                    .redirectOutput(folder.resolve("command.txt").toFile()).start().waitFor();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** Starts it with more arguments and waits for nothing. */
    public ServerProcess start(String... arguments) {
        last = arguments;
        List<String> command = new ArrayList<>(program);
        command.add("--server.port=" + port);
        command.addAll(List.of(arguments));
        try {
            ProcessBuilder builder = new ProcessBuilder(command);
            builder.environment().put("JAVA_OPTS", JAVA_OPTIONS);
            process = builder
                    .directory(folder.toFile())
                    .redirectErrorStream(true)
                    .redirectOutput(log(++runs).toFile())
                    .start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return this;
    }

    /** As it was started the last time. */
    ServerProcess startAgain() {
        return start(last);
    }

    /** The demo, as the README starts it. */
    public ServerProcess startDemo(String... arguments) {
        List<String> all = new ArrayList<>(List.of("--spring.profiles.active=demo"));
        all.addAll(List.of(arguments));
        return start(all.toArray(String[]::new));
    }

    /** Waits until its output of this run contains the text. */
    public ServerProcess untilItSays(String text, Duration atMost) {
        if (!saysOrEnds(text, atMost)) {
            throw new AssertionError("the server ended with " + process.exitValue() + ":\n" + output());
        }
        return this;
    }

    /** Waits until its output of this run contains the text, or it has ended without. */
    boolean saysOrEnds(String text, Duration atMost) {
        long end = System.nanoTime() + atMost.toNanos();
        await("「" + text + "」").forever().pollInterval(Duration.ofMillis(250)).until(() -> {
            if (System.nanoTime() > end) {
                throw new AssertionError("the server has not said 「" + text + "」 after " + atMost + ":\n" + output() + threads());
            }
            return !process.isAlive() || output().contains(text);
        });
        return output().contains(text);
    }

    /** What its threads are doing: says why a server stands still. */
    private String threads() {
        try {
            Process jstack = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "jstack").toString(),
                    Long.toString(process.pid())).redirectErrorStream(true).start();
            return new String(jstack.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            return "its threads cannot be seen: " + e;
        }
    }

    /** Waits until it says itself that it is ready to work. */
    public ServerProcess untilReady(Duration atMost) {
        long end = System.nanoTime() + atMost.toNanos();
        await("ready").forever().pollInterval(Duration.ofMillis(250)).until(() -> {
            if (!process.isAlive() || System.nanoTime() > end) {
                throw new AssertionError("the server is not ready:\n" + output());
            }
            try {
                return get("/actuator/health/readiness").statusCode() == 200;
            } catch (UncheckedIOException notYet) {
                return false;
            }
        });
        return this;
    }

    /** Waits until it has ended by itself or was killed. */
    public int untilItEnds(Duration atMost) {
        try {
            if (!process.waitFor(atMost.toMillis(), TimeUnit.MILLISECONDS)) {
                throw new AssertionError("still running:\n" + output());
            }
            return process.exitValue();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    public boolean isRunning() {
        return process.isAlive();
    }

    /** How often it was started. */
    int runs() {
        return runs;
    }

    /** What the kernel says of its memory, megabytes (VmRSS). */
    long residentMegabytes() throws IOException {
        return Files.readAllLines(Path.of("/proc/" + pid() + "/status")).stream().filter(line -> line.startsWith("VmRSS"))
                .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) >> 10).findFirst().orElseThrow();
    }

    /** Its process id. */
    public long pid() {
        return process.pid();
    }

    /** How much processor time it has used. */
    Duration processorTime() {
        return process.info().totalCpuDuration().orElseThrow();
    }

    /** What it has printed in this run. */
    public String output() {
        try {
            return Files.exists(log(runs)) ? Files.readString(log(runs)) : "";
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A page of it. */
    public HttpResponse<byte[]> get(String path) {
        try {
            return HttpClient.newHttpClient().send(HttpRequest.newBuilder(URI.create(url() + path)).build(),
                    HttpResponse.BodyHandlers.ofByteArray());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** Lets time go by in which it lives, or something else lasts. */
    static void pass(Duration time) {
        long until = System.nanoTime() + time.toNanos();
        await().atMost(time.plusMinutes(1)).until(() -> System.nanoTime() > until);
    }

    /** SIGKILL. */
    public void kill() {
        process.destroyForcibly();
        untilItEnds(Duration.ofSeconds(10));
    }

    /** Stops it as an operator would. */
    public void stop() {
        process.destroy();
        untilItEnds(Duration.ofSeconds(60));
    }

    @Override
    public void close() {
        if (process != null && process.isAlive()) {
            kill();
        }
    }

    private Path log(int run) {
        return folder.resolve("output-" + run + ".txt");
    }

    /**
     * A loopback port that nobody uses now: below those that the system gives to connections, so that it is still free when a
     * server is started on it again.
     */
    public static int freePort() {
        return ThreadLocalRandom.current().ints(20_000, 32_000).filter(ServerProcess::isFree).findFirst().orElseThrow();
    }

    private static boolean isFree(int port) {
        try (ServerSocket socket = new ServerSocket(port)) {
            return socket.isBound();
        } catch (IOException taken) {
            return false;
        }
    }
}
