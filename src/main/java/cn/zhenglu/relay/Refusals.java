package cn.zhenglu.relay;

import cn.zhenglu.licence.NeedsPerson;
import cn.zhenglu.licence.RelayCall;
import com.fasterxml.jackson.annotation.JsonFormat;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.convert.DurationStyle;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.MapperFeature;
import tools.jackson.dataformat.yaml.YAMLMapper;

/**
 * What the platform's refusal texts mean: the table {@code refusals.yaml}, first match wins. A change of the file takes effect
 * at the next refusal; a broken change is reported in the log and the table before it stays in force.
 */
final class Refusals {

    /** What is to be done about a refusal. */
    enum Kind {
        /** Nothing is wrong with the record: try again after a while. */
        LATER,
        /** We call too often: everybody has to slow down, and this record is tried again. */
        SLOW,
        /** A person has to mend something. */
        PERSON,
        /** The platform has this already. */
        DONE,
        /** The access token was not accepted. */
        TOKEN
    }

    /**
     * A line of the table.
     *
     * @param meaning what is to be done
     * @param after   how long to wait, or {@code null}
     * @param hint    for the operator, in Chinese, or {@code null}
     */
    record Refusal(Kind meaning, Duration after, String hint) {

        /** Whether no line of the table says so. */
        boolean isUnknown() {
            return this == UNKNOWN;
        }
    }

    private static final Logger LOG = LoggerFactory.getLogger(Refusals.class);
    private static final YAMLMapper YAML = YAMLMapper.builder()
            .enable(MapperFeature.ACCEPT_CASE_INSENSITIVE_ENUMS)
            .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .build();
    private static final Refusal UNKNOWN = new Refusal(Kind.PERSON, null, "该原因未列入拒绝原因对照表，可在 refusals.yaml 中补充");

    private final Path file;
    private volatile Table table;

    /** @throws NeedsPerson when the file is missing or cannot be understood */
    Refusals(Path file) {
        this.file = file;
        try {
            this.table = read();
        } catch (IOException | JacksonException | IllegalArgumentException e) {
            NeedsPerson problem = new NeedsPerson("settings.refusals", null, "拒绝原因对照表无法读取：" + file + "，" + e.getMessage(),
                    "核对该文件的位置与内容");
            problem.initCause(e);
            throw problem;
        }
    }

    /** The meaning of a text; a text that no line matches needs a person. */
    Refusal meaning(RelayCall call, String text) {
        reloadWhenChanged();
        return table.lines.stream().filter(line -> line.matches(call, text)).findFirst().map(Line::refusal).orElse(UNKNOWN);
    }

    private synchronized void reloadWhenChanged() {
        try {
            Stamp now = Stamp.of(file);
            if (!now.equals(table.stamp)) {
                table = new Table(now, table.lines); // once, also when the new content turns out broken
                table = read();
                LOG.info("已重新读取拒绝原因对照表 {}，共 {} 条", file, table.lines.size());
            }
        } catch (IOException | JacksonException | IllegalArgumentException e) {
            LOG.error("拒绝原因对照表 {} 无法读取，继续沿用原有内容：{}", file, e.getMessage());
        }
    }

    private Table read() throws IOException {
        Stamp stamp = Stamp.of(file); // before the content: a change in between is seen next time
        List<Line> lines = List.of(YAML.readValue(Files.readString(file), Entry[].class)).stream().map(Line::of).toList();
        return new Table(stamp, lines);
    }

    private record Stamp(FileTime modified, long size) {

        static Stamp of(Path file) throws IOException {
            return new Stamp(Files.getLastModifiedTime(file), Files.size(file));
        }
    }

    private record Table(Stamp stamp, List<Line> lines) {
    }

    /** A line as it is written: either {@code contains} or {@code pattern}. */
    private record Entry(
            String contains,
            String pattern,
            @JsonFormat(with = JsonFormat.Feature.ACCEPT_SINGLE_VALUE_AS_ARRAY) Set<RelayCall> call,
            Kind kind,
            @JsonProperty("wait") String after,
            String hint) {
    }

    private record Line(Pattern pattern, Set<RelayCall> calls, Refusal refusal) {

        static Line of(Entry entry) {
            if (entry.kind == null || (entry.contains == null) == (entry.pattern == null)) {
                throw new IllegalArgumentException("每条须有 kind，并在 contains 与 pattern 中二者取一");
            }
            try {
                Pattern pattern = entry.contains != null
                        ? Pattern.compile(entry.contains, Pattern.LITERAL | Pattern.CASE_INSENSITIVE)
                        : Pattern.compile(entry.pattern, Pattern.CASE_INSENSITIVE);
                Duration after = Optional.ofNullable(entry.after).map(DurationStyle::detectAndParse).orElse(null);
                return new Line(pattern, entry.call == null ? Set.of() : entry.call, new Refusal(entry.kind, after, entry.hint));
            } catch (PatternSyntaxException e) {
                throw new IllegalArgumentException("正则表达式“" + entry.pattern + "”有误：" + e.getDescription(), e);
            }
        }

        boolean matches(RelayCall call, String text) {
            return (calls.isEmpty() || calls.contains(call)) && pattern.matcher(text).find();
        }
    }
}
