package cn.zhenglu.deadletter;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** {@code docs/故障处理.md} knows every code that a dead letter can carry. */
class TroubleManualTest {

    private static final Pattern CODE = Pattern.compile("new (?:NeedsPerson|Problem)\\(\\s*\"([a-z]+\\.[a-z0-9.-]*)\"");
    /** Of fields: the part behind the point. */
    private static final Pattern KIND = Pattern.compile("(?:problem\\((?:[A-Za-z_.]+, )?|fault\\(|Unreadable\\()\"([a-z]+(?:-[a-z]+)*)\"");
    /** Not in dead letters: they stop a start, answer who orders a batch of stock, or stand on the page of reconciliation. */
    private static final Pattern ELSEWHERE = Pattern.compile("(start|settings|console|configuration|routes|source|query|list|stock)\\..*");

    @Test
    void noCodeOfTheProgramIsMissing() throws IOException {
        Set<String> documented = documented();
        assertThat(codes()).hasSizeGreaterThan(30).filteredOn(code -> !isIn(documented, code)).isEmpty();
    }

    @Test
    void noMeaningOfTheConsoleIsMissing() throws IOException {
        Properties messages = new Properties();
        messages.load(Files.newBufferedReader(Path.of("src/main/resources/messages_zh_CN.properties"), StandardCharsets.UTF_8));
        Set<String> documented = documented();
        assertThat(messages.stringPropertyNames()).filteredOn(key -> key.matches("meaning\\.[a-z]+\\..+"))
                .extracting(key -> key.substring("meaning.".length())).extracting(key -> key.replaceFirst("^any\\.", "credit-code."))
                .hasSizeGreaterThan(20).filteredOn(code -> !isIn(documented, code)).isEmpty();
    }

    private static boolean isIn(Set<String> documented, String code) {
        return documented.stream().anyMatch(pattern -> code.matches(pattern.replace(".", "\\.").replace("*", ".*")));
    }

    private static Set<String> documented() throws IOException {
        Set<String> codes = new TreeSet<>();
        Matcher rows = Pattern.compile("(?m)^\\| (`[^|]+) \\|").matcher(Files.readString(Path.of("docs/故障处理.md")));
        while (rows.find()) {
            Matcher one = Pattern.compile("`([^`]+)`").matcher(rows.group(1));
            while (one.find()) {
                codes.add(one.group(1));
            }
        }
        return codes;
    }

    private static Set<String> codes() throws IOException {
        Set<String> codes = new TreeSet<>();
        try (Stream<Path> files = Files.walk(Path.of("src/main/java"))) {
            for (Path file : files.filter(file -> file.toString().endsWith(".java")).toList()) {
                String source = Files.readString(file);
                Matcher whole = CODE.matcher(source);
                while (whole.find()) {
                    codes.add(whole.group(1));
                }
                if (source.contains("field.code(") || source.contains("LicenceField.") && !file.toString().contains("console")) {
                    Matcher kinds = KIND.matcher(source);
                    while (kinds.find()) {
                        codes.add("credit-code." + kinds.group(1));
                    }
                }
            }
        }
        codes.removeIf(code -> ELSEWHERE.matcher(code).matches());
        return codes;
    }
}
