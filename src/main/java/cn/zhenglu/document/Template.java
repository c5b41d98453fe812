package cn.zhenglu.document;

import cn.zhenglu.licence.CertificateType;
import cn.zhenglu.licence.SealPlacement;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.DatabindException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;
import tools.jackson.databind.exc.UnrecognizedPropertyException;
import tools.jackson.databind.node.ObjectNode;
import tools.jackson.dataformat.yaml.YAMLMapper;

/**
 * The layout of a licence, read from a folder with {@code template.yaml}, a background and fonts. Lengths are
 * millimetres from the page's top left corner. The keys are explained in the shipped
 * {@code config/templates/c0292/template.yaml}.
 */
public final class Template {

    private static final String FILE = "template.yaml";
    private static final double SMALLEST_QR = 22;
    private static final ObjectMapper YAML = YAMLMapper.builder()
            .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
            .build();

    private final PageSize page;
    private final List<VectorPath> background;
    private final Typefaces typefaces;
    private final List<TextItem> items;
    private final QrPlacement qr;
    private final SealPlacement seal;

    private final Path file;

    private Template(Path file, PageSize page, List<VectorPath> background, Typefaces typefaces, List<TextItem> items, QrPlacement qr,
                     SealPlacement seal) {
        this.file = file;
        this.page = page;
        this.background = List.copyOf(background);
        this.typefaces = typefaces;
        this.items = List.copyOf(items);
        this.qr = qr;
        this.seal = seal;
    }

    /**
     * Reads and checks a template.
     *
     * @param folder holds {@code template.yaml} and the files it names
     * @throws BrokenTemplate with a Chinese sentence that names the file and what to mend
     */
    public static Template load(Path folder) {
        Path file = folder.resolve(FILE);
        if (!Files.isRegularFile(file)) {
            throw new BrokenTemplate("找不到证照模板文件 " + file + "。请检查配置项 zhenglu.template 以及模板目录是否完整。");
        }
        try {
            JsonNode tree = YAML.readTree(Files.readAllBytes(file));
            if (!(tree instanceof ObjectNode root)) {
                throw new BrokenTemplate("证照模板 " + file + " 内容为空或格式有误。");
            }
            applyStyles(root, file);
            return checked(YAML.treeToValue(root, Written.class), folder, file);
        } catch (JacksonException wrong) {
            throw new BrokenTemplate("证照模板 " + file + " 格式有误：" + explain(wrong) + "。各配置项及其单位见随产品提供的 c0292 模板。",
                    wrong);
        } catch (IOException unreadable) {
            throw new BrokenTemplate("证照模板 " + file + " 无法读取：" + unreadable.getMessage(), unreadable);
        }
    }

    /** @throws BrokenTemplate when it prints what a certificate of the type does not say */
    void requirePrintable(CertificateType type) {
        Set<String> keys = PrintedField.of(type).stream().map(PrintedField::key).collect(Collectors.toSet());
        for (TextItem item : items) {
            item.placeholders().stream().filter(key -> !keys.contains(key)).findFirst().ifPresent(key -> {
                throw new BrokenTemplate("证照模板 " + file + " 有误：“" + item.name() + "” 中的 {" + key + "} 不是" + type.name()
                        + "可印的项目，可用的有：" + PrintedField.allKeys(type) + "。");
            });
        }
    }

    PageSize page() {
        return page;
    }

    List<VectorPath> background() {
        return background;
    }

    Typefaces typefaces() {
        return typefaces;
    }

    List<TextItem> items() {
        return items;
    }

    QrPlacement qr() {
        return qr;
    }

    SealPlacement seal() {
        return seal;
    }

    /** Gives each item the keys of its style that it does not set itself. */
    private static void applyStyles(ObjectNode root, Path file) {
        JsonNode styles = root.remove("styles");
        for (JsonNode node : root.path("items")) {
            if (node instanceof ObjectNode item && item.has("style")) {
                String style = item.remove("style").asString();
                if (styles == null || !(styles.get(style) instanceof ObjectNode keys)) {
                    throw new BrokenTemplate("证照模板 " + file + " 的 “" + item.path("name").asString()
                            + "” 引用了未定义的样式 “" + style + "”，请在 styles 中定义。");
                }
                keys.properties().stream().filter(key -> !item.has(key.getKey()))
                        .forEach(key -> item.set(key.getKey(), key.getValue()));
            }
        }
    }

    private static Template checked(Written written, Path folder, Path file) {
        List<String> faults = new ArrayList<>();
        Map<String, Typeface> fonts = new LinkedHashMap<>();
        written.fonts.forEach((name, path) -> {
            Path font = folder.resolve(path).normalize();
            if (Files.isRegularFile(font)) {
                Typeface face = Typeface.of(name, font);
                face.check();
                fonts.put(name, face);
            } else {
                faults.add("字体 " + name + " 的文件 " + path + " 不存在");
            }
        });
        written.fallback.stream().filter(name -> !written.fonts.containsKey(name))
                .forEach(name -> faults.add("fallback 中的字体 " + name + " 未在 fonts 中定义"));
        if (written.page.width <= 0 || written.page.height <= 0) {
            faults.add("page 的 width 和 height 必须大于零");
        }
        Set<String> names = new TreeSet<>();
        for (WrittenItem item : written.items) {
            if (!names.add(item.name)) {
                faults.add("items 中有两个 “" + item.name + "”");
            }
            item.check(written, faults);
        }
        if (written.qr.size < SMALLEST_QR) {
            faults.add("qr 的 size 不得小于 " + Numbers.text(SMALLEST_QR) + " 毫米");
        }
        written.page.requireInside("qr", written.qr.x, written.qr.y, written.qr.size, written.qr.size, faults);
        written.page.requireInside("seal", written.seal.x, written.seal.y, written.seal.width, written.seal.height, faults);
        if (!Color.isWritten(written.qr.color)) {
            faults.add("qr 的 color 应写作 \"#RRGGBB\"");
        }
        if (!faults.isEmpty()) {
            throw new BrokenTemplate("证照模板 " + file + " 有误：" + String.join("；", faults) + "。");
        }
        List<VectorPath> background = written.background == null ? List.of()
                : SvgBackground.read(folder.resolve(written.background).normalize());
        return new Template(file, written.page, background,
                new Typefaces(fonts, written.fallback.stream().map(fonts::get).toList()),
                written.items.stream().map(WrittenItem::complete).toList(), written.qr,
                new SealPlacement(1, written.seal.x, written.seal.y, written.seal.width, written.seal.height));
    }

    private static String explain(JacksonException wrong) {
        if (wrong instanceof UnrecognizedPropertyException unknown) {
            return path(unknown) + " 不是可识别的配置项";
        }
        if (wrong instanceof DatabindException mismatch) {
            return "配置项 " + path(mismatch) + " 缺失或取值有误";
        }
        return "第 " + wrong.getLocation().getLineNr() + " 行不符合 YAML 语法（" + wrong.getOriginalMessage() + "）";
    }

    /** Where in the file, e.g. {@code items[3].size}. */
    private static String path(DatabindException wrong) {
        StringBuilder path = new StringBuilder();
        for (JacksonException.Reference step : wrong.getPath()) {
            if (step.getPropertyName() == null) {
                path.append('[').append(step.getIndex()).append(']');
            } else {
                path.append(path.isEmpty() ? "" : ".").append(step.getPropertyName());
            }
        }
        return path.toString();
    }

    /** Size of the page, mm. */
    record PageSize(double width, double height) {

        private void requireInside(String name, double x, double y, double w, double h, List<String> faults) {
            if (w <= 0 || h <= 0 || x < 0 || y < 0 || x + w > width || y + h > height) {
                faults.add("“" + name + "” 的位置超出页面或尺寸不大于零（页面 " + Numbers.text(width) + "×" + Numbers.text(height)
                        + " 毫米）");
            }
        }
    }

    /** Where the QR symbol stands, without its quiet zone, mm. */
    record QrPlacement(double x, double y, double size, String color) {
    }

    /** The file as it is written; the keys of the YAML are the names of the components. */
    private record Written(@JsonProperty(required = true) PageSize page, String background,
                           @JsonProperty(required = true) Map<String, String> fonts,
                           @JsonProperty(required = true) List<String> fallback,
                           @JsonProperty(required = true) List<WrittenItem> items,
                           @JsonProperty(required = true) QrPlacement qr, @JsonProperty(required = true) Box seal) {
    }

    private record Box(double x, double y, double width, double height) {
    }

    private record WrittenItem(@JsonProperty(required = true) String name, @JsonProperty(required = true) String text,
                               double x, double y, double width, double height,
                               @JsonProperty(required = true) String font, double size, Double minSize,
                               @JsonProperty(required = true) String color, Alignment align, Double letterSpacing,
                               Double lineSpacing, Integer maxLines) {

        private void check(Written written, List<String> faults) {
            written.page.requireInside(name, x, y, width, height, faults);
            if (!written.fonts.containsKey(font)) {
                faults.add("“" + name + "” 的字体 " + font + " 未在 fonts 中定义");
            }
            if (size <= 0 || size > height || minSize != null && (minSize <= 0 || minSize > size)) {
                faults.add("“" + name + "” 的字号应满足 0 < minSize ≤ size ≤ height");
            }
            if (!Color.isWritten(color)) {
                faults.add("“" + name + "” 的 color 应写作 \"#RRGGBB\"");
            }
            if (maxLines != null && maxLines < 1 || lineSpacing != null && lineSpacing < 1) {
                faults.add("“" + name + "” 的 maxLines 和 lineSpacing 不得小于 1");
            }
        }

        private TextItem complete() {
            return new TextItem(name, text, x, y, width, height, font, size, minSize == null ? size : minSize, color,
                    align == null ? Alignment.LEFT : align, letterSpacing == null ? 0 : letterSpacing,
                    lineSpacing == null ? 1.3 : lineSpacing, maxLines == null ? 1 : maxLines);
        }
    }
}
