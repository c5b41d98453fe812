package cn.zhenglu.install;

import cn.zhenglu.doctor.Settings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import picocli.CommandLine.Unmatched;

/**
 * {@code backup}: ledger, data folder, settings and routes into a new folder, while the server works. The ledger comes first: every
 * file that it knows then lies in the data folder already. Exit code 1: there is no backup.
 */
@Command(name = "backup", mixinStandardHelpOptions = true, description = "把台账数据库、数据目录、设置和路由备份到一个新目录，服务运行中即可执行；"
        + "需要 PostgreSQL 客户端工具 pg_dump。可带与启动服务相同的参数（--名称=值）。")
public final class BackupCommand implements Callable<Integer> {

    static final String LEDGER = "ledger.dump";
    static final String DATA = "data";

    @Parameters(paramLabel = "DIR", description = "要建立的备份目录；同级目录中上一份备份已有的证照文件不再重复占用磁盘")
    private Path target;

    @Spec
    private CommandSpec spec;

    @Unmatched
    private List<String> arguments = new ArrayList<>();

    @Override
    public Integer call() throws IOException, InterruptedException {
        Path whole = target.toAbsolutePath().normalize();
        try {
            if (Files.exists(whole)) {
                throw new Unusable("目录 " + target + " 已经存在");
            }
            Settings settings = Settings.read(arguments);
            LedgerDatabase ledger = LedgerDatabase.of(settings);
            Path earlier = latestBeside(whole);
            Path part = privateFolder(whole.resolveSibling(whole.getFileName() + ".part"));
            ledger.dump(part.resolve(LEDGER));
            long documents = new DataFolder(Path.of(settings.text("zhenglu.data-dir")).toAbsolutePath(),
                    earlier == null ? null : earlier.resolve(DATA)).copyTo(part.resolve(DATA));
            for (String folder : List.of("config", "routes")) {
                copySettings(Path.of(folder), part.resolve(folder));
            }
            Files.move(part, whole, StandardCopyOption.ATOMIC_MOVE);
            spec.commandLine().getOut().println("已备份到 " + target + "：台账和 " + documents + " 份证照文件。其中有口令，请妥善保管");
            return 0;
        } catch (Unusable e) {
            spec.commandLine().getErr().println("没有备份：" + e.getMessage());
            return 1;
        }
    }

    /** Backups hold secrets and personal data. What an interrupted run has left is replaced. */
    private static Path privateFolder(Path folder) throws IOException {
        if (Files.exists(folder)) {
            try (Stream<Path> left = Files.walk(folder)) {
                for (Path file : left.sorted(Comparator.reverseOrder()).toList()) {
                    Files.delete(file);
                }
            }
        }
        Files.createDirectories(folder);
        if (folder.getFileSystem().supportedFileAttributeViews().contains("posix")) {
            Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwx------"));
        }
        return folder;
    }

    private static Path latestBeside(Path target) throws IOException {
        if (Files.notExists(target.getParent())) {
            return null;
        }
        try (Stream<Path> others = Files.list(target.getParent())) {
            return others.filter(other -> Files.exists(other.resolve(LEDGER)) && !other.toString().endsWith(".part"))
                    .max(Comparator.comparing(Path::getFileName)).orElse(null);
        }
    }

    /** Fonts are large and come with the program. */
    private static void copySettings(Path from, Path to) throws IOException {
        try (Stream<Path> files = Files.walk(from)) {
            for (Path file : files.filter(Files::isRegularFile).filter(file -> !file.toString().endsWith(".ttf")).toList()) {
                Path copy = to.resolve(from.relativize(file).toString());
                Files.createDirectories(copy.getParent());
                Files.copy(file, copy, StandardCopyOption.COPY_ATTRIBUTES);
            }
        }
    }
}
