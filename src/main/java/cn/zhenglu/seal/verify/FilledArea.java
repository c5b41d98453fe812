package cn.zhenglu.seal.verify;

import java.awt.geom.Path2D;
import java.awt.geom.PathIterator;
import java.util.Arrays;
import java.util.Comparator;
import java.util.stream.IntStream;

/** The area that a path of straight lines fills, looked at along horizontal lines: much quicker than to draw it. */
final class FilledArea {

    /** Millimetres; makers round to a hundredth. */
    private static final double SAME = 0.02;

    private final boolean evenOdd;
    /** Of each edge that is not horizontal: upper x and y, lower x and y. */
    private double[] edges = new double[1024];
    /** +1 for an edge drawn downwards, -1 for one drawn upwards. */
    private int[] directions = new int[256];
    private int count;

    FilledArea(Path2D path) {
        evenOdd = path.getWindingRule() == Path2D.WIND_EVEN_ODD;
        double[] point = new double[6];
        double[] start = new double[2];
        double[] last = new double[2];
        for (PathIterator segments = path.getPathIterator(null); !segments.isDone(); segments.next()) {
            int kind = segments.currentSegment(point);
            if (kind == PathIterator.SEG_LINETO) {
                edge(last[0], last[1], point[0], point[1]);
            } else {
                edge(last[0], last[1], start[0], start[1]); // what is filled is closed
            }
            if (kind == PathIterator.SEG_MOVETO) {
                System.arraycopy(point, 0, start, 0, 2);
            }
            System.arraycopy(kind == PathIterator.SEG_CLOSE ? start : point, 0, last, 0, 2);
        }
        edge(last[0], last[1], start[0], start[1]);
    }

    private void edge(double fromX, double fromY, double toX, double toY) {
        if (fromY == toY) {
            return;
        }
        if (count == directions.length) {
            edges = Arrays.copyOf(edges, 2 * edges.length);
            directions = Arrays.copyOf(directions, 2 * count);
        }
        boolean down = fromY < toY;
        edges[4 * count] = down ? fromX : toX;
        edges[4 * count + 1] = Math.min(fromY, toY);
        edges[4 * count + 2] = down ? toX : fromX;
        edges[4 * count + 3] = Math.max(fromY, toY);
        directions[count++] = down ? 1 : -1;
    }

    private boolean fills(int winding) {
        return evenOdd ? (winding & 1) != 0 : winding != 0;
    }

    private boolean crosses(int edge, double y) {
        return edges[4 * edge + 1] <= y && y < edges[4 * edge + 3];
    }

    private double crossing(int edge, double y) {
        double top = edges[4 * edge + 1];
        return edges[4 * edge] + (edges[4 * edge + 2] - edges[4 * edge]) * (y - top) / (edges[4 * edge + 3] - top);
    }

    /** How far the area reaches along a line without a gap that could be seen, from {@code x} on; 0 when it does not begin there. */
    double firstRun(double y, double x) {
        int winding = 0;
        double end = x;
        int[] crossed = IntStream.range(0, count).filter(edge -> crosses(edge, y)).boxed()
                .sorted(Comparator.comparingDouble(edge -> crossing(edge, y))).mapToInt(edge -> edge).toArray();
        for (int edge : crossed) {
            if (!fills(winding) && crossing(edge, y) > end + SAME) {
                break;
            }
            winding += directions[edge];
            end = crossing(edge, y);
        }
        return end - x;
    }

    /** Whether the middles of so many fields of a width, side by side from {@code x} on, are in the area. */
    boolean[] dark(double y, double x, double width, int fields) {
        int[] turns = new int[fields + 1]; // by the first middle behind each crossing
        for (int edge = 0; edge < count; edge++) {
            if (crosses(edge, y)) {
                int field = (int) Math.ceil((crossing(edge, y) - x) / width - 0.5);
                turns[Math.max(0, Math.min(fields, field))] += directions[edge];
            }
        }
        boolean[] dark = new boolean[fields];
        int winding = 0;
        for (int i = 0; i < fields; i++) {
            winding += turns[i];
            dark[i] = fills(winding);
        }
        return dark;
    }
}
