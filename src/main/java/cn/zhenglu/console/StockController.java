package cn.zhenglu.console;

import cn.zhenglu.ledger.StockBatches;
import cn.zhenglu.ledger.StockBatches.Batch;
import cn.zhenglu.ledger.StockProgress;
import cn.zhenglu.licence.NeedsPerson;
import cn.zhenglu.licence.Problem;
import cn.zhenglu.stock.StockOrders;
import cn.zhenglu.stock.StockReport;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.Principal;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.springframework.http.ContentDisposition;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.server.ResponseStatusException;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

/** Conversion of existing licences: batches, who lags, starting, trying, pausing, throttling, cancelling, reports. */
@Controller
class StockController {

    private static final String ALL = "/console/stock";
    private static final String ONE = ALL + "/{id:\\d{1,18}}";
    private static final String XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";
    private static final int FASTEST = 100_000;

    private final StockBatches batches;
    private final StockProgress progress;
    private final StockOrders orders;
    private final StockReport report;
    private final StockFigures figures;

    StockController(StockBatches batches, StockProgress progress, StockOrders orders, StockReport report, StockFigures figures) {
        this.batches = batches;
        this.progress = progress;
        this.orders = orders;
        this.report = report;
        this.figures = figures;
    }

    @GetMapping(ALL)
    String list(@RequestParam(defaultValue = "1") int page, Model model) {
        model.addAttribute("page", Page.of(page, batches.count(), batches::list));
        model.addAttribute("progress", progress);
        model.addAttribute("waiting", orders.waiting());
        model.addAttribute("queries", orders.queries());
        model.addAttribute("figures", figures.latest());
        return "console/stock";
    }

    @GetMapping(ALL + "/progress.xlsx")
    void xlsx(HttpServletResponse response) throws IOException {
        download(response, "stock-progress.xlsx");
        StockFigures.Counted counted = figures.latest();
        report.xlsx(counted.departments(), counted.all(), response.getOutputStream());
    }

    /**
     * Starts with what lies in the inbox, or a query.
     *
     * @param source {@code file:} or {@code query:} and a name
     */
    @PostMapping(ALL)
    String start(@RequestParam String source, @RequestParam(defaultValue = "") String department,
            @RequestParam(required = false) Integer perMinute, @RequestParam(defaultValue = "false") boolean dryRun, Principal operator,
            RedirectAttributes redirect) {
        String of = department.isBlank() ? null : department;
        Integer pace = perMinute == null || perMinute < 1 || perMinute > FASTEST ? null : perMinute;
        String name = source.substring(source.indexOf(':') + 1);
        return started(redirect, () -> source.startsWith("query:") ? orders.fromQuery(name, of, dryRun, pace, null, operator.getName())
                : orders.fromInbox(name, of, dryRun, pace, operator.getName()));
    }

    @GetMapping(ONE)
    String one(@PathVariable long id, Model model) {
        Batch batch = show(id, model);
        model.addAttribute("reports", orders.reports(batch).stream().map(Path::getFileName).toList());
        return "console/stock-batch";
    }

    /** The part of the page that changes while it runs. */
    @GetMapping(ONE + "/progress")
    String progress(@PathVariable long id, Model model) {
        show(id, model);
        return "console/stock-progress :: progress";
    }

    private Batch show(long id, Model model) {
        Batch batch = batch(id);
        model.addAttribute("batch", batch);
        model.addAttribute("now", progress.of(batch));
        return batch;
    }

    /** The rows of a batch that need a person, with the reasons. */
    @GetMapping(ONE + "/report")
    void report(@PathVariable long id, @RequestParam String name, HttpServletResponse response) throws IOException {
        Path file = orders.reports(batch(id)).stream().filter(path -> path.getFileName().toString().equals(name)).findFirst()
                .orElseThrow(() -> new ResponseStatusException(HttpStatus.NOT_FOUND));
        download(response, name);
        Files.copy(file, response.getOutputStream());
    }

    @PostMapping(ONE + "/convert")
    String convert(@PathVariable long id, Principal operator, RedirectAttributes redirect) {
        return started(redirect, () -> orders.afterTrial(id, operator.getName()));
    }

    @PostMapping(ONE + "/pause")
    String pause(@PathVariable long id, Principal operator, RedirectAttributes redirect) {
        return back(id, batches.pause(id, operator.getName()) ? "stock-paused" : "stock-not", redirect);
    }

    @PostMapping(ONE + "/resume")
    String resume(@PathVariable long id, Principal operator, RedirectAttributes redirect) {
        return back(id, batches.resume(id, operator.getName()) ? "stock-resumed" : "stock-not", redirect);
    }

    @PostMapping(ONE + "/cancel")
    String cancel(@PathVariable long id, Principal operator, RedirectAttributes redirect) {
        return back(id, batches.cancel(id, operator.getName()) ? "stock-cancelled" : "stock-not", redirect);
    }

    /** @param perMinute empty for no limit */
    @PostMapping(ONE + "/throttle")
    String throttle(@PathVariable long id, @RequestParam(required = false) Integer perMinute, Principal operator,
            RedirectAttributes redirect) {
        Integer pace = perMinute == null ? null : Math.max(1, Math.min(FASTEST, perMinute));
        return back(id, batches.throttle(id, pace, operator.getName()) ? "stock-throttled" : "stock-not", redirect);
    }

    private Batch batch(long id) {
        return batches.find(id).orElseThrow(() -> new ResponseStatusException(HttpStatus.NOT_FOUND));
    }

    private static String started(RedirectAttributes redirect, Supplier<Long> order) {
        try {
            return back(order.get(), "stock-started", redirect);
        } catch (NeedsPerson e) {
            redirect.addFlashAttribute("refusal", e.problems().stream().map(Problem::message).collect(Collectors.joining("；")));
            return "redirect:" + ALL;
        }
    }

    private static String back(long id, String result, RedirectAttributes redirect) {
        redirect.addFlashAttribute("result", result);
        redirect.addAttribute("id", id);
        return "redirect:/console/stock/{id}";
    }

    private static void download(HttpServletResponse response, String name) {
        response.setContentType(XLSX);
        response.setHeader(HttpHeaders.CONTENT_DISPOSITION,
                ContentDisposition.attachment().filename(name, StandardCharsets.UTF_8).build().toString());
    }
}
