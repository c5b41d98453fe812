package cn.zhenglu.stock;

import java.util.List;

/**
 * What a command asks of the server: a JSON file in {@code <data-dir>/stock/requests}. The files to be imported lie in the
 * folder beside it that has the request's name.
 *
 * @param source     name of the file, folder or query
 * @param query      whether it is a query
 * @param department id, or {@code null}
 * @param perMinute  of an import or a throttling: most licences begun in a minute; 0 for no limit, {@code null} for that of the settings
 * @param batch      which one, for all acts but IMPORT and LIST
 * @param actor      who asks
 */
record StockRequest(Act act, String source, boolean query, String department, boolean dryRun, Integer perMinute, long batch, String actor) {

    enum Act { IMPORT, LIST, SHOW, PAUSE, RESUME, CANCEL, THROTTLE }

    /**
     * The server's answer.
     *
     * @param refusal why nothing was done, in Chinese; {@code null} when it was
     */
    record Answer(String refusal, List<Shown> batches) {
    }

    /**
     * A batch as the command shows it.
     *
     * @param standing    in Chinese
     * @param ended       nothing more happens by itself
     * @param secondsLeft {@code null} when that cannot be said
     * @param reports     paths on the server
     */
    record Shown(long id, String source, boolean dryRun, String standing, boolean ended, boolean reading, long rowsRead, long rowsBad,
            long rowsKnown, long total, long done, long failed, long waiting, double perMinute, Long secondsLeft, Integer limit,
            String reason, List<String> reports, List<Department> departments) {
    }

    /** One department's part of it. */
    record Department(String name, long total, long done, long failed, long waiting) {
    }
}
