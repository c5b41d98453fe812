package cn.zhenglu.intake;

import java.io.Closeable;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.Set;

import cn.zhenglu.licence.Arrival;
import cn.zhenglu.licence.LicenceRules;
import cn.zhenglu.licence.Problem;

/** A file of the shared folder while it is taken: its rows some hundred at a time, and the report on the bad ones. */
public final class InboxFile implements Iterator<List<Arrival>>, Closeable {

    private final Path path;
    private final String digest;
    private final FileArrivals arrivals;
    private final LicenceRules rules;
    private final Set<String> departments;
    private FaultReport report;
    private int rows;
    private int bad;

    InboxFile(Path path, String digest, FileArrivals arrivals, LicenceRules rules, Set<String> departments) {
        this.path = path;
        this.digest = digest;
        this.arrivals = arrivals;
        this.rules = rules;
        this.departments = departments;
    }

    /** SHA-256 of its content, hex. */
    public String digest() {
        return digest;
    }

    /** Its name. */
    public String name() {
        return String.valueOf(path.getFileName());
    }

    /** Rows handed out so far. */
    public int rows() {
        return rows;
    }

    /** Those among them that need a person. */
    public int bad() {
        return bad;
    }

    Path path() {
        return path;
    }

    @Override
    public boolean hasNext() {
        return arrivals.hasNext();
    }

    @Override
    public List<Arrival> next() {
        List<Arrival> next = arrivals.next();
        for (Arrival arrival : next) {
            rows++;
            List<Problem> problems = rules.judge(arrival.record(), arrival.problems(), departments);
            if (!problems.isEmpty()) {
                bad++;
                report().add(arrival.key(), arrival.row(), problems);
            }
        }
        return next;
    }

    /** Empty as long as there is nothing to report on. */
    Optional<FaultReport> begunReport() {
        return Optional.ofNullable(report);
    }

    FaultReport report() {
        if (report == null) {
            report = new FaultReport(path.toAbsolutePath().getParent(), arrivals.header());
        }
        return report;
    }

    /** The rows; the report is left to who moves it. */
    @Override
    public void close() {
        arrivals.close();
    }
}
