package cn.zhenglu;

import cn.zhenglu.document.BrokenTemplate;
import cn.zhenglu.licence.NeedsPerson;
import cn.zhenglu.licence.Problem;
import java.util.stream.Collectors;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.diagnostics.FailureAnalyzer;

/** Insecure or broken configuration ends the start with sentences instead of a stack trace. */
final class StartFailure implements FailureAnalyzer {

    @Override
    public FailureAnalysis analyze(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof NeedsPerson needsPerson) {
                return new FailureAnalysis(
                        needsPerson.problems().stream().map(Problem::message).collect(Collectors.joining("\n")),
                        needsPerson.problems().stream().map(Problem::remedy).distinct().collect(Collectors.joining("\n")),
                        failure);
            }
            if (cause instanceof BrokenTemplate broken) {
                return new FailureAnalysis(broken.getMessage(), "请修改该模板文件，或用 zhenglu.template 指定其他模板", failure);
            }
        }
        return null;
    }
}
