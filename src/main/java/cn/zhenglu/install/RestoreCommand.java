package cn.zhenglu.install;

import cn.zhenglu.doctor.Settings;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import picocli.CommandLine.Unmatched;

/**
 * {@code restore}: puts a backup into an empty database and an empty data folder, and looks whether every licence's file is there. It
 * overwrites nothing. Exit code 1: not restored, or not whole.
 */
@Command(name = "restore", mixinStandardHelpOptions = true, description = "把一份备份恢复到空的台账数据库和数据目录，不覆盖任何内容；先停止服务。"
        + "设置和路由在备份目录的 config/、routes/ 中，由操作人员自行取用。")
public final class RestoreCommand implements Callable<Integer> {

    @Parameters(paramLabel = "DIR", description = "backup 建立的目录")
    private Path backup;

    @Spec
    private CommandSpec spec;

    @Unmatched
    private List<String> arguments = new ArrayList<>();

    @Override
    public Integer call() throws IOException, InterruptedException, SQLException {
        try {
            return restore();
        } catch (Unusable e) {
            spec.commandLine().getErr().println("没有恢复：" + e.getMessage());
            return 1;
        }
    }

    private int restore() throws IOException, InterruptedException, SQLException {
        if (Files.notExists(backup.resolve(BackupCommand.LEDGER))) {
            throw new Unusable(backup + " 不是备份目录");
        }
        Settings settings = Settings.read(arguments);
        LedgerDatabase ledger = LedgerDatabase.of(settings);
        Path data = Path.of(settings.text("zhenglu.data-dir")).toAbsolutePath();
        if (ledger.holdsLedger()) {
            throw new Unusable("台账数据库中已有台账。请改用空的数据库，或先把现有的改名保存");
        }
        if (Files.exists(data.resolve("documents")) || Files.exists(data.resolve("broker"))) {
            throw new Unusable("数据目录 " + data + " 不是空的。请先把它改名保存");
        }
        ledger.restore(backup.resolve(BackupCommand.LEDGER));
        // copies, not links: what is restored must not share a place with its own backup
        long files = new DataFolder(backup.resolve(BackupCommand.DATA), null).copyTo(data);
        List<String> missing = ledger.documents().stream().filter(digest -> Files.notExists(DataFolder.document(data, digest))).toList();
        PrintWriter out = spec.commandLine().getOut();
        out.println("已恢复台账和 " + files + " 份证照文件。备份之后办理的业务不在其中：启动后请与省级清单对账，见 docs/操作手册.md");
        out.flush();
        missing.forEach(digest -> spec.commandLine().getErr().println("备份中缺少证照文件 " + digest + ".ofd"));
        return missing.isEmpty() ? 0 : 1;
    }
}
