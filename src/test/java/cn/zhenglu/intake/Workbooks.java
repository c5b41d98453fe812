package cn.zhenglu.intake;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;

import org.dhatim.fastexcel.Workbook;
import org.dhatim.fastexcel.Worksheet;
import org.dhatim.fastexcel.reader.Cell;
import org.dhatim.fastexcel.reader.ReadableWorkbook;
import org.dhatim.fastexcel.reader.Row;

/** Workbooks as people and attackers make them. */
public final class Workbooks {

    private Workbooks() {
    }

    static Path write(Path file, Consumer<Worksheet> content) throws IOException {
        try (OutputStream out = Files.newOutputStream(file); Workbook workbook = new Workbook(out, "test", "1.0")) {
            content.accept(workbook.newWorksheet("清单"));
        }
        return file;
    }

    /** What a person does: opens the first sheet, changes cells, saves it under another name. */
    public static Path edit(Path from, Path to, UnaryOperator<String> change) throws IOException {
        try (ReadableWorkbook workbook = new ReadableWorkbook(from.toFile());
                var rows = workbook.getFirstSheet().openStream()) {
            return write(to, sheet -> rows.forEach((Row row) -> {
                for (Cell cell : row) {
                    if (cell != null && cell.getText() != null) {
                        sheet.value(row.getRowNum() - 1, cell.getColumnIndex(), change.apply(cell.getText()));
                    }
                }
            }));
        }
    }

    /** Rewrites one part of the archive. */
    static Path forge(Path from, Path to, String part, UnaryOperator<String> change) throws IOException {
        try (ZipFile zip = new ZipFile(from.toFile()); ZipOutputStream out = new ZipOutputStream(Files.newOutputStream(to))) {
            for (ZipEntry entry : zip.stream().toList()) {
                String content = new String(zip.getInputStream(entry).readAllBytes(), StandardCharsets.UTF_8);
                out.putNextEntry(new ZipEntry(entry.getName()));
                out.write((entry.getName().equals(part) ? change.apply(content) : content).getBytes(StandardCharsets.UTF_8));
            }
        }
        return to;
    }
}
