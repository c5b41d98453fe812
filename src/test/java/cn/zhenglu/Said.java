package cn.zhenglu;

import cn.zhenglu.stock.StockCommand;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.stream.Stream;
import picocli.CommandLine;

/**
 * What the command {@code stock} said.
 *
 * @param code its exit code
 * @param text all that it printed
 */
record Said(int code, String text) {

    /** Runs it, beside a server with that data folder. */
    static Said byStock(Path dataDir, String... arguments) {
        StringWriter text = new StringWriter();
        CommandLine command = new CommandLine(new StockCommand()).setOut(new PrintWriter(text)).setErr(new PrintWriter(text));
        int code = command.execute(Stream.concat(Stream.of(arguments), Stream.of("--data-dir", dataDir.toString())).toArray(String[]::new));
        return new Said(code, text.toString());
    }
}
