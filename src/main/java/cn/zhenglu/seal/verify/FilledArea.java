package cn.zhenglu.seal.verify;

import java.awt.geom.Path2D;
import java.awt.geom.PathIterator;
import java.util.Arrays;

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

    /** A place where a line goes over an edge. */
    private record Crossing(double x, int direction) {
    }

    private Crossing[] crossings(double y) {
        Crossing[] found = new Crossing[16];
        int n = 0;
        for (int i = 0; i < count; i++) {
            double top = edges[4 * i + 1];
            double bottom = edges[4 * i + 3];
            if (top <= y && y < bottom) {
                if (n == found.length) {
                    found = Arrays.copyOf(found, 2 * n);
                }
                double x = edges[4 * i] + (edges[4 * i + 2] - edges[4 * i]) * (y - top) / (bottom - top);
                found[n++] = new Crossing(x, directions[i]);
            }
        }
        Crossing[] crossings = Arrays.copyOf(found, n);
        Arrays.sort(crossings, (a, b) -> Double.compare(a.x, b.x));
        return crossings;
    }

    private boolean fills(int winding) {
        return evenOdd ? (winding & 1) != 0 : winding != 0;
    }

    /** How far the area reaches along a line without a gap that could be seen, from {@code x} on; 0 when it does not begin there. */
    double firstRun(double y, double x) {
        int winding = 0;
        double end = x;
        for (Crossing crossing : crossings(y)) {
            if (!fills(winding) && crossing.x > end + SAME) {
                break;
            }
            winding += crossing.direction;
            end = crossing.x;
        }
        return end - x;
    }

    /** Whether the middles of so many fields of a width, side by side from {@code x} on, are in the area. */
    boolean[] dark(double y, double x, double width, int fields) {
        boolean[] dark = new boolean[fields];
        Crossing[] crossings = crossings(y);
        int next = 0;
        int winding = 0;
        for (int i = 0; i < fields; i++) {
            double middle = x + (i + 0.5) * width;
            while (next < crossings.length && crossings[next].x <= middle) {
                winding += crossings[next++].direction;
            }
            dark[i] = fills(winding);
        }
        return dark;
    }
}
