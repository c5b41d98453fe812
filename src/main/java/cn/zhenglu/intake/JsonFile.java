package cn.zhenglu.intake;

import java.io.UncheckedIOException;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

import cn.zhenglu.licence.NeedsPerson;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.exc.JacksonIOException;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.json.JsonMapper;

/**
 * A list of JSON objects, or one object after the other (JSON lines): each a row, its members the columns, all members of all
 * objects together the column names. What is nested within a member is not read.
 */
final class JsonFile implements RowFile {

    private static final int LONGEST_ROW = 100_000;
    private static final int MOST_COLUMNS = 1_000;
    private static final JsonMapper JSON = JsonMapper.builder(JsonFactory.builder().streamReadConstraints(
            StreamReadConstraints.builder().maxStringLength(LONGEST_ROW).maxNestingDepth(20).maxNumberLength(100).build()).build())
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .build();

    private final TextFile text;
    private final List<String> columns;
    private JsonParser parser;
    private int read;
    private boolean named;

    /** @throws NeedsPerson {@code file.broken} */
    JsonFile(TextFile text) {
        this.text = text;
        this.parser = JSON.createParser(text.reader());
        try {
            this.columns = List.copyOf(names());
        } finally {
            parser.close();
        }
        this.read = 0;
        this.parser = JSON.createParser(text.reader());
    }

    /** Reads the file once for all names; a broken end leaves those before it, and is told when its turn comes. */
    private Set<String> names() {
        Set<String> names = new LinkedHashSet<>();
        try {
            for (Optional<Map<String, String>> row = row(); row.isPresent(); row = row()) {
                names.addAll(row.get().keySet());
                if (names.size() > MOST_COLUMNS) {
                    throw broken("成员名称过多");
                }
            }
        } catch (JacksonIOException e) {
            throw new UncheckedIOException("cannot read " + text.path(), e.getCause());
        } catch (JacksonException e) {
            if (names.isEmpty()) {
                NeedsPerson broken = broken("不符合 JSON 语法");
                broken.initCause(e);
                throw broken;
            }
        }
        return names;
    }

    @Override
    public String name() {
        return text.name();
    }

    @Override
    public String readAs() {
        return text.encoding() + " 的 JSON";
    }

    @Override
    public String unit() {
        return "条";
    }

    @Override
    public Optional<Line> next() {
        if (!named) {
            named = true;
            return columns.isEmpty() ? Optional.empty() : Optional.of(new Line(0, columns));
        }
        try {
            return row().map(this::line);
        } catch (JacksonIOException e) {
            throw new UncheckedIOException("cannot read " + text.path(), e.getCause());
        } catch (JacksonException e) {
            NeedsPerson broken = broken("不符合 JSON 语法");
            broken.initCause(e);
            throw broken;
        }
    }

    /** The next object that has members. */
    private Optional<Map<String, String>> row() {
        for (JsonToken token = parser.nextToken(); token != null; token = parser.nextToken()) {
            if (token == JsonToken.START_OBJECT) {
                Map<String, String> row = members();
                read++;
                if (!row.isEmpty()) {
                    return Optional.of(row);
                }
            } else if (token != JsonToken.START_ARRAY && token != JsonToken.END_ARRAY) {
                throw broken("应为 {…}，一个对象表示一行");
            }
        }
        return Optional.empty();
    }

    private Map<String, String> members() {
        Map<String, String> members = new LinkedHashMap<>();
        int length = 0;
        for (String name = parser.nextName(); name != null; name = parser.nextName()) {
            String value = value(parser.nextToken());
            length += name.length() + value.length();
            if (length > LONGEST_ROW || members.size() == MOST_COLUMNS) {
                throw broken("一个对象过长");
            }
            members.put(name, value);
        }
        return members;
    }

    private String value(JsonToken token) {
        if (token == JsonToken.VALUE_NULL) {
            return "";
        }
        if (token == JsonToken.START_OBJECT || token == JsonToken.START_ARRAY) {
            parser.skipChildren();
            return "（嵌套的内容，未读取）";
        }
        return parser.getString();
    }

    private Line line(Map<String, String> row) {
        return new Line(read, columns.stream().map(column -> row.getOrDefault(column, "")).toList());
    }

    private NeedsPerson broken(String what) {
        return new NeedsPerson("file.broken", null, "文件「" + name() + "」从第 " + (read + 1) + " 条起无法读取：" + what,
                "请更正后重新投放整个文件；已接收的行不会重复办理");
    }

    @Override
    public void close() {
        parser.close();
    }
}
