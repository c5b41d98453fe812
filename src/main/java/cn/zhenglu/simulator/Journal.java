package cn.zhenglu.simulator;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/**
 * An append-only file of JSON lines, forced to disk with each line, so that what was answered for outlives {@code kill -9}. A
 * last line without its end was never answered for and is cut off.
 */
final class Journal implements AutoCloseable {

    private static final JsonMapper JSON = new JsonMapper();

    private final FileChannel channel;
    private final List<Act> remembered;

    /** @throws IOException when the file cannot be used, or a line in it is not ours */
    Journal(Path file) throws IOException {
        Files.createDirectories(file.toAbsolutePath().getParent());
        byte[] content = Files.exists(file) ? Files.readAllBytes(file) : new byte[0];
        int whole = content.length;
        while (whole > 0 && content[whole - 1] != '\n') {
            whole--;
        }
        remembered = read(new String(content, 0, whole, StandardCharsets.UTF_8), file);
        channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        OwnerOnlyFile.restrict(file); // codes are in it
        channel.truncate(whole);
        channel.position(whole);
    }

    private static List<Act> read(String lines, Path file) throws IOException {
        List<Act> acts = new ArrayList<>();
        for (String line : lines.lines().toList()) {
            try {
                acts.add(JSON.readValue(line, Act.class));
            } catch (JacksonException e) {
                throw new IOException("模拟平台的记录文件 " + file + " 第 " + (acts.size() + 1) + " 行无法识别，请移走该文件后重新启动", e);
            }
        }
        return List.copyOf(acts);
    }

    /** What was there at start, in order. */
    List<Act> remembered() {
        return remembered;
    }

    /** Returns when the line is on disk. */
    void append(Act act) throws IOException {
        ByteBuffer line = StandardCharsets.UTF_8.encode(JSON.writeValueAsString(act) + "\n");
        while (line.hasRemaining()) {
            channel.write(line);
        }
        channel.force(false);
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
