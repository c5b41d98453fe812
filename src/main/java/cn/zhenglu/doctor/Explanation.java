package cn.zhenglu.doctor;

import cn.zhenglu.document.BrokenTemplate;
import cn.zhenglu.licence.NeedsPerson;
import cn.zhenglu.licence.Problem;
import cn.zhenglu.licence.TryLater;
import cn.zhenglu.seal.verify.RevocationLists.UnreadableList;
import cn.zhenglu.seal.verify.TrustedRoots.UnreadableRoot;
import java.nio.file.AccessDeniedException;
import java.nio.file.NoSuchFileException;
import java.util.List;
import java.util.Optional;
import org.springframework.boot.context.properties.bind.BindException;
import org.springframework.boot.context.properties.source.ConfigurationProperty;
import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;
import org.springframework.boot.origin.Origin;
import org.springframework.boot.origin.TextResourceOrigin;
import org.springframework.core.convert.ConversionFailedException;
import org.yaml.snakeyaml.error.MarkedYAMLException;

/** Puts into words, for a person who mends settings, why something could not be read or made. */
public final class Explanation {

    private Explanation() {
    }

    /**
     * The problems behind a failure that lies in the settings or their files.
     *
     * @return empty when the failure is of another kind
     */
    public static Optional<List<Problem>> of(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof NeedsPerson needsPerson) {
                return Optional.of(needsPerson.problems());
            }
            if (cause instanceof BrokenTemplate) {
                return one("settings.template", null, cause.getMessage(), "请修改该模板文件，或用 zhenglu.template 指定其他模板");
            }
            if (cause instanceof UnreadableRoot) {
                return one("settings.trust", "zhenglu.trust", cause.getMessage(), "请更换或移走该文件");
            }
            if (cause instanceof UnreadableList) {
                return one("settings.crls", "zhenglu.crls", cause.getMessage(), "请更换或移走该文件");
            }
            if (cause instanceof InvalidConfigurationPropertyValueException invalid) {
                return one("settings.value", invalid.getName(), invalid.getReason(), "请修改设置 " + invalid.getName());
            }
            if (cause instanceof BindException bind) {
                Optional<List<Problem>> inside = bind.getCause() == null ? Optional.empty() : of(bind.getCause());
                return inside.isPresent() ? inside : Optional.of(List.of(unfit(bind)));
            }
            if (cause instanceof MarkedYAMLException yaml) {
                return one("settings.yaml", null, "设置文件第 " + (yaml.getProblemMark().getLine() + 1) + " 行不符合 YAML 语法（"
                        + yaml.getProblem() + "）", "请核对 config/ 下 application*.yaml 该行及其上一行的缩进、冒号和引号");
            }
        }
        return RouteTrouble.of(failure).map(List::of);
    }

    /** The same for a failure of any kind. */
    static List<Finding> findings(Throwable failure) {
        return of(failure).map(problems -> problems.stream().map(Finding::error).toList())
                .orElseGet(() -> List.of(Finding.error(plain(failure), "请按上述原因处理；仍不能解决的，请将本行提供给维护人员")));
    }

    /** The last cause in a few words. */
    static String plain(Throwable failure) {
        Throwable root = root(failure);
        if (root instanceof NoSuchFileException missing) {
            return "文件 " + missing.getFile() + " 不存在";
        }
        if (root instanceof AccessDeniedException denied) {
            return "没有权限读写 " + denied.getFile();
        }
        String message = failure instanceof TryLater || root.getMessage() == null ? failure.getMessage() : root.getMessage();
        return message == null ? root.getClass().getSimpleName() : message.strip().replaceAll("\\s*\\R\\s*", " ");
    }

    static Throwable root(Throwable failure) {
        Throwable root = failure;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        return root;
    }

    private static Problem unfit(BindException bind) {
        ConfigurationProperty property = bind.getProperty();
        String name = bind.getName().toString();
        String where = property == null ? "" : place(property.getOrigin());
        String value = root(bind, ConversionFailedException.class)
                .map(failed -> "的值" + Problem.quote(String.valueOf(failed.getValue()))).orElse("的值");
        String reason = root(bind).getMessage();
        // our own records say in Chinese what they want; the words of the libraries help nobody
        boolean ours = reason != null && reason.codePoints().anyMatch(Character::isIdeographic);
        return new Problem("settings.value", name, "设置 " + name + where + " " + (ours ? "有误：" + reason : value + "无效或缺失"),
                "请对照 config/application.yaml 中该项的注释修改");
    }

    private static <T extends Throwable> Optional<T> root(Throwable failure, Class<T> kind) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (kind.isInstance(cause)) {
                return Optional.of(kind.cast(cause));
            }
        }
        return Optional.empty();
    }

    private static String place(Origin origin) {
        if (origin instanceof TextResourceOrigin text && text.getLocation() != null) {
            return "（" + text.getResource().getFilename() + " 第 " + (text.getLocation().getLine() + 1) + " 行）";
        }
        return "";
    }

    private static Optional<List<Problem>> one(String code, String field, String message, String remedy) {
        return Optional.of(List.of(new Problem(code, field, message, remedy)));
    }
}
