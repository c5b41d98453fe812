package cn.zhenglu.intake;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;

import cn.zhenglu.licence.Arrival;
import cn.zhenglu.licence.NeedsPerson;

/**
 * Where sources come in; the routes call it as bean {@code intake}. It only reads: the ledger decides whether a row is new, and
 * a row that cannot be understood arrives like any other, with its problems.
 */
public final class Intake {

    /** Rows of a file handed out at a time: one transaction of the ledger. */
    private static final int CHUNK = 200;

    private final Mapping database;
    private final Mapping folder;
    private final Function<String, Mapping> reading;
    private final Map<String, Mapping> others = new ConcurrentHashMap<>();

    /**
     * @param database for rows of the approval database
     * @param folder   for files of the shared folder
     */
    public Intake(Mapping database, Mapping folder) {
        this(database, folder, name -> {
            throw new IllegalArgumentException("no other mapping: " + name);
        });
    }

    /** @param reading reads the mapping of a name, for rows of further sources */
    public Intake(Mapping database, Mapping folder, Function<String, Mapping> reading) {
        this.database = database;
        this.folder = folder;
        this.reading = reading;
    }

    /**
     * Rows of the approval database, as a JDBC driver hands them out, in the same order.
     *
     * @throws NeedsPerson {@code rows.columns} when the query lacks columns that the mapping needs: then nothing can be
     *                     understood, and no row should be taken
     */
    public List<Arrival> fromRows(List<Map<String, Object>> rows) {
        return rows.stream().map(row -> arrival(row, database)).toList();
    }

    /**
     * Rows of a further source, in the same order. Not called as the above: of two methods of one name a route may get either.
     *
     * @param mapping name of its file in {@code config/mappings/}
     * @throws NeedsPerson as above, or when the mapping cannot be followed
     */
    public List<Arrival> fromRowsBy(List<Map<String, Object>> rows, String mapping) {
        Mapping own = others.computeIfAbsent(mapping, reading);
        return rows.stream().map(row -> arrival(row, own)).toList();
    }

    /**
     * The rows of a file (CSV, XLSX, JSON, JSON lines), 200 at a time. The caller closes it unless it has read to the end.
     *
     * @throws NeedsPerson {@code file.empty}, {@code file.binary}, {@code file.encoding}, {@code file.too-large},
     *                     {@code file.broken} or {@code file.columns}
     */
    public FileArrivals fromFile(Path file) {
        return new FileArrivals(RowFile.open(file), folder, CHUNK);
    }

    private Arrival arrival(Map<String, Object> columns, Mapping mapping) {
        Map<String, String> texts = new LinkedHashMap<>();
        columns.forEach((name, value) -> texts.put(name, ColumnText.of(value)));
        Row row = new Row(texts);
        requireColumns(row.byName().keySet(), mapping);
        Optional<String> key = mapping.key(row);
        String origin = mapping.name() + key.map(value -> "，" + mapping.key().orElseThrow() + '=' + value).orElse("");
        Mapping.Reading reading = mapping.read(row);
        return new Arrival(mapping.source(), RowDigest.fitting(key.orElseGet(() -> RowDigest.of(row))), origin, row.columns(), reading.record(),
                reading.problems());
    }

    /** @throws NeedsPerson {@code rows.columns} when rows of these columns cannot be understood */
    void requireColumns(Set<String> canonicalNames) {
        requireColumns(canonicalNames, database);
    }

    private static void requireColumns(Set<String> canonicalNames, Mapping mapping) {
        List<String> missing = mapping.missingColumns(canonicalNames);
        if (!missing.isEmpty()) {
            throw new NeedsPerson("rows.columns", null, mapping.name() + "的查询结果缺少列：" + String.join("、", missing),
                    "请在路由文件的查询语句中选出这些列，或修改映射文件 " + mapping.fileName());
        }
    }
}
