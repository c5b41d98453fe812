package cn.zhenglu.stock;

import cn.zhenglu.intake.FileArrivals;
import cn.zhenglu.licence.Arrival;
import java.io.Closeable;
import java.util.Iterator;
import java.util.List;

/**
 * A file of a batch, or its query, while it is read.
 *
 * @param name    of the file or query
 * @param columns in their order
 * @param rows    some hundred at a time, read as they are asked for
 */
record Part(String name, List<String> columns, Iterator<List<Arrival>> rows, Runnable closing) implements Closeable {

    static Part of(String name, FileArrivals rows) {
        return new Part(name, rows.header(), rows, rows::close);
    }

    static Part of(String name, QueryRows rows) {
        return new Part(name, rows.columns(), rows, rows::close);
    }

    @Override
    public void close() {
        closing.run();
    }
}
