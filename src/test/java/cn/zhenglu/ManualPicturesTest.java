package cn.zhenglu;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The manuals' pictures: screenshots that the tests of pages make, by the same names. */
class ManualPicturesTest {

    private static final Pattern PICTURE = Pattern.compile("]\\(images/([^)]+)\\)");

    @Test
    void everyPictureThatAManualShowsIsThereAndNoneIsLeftOver() throws IOException {
        TreeSet<String> shown = new TreeSet<>();
        try (Stream<Path> manuals = Files.list(Path.of("docs"))) {
            for (Path manual : manuals.filter(file -> file.toString().endsWith(".md")).toList()) {
                PICTURE.matcher(Files.readString(manual)).results().forEach(found -> shown.add(found.group(1)));
            }
        }
        PICTURE.matcher(Files.readString(Path.of("README.md")).replace("docs/images/", "images/")).results()
                .forEach(found -> shown.add(found.group(1)));
        try (Stream<Path> pictures = Files.list(Path.of("docs/images"))) {
            assertThat(pictures.map(picture -> picture.getFileName().toString())).containsExactlyInAnyOrderElementsOf(shown);
        }
    }
}
