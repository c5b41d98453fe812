package cn.zhenglu;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * What a server holds at one moment of a soak.
 *
 * @param minute   since the load began
 * @param done     finished submissions
 * @param open     under way or waiting
 * @param dead     waiting for a person
 * @param heap     live objects, bytes
 * @param beside   Java's other memory: classes and compiled code, bytes
 * @param resident megabytes
 * @param threads  of the process
 * @param files    that it has open
 * @param temp     files in its folder for temporary ones
 * @param work     files in its data folder that are neither documents, nor the broker's, nor what is kept of files that were taken
 * @param journal  of the broker, megabytes
 * @param licences in the ledger
 * @param tables   bytes of each with its indexes
 */
record SoakSample(double minute, long done, long open, long dead, long heap, long beside, long resident, long threads, long files, long temp,
        long work, long journal, long licences, Map<String, Long> tables) {

    private static final Set<String> KEPT = Set.of("documents", "broker", "done", "rejected", "batches");
    private static final Pattern BESIDE = Pattern.compile("(?m)^jvm_memory_used_bytes\\{[^}]*area=\"nonheap\"[^}]*} (\\S+)");

    static SoakSample take(double minute, ServerProcess server, JdbcClient ledger, Path data, Path temp) throws IOException, InterruptedException {
        Vitals vitals = new Vitals(server);
        long heap = vitals.liveHeap();
        Map<String, Long> tables = new TreeMap<>();
        ledger.sql("select relname, pg_total_relation_size(relid) as bytes from pg_stat_user_tables").query(row -> {
            tables.put(row.getString("relname"), row.getLong("bytes"));
        });
        return new SoakSample(minute, standing(ledger, "'DONE'"), standing(ledger, "'ACTIVE', 'WAITING'"), standing(ledger, "'DEAD'"), heap, beside(server),
                server.residentMegabytes(), vitals.entries("task"), vitals.entries("fd"), Vitals.files(temp, path -> true).size(),
                Vitals.files(data, folder -> !KEPT.contains(folder.getFileName().toString())).size(), Vitals.megabytes(data.resolve("broker")),
                ledger.sql("select count(*) from licence").query(Long.class).single(), tables);
    }

    private static long standing(JdbcClient ledger, String standings) {
        return ledger.sql("select count(*) from submission where standing in (" + standings + ")").query(Long.class).single();
    }

    private static long beside(ServerProcess server) {
        Matcher used = BESIDE.matcher(new String(server.get("/actuator/prometheus").body(), StandardCharsets.UTF_8));
        return (long) used.results().mapToDouble(found -> Double.parseDouble(found.group(1))).sum();
    }

    long allTables() {
        return tables.values().stream().mapToLong(Long::longValue).sum();
    }

    static String heading() {
        return String.format("%6s %7s %5s %5s %8s %9s %8s %7s %5s %4s %4s %7s %9s %7s", "minute", "done", "open", "dead", "heap MB", "beside MB",
                "resident", "threads", "files", "temp", "work", "journal", "tables MB", "KB each");
    }

    @Override
    public String toString() {
        return String.format("%6.1f %7d %5d %5d %8.1f %9.1f %8d %7d %5d %4d %4d %7d %9.1f %7.1f", minute, done, open, dead, heap / 1048576.0,
                beside / 1048576.0, resident, threads, files, temp, work, journal, allTables() / 1048576.0, allTables() / 1024.0 / Math.max(1, done));
    }
}
