package cn.zhenglu.document;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.w3c.dom.Element;
import org.xml.sax.SAXException;

/**
 * Reads the background of a template: an SVG file whose user unit is one millimetre of the page. Only what drawings
 * of borders need: {@code path} elements with the absolute commands M, L, H, V, C, Q, Z and the attributes fill,
 * stroke, stroke-width.
 */
final class SvgBackground {

    private static final Pattern TOKEN = Pattern.compile(
            "([A-Za-z])|([-+]?(?:\\d+\\.?\\d*|\\.\\d+)(?:[eE][-+]?\\d+)?)|[\\s,]+|(.)");

    private SvgBackground() {
    }

    static List<VectorPath> read(Path file) {
        List<VectorPath> paths = new ArrayList<>();
        try {
            Element svg = SafeXml.parse(Files.readAllBytes(file)).getDocumentElement();
            for (Element child : SafeXml.children(svg)) {
                switch (child.getLocalName()) {
                    case "path" -> paths.add(path(child));
                    case "title", "desc", "metadata" -> { }
                    default -> throw new BrokenTemplate("背景文件 " + file + " 含有不支持的元素 <" + child.getLocalName()
                            + ">。请将图形转换为不带变换的路径（path）后再保存。");
                }
            }
            return paths;
        } catch (IllegalArgumentException wrong) {
            throw new BrokenTemplate("背景文件 " + file + " 第 " + (paths.size() + 1) + " 条路径有误：" + wrong.getMessage(), wrong);
        } catch (IOException | SAXException unreadable) {
            throw new BrokenTemplate("背景文件 " + file + " 无法读取：" + unreadable.getMessage(), unreadable);
        }
    }

    private static VectorPath path(Element path) {
        for (String unsupported : List.of("transform", "style", "class")) {
            if (path.hasAttribute(unsupported)) {
                throw new IllegalArgumentException("不支持属性 " + unsupported + "，请改用 fill、stroke、stroke-width。");
            }
        }
        String width = path.getAttribute("stroke-width");
        try {
            return new VectorPath(abbreviated(path.getAttribute("d")), color(path.getAttribute("stroke"), null),
                    width.isEmpty() ? 1 : Double.parseDouble(width), color(path.getAttribute("fill"), new Color(0, 0, 0)));
        } catch (NumberFormatException notNumber) {
            throw new IllegalArgumentException("线宽 stroke-width=“" + width + "”不是数字（毫米）。", notNumber);
        }
    }

    private static Color color(String text, Color byDefault) {
        if (text.isEmpty()) {
            return byDefault;
        }
        if (text.equals("none")) {
            return null;
        }
        if (!Color.isWritten(text)) {
            throw new IllegalArgumentException("颜色“" + text + "”应写作 #RRGGBB 或 none。");
        }
        return Color.of(text);
    }

    /**
     * From SVG's commands to those of GB/T 33190: C becomes B, Z becomes C; H and V become L; repeated commands are
     * spelt out.
     */
    static String abbreviated(String d) {
        StringBuilder out = new StringBuilder();
        List<Double> numbers = new ArrayList<>();
        double[] at = new double[2];
        char command = 0;
        Matcher token = TOKEN.matcher(d);
        while (token.find()) {
            if (token.group(3) != null) {
                throw new IllegalArgumentException("路径数据中有无法识别的字符“" + token.group(3) + "”。");
            }
            if (token.group(1) != null) {
                requireDone(numbers, command);
                command = token.group(1).charAt(0);
                if (command == 'Z' || command == 'z') {
                    out.append("C ");
                } else if ("MLHVCQ".indexOf(command) < 0) {
                    throw new IllegalArgumentException("不支持路径命令“" + command + "”，只可使用绝对坐标的 M、L、H、V、C、Q、Z。");
                }
            } else if (token.group(2) != null) {
                numbers.add(Double.parseDouble(token.group(2)));
                if (numbers.size() == operands(command)) {
                    append(out, command, numbers, at);
                    numbers.clear();
                    command = command == 'M' ? 'L' : command;
                }
            }
        }
        requireDone(numbers, command);
        return out.toString().strip();
    }

    private static int operands(char command) {
        return switch (command) {
            case 'M', 'L' -> 2;
            case 'H', 'V' -> 1;
            case 'C' -> 6;
            case 'Q' -> 4;
            default -> throw new IllegalArgumentException("路径数据中的数字前缺少命令。");
        };
    }

    private static void append(StringBuilder out, char command, List<Double> numbers, double[] at) {
        List<Double> operands = switch (command) {
            case 'H' -> List.of(numbers.get(0), at[1]);
            case 'V' -> List.of(at[0], numbers.get(0));
            default -> numbers;
        };
        out.append(command == 'C' ? 'B' : command == 'H' || command == 'V' ? 'L' : command).append(' ');
        operands.forEach(number -> out.append(Numbers.text(number)).append(' '));
        at[0] = operands.get(operands.size() - 2);
        at[1] = operands.get(operands.size() - 1);
    }

    private static void requireDone(List<Double> numbers, char command) {
        if (!numbers.isEmpty()) {
            throw new IllegalArgumentException("路径命令“" + command + "”的坐标个数不对。");
        }
    }
}
