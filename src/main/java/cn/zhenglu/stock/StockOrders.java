package cn.zhenglu.stock;

import cn.zhenglu.ledger.StockBatches;
import cn.zhenglu.ledger.StockBatches.Batch;
import cn.zhenglu.ledger.StockBatches.Kind;
import cn.zhenglu.licence.Department;
import cn.zhenglu.licence.NeedsPerson;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.springframework.stereotype.Component;

/** Takes orders to convert, or to try, existing licences: from the console and from the command line. */
@Component
public class StockOrders {

    private final StockBatches batches;
    private final StockFolder folder;
    private final StockSettings settings;
    private final List<Department> departments;

    StockOrders(StockBatches batches, StockFolder folder, StockSettings settings, List<Department> departments) {
        this.batches = batches;
        this.folder = folder;
        this.settings = settings;
        this.departments = departments;
    }

    /** Files and folders in {@code <data-dir>/stock/inbox}, by name. */
    public List<String> waiting() {
        return folder.waiting();
    }

    /** Names of the configured queries. */
    public List<String> queries() {
        return settings.queries().stream().map(StockSettings.Query::name).sorted().toList();
    }

    /**
     * Starts with a file or folder of the inbox, which is moved away.
     *
     * @param department id, or {@code null} when each row names its own
     * @param perMinute  most licences begun in a minute; {@code null} for that of the settings
     * @throws NeedsPerson when it is not there, or the department unknown
     */
    public long fromInbox(String name, String department, boolean dryRun, Integer perMinute, String actor) {
        if (!folder.waiting().contains(name)) {
            throw new NeedsPerson("stock.source", null, "目录 " + folder.inbox() + " 中没有「" + name + "」", "请核对名称，或重新放入");
        }
        return fromFiles(folder.inbox().resolve(name), name, department, dryRun, perMinute, null, actor);
    }

    /** Starts with a file or folder, which is moved away. */
    long fromFiles(Path files, String name, String department, boolean dryRun, Integer perMinute, String request, String actor) {
        requireKnown(department);
        Kind kind = Files.isDirectory(files) ? Kind.FOLDER : Kind.FILE;
        String batch = folder.open();
        folder.take(files, batch);
        return batches.start(new StockBatches.Order(kind, name, batch, department, dryRun, pace(perMinute), request), actor);
    }

    /** Starts with a configured query of the approval database. */
    public long fromQuery(String name, String department, boolean dryRun, Integer perMinute, String request, String actor) {
        requireKnown(department);
        if (settings.sql(name).isEmpty()) {
            throw new NeedsPerson("stock.query", null, "设置中没有存量查询「" + name + "」", "请在 config/application.yaml 的 zhenglu.stock.queries 中写入");
        }
        return batches.start(new StockBatches.Order(Kind.QUERY, name, folder.open(), department, dryRun, pace(perMinute), request), actor);
    }

    /**
     * Converts in earnest what a dry run has tried, as it lies there.
     *
     * @throws NeedsPerson when that batch is no dry run
     */
    public long afterTrial(long id, String actor) {
        Batch trial = batches.find(id).filter(Batch::dryRun).orElseThrow(() -> new NeedsPerson("stock.trial", null,
                "第 " + id + " 批不是试运行", "请从试运行的页面开始"));
        return batches.start(new StockBatches.Order(trial.kind(), trial.source(), trial.folder(), trial.department(), false,
                trial.perMinute(), null), actor);
    }

    /** The reports on rows of a batch that need a person. */
    public List<Path> reports(Batch batch) {
        return folder.reports(batch.folder());
    }

    private Integer pace(Integer perMinute) {
        return perMinute != null ? perMinute : settings.perMinute() > 0 ? settings.perMinute() : null;
    }

    private void requireKnown(String department) {
        if (department != null && departments.stream().noneMatch(known -> known.id().equals(department))) {
            throw new NeedsPerson("stock.department", null, "审批部门「" + department + "」未在系统中登记",
                    "请用 config/application.yaml 中 zhenglu.departments 的 id");
        }
    }
}
