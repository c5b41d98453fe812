package cn.zhenglu.console;

import java.util.List;
import java.util.function.BiFunction;

/**
 * One page of a list.
 *
 * @param number from 1
 * @param total  of all pages together
 */
record Page<T>(List<T> items, int number, long total) {

    /** Lines on a page. */
    static final int SIZE = 50;

    private static final int LAST = 100_000;

    /**
     * Reads a page.
     *
     * @param number as the address says; one that does not exist becomes the nearest that does
     * @param list   called with limit and offset
     */
    static <T> Page<T> of(int number, long total, BiFunction<Integer, Long, List<T>> list) {
        int last = (int) Math.min(LAST, Math.max(1, (total + SIZE - 1) / SIZE));
        int real = Math.max(1, Math.min(number, last));
        return new Page<>(list.apply(SIZE, (real - 1L) * SIZE), real, total);
    }

    public boolean hasPrevious() {
        return number > 1;
    }

    public boolean hasNext() {
        return (long) number * SIZE < total;
    }

    /** How many pages there are, at least 1. */
    public long pages() {
        return Math.max(1, (total + SIZE - 1) / SIZE);
    }
}
