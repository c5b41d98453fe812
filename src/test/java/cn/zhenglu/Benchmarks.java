package cn.zhenglu;

import cn.zhenglu.document.PageRenderer;
import cn.zhenglu.seal.verify.PeerKeys;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.openjdk.jmh.Main;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Runs ours, the floor and the peer one after another with JMH, and prints them side by side: {@code mvn -Pbench verify}. The peer has
 * processes with a class path of its own. {@code -Djmh="-f 1 -wi 1 -i 1"} adds options of JMH.
 */
public final class Benchmarks {

    static final double PIXELS_PER_MILLIMETRE = 4;

    private static final Path FOLDER = Path.of("target", "benchmarks").toAbsolutePath();
    private static final Path PEER = FOLDER.resolve("peer");
    private static final List<String> OPTIONS = List.of(System.getProperty("jmh", "").split("\\s+"));

    private Benchmarks() {
    }

    /** Microseconds, and bytes allocated, for one. */
    private record Measured(double time, double error, double bytes) {
    }

    public static void main(String[] arguments) throws Exception {
        Files.createDirectories(PEER);
        int size = prepare();
        run("ours", System.getProperty("java.class.path"), List.of(), "(LicenceBenchmark|PartsBenchmark|FloorBenchmark)");
        run("peer", peerClassPath(), List.of("-jvmArgsAppend", "-Dpeer=" + PEER + " -Dppm=" + PIXELS_PER_MILLIMETRE), "OfdrwBenchmark");
        Map<String, Measured> all = results("ours");
        all.putAll(results("peer"));
        report(all, size);
    }

    /** Keys and a border for the peer, of the size that ours has. */
    private static int prepare() throws IOException {
        PeerKeys.write(PEER);
        try (SealingRoom room = new SealingRoom(Files.createTempDirectory("benchmark"))) {
            byte[] ofd = room.seal(TenLicences.all().get(1));
            Files.write(FOLDER.resolve("licence.ofd"), ofd);
            ImageIO.write(new PageRenderer().render(ofd, PIXELS_PER_MILLIMETRE), "png", PEER.resolve("background.png").toFile());
            return ofd.length;
        }
    }

    private static void run(String name, String classPath, List<String> more, String which) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Djmh.ignoreLock=true", "-cp", classPath, Main.class.getName(), which, "-prof", "gc", "-rf", "json", "-rff",
                FOLDER.resolve(name + ".json").toString()));
        command.addAll(more);
        OPTIONS.stream().filter(option -> !option.isEmpty()).forEach(command::add);
        if (new ProcessBuilder(command).inheritIO().start().waitFor() != 0) {
            throw new IllegalStateException(String.join(" ", command));
        }
    }

    private static String peerClassPath() {
        return Stream.concat(Stream.of(Path.of("target", "ofdrw-peer").toAbsolutePath() + "/*", Path.of("target", "test-classes").toAbsolutePath().toString()),
                Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
                        .filter(jar -> jar.matches(".*/(jmh-core|jopt-simple|commons-math3|core-3|javase-3)[^/]*[.]jar")))
                .collect(Collectors.joining(File.pathSeparator));
    }

    private static Map<String, Measured> results(String name) throws IOException {
        Map<String, Measured> found = new LinkedHashMap<>();
        for (JsonNode result : JsonMapper.shared().readTree(Files.readString(FOLDER.resolve(name + ".json")))) {
            String[] path = result.get("benchmark").stringValue().split("[.]");
            JsonNode time = result.get("primaryMetric");
            found.put(path[path.length - 2].replace("Benchmark", "") + " " + path[path.length - 1], new Measured(time.get("score").doubleValue(),
                    time.get("scoreError").asDouble(Double.NaN), result.get("secondaryMetrics").get("gc.alloc.rate.norm").get("score").doubleValue()));
        }
        return found;
    }

    private static void report(Map<String, Measured> all, int size) {
        System.out.printf("%n| | ms | ± ms | KB allocated |%n|---|---:|---:|---:|%n");
        all.forEach((name, measured) -> System.out.printf("| %s | %.2f | %.2f | %.0f |%n", name, measured.time / 1000, measured.error / 1000,
                measured.bytes / 1024));
        double floor = Stream.of("Floor signature", "Floor digests", "Floor deflate").mapToDouble(name -> all.get(name).time).sum();
        System.out.printf("%n| | measured | wanted |%n|---|---:|---|%n");
        ratio("composing and sealing, peer to ours", all.get("Ofdrw composeAndSeal").time / all.get("Licence composeAndSeal").time, "at least 15");
        ratio("composing and sealing, ours to the floor", all.get("Licence composeAndSeal").time / floor, "at most 2");
        ratio("verifying, peer to ours", all.get("Ofdrw verify").time / all.get("Licence verify").time, "at least 6");
        ratio("a picture, peer to ours", all.get("Ofdrw picture").time / all.get("Licence picture").time, "at least 5");
        System.out.printf("| a sealed file, KB | %.0f | under 260 |%n", size / 1024.0);
    }

    private static void ratio(String name, double value, String wanted) {
        System.out.printf("| %s | %.1f | %s |%n", name, value, wanted);
    }
}
