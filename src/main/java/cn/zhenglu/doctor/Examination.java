package cn.zhenglu.doctor;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;

/** Makes every check on its own: what one of them throws is its own finding, and the others go on. */
final class Examination {

    private final Map<String, List<Check>> checks = new LinkedHashMap<>();

    /** @param subject in Chinese; several checks may share one, and are told together */
    void add(String subject, Check check) {
        checks.computeIfAbsent(subject, none -> new ArrayList<>()).add(check);
    }

    void addAll(Map<String, Check> bySubject) {
        bySubject.forEach(this::add);
    }

    /** Looks at one subject after the other and hands out its findings at once: some take a while. */
    void run(BiConsumer<String, List<Finding>> told) {
        checks.forEach((subject, shared) -> {
            List<Finding> findings = shared.stream().flatMap(check -> look(check).stream()).toList();
            told.accept(subject, findings.isEmpty() ? List.of(Finding.ok("符合要求")) : findings);
        });
    }

    /** What one check has found, its own failure included. */
    static List<Finding> look(Check check) {
        try {
            return check.look();
        } catch (Exception | LinkageError e) {
            return Explanation.findings(e);
        }
    }
}
