package cn.zhenglu;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What the manuals tell people to write, taken from the manuals themselves. */
public final class Recipes {

    private static final Path MANUAL = Path.of("docs/集成手册.md");

    private Recipes() {
    }

    /** The first YAML block below the heading that ends so. */
    public static String yaml(String heading) {
        return block(heading, "yaml");
    }

    /** The first block of that language below the heading that ends so. */
    public static String block(String heading, String language) {
        return block(MANUAL, heading, language);
    }

    /** The same of another manual. */
    static String block(Path manual, String heading, String language) {
        try {
            Matcher block = Pattern.compile("(?s)\n#+ [^\n]*" + Pattern.quote(heading) + "\n.*?```" + language + "\n(.*?)```")
                    .matcher(Files.readString(manual));
            if (!block.find()) {
                throw new AssertionError(manual + " has no block of " + language + " under " + heading);
            }
            return block.group(1);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
