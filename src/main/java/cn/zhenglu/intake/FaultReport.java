package cn.zhenglu.intake;

import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

import cn.zhenglu.licence.Problem;
import org.dhatim.fastexcel.Workbook;
import org.dhatim.fastexcel.Worksheet;

/**
 * What is wrong with a file, as a workbook beside it: the bad rows as they were, each with what is wrong with it, ready to be
 * mended and dropped in again. A column identifies the row, so that a mended row takes the place of the bad one. Rows are
 * written as they come; a second sheet says what happened to the file.
 */
public final class FaultReport implements Closeable {

    /** Column with the reasons; not read when the report is dropped in. */
    static final String REASONS = "错误说明";
    /** Column with the key of the row that a mended one replaces. */
    static final String KEY = "行标识（勿改）";

    private static final int FLUSHED_AFTER = 500;
    /** What a cell can hold (ISO/IEC 29500 and Excel). */
    private static final int LONGEST_CELL = 32_000;

    private static final String TEMPORARY = ".zhenglu-";

    private final Path writing;
    private final OutputStream out;
    private final Workbook workbook;
    private final List<String> columns;
    private Worksheet rows;
    private int written;
    private boolean moved;

    /**
     * Begins one under a hidden name of its own: another node may write one on the same file.
     *
     * @param folder  of the source file
     * @param columns of the source file
     */
    public FaultReport(Path folder, List<String> columns) {
        this.columns = columns;
        try {
            this.writing = Files.createTempFile(folder, TEMPORARY, ".tmp");
            this.out = Files.newOutputStream(writing);
        } catch (IOException e) {
            throw new UncheckedIOException("无法在共享目录中写入报告：" + e.getMessage(), e);
        }
        this.workbook = new Workbook(out, "zhenglu", "1.0");
    }

    /** One bad row. */
    public void add(String key, Map<String, String> row, List<Problem> problems) {
        if (rows == null) {
            rows = sheet();
        }
        written++;
        int column = 0;
        text(rows, written, column++, problems.stream().map(problem -> problem.message() + "。" + problem.remedy())
                .collect(Collectors.joining("\n")));
        text(rows, written, column++, key);
        for (String name : columns) {
            text(rows, written, column++, row.get(name));
        }
        for (Map.Entry<String, String> cell : row.entrySet()) {
            if (!columns.contains(cell.getKey())) {
                text(rows, written, column++, cell.getValue());
            }
        }
        if (written % FLUSHED_AFTER == 0) {
            try {
                rows.flush();
            } catch (IOException e) {
                throw new UncheckedIOException("cannot write " + writing, e);
            }
        }
    }

    private Worksheet sheet() {
        Worksheet sheet = workbook.newWorksheet("有误的行");
        sheet.width(0, 60);
        sheet.width(1, 16);
        for (int i = 0; i < columns.size() + 2; i++) {
            // else a spreadsheet rounds identity numbers that are typed in
            sheet.style(i).format("@").set();
            if (i > 1) {
                sheet.width(i, 20);
            }
            text(sheet, 0, i, i == 0 ? REASONS : i == 1 ? KEY : columns.get(i - 2));
            sheet.style(0, i).bold().set();
        }
        sheet.freezePane(0, 1);
        return sheet;
    }

    private static void text(Worksheet sheet, int row, int column, String text) {
        if (text != null && !text.isEmpty()) {
            // not among the shared texts, which are held in memory
            sheet.inlineString(row, column, text.length() <= LONGEST_CELL ? text : text.substring(0, LONGEST_CELL));
        }
    }

    /** Writes the lines that tell what happened; nothing can be added any more. */
    public void finish(List<String> lines) {
        try {
            if (rows != null) {
                rows.finish();
            }
            Worksheet explanation = workbook.newWorksheet("说明");
            explanation.width(0, 100);
            for (int i = 0; i < lines.size(); i++) {
                text(explanation, i, 0, lines.get(i));
            }
            explanation.finish();
            workbook.finish();
            out.close();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write " + writing, e);
        }
    }

    /** Puts the finished report in its place. */
    public void moveTo(Path target) throws IOException {
        Files.move(writing, target);
        moved = true;
    }

    /** Leaves nothing behind unless it was put in its place. */
    @Override
    public void close() throws IOException {
        if (!moved) {
            out.close();
            Files.deleteIfExists(writing);
        }
    }

    /** Whether a file is what a node that died has left behind of a report: nobody writes on one for a day. */
    static boolean isLeftOver(Path file, Instant now) throws IOException {
        return file.getFileName().toString().startsWith(TEMPORARY)
                && Files.getLastModifiedTime(file).toInstant().isBefore(now.minus(Duration.ofDays(1)));
    }
}
