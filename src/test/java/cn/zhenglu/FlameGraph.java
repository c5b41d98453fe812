package cn.zhenglu;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordedFrame;
import jdk.jfr.consumer.RecordingFile;

/**
 * Draws where Java was when a flight recording took its samples, as an SVG: the wider, the more samples; callers below. Of what
 * is not ours, neighbouring frames of one library are drawn as one.
 */
final class FlameGraph {

    private static final int WIDTH = 1600;
    private static final int ROW = 17;
    private static final int LETTER = 7;
    /** Narrower ones are left out. */
    private static final double NARROWEST = 2;

    /** Libraries by how their classes begin, and the colour of each. */
    private static final Map<String, String> LIBRARIES = new LinkedHashMap<>(Map.ofEntries(
            Map.entry("org.apache.camel", "#c7ccd1"), Map.entry("org.springframework", "#b9c4bd"), Map.entry("org.apache.activemq", "#c9b8d8"),
            Map.entry("org.messaginghub", "#c9b8d8"), Map.entry("org.bouncycastle", "#e8a87c"), Map.entry("org.postgresql", "#8fb8de"),
            Map.entry("com.zaxxer", "#8fb8de"), Map.entry("org.apache.commons.compress", "#e6c86e"), Map.entry("java.util.zip", "#e6c86e"),
            Map.entry("org.apache.fontbox", "#d9a5b3"), Map.entry("com.google.zxing", "#d9a5b3"), Map.entry("tools.jackson", "#a9d0c4"),
            Map.entry("com.sun.org.apache", "#f0d9a8"), Map.entry("org.apache.hc", "#9fc5c9"), Map.entry("io.micrometer", "#c7ccd1")));
    private static final String OURS = "#e2574c";
    private static final String JAVA = "#f3e3b5";

    private FlameGraph() {
    }

    private static final class Node {

        private final Map<String, Node> children = new TreeMap<>();
        private long samples;
    }

    /**
     * Writes the picture.
     *
     * @param from    earlier samples, of a recording before it, are left out
     * @param threads by name
     * @return samples by whose work it was: the innermost library, or our package, that stands in them
     */
    static Map<String, Long> draw(Path recording, Instant from, Path svg, Predicate<String> threads) throws IOException {
        Node root = new Node();
        Map<String, Long> work = new TreeMap<>();
        int deepest = 0;
        try (RecordingFile file = new RecordingFile(recording)) {
            while (file.hasMoreEvents()) {
                RecordedEvent event = file.readEvent();
                if (event.getEventType().getName().equals("jdk.ExecutionSample") && event.getStackTrace() != null
                        && event.getStartTime().isAfter(from)
                        && event.getThread("sampledThread") != null
                        && threads.test(String.valueOf(event.getThread("sampledThread").getJavaName()))) {
                    List<String> frames = frames(event.getStackTrace().getFrames());
                    deepest = Math.max(deepest, frames.size());
                    work.merge(work(event.getStackTrace().getFrames()), 1L, Long::sum);
                    root.samples++;
                    Node node = root;
                    for (String frame : frames) {
                        node = node.children.computeIfAbsent(frame, name -> new Node());
                        node.samples++;
                    }
                }
            }
        }
        StringBuilder out = new StringBuilder();
        int height = (deepest + 1) * ROW;
        out.append("<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"%d\" height=\"%d\" font-family=\"monospace\" font-size=\"11\">%n"
                .formatted(WIDTH, height)).append("<rect width=\"100%\" height=\"100%\" fill=\"white\"/>\n");
        draw(root, root.samples + " samples", 0, WIDTH, height - ROW, (double) WIDTH / root.samples, out);
        Files.writeString(svg, out.append("</svg>\n"));
        return work;
    }

    private static String work(List<RecordedFrame> innermostFirst) {
        return innermostFirst.stream().map(frame -> frame.getMethod().getType().getName())
                .map(type -> type.startsWith("cn.zhenglu.") ? type.substring(0, type.lastIndexOf('.'))
                        : LIBRARIES.keySet().stream().filter(type::startsWith).findFirst().orElse(""))
                .filter(name -> !name.isEmpty()).findFirst().orElse("Java");
    }

    /** From the outermost in; without the parameters, and without the names that Java invents. */
    private static List<String> frames(List<RecordedFrame> recorded) {
        List<String> frames = new ArrayList<>();
        String before = "";
        for (int i = recorded.size() - 1; i >= 0; i--) {
            String type = recorded.get(i).getMethod().getType().getName();
            String library = LIBRARIES.keySet().stream().filter(type::startsWith).findFirst().orElse(null);
            boolean machinery = type.contains("$$") || type.startsWith("java.lang.reflect") || type.startsWith("jdk.internal")
                    || type.startsWith("java.lang.invoke") || type.startsWith("java.util.stream") || type.startsWith("java.util.concurrent");
            if (machinery || library != null && library.equals(before)) {
                continue;
            }
            frames.add(library != null ? library : type.substring(type.lastIndexOf('.') + 1) + "." + recorded.get(i).getMethod().getName()
                    + (type.startsWith("cn.zhenglu") ? "" : " "));
            before = library == null ? "" : library;
        }
        return frames;
    }

    private static void draw(Node node, String name, double x, double width, int y, double scale, StringBuilder out) {
        if (width < NARROWEST) {
            return;
        }
        String colour = LIBRARIES.getOrDefault(name, name.endsWith(" ") || y == 0 ? JAVA : OURS);
        String text = name.strip().length() * LETTER <= width ? name.strip() : width < 4 * LETTER ? "" : name.substring(0, (int) (width / LETTER) - 1) + "…";
        out.append(String.format(Locale.ROOT, "<g><title>%s, %d samples</title><rect x=\"%.1f\" y=\"%d\" width=\"%.1f\" height=\"%d\" fill=\"%s\" stroke=\"white\"/>"
                + "<text x=\"%.1f\" y=\"%d\">%s</text></g>%n", escaped(name), node.samples, x, y, width, ROW, colour, x + 3, y + 12, escaped(text)));
        List<Map.Entry<String, Node>> children = new ArrayList<>(node.children.entrySet());
        children.sort(Collections.reverseOrder(Map.Entry.comparingByValue((a, b) -> Long.compare(a.samples, b.samples))));
        double from = x;
        for (Map.Entry<String, Node> child : children) {
            double wide = child.getValue().samples * scale;
            draw(child.getValue(), child.getKey(), from, wide, y - ROW, scale, out);
            from += wide;
        }
    }

    private static String escaped(String text) {
        return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
    }
}
