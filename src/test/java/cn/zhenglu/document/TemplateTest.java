package cn.zhenglu.document;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TemplateTest {

    @TempDir
    private Path folder;

    @Test
    void readsTheShippedTemplate() {
        assertThat(Samples.TEMPLATE.items()).hasSizeGreaterThan(20);
        assertThat(Samples.TEMPLATE.page()).isEqualTo(new Template.PageSize(297, 210));
        assertThat(Samples.TEMPLATE.background()).hasSizeGreaterThan(20);
        assertThat(Samples.TEMPLATE.qr().size()).isGreaterThanOrEqualTo(22);
    }

    /** Against the day when somebody adds a key and forgets those who write templates. */
    @Test
    void everyKeyIsExplainedInTheShippedFileWithItsUnit() throws IOException {
        List<String> comments = Files.readAllLines(Samples.TEMPLATE_FOLDER.resolve("template.yaml")).stream()
                .filter(line -> line.contains("#")).map(line -> line.substring(line.indexOf('#'))).toList();
        String manual = String.join("\n", comments);

        assertThat(manual).contains("所有长度单位均为毫米").contains("字号的倍数").contains("折成的行数");
        Stream.of(Template.class.getDeclaredClasses()).filter(Class::isRecord).filter(type -> type.getSimpleName().equals("WrittenItem"))
                .flatMap(type -> Stream.of(type.getRecordComponents())).forEach(key ->
                        assertThat(comments).as(key.getName()).anyMatch(line -> line.matches("#\\s+([a-zA-Z]+ )*" + key.getName() + "\\b.*")));
        PrintedField.of(Samples.TYPE).forEach(field -> assertThat(manual).contains(field.key() + " " + field.label()));
        assertThat(Stream.of(Alignment.values()).map(alignment -> alignment.name().toLowerCase(Locale.ROOT)))
                .allSatisfy(name -> assertThat(manual).contains(name + " "));
    }

    @Test
    void contributingNamesALineThatIsThere() throws IOException {
        Matcher named = Pattern.compile("`(\\{name: [^`]+)…([^`]+})`").matcher(Files.readString(Path.of("CONTRIBUTING.md")));

        assertThat(named.find()).isTrue();
        assertThat(Files.readAllLines(Samples.TEMPLATE_FOLDER.resolve("template.yaml")))
                .anyMatch(line -> line.contains(named.group(1)) && line.endsWith(named.group(2)));
    }

    @Test
    void tellsThatTheFileIsMissing() {
        assertThatThrownBy(() -> Template.load(folder)).isInstanceOf(BrokenTemplate.class).hasMessageContaining("找不到证照模板文件");
    }

    /** What is changed in the shipped template, and what the message must say. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            fonts/NotoSerifSC-Regular.ttf        | fonts/nowhere.ttf                  | 字体 song 的文件 fonts/nowhere.ttf 不存在
            fallback: [song, kai, rare]          | fallback: [song, heiti]            | fallback 中的字体 heiti 未在 fonts 中定义
            'width: 217, height: 18'             | 'width: 917, height: 18'           | “标题” 的位置超出页面
            'size: 30, color'                    | 'size: 20, color'                  | qr 的 size 不得小于 22 毫米
            'qr: {x: 46'                         | 'qr: {x: left'                     | qr.x
            'page: {width: 297'                  | 'page: {unit: mm, width: 297'      | page.unit 不是可识别的配置项
            'page: {width: 297, '                | 'page: {'                          | page.width 缺失或取值有误
            'page: {width'                       | 'page: {{width'                    | 不符合 YAML 语法
            'font: title, size: 15'              | 'font: heiti, size: 15'            | “标题” 的字体 heiti 未在 fonts 中定义
            'style: label, text: 企业名称'       | 'style: lable, text: 企业名称'     | 引用了未定义的样式 “lable”
            'size: 6, minSize: 4.2'              | 'size: 6, minSize: 8'              | 0 < minSize
            'color: "#6B5B4B", align: center}'   | 'color: brown, align: center}'     | color 应写作
            'align: justify, x: 46'              | 'align: middle, x: 46'             | 缺失或取值有误
            'background: background.svg'         | 'background: paper.svg'            | paper.svg 无法读取
            """)
    void namesWhatIsWrong(String from, String to, String message) throws IOException {
        String shipped = Files.readString(Samples.TEMPLATE_FOLDER.resolve("template.yaml"));
        assertThat(shipped).contains(from);
        copyWith(shipped.replace(from, to));

        assertThatThrownBy(() -> Template.load(folder)).isInstanceOf(BrokenTemplate.class)
                .hasMessageContaining(message).hasMessageContaining(folder.getFileName().toString());
    }

    @Test
    void tellsThatACertificateOfTheTypeDoesNotSayWhatIsPrinted() throws IOException {
        copyWith(Files.readString(Samples.TEMPLATE_FOLDER.resolve("template.yaml")).replace("{companyName}", "{companyNmae}"));
        Template template = Template.load(folder);

        assertThatThrownBy(() -> new Composer(template, Samples.TYPE, Samples.ISSUER)).isInstanceOf(BrokenTemplate.class)
                .hasMessageContaining("{companyNmae} 不是建筑施工企业安全生产许可证可印的项目").hasMessageContaining(folder.getFileName().toString());
    }

    @Test
    void tellsThatAFontIsNoFont() throws IOException {
        String shipped = Files.readString(Samples.TEMPLATE_FOLDER.resolve("template.yaml"));
        Files.writeString(folder.resolve("kai.ttf"), "not a font");
        copyWith(shipped.replace("fonts/ZhengluKai-Regular.ttf", "kai.ttf"));

        assertThatThrownBy(() -> Template.load(folder)).isInstanceOf(BrokenTemplate.class).hasMessageContaining("kai.ttf 无法使用");
    }

    @Test
    void refusesAFontWhoseMakerForbidsToEmbedIt() throws IOException {
        byte[] font = Files.readAllBytes(Samples.TEMPLATE_FOLDER.resolve("fonts/ZhengluTitleSong-Black.ttf"));
        ByteBuffer tables = ByteBuffer.wrap(font);
        for (int at = 12; at < 12 + 16 * tables.getShort(4); at += 16) {
            if (new String(font, at, 4, StandardCharsets.US_ASCII).equals("OS/2")) {
                tables.putShort(tables.getInt(at + 8) + 8, (short) 2);
            }
        }
        Files.write(folder.resolve("title.ttf"), font);
        copyWith(Files.readString(Samples.TEMPLATE_FOLDER.resolve("template.yaml"))
                .replace("fonts/ZhengluTitleSong-Black.ttf", "title.ttf"));

        assertThatThrownBy(() -> Template.load(folder)).isInstanceOf(BrokenTemplate.class).hasMessageContaining("title.ttf")
                .hasMessageContaining("不允许嵌入");
    }

    @Test
    void tellsThatALabelDoesNotFitItsBox() throws IOException {
        String shipped = Files.readString(Samples.TEMPLATE_FOLDER.resolve("template.yaml"));
        copyWith(shipped.replace("text: 安全生产许可证,", "text: 建筑施工企业安全生产许可证（正本）,"));
        Template template = Template.load(folder);

        assertThatThrownBy(() -> new Composer(template, Samples.TYPE, Samples.ISSUER)).isInstanceOf(BrokenTemplate.class)
                .hasMessageContaining("标题“建筑施工企业安全生产许可证（正本）”");
    }

    /** The shipped fonts are big: they stay where they are. */
    private void copyWith(String yaml) throws IOException {
        String shippedFonts = Samples.TEMPLATE_FOLDER.resolve("fonts").toAbsolutePath().toString();
        Files.writeString(folder.resolve("template.yaml"), yaml.replaceAll("fonts/(NotoSerif|Zhenglu)", shippedFonts + "/$1"));
        Files.copy(Samples.TEMPLATE_FOLDER.resolve("background.svg"), folder.resolve("background.svg"));
    }
}
