package cn.zhenglu.reconcile;

import cn.zhenglu.licence.NeedsPerson;
import cn.zhenglu.licence.Problem;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.exc.JacksonIOException;
import tools.jackson.dataformat.csv.CsvFactory;
import tools.jackson.dataformat.csv.CsvMapper;
import tools.jackson.dataformat.csv.CsvReadFeature;

/** A list as CSV (RFC 4180); the first row names the columns. */
final class CsvList implements ListFile {

    private static final int LONGEST_ROW = 100_000;
    private static final int MOST_COLUMNS = 1_000;
    private static final CsvMapper CSV = CsvMapper.builder(CsvFactory.builder()
            .streamReadConstraints(StreamReadConstraints.builder().maxStringLength(LONGEST_ROW).build()).build())
            .disable(CsvReadFeature.ALLOW_TRAILING_COMMA)
            .build();

    private final JsonParser parser;
    private final List<String> header = new ArrayList<>();
    private long rows;

    CsvList(Reader reader) {
        parser = CSV.createParser(reader);
        Set<String> names = new HashSet<>();
        for (String name : row().orElse(List.of())) {
            String canonical = ListFile.canonical(name);
            if (!canonical.isEmpty() && !names.add(canonical)) {
                throw new NeedsPerson("list.columns", null, "清单的列名" + Problem.quote(name) + "重复", "请改正列名后重新投放");
            }
            header.add(canonical);
        }
        dropEmptyTail(header, 0);
    }

    @Override
    public Optional<Line> next() {
        for (Optional<List<String>> row = row(); row.isPresent(); row = row()) {
            List<String> cells = row.get();
            if (cells.stream().allMatch(String::isBlank)) {
                continue;
            }
            dropEmptyTail(cells, header.size());
            if (cells.size() != header.size()) {
                // which value belongs to which column is anybody's guess
                return Optional.of(new Line(rows, Map.of(), "这一行有 " + cells.size() + " 列，首行有 " + header.size() + " 列"));
            }
            Map<String, String> byName = new HashMap<>();
            for (int i = 0; i < cells.size(); i++) {
                byName.put(header.get(i), cells.get(i));
            }
            return Optional.of(new Line(rows, byName, null));
        }
        return Optional.empty();
    }

    private Optional<List<String>> row() {
        try {
            for (JsonToken token = parser.nextToken(); token != null; token = parser.nextToken()) {
                if (token == JsonToken.START_ARRAY) {
                    return Optional.of(cells());
                }
            }
            return Optional.empty();
        } catch (JacksonIOException e) {
            throw new UncheckedIOException(e.getCause());
        } catch (JacksonException e) {
            NeedsPerson broken = broken();
            broken.initCause(e);
            throw broken;
        }
    }

    private List<String> cells() {
        List<String> cells = new ArrayList<>();
        int length = 0;
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            String cell = parser.getString();
            length += cell.length();
            if (length > LONGEST_ROW || cells.size() == MOST_COLUMNS) {
                throw broken();
            }
            cells.add(cell);
        }
        rows++;
        return cells;
    }

    private NeedsPerson broken() {
        return new NeedsPerson("list.broken", null, "清单从第 " + (rows + 1) + " 行起无法读取：双引号不成对，或一行过长",
                "请更正该行后重新投放整个清单");
    }

    /** Spreadsheets write empty cells behind the last column. */
    private static void dropEmptyTail(List<String> cells, int least) {
        while (cells.size() > least && cells.get(cells.size() - 1).isBlank()) {
            cells.remove(cells.size() - 1);
        }
    }

    @Override
    public void close() {
        parser.close();
    }
}
