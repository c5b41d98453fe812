package cn.zhenglu.intake;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import javax.xml.stream.XMLStreamException;

import cn.zhenglu.licence.NeedsPerson;
import com.fasterxml.aalto.UncheckedStreamException;
import org.dhatim.fastexcel.reader.Cell;
import org.dhatim.fastexcel.reader.CellType;
import org.dhatim.fastexcel.reader.ExcelReaderException;
import org.dhatim.fastexcel.reader.ReadableWorkbook;
import org.dhatim.fastexcel.reader.ReadingOptions;
import org.dhatim.fastexcel.reader.Row;
import org.dhatim.fastexcel.reader.Sheet;
import org.dhatim.fastexcel.reader.SheetVisibility;

/** An Excel workbook (ISO/IEC 29500, .xlsx): the rows of its first visible sheet, formulas by the value that was saved. */
final class XlsxFile implements RowFile {

    private static final int MOST_COLUMNS = 1_000;
    private static final String REMEDY = "请在表格软件中打开该文件，确认无误后另存，再重新投放；行数很多的请拆成几个文件";
    /** Built-in formats of days and times, those of Chinese Excel included. */
    private static final Set<Integer> DATE_FORMATS = Set.of(14, 15, 16, 17, 22, 27, 28, 29, 30, 31, 36, 50, 51, 52, 53, 54, 57, 58);
    private static final Pattern LITERALS = Pattern.compile("\\[[^]]*]|\"[^\"]*\"|\\\\.");
    private static final Pattern DAY_OR_YEAR = Pattern.compile("[yd]");

    private final Path file;
    private final ReadableWorkbook workbook;
    private final Stream<Row> stream;
    private final Iterator<Row> rows;
    private int last;
    private int width;
    private boolean first = true;

    /**
     * @throws NeedsPerson          {@code file.too-large} or {@code file.broken}
     * @throws UncheckedIOException if it cannot be read at all
     */
    XlsxFile(Path file) {
        this.file = file;
        ReadableWorkbook opened = null;
        try {
            XlsxGuard.check(file);
            opened = new ReadableWorkbook(file.toFile(), new ReadingOptions(true, true));
            Sheet sheet = opened.getSheets().filter(candidate -> candidate.getVisibility() == SheetVisibility.VISIBLE).findFirst()
                    .orElseThrow(() -> trouble("file.broken", "没有可见的工作表", null));
            this.stream = sheet.openStream();
            this.rows = stream.iterator();
            this.workbook = opened;
        } catch (XlsxGuard.Refused e) {
            throw trouble("file.too-large", e.getMessage(), e);
        } catch (NoSuchFileException e) {
            throw new UncheckedIOException("cannot read " + file, e);
        } catch (IOException | XMLStreamException | ExcelReaderException | UncheckedStreamException e) {
            close(opened);
            throw trouble("file.broken", "不是完整的 Excel 工作簿", e);
        } catch (RuntimeException e) {
            close(opened);
            throw e;
        }
    }

    @Override
    public String name() {
        return String.valueOf(file.getFileName());
    }

    @Override
    public String readAs() {
        return "Excel 工作簿";
    }

    @Override
    public Optional<Line> next() {
        try {
            while (rows.hasNext()) {
                Row row = rows.next();
                last = row.getRowNum();
                Line line = new Line(last, cells(row));
                if (!line.isBlank()) {
                    return Optional.of(line);
                }
            }
            return Optional.empty();
        } catch (ExcelReaderException | UncheckedStreamException | UncheckedIOException | IllegalArgumentException
                | IndexOutOfBoundsException e) {
            throw trouble("file.broken", "从第 " + (last + 1) + " 行起无法读取", e);
        }
    }

    private List<String> cells(Row row) {
        if (row.getCellCount() > MOST_COLUMNS) {
            throw trouble("file.broken", "第 " + row.getRowNum() + " 行超过 " + MOST_COLUMNS + " 列", null);
        }
        List<String> cells = new ArrayList<>(row.getCellCount());
        for (Cell cell : row) {
            cells.add(cell == null ? "" : text(cell));
        }
        // a sheet has no cells at the end of a row where nothing was written
        while (cells.size() < width) {
            cells.add("");
        }
        width = Math.max(width, first ? cells.size() : 0);
        first = false;
        return cells;
    }

    private static String text(Cell cell) {
        if (cell.getType() == CellType.NUMBER || cell.getType() == CellType.FORMULA && isNumber(cell.getRawValue())) {
            return isDate(cell) ? date(cell) : number(cell.getRawValue());
        }
        String text = cell.getType() == CellType.ERROR || cell.getType() == CellType.FORMULA ? cell.getRawValue() : cell.getText();
        return text == null ? "" : text;
    }

    /** Without an exponent, unless it stands for more digits than anybody means. */
    private static String number(String raw) {
        BigDecimal number = new BigDecimal(raw).stripTrailingZeros();
        return Math.abs((long) number.scale()) > 50 ? raw : number.toPlainString();
    }

    private static boolean isNumber(String raw) {
        return raw != null && raw.matches("[+-]?\\d+(\\.\\d+)?([eE][+-]?\\d+)?");
    }

    private static boolean isDate(Cell cell) {
        Integer id = cell.getDataFormatId();
        String format = cell.getDataFormatString();
        return id != null && DATE_FORMATS.contains(id)
                || format != null && !format.equals("General") && DAY_OR_YEAR.matcher(LITERALS.matcher(format).replaceAll("")).find();
    }

    private static String date(Cell cell) {
        LocalDateTime time = cell.asDate();
        return time.toLocalTime().equals(LocalTime.MIDNIGHT) ? time.toLocalDate().toString() : time.toString();
    }

    private NeedsPerson trouble(String code, String what, Exception cause) {
        NeedsPerson trouble = new NeedsPerson(code, null, "文件「" + name() + "」" + what, REMEDY);
        trouble.initCause(cause);
        return trouble;
    }

    @Override
    public void close() {
        stream.close();
        close(workbook);
    }

    private static void close(ReadableWorkbook workbook) {
        if (workbook != null) {
            try {
                workbook.close();
            } catch (IOException e) {
                throw new UncheckedIOException("cannot close a workbook", e);
            }
        }
    }
}
