package cn.zhenglu.stock;

import cn.zhenglu.intake.Intake;
import cn.zhenglu.intake.Mapping;
import cn.zhenglu.ledger.StockBatches.Batch;
import cn.zhenglu.ledger.StockBatches.Kind;
import cn.zhenglu.licence.Department;
import cn.zhenglu.licence.Family;
import cn.zhenglu.licence.NeedsPerson;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.function.Supplier;
import javax.sql.DataSource;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.stereotype.Component;

/** Opens what a batch consists of. */
@Component
class StockParts {

    private final StockFolder folder;
    private final StockSettings settings;
    private final String databaseMapping;
    private final DataSource approvals;
    private final Family family;
    private final List<Department> departments;

    StockParts(StockFolder folder, StockSettings settings, @Value("${zhenglu.source.database.mapping}") String databaseMapping,
            @Qualifier("approvalDatabase") DataSource approvals, Family family, List<Department> departments) {
        this.folder = folder;
        this.settings = settings;
        this.databaseMapping = databaseMapping;
        this.approvals = approvals;
        this.family = family;
        this.departments = departments;
    }

    /** A part that is not open yet. */
    record Closed(String name, Supplier<Part> opening) {
    }

    /**
     * In the order of reading.
     *
     * @throws NeedsPerson when its mapping cannot be followed, or its query is not configured any more
     */
    Deque<Closed> of(Batch batch) {
        Deque<Closed> parts = new ArrayDeque<>();
        if (batch.kind() == Kind.QUERY) {
            String sql = settings.sql(batch.source()).orElseThrow(() -> new NeedsPerson("stock.query", null,
                    "设置中没有存量查询「" + batch.source() + "」", "请在 config/application.yaml 的 zhenglu.stock.queries 中恢复，或取消本批"));
            Intake intake = intake(databaseMapping, batch);
            parts.add(new Closed(batch.source(), () -> Part.of(batch.source(), new QueryRows(approvals, sql, intake))));
            return parts;
        }
        Intake intake = intake(settings.mapping(), batch);
        for (Path file : folder.files(batch.folder())) {
            String name = file.getFileName().toString();
            parts.add(new Closed(name, () -> Part.of(name, intake.fromFile(file))));
        }
        return parts;
    }

    private Intake intake(String name, Batch batch) {
        Mapping mapping = Mapping.load(Path.of("config/mappings", name + ".yaml"), family, departments);
        Mapping own = batch.department() == null ? mapping : mapping.ofDepartment(batch.department());
        return new Intake(own, own);
    }
}
