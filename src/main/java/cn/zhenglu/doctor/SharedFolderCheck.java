package cn.zhenglu.doctor;

import cn.zhenglu.intake.Mapping;
import cn.zhenglu.intake.MappingTrial;
import cn.zhenglu.licence.Family;
import cn.zhenglu.licence.Department;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;

/** The shared folder: whether files can be taken out of it, and what the mapping makes of those that lie there now. */
final class SharedFolderCheck implements Check {

    private static final int FILES = 3;

    private final Settings settings;
    private final ConfigurableListableBeanFactory rooms;

    SharedFolderCheck(Settings settings, ConfigurableListableBeanFactory rooms) {
        this.settings = settings;
        this.rooms = rooms;
    }

    @Override
    public List<Finding> look() throws IOException {
        Path inbox = Path.of(settings.text("zhenglu.source.folder.inbox"));
        if (Files.notExists(inbox)) {
            return List.of(Finding.ok(inbox + " 尚未建立，首次启动时自动建立；如为网络目录，请确认已挂载"));
        }
        if (!Files.isDirectory(inbox) || !Files.isReadable(inbox) || !Files.isWritable(inbox)) {
            return List.of(Finding.error("无法读写共享目录 " + inbox, "请核对 zhenglu.source.folder.inbox 和目录权限；读完的文件要移入其中的 done/ 或 rejected/"));
        }
        List<Path> waiting;
        try (Stream<Path> files = Files.list(inbox)) {
            waiting = files.filter(Files::isRegularFile).filter(file -> file.getFileName().toString().matches("(?i)[^.~].*[.](csv|xlsx|json|jsonl)"))
                    .sorted().toList();
        }
        List<Finding> findings = new ArrayList<>();
        findings.add(Finding.ok(inbox + "，待读取 " + waiting.size() + " 个文件"));
        waiting.stream().limit(FILES).forEach(file -> findings.addAll(Examination.look(() -> trial(file))));
        return findings;
    }

    private List<Finding> trial(Path file) {
        String name = settings.text("zhenglu.source.folder.mapping");
        Mapping mapping = Mapping.load(Path.of("config/mappings", name + ".yaml"), rooms.getBean(Family.class),
                Binder.get(settings.environment()).bind("zhenglu.departments", Bindable.listOf(Department.class)).orElse(List.of()));
        return SourceCheck.findings(MappingTrial.ofFile(mapping, file, SourceCheck.SAMPLE), name).stream()
                .map(finding -> new Finding(finding.level(), file.getFileName() + "：" + finding.text(), finding.remedy())).toList();
    }
}
