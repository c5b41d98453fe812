package cn.zhenglu.document;

import java.awt.geom.AffineTransform;
import java.awt.geom.Arc2D;
import java.awt.geom.IllegalPathStateException;
import java.awt.geom.Path2D;
import java.util.NoSuchElementException;
import java.util.StringTokenizer;

/** Reads the abbreviated form of a path (GB/T 33190, 9.1): S and M begin, L line, Q and B curves, A arc, C closes. */
final class PathData {

    private PathData() {
    }

    /** @throws IllegalArgumentException when it is not of that form */
    static Path2D parse(String data, boolean evenOdd) {
        Path2D path = new Path2D.Double(evenOdd ? Path2D.WIND_EVEN_ODD : Path2D.WIND_NON_ZERO);
        StringTokenizer words = new StringTokenizer(data, " \t\r\n,");
        try {
            while (words.hasMoreTokens()) {
                String command = words.nextToken();
                switch (command) {
                    case "S", "M" -> path.moveTo(number(words), number(words));
                    case "L" -> path.lineTo(number(words), number(words));
                    case "Q" -> path.quadTo(number(words), number(words), number(words), number(words));
                    case "B" -> path.curveTo(number(words), number(words), number(words), number(words), number(words),
                            number(words));
                    case "A" -> arc(path, number(words), number(words), number(words), number(words), number(words),
                            number(words), number(words));
                    case "C" -> path.closePath();
                    default -> throw new IllegalArgumentException("路径命令“" + command + "”无法识别");
                }
            }
        } catch (NoSuchElementException | IllegalPathStateException incomplete) {
            throw new IllegalArgumentException("路径数据不完整", incomplete);
        }
        return path;
    }

    private static double number(StringTokenizer words) {
        double value = Double.parseDouble(words.nextToken());
        if (!(Math.abs(value) < 1e6)) {
            throw new IllegalArgumentException("坐标超出范围：" + value);
        }
        return value;
    }

    /** An elliptical arc given by its end point, as in SVG 1.1, appendix F.6.5. */
    private static void arc(Path2D path, double rx, double ry, double degrees, double large, double sweep, double x, double y) {
        double x0 = path.getCurrentPoint() == null ? 0 : path.getCurrentPoint().getX();
        double y0 = path.getCurrentPoint() == null ? 0 : path.getCurrentPoint().getY();
        rx = Math.abs(rx);
        ry = Math.abs(ry);
        if (rx == 0 || ry == 0 || x == x0 && y == y0) {
            path.lineTo(x, y);
            return;
        }
        double phi = Math.toRadians(degrees % 360);
        double dx = (x0 - x) / 2;
        double dy = (y0 - y) / 2;
        double x1 = Math.cos(phi) * dx + Math.sin(phi) * dy;
        double y1 = -Math.sin(phi) * dx + Math.cos(phi) * dy;
        double grow = Math.sqrt(Math.max(1, x1 * x1 / (rx * rx) + y1 * y1 / (ry * ry)));
        rx *= grow;
        ry *= grow;
        double free = rx * rx * ry * ry - rx * rx * y1 * y1 - ry * ry * x1 * x1;
        double factor = Math.sqrt(Math.max(0, free / (rx * rx * y1 * y1 + ry * ry * x1 * x1)))
                * (large == sweep ? -1 : 1);
        double cx1 = factor * rx * y1 / ry;
        double cy1 = -factor * ry * x1 / rx;
        double start = Math.toDegrees(Math.atan2((y1 - cy1) / ry, (x1 - cx1) / rx));
        double extent = Math.toDegrees(Math.atan2((-y1 - cy1) / ry, (-x1 - cx1) / rx)) - start;
        if (sweep != 0 && extent < 0) {
            extent += 360;
        } else if (sweep == 0 && extent > 0) {
            extent -= 360;
        }
        AffineTransform place = AffineTransform.getTranslateInstance(
                Math.cos(phi) * cx1 - Math.sin(phi) * cy1 + (x0 + x) / 2,
                Math.sin(phi) * cx1 + Math.cos(phi) * cy1 + (y0 + y) / 2);
        place.rotate(phi);
        Arc2D arc = new Arc2D.Double(-rx, -ry, 2 * rx, 2 * ry, -start, -extent, Arc2D.OPEN);
        path.append(place.createTransformedShape(arc), true);
    }
}
