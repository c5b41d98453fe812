package cn.zhenglu.document;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SvgBackgroundTest {

    @TempDir
    private Path folder;

    @Test
    void readsPathsWithTheirColours() throws IOException {
        Path file = svg("<path fill=\"none\" stroke=\"#8C1C23\" stroke-width=\"0.5\" d=\"M 1 2 L 3 4 Z\"/><path d=\"M0 0H5V6\"/>");

        assertThat(SvgBackground.read(file)).containsExactly(
                new VectorPath("M 1 2 L 3 4 C", new Color(0x8C, 0x1C, 0x23), 0.5, null),
                new VectorPath("M 0 0 L 5 0 L 5 6", null, 1, new Color(0, 0, 0)));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            M1,2 3,4 5,6           | M 1 2 L 3 4 L 5 6
            M 0 0 C 1 1 2 2 3 3Z   | M 0 0 B 1 1 2 2 3 3 C
            M-1.5-2.5Q.5 .5 1e1 0  | M -1.5 -2.5 Q 0.5 0.5 10 0
            M 0 0 H 1 2 V 3        | M 0 0 L 1 0 L 2 0 L 2 3
            """)
    void writesPathsAsTheStandardDoes(String svg, String abbreviated) {
        assertThat(SvgBackground.abbreviated(svg)).isEqualTo(abbreviated);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            <rect width="3" height="3"/>                  | <rect>
            <path transform="scale(2)" d="M 0 0"/>        | transform
            <path d="m 1 1 l 2 2"/>                       | “m”
            <path d="M 1"/>                               | 坐标个数
            <path d="3 4"/>                               | 缺少命令
            <path d="M 1 1 # 2"/>                         | “#”
            <path fill="red" d="M 0 0"/>                  | “red”
            <path stroke-width="thin" d="M 0 0"/>         | “thin”
            """)
    void namesWhatItDoesNotUnderstand(String element, String named) throws IOException {
        Path file = svg(element);

        assertThatThrownBy(() -> SvgBackground.read(file)).isInstanceOf(BrokenTemplate.class)
                .hasMessageContaining(named).hasMessageContaining("background.svg");
    }

    private Path svg(String content) throws IOException {
        return Files.writeString(folder.resolve("background.svg"),
                "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 297 210\">" + content + "</svg>");
    }
}
