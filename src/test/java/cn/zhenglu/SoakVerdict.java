package cn.zhenglu;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.ToDoubleFunction;

/**
 * Whether what a server holds has stayed flat: the median of the second sixth of its samples, when it has warmed up, against that of the
 * last. Prints each comparison.
 */
final class SoakVerdict {

    /** What is under way at the moment of a sample differs: an upload of ten megabytes, a list being compared. A leak goes on beyond it. */
    private static final double HEAP = 1.10;
    /** Java goes on compiling what becomes hot. */
    private static final double BESIDE = 1.10;
    /** The system gives memory back late. */
    private static final double RESIDENT = 1.10;
    /** Pools fill and empty with the moment's work. */
    private static final double POOLS = 1.05;
    /** Uploads under way. */
    private static final double FEW_FILES = 5;
    /** Two files of the journal's, which it uses again. */
    private static final double JOURNAL_MEGABYTES = 20;
    /** Indexes grow in steps, and a table's dead rows are used again only when the database has swept it. */
    private static final double TABLES = 1.20;
    private static final long SMALL = 1 << 20;
    /** Whose rows are as many as there are settings, kinds of things, or lists under comparison. */
    private static final Set<String> BOUNDED = Set.of("relay_gate", "source_position", "write_back_position", "unknown_refusal", "dead_letter_group",
            "ledger_purpose");
    /** Holds the province's list while it is compared, some 150 bytes for each licence there is, and no row afterwards. */
    private static final String LIST = "reconciliation_line";
    /** Two lists may come before the database has swept the first. */
    private static final long LISTS = 3 * 150;

    private final List<SoakSample> samples;
    private final List<SoakSample> second;
    private final List<SoakSample> last;
    private boolean flat = true;

    SoakVerdict(List<SoakSample> samples) {
        this.samples = samples;
        int sixth = Math.max(1, samples.size() / 6);
        this.second = samples.subList(Math.min(sixth, samples.size() - 1), Math.min(2 * sixth, samples.size()));
        this.last = samples.subList(samples.size() - sixth, samples.size());
    }

    boolean flat() {
        compare("live heap, MB", sample -> sample.heap() / 1048576.0, HEAP, 0);
        compare("classes and compiled code, MB", sample -> sample.beside() / 1048576.0, BESIDE, 0);
        compare("resident, MB", SoakSample::resident, RESIDENT, 0);
        compare("threads", SoakSample::threads, POOLS, 0);
        compare("open files", SoakSample::files, POOLS, 0);
        compare("temporary files", SoakSample::temp, 1, FEW_FILES);
        compare("files being worked on", SoakSample::work, 1, FEW_FILES);
        compare("journal, MB", SoakSample::journal, 1, JOURNAL_MEGABYTES);
        tables();
        return flat;
    }

    private void compare(String what, ToDoubleFunction<SoakSample> reading, double factor, double more) {
        double then = median(second, reading);
        double now = median(last, reading);
        judge(what, then, now, then * factor + more);
    }

    /** What a finished submission adds, from the first sixth to the middle, and from the middle to the end. */
    private void tables() {
        SoakSample warm = samples.get(Math.min(samples.size() / 6, samples.size() - 1));
        SoakSample middle = samples.get(samples.size() / 2);
        SoakSample end = samples.get(samples.size() - 1);
        judge("all tables, bytes a finished submission", each(warm, middle, null), each(middle, end, null), TABLES * each(warm, middle, null));
        for (String table : end.tables().keySet()) {
            if (table.equals(LIST)) {
                judge(table + ", bytes a licence", middle.tables().get(table) / (double) Math.max(1, middle.licences()),
                        end.tables().get(table) / (double) Math.max(1, end.licences()), LISTS + SMALL / (double) Math.max(1, end.licences()));
            } else if (BOUNDED.contains(table)) {
                judge(table + ", KB", middle.tables().get(table) >> 10, end.tables().get(table) >> 10, SMALL >> 10);
            } else if (end.tables().get(table) > SMALL) {
                double before = each(warm, middle, table);
                judge(table + ", bytes a finished submission", before, each(middle, end, table), TABLES * before + slack(middle, end, table));
            }
        }
    }

    /** A tenth of a small table is a step of one of its indexes. */
    private static double slack(SoakSample from, SoakSample to, String table) {
        return 0.1 * from.tables().get(table) / Math.max(1, to.done() - from.done());
    }

    private static double each(SoakSample from, SoakSample to, String table) {
        long grown = table == null ? to.allTables() - from.allTables() : to.tables().get(table) - from.tables().getOrDefault(table, 0L);
        return grown / (double) Math.max(1, to.done() - from.done());
    }

    private void judge(String what, double then, double now, double bound) {
        boolean good = now <= bound;
        System.out.printf("%-45s %10.1f, later %10.1f, at most %10.1f%s%n", what, then, now, bound, good ? "" : "  NOT FLAT");
        flat &= good;
    }

    private static double median(List<SoakSample> some, ToDoubleFunction<SoakSample> reading) {
        List<Double> sorted = new ArrayList<>(some.stream().mapToDouble(reading).sorted().boxed().toList());
        return sorted.get(sorted.size() / 2);
    }
}
