package cn.zhenglu.reconcile;

import cn.zhenglu.licence.NeedsPerson;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.exc.JacksonIOException;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.json.JsonMapper;

/**
 * A list as JSON: the objects of an array, at whatever depth of a reply's wrapping it stands, or one object after the other (JSON
 * lines). What is nested within such an object is not read.
 */
final class JsonList implements ListFile {

    private static final int LONGEST_TEXT = 100_000;
    private static final int MOST_MEMBERS = 1_000;
    private static final JsonMapper JSON = JsonMapper.builder(JsonFactory.builder().streamReadConstraints(
            StreamReadConstraints.builder().maxStringLength(LONGEST_TEXT).maxNestingDepth(20).maxNumberLength(100).build()).build())
            .build();

    private final JsonParser parser;
    private Map<String, String> outer = Map.of();
    private boolean outerHeldRows;
    private long read;

    JsonList(Reader reader) {
        parser = JSON.createParser(reader);
    }

    @Override
    public Optional<Line> next() {
        try {
            return object();
        } catch (JacksonIOException e) {
            throw new UncheckedIOException(e.getCause());
        } catch (JacksonException e) {
            NeedsPerson broken = new NeedsPerson("list.broken", null,
                    "清单从第 " + (read + 1) + " 条起无法读取：不符合 JSON 语法，或没有写完", "请重新导出后投放整个清单");
            broken.initCause(e);
            throw broken;
        }
    }

    private Optional<Line> object() {
        for (JsonToken token = parser.nextToken(); token != null; token = parser.nextToken()) {
            boolean inArray = parser.streamReadContext().getParent() != null
                    && parser.streamReadContext().getParent().inArray();
            if (token == JsonToken.START_OBJECT && inArray) {
                outerHeldRows = true;
                return Optional.of(line(members()));
            }
            if (token == JsonToken.START_OBJECT && parser.streamReadContext().getParent().inRoot()) {
                outer = new HashMap<>();
                outerHeldRows = false;
            } else if (token.isScalarValue() && parser.currentName() != null && outer.size() < MOST_MEMBERS) {
                outer.put(ListFile.canonical(parser.currentName()), text(token));
            } else if (token == JsonToken.END_OBJECT && parser.streamReadContext().inRoot() && !outerHeldRows) {
                return Optional.of(line(outer));
            }
        }
        return Optional.empty();
    }

    private Line line(Map<String, String> members) {
        read++;
        return new Line(read, members, null);
    }

    private Map<String, String> members() {
        Map<String, String> members = new HashMap<>();
        for (String name = parser.nextName(); name != null; name = parser.nextName()) {
            JsonToken token = parser.nextToken();
            if (token == JsonToken.START_OBJECT || token == JsonToken.START_ARRAY) {
                parser.skipChildren();
            } else if (members.size() < MOST_MEMBERS) {
                members.put(ListFile.canonical(name), text(token));
            }
        }
        return members;
    }

    private String text(JsonToken token) {
        return token == JsonToken.VALUE_NULL ? "" : parser.getString();
    }

    @Override
    public void close() {
        parser.close();
    }
}
