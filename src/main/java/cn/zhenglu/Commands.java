package cn.zhenglu;

import cn.zhenglu.doctor.AuditLedgerCommand;
import cn.zhenglu.doctor.DoctorCommand;
import cn.zhenglu.doctor.MapCommand;
import cn.zhenglu.document.PreviewCommand;
import cn.zhenglu.install.BackupCommand;
import cn.zhenglu.install.InitCommand;
import cn.zhenglu.install.RestoreCommand;
import cn.zhenglu.seal.verify.VerifyCommand;
import cn.zhenglu.simulator.SimulatorCommand;
import cn.zhenglu.intake.CertificateTypes;
import cn.zhenglu.stock.StockCommand;
import java.nio.file.Path;
import org.springframework.boot.logging.LoggingSystem;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** The commands beside the server. */
@Command(name = "zhenglu", description = "证路：建筑施工企业安全生产许可证电子证照签发与上传。不带命令时启动服务。",
        subcommands = {VerifyCommand.class, PreviewCommand.class, DoctorCommand.class, MapCommand.class, StockCommand.class,
                AuditLedgerCommand.class, SimulatorCommand.class, InitCommand.class, BackupCommand.class, RestoreCommand.class,
                CommandLine.HelpCommand.class})
final class Commands {

    private Commands() {
    }

    /** Gives the preview what it may not know by itself: how certificate types are read. */
    private static final class Parts implements CommandLine.IFactory {

        @Override
        public <K> K create(Class<K> command) throws Exception {
            return command == PreviewCommand.class
                    ? command.cast(new PreviewCommand(() -> CertificateTypes.loadAll(Path.of("config/types"))))
                    : CommandLine.defaultFactory().create(command);
        }
    }

    /** @return the process's exit code */
    static int run(String[] arguments) {
        // silent: all that matters is in a command's answer, which scripts read; the log goes to the same output
        LoggingSystem.get(Commands.class.getClassLoader()).beforeInitialize();
        return new CommandLine(new Commands(), new Parts()).setCaseInsensitiveEnumValuesAllowed(true).execute(arguments);
    }
}
