package cn.zhenglu.seal.verify;

import com.google.zxing.ReaderException;
import com.google.zxing.common.BitMatrix;
import com.google.zxing.qrcode.decoder.Decoder;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.geom.AffineTransform;
import java.awt.geom.Path2D;
import java.awt.geom.Rectangle2D;
import java.awt.image.BufferedImage;
import java.util.ArrayList;
import java.util.List;
import java.util.StringTokenizer;
import org.xml.sax.Attributes;
import org.xml.sax.helpers.DefaultHandler;

/**
 * Reads the QR symbols on a page that are drawn as one filled path each, without rendering the page: square path objects
 * (GB/T 33190-2016, 9.1) are drawn one by one and shown to a QR decoder.
 */
final class QrSymbols extends DefaultHandler {

    /** Sides of a symbol that is worth a look, millimetres. */
    private static final double SMALLEST = 10;
    private static final double LARGEST = 60;
    private static final int PIXELS_PER_MM = 16;
    /** White around a symbol, pixels: four modules and more (GB/T 18284). */
    private static final int QUIET = 40;
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
                read(draw(path), path.getBounds2D());
            }
            data = null;
            boundary = null;
        }
    }

    /**
     * Samples each module in its middle. A detector, made for photographs, fails on some flawless symbols; here the grid is
     * known: a symbol fills the bounds of its path, and its upper left finder pattern is seven modules wide.
     */
    private void read(BufferedImage image, Rectangle2D bounds) {
        double left = QUIET + bounds.getX() * PIXELS_PER_MM;
        double top = QUIET + bounds.getY() * PIXELS_PER_MM;
        double side = bounds.getWidth() * PIXELS_PER_MM;
        int finder = 0;
        while (finder < side && dark(image, left + finder + 0.5, top + 1)) {
            finder++;
        }
        int modules = finder == 0 ? 0 : 17 + 4 * (int) Math.round((side * FINDER_MODULES / finder - 17) / 4); // 21, 25, …
        if (modules < FEWEST_MODULES || modules > MOST_MODULES) {
            return;
        }
        BitMatrix symbol = new BitMatrix(modules);
        for (int y = 0; y < modules; y++) {
            for (int x = 0; x < modules; x++) {
                if (dark(image, left + (x + 0.5) * side / modules, top + (y + 0.5) * side / modules)) {
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

    private static boolean dark(BufferedImage image, double x, double y) {
        return x >= 0 && y >= 0 && x < image.getWidth() && y < image.getHeight() && (image.getRGB((int) x, (int) y) & 0xFF) < 0x80;
    }

    private BufferedImage draw(Path2D path) {
        int side = (int) Math.ceil(boundary.width() * PIXELS_PER_MM) + 2 * QUIET;
        // a byte a pixel: four times as much is humongous to the garbage collector, which then hardly rests
        BufferedImage image = new BufferedImage(side, side, BufferedImage.TYPE_BYTE_GRAY);
        Graphics2D graphics = image.createGraphics();
        try {
            graphics.setColor(Color.WHITE);
            graphics.fillRect(0, 0, side, side);
            graphics.translate(QUIET, QUIET);
            graphics.scale(PIXELS_PER_MM, PIXELS_PER_MM);
            graphics.setColor(Color.BLACK);
            graphics.fill(path);
        } finally {
            graphics.dispose();
        }
        return image;
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
