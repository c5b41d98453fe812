package cn.zhenglu.stock;

import cn.zhenglu.ledger.StockBatches;
import cn.zhenglu.ledger.StockBatches.Batch;
import cn.zhenglu.ledger.StockProgress;
import cn.zhenglu.licence.Department;
import cn.zhenglu.licence.NeedsPerson;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/**
 * Answers the command line; bean {@code stockRequests} of the route. Request and answer are files in the data folder: who may write
 * there is the operator of this server, and the embedded ledger, which one process holds, need not be opened by another.
 */
@Component("stockRequests")
public class StockRequests {

    private static final Logger LOG = LoggerFactory.getLogger(StockRequests.class);
    private static final JsonMapper JSON = JsonMapper.shared();
    private static final int SHOWN = 20;

    private final StockBatches batches;
    private final StockProgress progress;
    private final StockOrders orders;
    private final Map<String, String> departments;

    StockRequests(StockBatches batches, StockProgress progress, StockOrders orders, List<Department> departments) {
        this.batches = batches;
        this.progress = progress;
        this.orders = orders;
        this.departments = departments.stream().collect(Collectors.toMap(Department::id, Function.identity())).entrySet().stream()
                .collect(Collectors.toMap(Map.Entry::getKey, entry -> entry.getValue().name()));
    }

    /** Does what a request asks for, once: of several servers, the one that can rename it. */
    public void answer(File request) {
        Path file = request.toPath();
        String id = file.getFileName().toString().replaceFirst("[.]json$", "");
        Path taken = file.resolveSibling(id + ".taken");
        try {
            Files.move(file, taken);
        } catch (NoSuchFileException elsewhere) {
            return;
        } catch (IOException e) {
            throw new UncheckedIOException("存量转换请求 " + id + " 无法读取：" + e.getMessage(), e);
        }
        try {
            StockRequest.Answer answer = answer(id, taken);
            Path writing = file.resolveSibling(id + ".answer.tmp");
            JSON.writeValue(writing, answer);
            Files.move(writing, file.resolveSibling(id + ".answer"));
        } catch (IOException e) {
            throw new UncheckedIOException("存量转换请求 " + id + " 无法答复：" + e.getMessage(), e);
        } finally {
            taken.toFile().delete();
        }
    }

    private StockRequest.Answer answer(String id, Path file) {
        try {
            StockRequest request = JSON.readValue(file, StockRequest.class);
            return new StockRequest.Answer(null, done(id, request, file.resolveSibling(id)).stream().map(this::shown).toList());
        } catch (NeedsPerson e) {
            return refused(e.problems().stream().map(problem -> problem.message() + "。处理：" + problem.remedy()).collect(Collectors.joining("；")));
        } catch (JacksonException e) {
            return refused("请求无法识别：" + e.getOriginalMessage());
        } catch (RuntimeException e) {
            LOG.warn("存量转换请求未能完成", e);
            return refused("服务器未能完成：" + e.getMessage());
        }
    }

    private static StockRequest.Answer refused(String why) {
        return new StockRequest.Answer(why, List.of());
    }

    private List<Batch> done(String id, StockRequest request, Path files) {
        String actor = request.actor();
        boolean done = switch (request.act()) {
            case IMPORT -> {
                start(id, request, files);
                yield true;
            }
            case LIST, SHOW -> true;
            case PAUSE -> batches.pause(request.batch(), actor);
            case RESUME -> batches.resume(request.batch(), actor);
            case CANCEL -> batches.cancel(request.batch(), actor);
            case THROTTLE -> batches.throttle(request.batch(), limit(request.perMinute()), actor);
        };
        if (!done) {
            throw new NeedsPerson("stock.standing", null, "第 " + request.batch() + " 批不存在，或目前的情况不能这样处理", "用 stock list 查看各批的情况");
        }
        return switch (request.act()) {
            case LIST -> batches.list(SHOWN, 0);
            case IMPORT -> batches.ofRequest(id).stream().toList();
            default -> batches.find(request.batch()).stream().toList();
        };
    }

    private void start(String id, StockRequest request, Path files) {
        if (request.query()) {
            orders.fromQuery(request.source(), request.department(), request.dryRun(), request.perMinute(), id, request.actor());
        } else {
            orders.fromFiles(files, request.source(), request.department(), request.dryRun(), request.perMinute(), id, request.actor());
        }
    }

    private static Integer limit(Integer perMinute) {
        return perMinute == null || perMinute == 0 ? null : perMinute;
    }

    private StockRequest.Shown shown(Batch batch) {
        StockProgress.Progress now = progress.of(batch);
        return new StockRequest.Shown(batch.id(), batch.source(), batch.dryRun(), standing(batch), batch.endedAt() != null,
                batch.readAt() == null, batch.rowsRead(), batch.rowsBad(), batch.rowsKnown(), now.total(), now.done(), now.failed(),
                now.waiting(), now.perMinute(), now.left() == null ? null : now.left().toSeconds(), batch.perMinute(), batch.reason(),
                orders.reports(batch).stream().map(Path::toString).toList(),
                now.departments().stream().map(part -> new StockRequest.Department(
                        departments.getOrDefault(part.department(), part.department().isEmpty() ? "未写明" : part.department()),
                        part.total(), part.done(), part.failed(), part.waiting())).toList());
    }

    private static String standing(Batch batch) {
        return switch (batch.standing()) {
            case RUNNING -> batch.readAt() == null ? "读取中" : "进行中";
            case PAUSED -> "已暂停";
            case CANCELLED -> "已取消";
            case DONE -> "已结束";
            case FAILED -> "无法读取";
        };
    }
}
