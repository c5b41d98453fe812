package cn.zhenglu.seal.verify;

import com.google.zxing.ReaderException;
import com.google.zxing.common.BitMatrix;
import com.google.zxing.qrcode.decoder.Decoder;
import java.awt.geom.AffineTransform;
import java.awt.geom.Path2D;
import java.awt.geom.Rectangle2D;
import java.util.ArrayList;
import java.util.List;
import java.util.StringTokenizer;
import org.xml.sax.Attributes;
import org.xml.sax.helpers.DefaultHandler;

/**
 * Reads the QR symbols on a page that are drawn as one filled path each, without rendering the page: square path objects
 * (GB/T 33190-2016, 9.1) are cut one by one along the middle of their modules and shown to a QR decoder.
 */
final class QrSymbols extends DefaultHandler {

    /** Sides of a symbol that is worth a look, millimetres. */
    private static final double SMALLEST = 10;
    private static final double LARGEST = 60;
    /** Where the finder pattern is measured, millimetres: less than any module. */
    private static final double BELOW_THE_EDGE = 0.05;
    private static final double FINDER_MODULES = 7;
    private static final int FEWEST_MODULES = 21;
    private static final int MOST_MODULES = 177;
    /** Paths looked at and characters of each: a page that means well needs fewer by far. */
    private static final int MAX_PATHS = 4;
    private static final int MAX_PATH_LENGTH = 512 * 1024;

    private final List<String> contents = new ArrayList<>();
    private int looked;
    private Box boundary;
    private AffineTransform transform;
    private boolean evenOdd;
    private StringBuilder data;

    /** The texts of all symbols that could be read. */
    List<String> contents() {
        return List.copyOf(contents);
    }

    @Override
    public void startElement(String uri, String localName, String qName, Attributes attributes) {
        if (localName.equals("PathObject")) {
            Box box = Box.parse(attributes.getValue("Boundary"));
            transform = transform(attributes.getValue("CTM"));
            boolean candidate = "true".equals(attributes.getValue("Fill")) && transform != null && box != null && box.width() >= SMALLEST
                    && box.width() <= LARGEST && Math.abs(box.width() - box.height()) < 1;
            boundary = candidate ? box : null;
            evenOdd = "Even-Odd".equals(attributes.getValue("Rule"));
        } else if (localName.equals("AbbreviatedData") && boundary != null) {
            data = new StringBuilder();
        }
    }

    @Override
    public void characters(char[] text, int start, int length) {
        if (data != null && data.length() + length <= MAX_PATH_LENGTH) {
            data.append(text, start, length);
        }
    }

    @Override
    public void endElement(String uri, String localName, String qName) {
        if (data != null && localName.equals("AbbreviatedData")) {
            Path2D path = looked++ < MAX_PATHS ? path(data.toString()) : null;
            if (path != null) {
                path.transform(transform);
                read(new FilledArea(path), path.getBounds2D());
            }
            data = null;
            boundary = null;
        }
    }

    /**
     * Samples each module in its middle. A detector, made for photographs, fails on some flawless symbols; here the grid is
     * known: a symbol fills the bounds of its path, and its upper left finder pattern is seven modules wide.
     */
    private void read(FilledArea area, Rectangle2D bounds) {
        double side = bounds.getWidth();
        double finder = area.firstRun(bounds.getY() + BELOW_THE_EDGE, bounds.getX());
        int modules = finder == 0 ? 0 : 17 + 4 * (int) Math.round((side * FINDER_MODULES / finder - 17) / 4); // 21, 25, …
        if (modules < FEWEST_MODULES || modules > MOST_MODULES) {
            return;
        }
        BitMatrix symbol = new BitMatrix(modules);
        for (int y = 0; y < modules; y++) {
            boolean[] row = area.dark(bounds.getY() + (y + 0.5) * side / modules, bounds.getX(), side / modules, modules);
            for (int x = 0; x < modules; x++) {
                if (row[x]) {
                    symbol.set(x, y);
                }
            }
        }
        try {
            contents.add(new Decoder().decode(symbol).getText());
        } catch (ReaderException notASymbol) {
            // the decoder's way to say so; what must be readable is missed by whoever asks for the contents
            return;
        }
    }

    /** Only straight lines: a symbol has no others. {@code null} when there is anything else. */
    private Path2D path(String abbreviated) {
        Path2D path = new Path2D.Double(evenOdd ? Path2D.WIND_EVEN_ODD : Path2D.WIND_NON_ZERO);
        StringTokenizer tokens = new StringTokenizer(abbreviated);
        while (tokens.hasMoreTokens()) {
            String operator = tokens.nextToken();
            if (operator.equals("C")) {
                if (path.getCurrentPoint() == null) {
                    return null;
                }
                path.closePath();
                continue;
            }
            Double x = tokens.hasMoreTokens() ? Box.number(tokens.nextToken()) : null;
            Double y = tokens.hasMoreTokens() ? Box.number(tokens.nextToken()) : null;
            if (x == null || y == null) {
                return null;
            }
            if (operator.equals("M") || operator.equals("S")) {
                path.moveTo(x, y);
            } else if (operator.equals("L") && path.getCurrentPoint() != null) {
                path.lineTo(x, y);
            } else {
                return null;
            }
        }
        return path;
    }

    private static AffineTransform transform(String matrix) {
        if (matrix == null) {
            return new AffineTransform();
        }
        String[] parts = matrix.strip().split("\\s+");
        double[] numbers = new double[6];
        for (int i = 0; i < numbers.length; i++) {
            Double number = parts.length == numbers.length ? Box.number(parts[i]) : null;
            if (number == null) {
                return null;
            }
            numbers[i] = number;
        }
        return new AffineTransform(numbers);
    }
}
