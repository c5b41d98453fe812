package cn.zhenglu.intake;

import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

import cn.zhenglu.licence.NeedsPerson;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.exc.JacksonIOException;
import tools.jackson.dataformat.csv.CsvFactory;
import tools.jackson.dataformat.csv.CsvMapper;
import tools.jackson.dataformat.csv.CsvReadFeature;

/**
 * A CSV file (RFC 4180). Rows are numbered as a spreadsheet shows them: a line break within quotes does not count, an empty row
 * does.
 */
final class CsvFile implements RowFile {

    private static final int LONGEST_ROW = 100_000;
    private static final int MOST_COLUMNS = 1_000;
    private static final CsvMapper CSV = CsvMapper.builder(CsvFactory.builder()
            .streamReadConstraints(StreamReadConstraints.builder().maxStringLength(LONGEST_ROW).build()).build())
            .disable(CsvReadFeature.ALLOW_TRAILING_COMMA)
            .build();

    private final TextFile text;
    private final JsonParser parser;
    private int rows;

    CsvFile(TextFile text) {
        this.text = text;
        this.parser = CSV.createParser(text.reader());
    }

    @Override
    public String name() {
        return text.name();
    }

    @Override
    public String readAs() {
        return text.encoding();
    }

    @Override
    public Optional<Line> next() {
        try {
            for (JsonToken token = parser.nextToken(); token != null; token = parser.nextToken()) {
                if (token == JsonToken.START_ARRAY) {
                    Line line = line();
                    if (!line.isBlank()) {
                        return Optional.of(line);
                    }
                }
            }
            return Optional.empty();
        } catch (JacksonIOException e) {
            throw new UncheckedIOException("cannot read " + text.path(), e.getCause());
        } catch (JacksonException e) {
            NeedsPerson broken = broken();
            broken.initCause(e);
            throw broken;
        }
    }

    private Line line() {
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
        return new Line(rows, cells);
    }

    private NeedsPerson broken() {
        return new NeedsPerson("file.broken", null,
                "文件「" + name() + "」从第 " + (rows + 1) + " 行起无法读取：双引号不成对，或一行过长", "请更正该行后重新投放整个文件；已接收的行不会重复办理");
    }

    @Override
    public void close() {
        parser.close();
    }
}
