package cn.zhenglu.licence;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A source row as it arrived, mapped to the licence record: what intake hands to the ledger.
 *
 * @param source   name of the source, e.g. {@code approval-database} or {@code shared-folder}
 * @param key      identifies the row within its source for ever: a primary key, or content digest and line of a file
 * @param origin   where a person finds it: 「审批库 approval，id=17」 or 「existing.csv 第 5 行」
 * @param row      the columns as they were, in order; the evidence that is never altered
 * @param record   what was understood of it
 * @param problems what was not
 */
public record Arrival(String source, String key, String origin, Map<String, String> row, LicenceRecord record, List<Problem> problems) {

    public Arrival {
        row = Collections.unmodifiableMap(new LinkedHashMap<>(row));
        problems = List.copyOf(problems);
    }

    /** Without the row, which holds personal data: logs print arrivals. */
    @Override
    public String toString() {
        return "Arrival[" + origin + ", " + record + ']';
    }
}
