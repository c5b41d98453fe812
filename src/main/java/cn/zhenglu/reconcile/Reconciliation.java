package cn.zhenglu.reconcile;

import cn.zhenglu.licence.Department;
import cn.zhenglu.licence.Family;
import cn.zhenglu.licence.NeedsPerson;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import javax.sql.DataSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.stereotype.Component;

/**
 * One comparison from beginning to end; the bean that the routes call. A list is about the certificate types of its lines: what the
 * ledger has of these is missed when it is not in the list, and nothing else. A list that was compared is moved to {@code done/} beside
 * it, one that could not be to {@code rejected/}, and both leave a run that people see. Only when not even that can be recorded,
 * because the ledger's database is away, the list stays where it is and is taken again.
 */
@Component("reconciliation")
public class Reconciliation {

    private static final Logger LOG = LoggerFactory.getLogger(Reconciliation.class);
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("yyyyMMddHHmmssSSS").withZone(ZoneId.systemDefault());
    private static final int CHUNK = 500;

    private final RunRecorder runs;
    private final ReconcileSettings settings;
    private final ListMapping mapping;
    private final String node;
    private final Clock clock;
    private final Instant started;

    Reconciliation(DataSource ledger, ReconcileSettings settings, Family family, List<Department> departments,
            @Value("${zhenglu.ledger.node:local}") String node, Clock clock) {
        this.runs = new RunRecorder(ledger, clock);
        this.settings = settings;
        this.mapping = new ListMapping(settings, family, departments);
        this.node = node;
        this.clock = clock;
        this.started = clock.instant();
    }

    /** Compares a list that somebody has dropped. */
    public void compare(File dropped) {
        Path list = dropped.toPath();
        if (Files.notExists(list)) {
            return; // another server has taken it
        }
        runs.interrupted(node, started);
        compare(runs.begin(Run.Via.FILE, list.getFileName().toString(), node, null).orElseThrow(), list,
                list.getFileName().toString());
    }

    /**
     * Asks the configured address for a list and compares it; once in each interval, whichever server comes first.
     *
     * @param folder where lists are dropped: the reply is kept beside them
     */
    public void query(File folder) {
        if (settings.url().isBlank()) {
            return;
        }
        runs.interrupted(node, started);
        String slot = "query:" + clock.millis() / settings.interval().toMillis();
        Optional<Long> run = runs.begin(Run.Via.QUERY, ListQuery.shown(settings.url()), node, slot);
        if (run.isEmpty()) {
            return; // asked in this interval already
        }
        Path inbox = folder.toPath();
        Path reply = inbox.resolve(".query-" + run.get() + ".part");
        try {
            Files.createDirectories(inbox);
            new ListQuery(settings).fetch(reply);
        } catch (IOException | RuntimeException e) {
            fail(run.get(), "查询失败：" + reason(e));
            reject(run.get(), reply, "query.txt");
            return;
        }
        compare(run.get(), reply, "query.txt");
    }

    private void compare(long run, Path list, String name) {
        try {
            Loaded loaded = load(run, list);
            runs.compare(run, loaded.lines(), loaded.types(), clock.instant().minus(settings.settle()));
        } catch (RuntimeException e) {
            fail(run, reason(e)); // when this fails as well, the list stays and is taken again
            reject(run, list, name);
            return;
        }
        move(run, list, "done", name);
    }

    /** @param types ids of the certificate types that it is about */
    private record Loaded(long lines, Set<String> types) {
    }

    private Loaded load(long run, Path file) {
        long lines = 0;
        Set<String> types = new HashSet<>();
        try (ListFile list = ListFile.open(file)) {
            List<ListEntry> chunk = new ArrayList<>(CHUNK);
            for (Optional<ListFile.Line> line = list.next(); line.isPresent(); line = list.next()) {
                if (line.get().problem() == null && !mapping.knows(line.get())) {
                    throw new NeedsPerson("list.columns", null, "清单第 " + line.get().number() + " 行没有「" + mapping.certNumNames() + "」列",
                            "请核对列名，或在 zhenglu.reconcile.columns.cert-num 中补充");
                }
                ListEntry entry = mapping.entry(line.get());
                lines++;
                if (entry.type() != null) {
                    types.add(entry.type());
                }
                chunk.add(entry);
                if (chunk.size() == CHUNK) {
                    runs.add(run, chunk);
                    chunk.clear();
                }
            }
            runs.add(run, chunk);
        }
        if (types.isEmpty()) {
            throw new NeedsPerson("list.empty", null, lines == 0 ? "清单中没有数据" : "清单的 " + lines + " 行都无法识别",
                    "请核对清单内容与列名后重新投放；为免误报，未与台账比对");
        }
        return new Loaded(lines, types);
    }

    private void fail(long run, String reason) {
        LOG.warn("对账未完成（第 {} 次）：{}", run, reason);
        runs.fail(run, reason);
    }

    private void reject(long run, Path file, String name) {
        if (Files.exists(file)) {
            move(run, file, "rejected", name);
        }
    }

    private void move(long run, Path file, String folder, String name) {
        Path target = file.resolveSibling(folder).resolve(TIME.format(clock.instant()) + "-" + run + "-" + name);
        try {
            Files.createDirectories(target.getParent());
            Files.move(file, target);
        } catch (IOException e) {
            throw new UncheckedIOException("对账清单无法移入 " + folder + "/，请检查目录权限：" + e.getMessage(), e);
        }
    }

    private static String reason(Exception e) {
        if (e instanceof NeedsPerson person) {
            return person.problems().stream().map(problem -> problem.message() + "。" + problem.remedy())
                    .collect(Collectors.joining("\n"));
        }
        Throwable root = e;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        return root.getMessage() == null ? root.getClass().getSimpleName() : root.getMessage();
    }
}
