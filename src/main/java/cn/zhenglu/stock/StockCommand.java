package cn.zhenglu.stock;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.springframework.boot.context.config.ConfigDataEnvironmentPostProcessor;
import org.springframework.core.env.StandardEnvironment;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import tools.jackson.databind.json.JsonMapper;

/**
 * {@code stock}: converts existing licences through the server that runs on the same data folder. Exit codes: 0 done, 1 done but
 * some rows need a person, 2 nothing was done.
 */
@Command(name = "stock", mixinStandardHelpOptions = true, description = "存量证照转换，由在同一数据目录上运行的服务办理。"
        + "退出码：0 办完，1 有的行须人工处理，2 未办理。")
public final class StockCommand {

    private static final int FLAWED = 1;
    private static final int NOTHING = 2;
    private static final Duration ANSWER = Duration.ofSeconds(20);
    private static final Duration POLL = Duration.ofMillis(100);
    private static final Duration REFRESH = Duration.ofSeconds(1);
    private static final int BAR = 30;
    private static final JsonMapper JSON = JsonMapper.shared();

    @Spec
    private CommandSpec spec;

    /** No answer, or a refusal; told on one line. */
    private static final class Refused extends Exception {

        private static final long serialVersionUID = 1L;

        Refused(String why) {
            super(why);
        }
    }

    /** The server is found by its data folder. */
    static final class Server {

        @Option(names = {"--data-dir", "--zhenglu.data-dir"}, paramLabel = "DIR", description = "服务的数据目录，默认取启动目录中 config/ 的设置。")
        private Path dataDir;

        Path requests() {
            return (dataDir == null ? configured() : dataDir).resolve("stock/requests");
        }

        private static Path configured() {
            StandardEnvironment environment = new StandardEnvironment();
            ConfigDataEnvironmentPostProcessor.applyTo(environment);
            return Path.of(environment.getProperty("zhenglu.data-dir", "data"));
        }
    }

    private interface Work {
        int run(Conversation server) throws IOException, InterruptedException, Refused;
    }

    /** Hands files over and shows how far they are. */
    @Command(name = "import", mixinStandardHelpOptions = true, description = "转换一个文件、一个目录中的全部文件，或一个查询；显示进度直到办完。中断本命令不影响办理。")
    int start(@Parameters(arity = "0..1", paramLabel = "FILE", description = "清单文件（CSV、XLSX、JSON、JSON 行），或存放它们的目录；与服务不在一台机器时，须能访问其数据目录") Path file,
            @Option(names = "--query", paramLabel = "NAME", description = "改用 zhenglu.stock.queries 中的查询") String query,
            @Option(names = "--department", paramLabel = "ID", description = "各行的审批部门；不填时由各行写明") String department,
            @Option(names = "--dry-run", description = "试运行：读取、转换、核对规则、试排版，给出报告，不签发、不报送") boolean dryRun,
            @Option(names = "--per-minute", paramLabel = "N", description = "每分钟最多开始办理的件数；不填时按 zhenglu.stock.per-minute") Integer perMinute,
            @Option(names = "--detach", description = "交给服务后即返回，不等待办完") boolean detach,
            @Mixin Server of) {
        return with(of, server -> {
            if ((file == null) == (query == null)) {
                throw new Refused("请指定一个文件或目录，或用 --query 指定查询，二者取其一");
            }
            if (perMinute != null && perMinute < 1) {
                throw new Refused("--per-minute 应为 1 以上的整数：" + perMinute);
            }
            if (file != null && !Files.exists(file)) {
                throw new Refused("找不到「" + file + "」");
            }
            String name = query != null ? query : file.toAbsolutePath().normalize().getFileName().toString();
            StockRequest.Shown batch = server.ask(new StockRequest(StockRequest.Act.IMPORT, name, query != null, department, dryRun, perMinute, 0,
                    actor()), file).get(0);
            out().println("第 " + batch.id() + " 批" + (dryRun ? "（试运行）" : "") + "：" + name);
            return detach ? 0 : follow(server, batch.id());
        });
    }

    /** Shows the newest batches, or one until it ends. */
    @Command(name = "list", mixinStandardHelpOptions = true, description = "列出最近各批的进度；--follow 显示一批的进度直到办完。")
    int list(@Option(names = "--follow", paramLabel = "BATCH", description = "批号") Long batch, @Mixin Server of) {
        return with(of, server -> {
            if (batch != null) {
                return follow(server, batch);
            }
            List<StockRequest.Shown> batches = server.ask(request(StockRequest.Act.LIST, 0, null), null);
            batches.forEach(one -> out().println("第 " + one.id() + " 批  " + line(one) + "  " + one.source()));
            if (batches.isEmpty()) {
                out().println("尚未转换存量证照。");
            }
            return 0;
        });
    }

    /** Nothing begins any more until it is resumed. */
    @Command(name = "pause", mixinStandardHelpOptions = true, description = "暂停一批：已开始的办完，其余等待。")
    int pause(@Parameters(paramLabel = "BATCH", description = "批号") long batch, @Mixin Server of) {
        return act(StockRequest.Act.PAUSE, batch, null, of);
    }

    /** It goes on. */
    @Command(name = "resume", mixinStandardHelpOptions = true, description = "继续暂停的一批。")
    int resume(@Parameters(paramLabel = "BATCH", description = "批号") long batch, @Mixin Server of) {
        return act(StockRequest.Act.RESUME, batch, null, of);
    }

    /** What has begun is finished, the rest put away. */
    @Command(name = "cancel", mixinStandardHelpOptions = true, description = "取消一批：已开始的办完，其余归档；再次导入时接着办理。")
    int cancel(@Parameters(paramLabel = "BATCH", description = "批号") long batch, @Mixin Server of) {
        return act(StockRequest.Act.CANCEL, batch, null, of);
    }

    /** Sets the pace. */
    @Command(name = "throttle", mixinStandardHelpOptions = true, description = "限定一批的速度。")
    int throttle(@Parameters(paramLabel = "BATCH", description = "批号") long batch,
            @Option(names = "--per-minute", paramLabel = "N", required = true, description = "每分钟最多开始办理的件数，0 为不限") int perMinute,
            @Mixin Server of) {
        return act(StockRequest.Act.THROTTLE, batch, perMinute, of);
    }

    private int act(StockRequest.Act act, long batch, Integer perMinute, Server of) {
        return with(of, server -> {
            StockRequest.Shown shown = server.ask(request(act, batch, perMinute), null).get(0);
            out().println("第 " + batch + " 批  " + line(shown));
            return 0;
        });
    }

    private static StockRequest request(StockRequest.Act act, long batch, Integer perMinute) {
        return new StockRequest(act, null, false, null, false, perMinute, batch, actor());
    }

    private static String actor() {
        return "命令行 " + System.getProperty("user.name");
    }

    private int with(Server of, Work work) {
        try {
            return work.run(new Conversation(of.requests()));
        } catch (Refused e) {
            spec.commandLine().getErr().println(e.getMessage());
            return NOTHING;
        } catch (IOException e) {
            spec.commandLine().getErr().println("无法读写数据目录：" + e.getMessage());
            return NOTHING;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return NOTHING;
        } finally {
            out().flush();
        }
    }

    private int follow(Conversation server, long id) throws IOException, InterruptedException, Refused {
        boolean person = System.console() != null;
        String before = "";
        while (true) {
            StockRequest.Shown batch = server.ask(request(StockRequest.Act.SHOW, id, null), null).stream().findFirst()
                    .orElseThrow(() -> new Refused("没有第 " + id + " 批"));
            String line = line(batch);
            if (person) {
                out().print("\r" + line + "\u001B[K");
            } else if (!line.equals(before)) {
                out().println(line);
            }
            out().flush();
            before = line;
            if (batch.ended()) {
                if (person) {
                    out().println();
                }
                return summary(batch);
            }
            Thread.sleep(REFRESH.toMillis());
        }
    }

    private int summary(StockRequest.Shown batch) {
        batch.departments().forEach(part -> out().println("  " + part.name() + "：" + (batch.dryRun() ? "无误 " : "办结 ") + part.done() + "，"
                + (batch.dryRun() ? "有误 " : "转人工 ") + part.failed() + (part.waiting() > 0 ? "，等待 " + part.waiting() : "")));
        if (batch.reason() != null) {
            out().println("未能读取：" + batch.reason());
        }
        batch.reports().forEach(report -> out().println("有误的行及原因：" + report));
        return batch.failed() > 0 || batch.rowsBad() > 0 || batch.reason() != null ? FLAWED : 0;
    }

    private static String line(StockRequest.Shown batch) {
        String read = batch.standing() + "  已读 " + batch.rowsRead() + " 行，有误 " + batch.rowsBad()
                + (batch.rowsKnown() > 0 ? "，以前已接收 " + batch.rowsKnown() : "");
        if (batch.dryRun()) {
            return "试运行 " + read;
        }
        long settled = batch.done() + batch.failed();
        int filled = batch.total() == 0 ? 0 : (int) (BAR * settled / batch.total());
        return "[" + "#".repeat(filled) + "-".repeat(BAR - filled) + "] "
                + (batch.total() == 0 ? 0 : 100 * settled / batch.total()) + "%  " + read + "；办结 " + batch.done() + "，转人工 " + batch.failed()
                + "，等待 " + batch.waiting() + "  " + String.format(Locale.ROOT, "%.0f", batch.perMinute()) + " 件/分钟"
                + (batch.limit() == null ? "" : "（限 " + batch.limit() + "）")
                + (batch.secondsLeft() == null ? "" : "，约剩 " + left(batch.secondsLeft()));
    }

    private static String left(long seconds) {
        return seconds < 60 ? seconds + " 秒" : seconds < 3600 ? seconds / 60 + " 分钟" : seconds / 3600 + " 小时 " + seconds % 3600 / 60 + " 分钟";
    }

    private PrintWriter out() {
        return spec.commandLine().getOut();
    }

    /** Request and answer as files in the server's data folder. */
    private record Conversation(Path folder) {

        List<StockRequest.Shown> ask(StockRequest request, Path files) throws IOException, InterruptedException, Refused {
            String id = UUID.randomUUID().toString();
            Files.createDirectories(folder);
            if (files != null) {
                copy(files, folder.resolve(id));
            }
            Path asking = folder.resolve(id + ".json");
            Path writing = folder.resolve(id + ".tmp");
            JSON.writeValue(writing, request);
            Files.move(writing, asking);
            Path answer = folder.resolve(id + ".answer");
            long until = System.nanoTime() + ANSWER.toNanos();
            while (!Files.exists(answer)) {
                if (System.nanoTime() > until && Files.deleteIfExists(asking)) {
                    remove(folder.resolve(id));
                    throw new Refused("服务没有应答：请确认服务正在运行，且与本命令使用同一数据目录（" + folder.toAbsolutePath().normalize() + "）");
                }
                Thread.sleep(POLL.toMillis());
            }
            StockRequest.Answer said = JSON.readValue(answer, StockRequest.Answer.class);
            Files.delete(answer);
            if (said.refusal() != null) {
                remove(folder.resolve(id));
                throw new Refused(said.refusal());
            }
            return said.batches();
        }

        /** The original stays where it is. Unfinished copies have a name that nobody asks for. */
        private static void copy(Path from, Path to) throws IOException {
            Files.createDirectories(to);
            List<Path> files = new ArrayList<>();
            if (Files.isDirectory(from)) {
                try (Stream<Path> children = Files.list(from)) {
                    children.filter(Files::isRegularFile).forEach(files::add);
                }
            } else {
                files.add(from);
            }
            for (Path file : files) {
                Files.copy(file, to.resolve(file.getFileName()), StandardCopyOption.COPY_ATTRIBUTES);
            }
        }

        private static void remove(Path copies) throws IOException {
            if (Files.isDirectory(copies)) {
                try (Stream<Path> children = Files.list(copies)) {
                    for (Path child : children.toList()) {
                        Files.delete(child);
                    }
                }
                Files.delete(copies);
            }
        }
    }
}
