package cn.zhenglu.intake;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

import cn.zhenglu.licence.Arrival;
import cn.zhenglu.licence.LicenceField;
import cn.zhenglu.licence.NeedsPerson;

/**
 * What a mapping makes of some rows of its live source. Nothing is sent or recorded.
 *
 * @param arrivals how the rows come out
 * @param absent   columns of the mapping file that the source lacks although it can do without them, with their fields
 * @param unmapped fields that every licence needs and the mapping file does not have
 */
public record MappingTrial(List<Arrival> arrivals, Map<String, List<LicenceField>> absent, List<LicenceField> unmapped) {

    /**
     * Rows of a query.
     *
     * @param columns of the query, also when it found no row
     * @throws NeedsPerson {@code rows.columns} when it lacks columns that the mapping cannot do without
     */
    public static MappingTrial ofRows(Mapping mapping, Collection<String> columns, List<Map<String, Object>> rows) {
        Set<String> names = columns.stream().map(Row::canonical).collect(Collectors.toSet());
        Intake intake = new Intake(mapping, mapping);
        intake.requireColumns(names);
        return new MappingTrial(intake.fromRows(rows), mapping.absentColumns(names), mapping.unmappedFields());
    }

    /**
     * The first rows of a file.
     *
     * @throws NeedsPerson when the file cannot be read, or lacks columns that the mapping cannot do without
     */
    public static MappingTrial ofFile(Mapping mapping, Path file, int limit) {
        List<Arrival> arrivals = new ArrayList<>();
        try (FileArrivals rows = new Intake(mapping, mapping).fromFile(file)) {
            while (arrivals.size() < limit && rows.hasNext()) {
                arrivals.addAll(rows.next());
            }
            return new MappingTrial(arrivals.subList(0, Math.min(limit, arrivals.size())),
                    mapping.absentColumns(rows.columns()), mapping.unmappedFields());
        }
    }

    /** What the dictionaries lack: the problem of each value, and how many of the rows have it. */
    public Map<String, Integer> unlisted() {
        Map<String, Integer> unlisted = new LinkedHashMap<>();
        arrivals.stream().flatMap(arrival -> arrival.problems().stream())
                .filter(problem -> problem.code().endsWith(".unlisted") || problem.code().endsWith(".unknown"))
                .forEach(problem -> unlisted.merge(problem.message(), 1, Integer::sum));
        return unlisted;
    }
}
