package cn.zhenglu.document;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Draws a page into a picture. Exit codes: 0 drawn, 1 drawn but something had to be left out, 2 unreadable. */
@Command(name = "preview", mixinStandardHelpOptions = true, description = "将 OFD 文件的首页绘制为 PNG 图片。")
public final class PreviewCommand implements Callable<Integer> {

    private static final int INCOMPLETE = 1;
    private static final int UNREADABLE = 2;

    @Parameters(paramLabel = "FILE.ofd", description = "OFD 文件")
    private Path file;

    @Option(names = "-o", paramLabel = "OUT.png", required = true, description = "图片文件")
    private Path out;

    @Option(names = "--resolution", paramLabel = "N", defaultValue = "6", description = "每毫米像素数，1 至 24，缺省 6（约 150 dpi）")
    private double pixelsPerMillimetre;

    @Option(names = "--grid", description = "叠加毫米网格（细线 10 毫米，粗线 50 毫米），用于调整证照模板")
    private boolean grid;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() {
        if (!(pixelsPerMillimetre >= 1 && pixelsPerMillimetre <= 24)) {
            complain("每毫米像素数应在 1 至 24 之间：" + pixelsPerMillimetre);
            return UNREADABLE;
        }
        try {
            Rendering page = new PageRenderer().draw(Files.readAllBytes(file), pixelsPerMillimetre);
            if (grid) {
                GridPainter.paint(page.image(), pixelsPerMillimetre);
            }
            Files.write(out, Preview.png(page.image()));
            spec.commandLine().getOut().println("已生成 " + out);
            page.skipped().forEach(this::complain);
            return page.skipped().isEmpty() ? 0 : INCOMPLETE;
        } catch (UnreadableDocument unreadable) {
            complain(file + "：" + unreadable.getMessage());
        } catch (IOException failed) {
            complain("文件无法读取或写入：" + failed.getMessage());
        }
        return UNREADABLE;
    }

    private void complain(String message) {
        spec.commandLine().getErr().println(message);
    }
}
