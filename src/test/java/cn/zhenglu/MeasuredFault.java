package cn.zhenglu;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.List;
import java.util.Locale;

/**
 * A row of the table in docs/reliability.md, as a test has measured it.
 *
 * @param fault     what happens, in the table's words
 * @param tried     how often, in this test
 * @param inFlight  approvals, or messages, rows or files, that were under way when it happened
 * @param lost      of these, what has no end and is not under way
 * @param doubled   of these, what was done twice where once was due
 * @param forPerson of these, what a person must act on
 * @param recovered how long after the end of the fault all were done, or in the test's own clock when that is simulated
 */
public record MeasuredFault(String fault, int tried, long inFlight, long lost, long doubled, long forPerson, String recovered) {

    private static final Path TABLE = Path.of("target", "faults.md");

    /**
     * Printed, and added to {@code target/faults.md}, which a run of all tests fills.
     *
     * @throws AssertionError when something was lost or doubled
     */
    public void tell() {
        String row = "| %s | %,d | %,d | %d | %d | %d | %s | `%s` |%n".formatted(fault, tried, inFlight, lost, doubled, forPerson, recovered, test());
        System.out.print(row);
        try {
            Files.createDirectories(TABLE.getParent());
            Files.writeString(TABLE, row, StandardOpenOption.CREATE, StandardOpenOption.APPEND); // several processes write to it
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        if (lost != 0 || doubled != 0) {
            throw new AssertionError("lost or doubled: " + row);
        }
    }

    /** The outermost method of the class that tells. */
    private static String test() {
        return StackWalker.getInstance().walk(frames -> {
            List<StackWalker.StackFrame> all = frames.skip(2).toList();
            String teller = all.get(0).getClassName();
            return teller.replaceFirst(".*[.]", "") + '.' + all.stream().filter(frame -> frame.getClassName().equals(teller))
                    .reduce((inner, outer) -> outer).orElseThrow().getMethodName();
        });
    }

    /** Real time since a moment of {@link System#nanoTime()}, as {@code 1.2 s}, {@code 34 ms}. */
    public static String since(long moment) {
        return text(Duration.ofNanos(System.nanoTime() - moment));
    }

    /** A time as the table shows it. */
    public static String text(Duration time) {
        return time.toMillis() < 1000 ? time.toMillis() + " ms" : String.format(Locale.ROOT, "%.1f s", time.toMillis() / 1e3);
    }
}
