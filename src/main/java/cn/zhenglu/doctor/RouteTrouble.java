package cn.zhenglu.doctor;

import cn.zhenglu.licence.Problem;
import java.io.IOException;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.camel.FailedToCreateRouteException;
import org.apache.camel.NoSuchBeanException;
import org.apache.camel.NoSuchEndpointException;
import org.apache.camel.ResolveEndpointFailedException;
import org.apache.camel.dsl.yaml.common.exception.UnknownNodeIdException;
import org.apache.camel.dsl.yaml.common.exception.UnsupportedFieldException;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;

/** Why Camel could not make routes of a route file, for the person who edited it. */
final class RouteTrouble {

    private static final String REMEDY = "请修改该路由文件后重试；步骤的写法见 Camel YAML DSL 文档，也可用 Kaoto 打开检查";
    private static final Pattern MISSING_PROPERTY = Pattern.compile("Property with key \\[([^]]+)] not found");
    private static final Pattern UNKNOWN_PARAMETERS = Pattern.compile("Unknown parameters=\\[\\{(.*)}]");
    private static final Pattern SOURCE = Pattern.compile("\\(source: (?:file:)?(\\S+?)\\)");

    private RouteTrouble() {
    }

    /** @return empty when the failure is not of a route file */
    static Optional<Problem> of(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof FailedToCreateRouteException route) {
                return Optional.of(problem(source(route) + "路由 " + route.getRouteId() + " 无法建立：" + reason(route)));
            }
            if (cause instanceof MarkedYamlEngineException) {
                return Optional.of(marked(innermost(cause)));
            }
        }
        return Optional.empty();
    }

    /** The same for a file that is known, with the line when the failure does not tell it. */
    static Finding finding(String file, int line, Exception failure) {
        String where = "routes/" + file + (line > 0 ? " 第 " + line + " 行起的" : "：");
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof FailedToCreateRouteException route) {
                return Finding.error(where + "路由 " + route.getRouteId() + " 无法建立：" + reason(route), REMEDY);
            }
        }
        return of(failure).map(Finding::error).orElseGet(() -> Finding.error("routes/" + file + " 无法读取："
                + (failure instanceof IOException && failure.getMessage().startsWith("Resource is empty") ? "文件为空"
                        : Explanation.plain(failure)), REMEDY));
    }

    private static String source(FailedToCreateRouteException route) {
        Matcher source = SOURCE.matcher(String.valueOf(route.getMessage()));
        return source.find() ? source.group(1) + " 中的" : "";
    }

    private static MarkedYamlEngineException innermost(Throwable failure) {
        MarkedYamlEngineException innermost = null;
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof MarkedYamlEngineException marked) {
                innermost = marked;
            }
        }
        return innermost;
    }

    private static Problem marked(MarkedYamlEngineException yaml) {
        Optional<Mark> mark = yaml.getProblemMark();
        String where = mark.map(m -> "routes/" + m.getName().replaceFirst(".*/", "") + " 第 " + (m.getLine() + 1) + " 行：")
                .orElse("路由文件：");
        String name = String.valueOf(yaml.getProblem()).replaceFirst("^[^:]*:\\s*", "");
        if (yaml instanceof UnknownNodeIdException) {
            return problem(where + "没有名为「" + name + "」的步骤");
        }
        if (yaml instanceof UnsupportedFieldException) {
            return problem(where + "没有名为「" + name + "」的设置");
        }
        return problem(where + "不符合 YAML 语法或步骤的写法（" + yaml.getProblem() + "），请核对该行及其上一行的缩进、冒号和引号");
    }

    /** Camel says more than anybody wants to read; what matters is in the last causes. */
    private static String reason(FailedToCreateRouteException route) {
        Throwable root = Explanation.root(route);
        Matcher property = MISSING_PROPERTY.matcher(String.valueOf(root.getMessage()));
        if (property.find()) {
            return "没有设置 " + property.group(1);
        }
        if (root instanceof NoSuchBeanException bean) {
            return "没有名为 " + bean.getName() + " 的处理步骤（bean）";
        }
        if (root instanceof NoSuchEndpointException endpoint) {
            return "不认识的地址 " + endpoint.getUri() + "，没有相应的组件";
        }
        if (root instanceof ResolveEndpointFailedException endpoint) {
            Matcher parameters = UNKNOWN_PARAMETERS.matcher(String.valueOf(endpoint.getMessage()));
            return "地址 " + endpoint.getUri() + (parameters.find() ? " 没有参数 " + parameters.group(1) : " 无效");
        }
        return Explanation.plain(root);
    }

    private static Problem problem(String message) {
        return new Problem("settings.routes", null, message, REMEDY);
    }
}
