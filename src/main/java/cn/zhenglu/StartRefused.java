package cn.zhenglu;

import cn.zhenglu.licence.NeedsPerson;
import cn.zhenglu.licence.Problem;
import java.util.stream.Collectors;
import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/** When a configuration that a person must mend stops the start: its sentences in place of a stack trace. */
class StartRefused extends AbstractFailureAnalyzer<NeedsPerson> {

    @Override
    protected FailureAnalysis analyze(Throwable failure, NeedsPerson cause) {
        return new FailureAnalysis(
                cause.problems().stream().map(Problem::message).collect(Collectors.joining("\n")),
                cause.problems().stream().map(Problem::remedy).distinct().collect(Collectors.joining("\n")),
                failure);
    }
}
