package cn.zhenglu.intake;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Clock;
import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import cn.zhenglu.licence.Department;
import cn.zhenglu.licence.LicenceRules;
import cn.zhenglu.licence.NeedsPerson;
import cn.zhenglu.licence.Problem;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The shared folder; bean {@code inbox} of the intake route. A file stays where it is until all its rows are safe, so that a node
 * that dies on the way loses nothing; then it goes to {@code done/} or {@code rejected/}, a report on its bad rows beside it. No
 * file locks: over NFS and SMB they cannot be relied on. Two nodes may read the same file; the ledger takes each row once.
 */
public final class Inbox {

    private static final Logger LOG = LoggerFactory.getLogger(Inbox.class);
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("yyyyMMddHHmmssSSS");
    private static final String DONE = "done";
    private static final String REJECTED = "rejected";
    private static final String FAULTS = "-有误.xlsx";
    private static final String REPEATED = "-重复.xlsx";

    private final Intake intake;
    private final LicenceRules rules;
    private final Set<String> departments;
    private final Clock clock;

    /** @param departments the configured ones */
    public Inbox(Intake intake, Collection<Department> departments, Clock clock) {
        this.intake = intake;
        this.rules = new LicenceRules();
        this.departments = departments.stream().map(Department::id).collect(Collectors.toUnmodifiableSet());
        this.clock = clock;
    }

    /**
     * Begins to read a file.
     *
     * @return {@code null} when it has vanished
     * @throws NeedsPerson          see {@link Intake#fromFile}
     * @throws UncheckedIOException when it cannot be read now, e.g. since another program keeps it locked
     */
    public InboxFile open(Path file) {
        try {
            tidy(file.toAbsolutePath().getParent());
            String digest = digest(file);
            FileArrivals arrivals = intake.fromFile(file);
            return new InboxFile(file, digest, arrivals, rules, departments);
        } catch (IOException | UncheckedIOException e) {
            if (Files.notExists(file)) {
                LOG.info("共享目录中的文件 {} 在读取前已被移走", file.getFileName());
                return null;
            }
            throw new UncheckedIOException("文件「" + file.getFileName() + "」暂时无法读取：" + e.getMessage(),
                    e instanceof IOException io ? io : ((UncheckedIOException) e).getCause());
        }
    }

    /**
     * All rows are in the ledger: writes the report and moves the file away.
     *
     * @throws NeedsPerson {@code file.no-rows} when there were none
     */
    public void finish(InboxFile file) {
        if (file.rows() == 0) {
            throw new NeedsPerson("file.no-rows", null, "文件「" + file.name() + "」只有列名，没有数据行", "请重新导出后投放");
        }
        String folder = file.bad() == file.rows() ? REJECTED : DONE;
        String summary = "文件「" + file.name() + "」共 " + file.rows() + " 行，有误 " + file.bad() + " 行";
        if (file.bad() > 0) {
            file.report().finish(List.of(summary + "。其余各行已接收。",
                    "「有误的行」中是有误的各行，「" + FaultReport.REASONS + "」一列写明原因和改法。",
                    "请在本文件中直接改正后另存，连同「" + FaultReport.KEY + "」一列一起重新投放到共享目录；改正后的行接替原来的行，没有改动的行不会重复办理。"));
        }
        settle(file, folder, FAULTS);
        LOG.info("{}，已移入 {}/", summary, folder);
    }

    /** The same content was taken before: moves the file away with a note. */
    public void duplicate(InboxFile file, String earlier) {
        file.report().finish(List.of("文件「" + file.name() + "」的内容与 " + earlier + " 相同，未重复接收。",
                "映射文件改动后要重新读取的，请在文件中改动任一处（如增加一个空行）再投放。"));
        settle(file, DONE, REPEATED);
        LOG.info("文件 {} 的内容与 {} 相同，未重复接收，已移入 done/", file.name(), earlier);
    }

    /**
     * Nothing, or nothing more, can be made out of the file: moves it away with the reason.
     *
     * @param path its absolute path
     * @param file what was read of it, {@code null} when nothing was
     */
    public void reject(String path, InboxFile file, NeedsPerson reason) {
        reject(Path.of(path), file, reason);
    }

    private void reject(Path path, InboxFile file, NeedsPerson reason) {
        List<String> lines = new ArrayList<>();
        lines.add("文件「" + path.getFileName() + "」未能接收" + (file == null || file.rows() == 0 ? "。"
                : "完毕：已接收前 " + file.rows() + " 行，其中有误 " + file.bad() + " 行见「有误的行」。"));
        for (Problem problem : reason.problems()) {
            lines.add(problem.message() + "。处理：" + problem.remedy());
        }
        FaultReport report = file == null ? new FaultReport(path.toAbsolutePath().getParent(), List.of()) : file.report();
        report.finish(lines);
        if (file != null) {
            file.close();
        }
        settle(path, Optional.of(report), REJECTED, FAULTS);
        LOG.warn("文件 {} 已移入 rejected/：{}", path.getFileName(), reason.getMessage());
    }

    /** It cannot be finished now and stays where it is; removes what was begun. */
    public void abandon(InboxFile file) {
        if (file != null) {
            file.close();
            file.begunReport().ifPresent(Inbox::discard);
        }
    }

    private void settle(InboxFile file, String folder, String reportEnding) {
        file.close();
        settle(file.path(), file.begunReport(), folder, reportEnding);
    }

    /** The report first: a node that dies in between reads the file once more. */
    private void settle(Path file, Optional<FaultReport> report, String folder, String reportEnding) {
        Path target = file.resolveSibling(folder);
        String time = TIME.format(LocalDateTime.now(clock));
        Path reportTarget = target.resolve(time + '-' + withoutEnding(file) + reportEnding);
        try {
            Files.createDirectories(target);
            if (report.isPresent()) {
                report.get().moveTo(reportTarget);
            }
            Files.move(file, target.resolve(time + '-' + file.getFileName()));
        } catch (NoSuchFileException elsewhere) {
            LOG.info("文件 {} 已由其他节点移走", file.getFileName());
            unreport(report, reportTarget);
        } catch (IOException e) {
            unreport(report, reportTarget);
            throw new UncheckedIOException("文件「" + file.getFileName() + "」无法移入 " + folder + "/：" + e.getMessage(), e);
        }
    }

    private static void unreport(Optional<FaultReport> report, Path target) {
        report.ifPresent(begun -> {
            discard(begun);
            try {
                Files.deleteIfExists(target);
            } catch (IOException e) {
                LOG.warn("报告 {} 未能删除：{}", target, e.getMessage());
            }
        });
    }

    private static void discard(FaultReport report) {
        try {
            report.close();
        } catch (IOException e) {
            LOG.warn("未写完的报告未能删除：{}", e.getMessage());
        }
    }

    /** Removes unfinished reports of nodes that died. */
    private void tidy(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : files.toList()) {
                if (FaultReport.isLeftOver(file, clock.instant())) {
                    Files.deleteIfExists(file);
                }
            }
        }
    }

    private static String withoutEnding(Path file) {
        return file.getFileName().toString().replaceFirst("[.][^.]*$", "");
    }

    private static String digest(Path file) throws IOException {
        try (InputStream in = Files.newInputStream(file)) {
            MessageDigest sha256 = MessageDigest.getInstance("SHA-256");
            in.transferTo(new DigestOutputStream(OutputStream.nullOutputStream(), sha256));
            return HexFormat.of().formatHex(sha256.digest());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
