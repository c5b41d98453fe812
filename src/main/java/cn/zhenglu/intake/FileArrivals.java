package cn.zhenglu.intake;

import java.io.Closeable;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

import cn.zhenglu.licence.Arrival;
import cn.zhenglu.licence.LicenceRecord;
import cn.zhenglu.licence.NeedsPerson;
import cn.zhenglu.licence.Problem;

/**
 * The rows of a file as arrivals, some hundred at a time, read as they are asked for. Closes the file at its end and on
 * failure; who stops earlier closes it. A broken row is told after all rows before it were handed out.
 */
public final class FileArrivals implements Iterator<List<Arrival>>, Closeable {

    private final RowFile file;
    private final Mapping mapping;
    private final int chunk;
    private final List<String> header;
    /** Places of the columns that a report of ours has added; -1 when there is none. */
    private int reasons = -1;
    private int key = -1;
    private List<Arrival> next = List.of();
    private NeedsPerson failure;
    private boolean ended;

    FileArrivals(RowFile file, Mapping mapping, int chunk) {
        this.file = file;
        this.mapping = mapping;
        this.chunk = chunk;
        try {
            this.header = readHeader();
        } catch (RuntimeException e) {
            file.close();
            throw e;
        }
    }

    /** The column names of the source, in order. */
    public List<String> header() {
        return header.stream().filter(name -> !name.equals(FaultReport.REASONS) && !name.equals(FaultReport.KEY)).toList();
    }

    /** The columns by their canonical names, see {@link Row#canonical}. */
    Set<String> columns() {
        return header.stream().map(Row::canonical).collect(Collectors.toSet());
    }

    /** @throws NeedsPerson {@code file.broken} when the file cannot be read any further */
    @Override
    public boolean hasNext() {
        if (next.isEmpty() && !ended) {
            next = fill();
        }
        if (next.isEmpty() && failure != null) {
            throw failure;
        }
        return !next.isEmpty();
    }

    @Override
    public List<Arrival> next() {
        if (!hasNext()) {
            throw new NoSuchElementException();
        }
        List<Arrival> handedOut = next;
        next = List.of();
        return handedOut;
    }

    /** Closes the file; nothing more comes. */
    @Override
    public void close() {
        end();
        next = List.of();
    }

    private List<Arrival> fill() {
        List<Arrival> arrivals = new ArrayList<>(chunk);
        try {
            while (arrivals.size() < chunk) {
                Optional<RowFile.Line> line = file.next();
                if (line.isEmpty()) {
                    end();
                    break;
                }
                arrivals.add(arrival(line.get()));
            }
        } catch (NeedsPerson e) {
            end();
            failure = e;
        } catch (RuntimeException e) {
            end();
            throw e;
        }
        return arrivals;
    }

    private void end() {
        ended = true;
        file.close();
    }

    private List<String> readHeader() {
        List<String> names = new ArrayList<>(file.next().map(RowFile.Line::cells).orElse(List.of()));
        while (!names.isEmpty() && names.get(names.size() - 1).isBlank()) {
            names.remove(names.size() - 1);
        }
        Set<String> canonical = new HashSet<>();
        for (int i = 0; i < names.size(); i++) {
            String name = names.get(i).isBlank() ? unnamed(i) : names.get(i).strip();
            names.set(i, name);
            reasons = name.equals(FaultReport.REASONS) ? i : reasons;
            key = name.equals(FaultReport.KEY) ? i : key;
            if (!canonical.add(Row.canonical(name))) {
                throw new NeedsPerson("file.columns", null, "文件「" + file.name() + "」的列名" + Problem.quote(name) + "重复",
                        "请改正列名后重新投放");
            }
        }
        List<String> missing = mapping.missingColumns(canonical);
        if (!missing.isEmpty()) {
            throw new NeedsPerson("file.columns", null,
                    "文件「" + file.name() + "」（按 " + file.readAs() + " 读取）的首行缺少列：" + String.join("、", missing),
                    "首行应为列名。请对照 " + mapping.fileName() + " 改正列名后重新投放，或修改该映射文件");
        }
        return List.copyOf(names);
    }

    private Arrival arrival(RowFile.Line line) {
        List<String> cells = withoutEmptySurplus(line.cells());
        Row row = new Row(columns(cells));
        String origin = file.name() + " 第 " + line.number() + ' ' + file.unit();
        if (cells.size() != header.size()) {
            // which value belongs to which column is anybody's guess
            Problem columns = new Problem("row.columns", null, "这一行有 " + cells.size() + " 列，首行有 " + header.size() + " 列",
                    "请核对该行是否多写或漏写了逗号、双引号，更正后重新投放");
            return new Arrival(mapping.source(), key(cells, row), origin, row.columns(), LicenceRecord.of(mapping.type(), Map.of()),
                    List.of(columns));
        }
        Mapping.Reading reading = mapping.read(row);
        return new Arrival(mapping.source(), key(cells, row), origin, row.columns(), reading.record(), reading.problems());
    }

    /** That of the bad row which this one mends; else its own. */
    private String key(List<String> cells, Row row) {
        String mended = key < 0 || key >= cells.size() ? "" : cells.get(key).strip();
        return mended.isEmpty() || mended.length() > RowDigest.LONGEST_KEY
                ? RowDigest.fitting(mapping.key(row).orElseGet(() -> RowDigest.of(row))) : mended;
    }

    /** Spreadsheets write empty cells behind the last column. */
    private List<String> withoutEmptySurplus(List<String> cells) {
        int size = cells.size();
        while (size > header.size() && cells.get(size - 1).isBlank()) {
            size--;
        }
        return cells.subList(0, size);
    }

    private Map<String, String> columns(List<String> cells) {
        Map<String, String> columns = new LinkedHashMap<>();
        for (int i = 0; i < cells.size(); i++) {
            if (i == reasons || i == key) {
                continue;
            }
            columns.put(i < header.size() ? header.get(i) : unnamed(i), cells.get(i));
        }
        return columns;
    }

    private static String unnamed(int index) {
        return "第" + (index + 1) + "列";
    }
}
