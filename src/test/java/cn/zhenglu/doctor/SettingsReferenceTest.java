package cn.zhenglu.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/**
 * {@code docs/settings.md} is made from {@code config/application.yaml}, which {@link SettingsManualTest} holds to the code. When they
 * differ, the new text lies in {@code target/settings.md}, to be copied.
 */
class SettingsReferenceTest {

    private static final Pattern LINE = Pattern.compile("( *)([A-Za-z][A-Za-z0-9.-]*):(?: +(\\{.*}|\\[.*]|\"[^\"]*\"|[^#\\s][^#]*?))?(?: +# (.*))?");

    private record Level(int indent, String path) {
    }

    @Test
    void theReferenceIsWhatTheSettingsFileSays() throws IOException {
        String reference = reference(Files.readAllLines(Path.of("config/application.yaml")));
        Path made = Files.writeString(Path.of("target/settings.md"), reference);
        assertThat(Path.of("docs/settings.md")).as("copy " + made).hasSameTextualContentAs(made);
    }

    private static String reference(List<String> lines) {
        List<String> out = new ArrayList<>(List.of("# 设置一览", "",
                "由 `config/application.yaml` 生成，不要直接修改。名称可以写在该文件中，也可以作命令行参数（`--名称=值`）或环境变量",
                "（大写，点和连字符改为下划线，如 `ZHENGLU_RELAY_CLIENT_SECRET`）。", "", "| 名称 | 随附的值 | 含义 |", "|---|---|---|"));
        Deque<Level> levels = new ArrayDeque<>();
        for (String line : lines) {
            Matcher setting = LINE.matcher(line);
            if (!setting.matches()) {
                continue; // a comment, an item of a list, or an empty line
            }
            int indent = setting.group(1).length();
            while (!levels.isEmpty() && levels.peek().indent() >= indent) {
                levels.pop();
            }
            String path = (levels.isEmpty() ? "" : levels.peek().path() + '.') + setting.group(2);
            levels.push(new Level(indent, path));
            String value = setting.group(3) == null ? "" : setting.group(3).strip();
            String meaning = setting.group(4) == null ? "" : setting.group(4).strip();
            if (!value.isEmpty() || !meaning.isEmpty()) {
                out.add("| `" + path + "` | " + (value.isEmpty() ? "" : '`' + value.replace("|", "\\|") + '`') + " | "
                        + meaning.replace("|", "\\|") + " |");
            }
        }
        return String.join("\n", out) + "\n";
    }
}
