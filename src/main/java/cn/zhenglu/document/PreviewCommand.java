package cn.zhenglu.document;

import cn.zhenglu.licence.CertificateType;
import cn.zhenglu.licence.Family;
import cn.zhenglu.licence.NeedsPerson;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Draws a page, or the specimen of a template, into a picture. Exit codes: 0 drawn, 1 drawn but something had to be left out, 2 unreadable. */
@Command(name = "preview", mixinStandardHelpOptions = true, description = "将 OFD 文件的首页，或证照模板的样张，绘制为 PNG 图片。")
public final class PreviewCommand implements Callable<Integer> {

    private final Supplier<Family> family;

    private static final int INCOMPLETE = 1;
    private static final int UNREADABLE = 2;

    @Parameters(arity = "0..1", paramLabel = "FILE.ofd", description = "OFD 文件")
    private Path file;

    @Option(names = "--template", paramLabel = "DIR",
            description = "不绘制文件，而用该目录中的证照模板绘制一份样张，如 config/templates/c0292；加 --grid 时另标出各项目的文字框和印章、二维码的位置")
    private Path template;

    @Option(names = "-o", paramLabel = "OUT.png", required = true, description = "图片文件")
    private Path out;

    @Option(names = "--resolution", paramLabel = "N", defaultValue = "6", description = "每毫米像素数，1 至 24，缺省 6（约 150 dpi）")
    private double pixelsPerMillimetre;

    @Option(names = "--grid", description = "叠加毫米网格（细线 10 毫米，粗线 50 毫米）")
    private boolean grid;

    @Spec
    private CommandSpec spec;

    /** @param family reads the certificate types, to be asked for a specimen only */
    public PreviewCommand(Supplier<Family> family) {
        this.family = family;
    }

    @Override
    public Integer call() {
        if (!(pixelsPerMillimetre >= 1 && pixelsPerMillimetre <= 24)) {
            complain("每毫米像素数应在 1 至 24 之间：" + pixelsPerMillimetre);
            return UNREADABLE;
        }
        if ((file == null) == (template == null)) {
            complain("请指定一个 OFD 文件，或用 --template 指定证照模板目录，二者取其一。");
            return UNREADABLE;
        }
        try {
            Template shown = template == null ? null : Template.load(template);
            byte[] ofd = shown == null ? Files.readAllBytes(file) : SpecimenLicence.of(shown, type()).ofd();
            Rendering page = new PageRenderer().draw(ofd, pixelsPerMillimetre);
            if (grid) {
                GridPainter.paint(page.image(), pixelsPerMillimetre, shown);
            }
            Files.write(out, Preview.png(page.image()));
            spec.commandLine().getOut().println("已生成 " + out);
            page.skipped().forEach(this::complain);
            return page.skipped().isEmpty() ? 0 : INCOMPLETE;
        } catch (BrokenTemplate | NeedsPerson unfit) {
            complain(unfit.getMessage());
        } catch (UnreadableDocument unreadable) {
            complain(file + "：" + unreadable.getMessage());
        } catch (IOException failed) {
            complain("文件无法读取或写入：" + failed.getMessage());
        }
        return UNREADABLE;
    }

    /** The type that is printed with the template of that folder. */
    private CertificateType type() {
        String name = String.valueOf(template.toAbsolutePath().normalize().getFileName());
        return family.get().types().stream().filter(type -> type.template().equals(name)).findFirst().orElseGet(family.get()::first);
    }

    private void complain(String message) {
        spec.commandLine().getErr().println(message);
    }
}
