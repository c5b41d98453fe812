package cn.zhenglu;

import cn.zhenglu.doctor.AuditLedgerCommand;
import cn.zhenglu.doctor.DoctorCommand;
import cn.zhenglu.doctor.MapCommand;
import cn.zhenglu.document.PreviewCommand;
import cn.zhenglu.seal.verify.VerifyCommand;
import cn.zhenglu.simulator.SimulatorCommand;
import cn.zhenglu.stock.StockCommand;
import org.springframework.boot.logging.LoggingSystem;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** The commands beside the server. */
@Command(name = "zhenglu", description = "证路：建筑施工企业安全生产许可证电子证照签发与上传。不带命令时启动服务。",
        subcommands = {VerifyCommand.class, PreviewCommand.class, DoctorCommand.class, MapCommand.class, AuditLedgerCommand.class,
                SimulatorCommand.class, StockCommand.class,
                CommandLine.HelpCommand.class})
final class Commands {

    private Commands() {
    }

    /** @return the process's exit code */
    static int run(String[] arguments) {
        // silent: all that matters is in a command's answer, which scripts read; the log goes to the same output
        LoggingSystem.get(Commands.class.getClassLoader()).beforeInitialize();
        return new CommandLine(new Commands()).setCaseInsensitiveEnumValuesAllowed(true).execute(arguments);
    }
}
