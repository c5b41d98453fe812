package cn.zhenglu.web;

import static org.assertj.core.api.Assertions.assertThat;

import cn.zhenglu.SafetyLicence;
import cn.zhenglu.deadletter.DeadLetter;
import cn.zhenglu.licence.LicenceState;
import cn.zhenglu.licence.Operation;
import cn.zhenglu.licence.RelayCall;
import cn.zhenglu.licence.Stage;
import cn.zhenglu.licence.Standing;
import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class MessagesTest {

    private static final Path RESOURCES = Path.of("src/main/resources");
    private static final Pattern KEY = Pattern.compile("#\\{([a-z0-9A-Z_.-]+)[(}]");

    private final Properties chinese = read("messages_zh_CN.properties");
    private final Properties english = read("messages_en.properties");

    @Test
    void bothLanguagesSayTheSameThings() {
        assertThat(english.stringPropertyNames()).isEqualTo(chinese.stringPropertyNames());
        assertThat(english.values()).noneMatch(text -> text.toString().isBlank());
        assertThat(chinese.values()).noneMatch(text -> text.toString().isBlank());
    }

    @Test
    void bothLanguagesTakeTheSameArguments() {
        for (String key : chinese.stringPropertyNames()) {
            assertThat(arguments(english, key)).as(key).isEqualTo(arguments(chinese, key));
        }
    }

    private static TreeSet<String> arguments(Properties texts, String key) {
        return Pattern.compile("\\{\\d}").matcher(texts.getProperty(key)).results().map(MatchResult::group)
                .collect(TreeSet::new, TreeSet::add, TreeSet::addAll);
    }

    @Test
    void everyTextThatAPageNamesExists() throws IOException {
        try (Stream<Path> templates = Files.walk(RESOURCES.resolve("templates"))) {
            for (Path template : templates.filter(Files::isRegularFile).toList()) {
                KEY.matcher(Files.readString(template)).results()
                        .forEach(key -> assertThat(chinese).as(template.toString()).containsKey(key.group(1)));
            }
        }
    }

    @Test
    void theChineseNamesAreThoseOfTheStandard() {
        Map<String, String> expected = new TreeMap<>();
        Stream.of(Stage.values()).forEach(v -> expected.put("stage." + v, v.label()));
        Stream.of(Standing.values()).forEach(v -> expected.put("standing." + v, v.label()));
        Stream.of(Operation.values()).forEach(v -> expected.put("operation." + v, v.label()));
        Stream.of(LicenceState.values()).forEach(v -> expected.put("state." + v, v.label()));
        Stream.of(RelayCall.values()).forEach(v -> expected.put("call." + v, v.label()));
        Stream.of(DeadLetter.Standing.values()).forEach(v -> expected.put("letter." + v, v.label()));
        SafetyLicence.fields().forEach(v -> expected.put("field." + v.component().replaceAll("([A-Z])", "_$1").toUpperCase(Locale.ROOT), v.label()));
        expected.forEach((key, label) -> assertThat(chinese.getProperty(key)).as(key).isEqualTo(label));
    }

    private static Properties read(String file) {
        Properties texts = new Properties();
        try (Reader in = Files.newBufferedReader(RESOURCES.resolve(file))) {
            texts.load(in);
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
        return texts;
    }
}
