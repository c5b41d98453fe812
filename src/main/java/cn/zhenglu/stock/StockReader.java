package cn.zhenglu.stock;

import cn.zhenglu.intake.FaultReport;
import cn.zhenglu.ledger.Arrivals;
import cn.zhenglu.ledger.Arrivals.Taken;
import cn.zhenglu.ledger.Licences;
import cn.zhenglu.ledger.StockBatches;
import cn.zhenglu.ledger.StockBatches.Batch;
import cn.zhenglu.ledger.StockBatches.Counts;
import cn.zhenglu.ledger.StockBatches.Reading;
import cn.zhenglu.licence.Arrival;
import cn.zhenglu.licence.LicenceField.Core;
import cn.zhenglu.licence.NeedsPerson;
import cn.zhenglu.licence.Problem;
import jakarta.annotation.PreDestroy;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Reads batches, one at a time on a server; bean {@code stockReader} of the route. Some hundred rows are one transaction together
 * with their count. A reading that was interrupted begins again: rows that are there already are known again, and the report on the
 * bad ones, a workbook, is written anew.
 */
@Component("stockReader")
public class StockReader {

    private static final Logger LOG = LoggerFactory.getLogger(StockReader.class);

    /** Then the route gets a chance to stop. */
    private static final Duration AT_ONCE = Duration.ofSeconds(2);

    private final StockBatches batches;
    private final StockParts parts;
    private final StockFolder folder;
    private final Arrivals arrivals;
    private final Licences licences;
    private final RowJudge judge;
    private final TransactionTemplate transaction;
    private OpenBatch open; // guarded by this

    StockReader(StockBatches batches, StockParts parts, StockFolder folder, Arrivals arrivals, Licences licences, RowJudge judge,
            PlatformTransactionManager transactions) {
        this.batches = batches;
        this.parts = parts;
        this.folder = folder;
        this.arrivals = arrivals;
        this.licences = licences;
        this.judge = judge;
        this.transaction = new TransactionTemplate(transactions);
    }

    /** A batch while it is read. */
    private static final class OpenBatch {

        private final Reading reading;
        private final List<String> troubles = new ArrayList<>();
        private Deque<StockParts.Closed> left;
        private Part part;
        private FaultReport report;
        private long rows; // of the part
        private long bad;

        OpenBatch(Reading reading) {
            this.reading = reading;
        }

        Batch batch() {
            return reading.batch();
        }
    }

    /** What was found of a row. */
    private record Verdict(Arrival arrival, Taken taken, List<Problem> problems) {
    }

    /** Reads on for a moment; to be called again and again, on every node. */
    public synchronized void proceed() {
        if (open == null) {
            open = batches.takeReading().map(OpenBatch::new).orElse(null);
        }
        long until = System.nanoTime() + AT_ONCE.toNanos();
        try {
            while (open != null && System.nanoTime() < until) {
                step();
            }
        } catch (RuntimeException e) {
            abandon();
            throw e;
        }
    }

    private void step() {
        if (open.left == null) {
            try {
                open.left = parts.of(open.batch());
            } catch (NeedsPerson e) {
                trouble(e);
                end();
                return;
            }
        }
        try {
            if (open.part == null && open.left.isEmpty()) {
                end();
            } else if (open.part == null) {
                open.part = open.left.remove().opening().get();
                open.rows = 0;
                open.bad = 0;
            } else if (open.part.rows().hasNext()) {
                take(open.part.rows().next());
            } else {
                finishPart();
            }
        } catch (NeedsPerson e) {
            // this part can be read no further; its rows so far stand, and so do the other parts
            trouble(e);
            if (open.part != null) {
                finishPart();
            }
        }
    }

    private void trouble(NeedsPerson e) {
        String what = e.problems().stream().map(problem -> problem.message() + "。处理：" + problem.remedy()).collect(Collectors.joining("；"));
        open.troubles.add(what);
        LOG.warn("存量转换第 {} 批：{}", open.batch().id(), what);
    }

    private void take(List<Arrival> rows) {
        List<Verdict> verdicts = transaction.execute(status -> {
            List<Verdict> found = rows.stream().map(this::take).toList();
            if (batches.counted(open.reading, counts(found))) {
                return found;
            }
            status.setRollbackOnly();
            return null;
        });
        if (verdicts == null) {
            LOG.info("存量转换第 {} 批已暂停、取消或由其他节点接管，停止读取", open.batch().id());
            abandon();
            return;
        }
        open.rows += verdicts.size();
        for (Verdict verdict : verdicts) {
            if (!verdict.problems.isEmpty()) {
                open.bad++;
                report().add(verdict.arrival.key(), verdict.arrival.row(), verdict.problems);
            }
        }
    }

    private Verdict take(Arrival arrival) {
        if (open.batch().dryRun()) {
            return arrivals.isKnown(arrival) ? new Verdict(arrival, Taken.KNOWN, List.of()) : new Verdict(arrival, Taken.NEW, judged(arrival));
        }
        Arrivals.Taking taking = arrivals.receive(open.batch().id(), arrival);
        return new Verdict(arrival, taking.taken(), switch (taking.taken()) {
            case KNOWN -> List.of();
            case NEW -> judged(arrival);
            // what has become a licence meanwhile was good
            case AGAIN -> repeated(arrival).isEmpty() && issued(arrival, taking.submissionId()) ? List.of() : judged(arrival);
        });
    }

    private boolean issued(Arrival arrival, String submissionId) {
        return arrival.record().certNum() != null && licences.find(arrival.record().certNum())
                .filter(licence -> licence.submissionId().equals(submissionId)).isPresent();
    }

    private List<Problem> judged(Arrival arrival) {
        List<Problem> problems = judge.byRules(arrival);
        if (problems.isEmpty()) {
            problems = repeated(arrival);
        }
        return problems.isEmpty() ? judge.byTrial(arrival) : problems;
    }

    private List<Problem> repeated(Arrival arrival) {
        if (arrival.record().certNum() == null) {
            return List.of();
        }
        String first = batches.firstOf(open.reading, arrival.record().certNum(), arrival.origin());
        return first.equals(arrival.origin()) ? List.of() : List.of(new Problem("cert-num.repeated",
                Core.CERT_NUM.component(), "证书编号" + Problem.quote(arrival.record().certNum()) + "在本批中重复：" + first + "已有",
                "请核对两行哪一行正确：内容相同的删去一行，编号写错的更正"));
    }

    private Counts counts(List<Verdict> verdicts) {
        if (open.batch().dryRun()) {
            Map<String, long[]> byDepartment = new HashMap<>();
            verdicts.stream().filter(verdict -> verdict.taken != Taken.KNOWN).forEach(verdict ->
                    byDepartment.computeIfAbsent(verdict.arrival.record().department(), department -> new long[2])
                            [verdict.problems.isEmpty() ? 0 : 1]++);
            byDepartment.forEach((department, found) -> batches.tried(open.reading, department, found[0], found[1]));
        }
        return new Counts(verdicts.size(), verdicts.stream().filter(verdict -> !verdict.problems.isEmpty()).count(),
                verdicts.stream().filter(verdict -> verdict.taken == Taken.KNOWN).count());
    }

    private FaultReport report() {
        if (open.report == null) {
            open.report = new FaultReport(folder.of(open.batch().folder()), open.part.columns());
        }
        return open.report;
    }

    private void finishPart() {
        open.part.close();
        if (open.report != null) {
            String name = open.part.name();
            open.report.finish(List.of((open.batch().dryRun() ? "试运行：" : "") + "「" + name + "」共 " + open.rows + " 行，有误 " + open.bad + " 行。",
                    "「有误的行」中是有误的各行，「错误说明」一列写明原因和改法。",
                    "请直接改正后另存，连同「行标识（勿改）」一列一起重新导入；改正后的行接替原来的行，没有改动的行不会重复办理。"));
            try {
                var target = folder.report(open.batch().folder(), name);
                Files.deleteIfExists(target); // of a reading that was interrupted at its end
                open.report.moveTo(target);
            } catch (IOException e) {
                throw new UncheckedIOException("无法写入「" + name + "」的报告：" + e.getMessage(), e);
            }
            open.report = null;
        }
        open.part = null;
    }

    private void end() {
        batches.read(open.reading, open.troubles.isEmpty() ? null : String.join("；", open.troubles));
        LOG.info("存量转换第 {} 批读取完毕", open.batch().id());
        open = null;
    }

    /** Somebody reads it later from the start. */
    private void abandon() {
        OpenBatch batch = open;
        open = null;
        if (batch.part != null) {
            batch.part.close();
        }
        if (batch.report != null) {
            try {
                batch.report.close();
            } catch (IOException e) {
                LOG.warn("未写完的报告未能删除：{}", e.getMessage());
            }
        }
    }

    /** The server stops. */
    @PreDestroy
    synchronized void stop() {
        if (open != null) {
            Reading reading = open.reading;
            abandon();
            batches.leave(reading);
        }
    }
}
