package cn.zhenglu.intake;

import java.nio.file.Files;
import java.nio.file.Path;

import cn.zhenglu.licence.NeedsPerson;
import cn.zhenglu.licence.Problem;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.PropertyNamingStrategies;
import tools.jackson.databind.exc.InvalidFormatException;
import tools.jackson.databind.exc.UnrecognizedPropertyException;
import tools.jackson.dataformat.yaml.YAMLMapper;

/** A YAML file of this room under {@code config/}: read strictly, so that a slip of the pen is told and not ignored. */
final class ConfigurationFile {

    private static final YAMLMapper YAML = YAMLMapper.builder()
            .propertyNamingStrategy(PropertyNamingStrategies.KEBAB_CASE)
            .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .build();

    private ConfigurationFile() {
    }

    /** @throws NeedsPerson {@code configuration.missing} or {@code configuration.invalid}, with the file and the line */
    static <T> T read(Path file, Class<T> type) {
        if (!Files.isReadable(file) || Files.isDirectory(file)) {
            throw new NeedsPerson("configuration.missing", null, "找不到或无法读取配置文件「" + file + "」",
                    "请核对 config/application.yaml 中的文件名，以及文件的读取权限");
        }
        try {
            T content = YAML.readValue(file, type);
            if (content == null) {
                throw invalid(file, "内容为空");
            }
            return content;
        } catch (JacksonException e) {
            NeedsPerson person = invalid(file, where(e) + what(e));
            person.initCause(e);
            throw person;
        }
    }

    /** The file can be read, but {@code what} is wrong with it. */
    static NeedsPerson invalid(Path file, String what) {
        return new NeedsPerson("configuration.invalid", null, "配置文件「" + file + "」有误：" + what,
                "请对照文件开头的说明修改后重新启动");
    }

    private static String where(JacksonException e) {
        return e.getLocation() == null || e.getLocation().getLineNr() < 1 ? "" : "第 " + e.getLocation().getLineNr() + " 行，";
    }

    private static String what(JacksonException e) {
        if (e instanceof UnrecognizedPropertyException unknown) {
            return "没有名为「" + unknown.getPropertyName() + "」的设置";
        }
        if (e instanceof InvalidFormatException unfit) {
            return "不认识的值" + Problem.quote(String.valueOf(unfit.getValue()));
        }
        return "格式不正确（缩进、冒号、重复的名称等）";
    }
}
