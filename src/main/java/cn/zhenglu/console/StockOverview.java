package cn.zhenglu.console;

import cn.zhenglu.ledger.StockBatches;
import cn.zhenglu.ledger.StockProgress;
import java.util.List;
import org.springframework.stereotype.Component;

/** The stock's section of the overview; its template asks for it as {@code @stockOverview}. */
@Component("stockOverview")
class StockOverview {

    private final StockBatches batches;
    private final StockProgress progress;

    StockOverview(StockBatches batches, StockProgress progress) {
        this.batches = batches;
        this.progress = progress;
    }

    /** A batch that is not at its end. */
    record Line(StockBatches.Batch batch, StockProgress.Progress now) {
    }

    /** All of them, the oldest first. */
    public List<Line> open() {
        return batches.open().stream().map(batch -> new Line(batch, progress.of(batch))).toList();
    }
}
