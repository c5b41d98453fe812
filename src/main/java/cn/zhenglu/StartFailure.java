package cn.zhenglu;

import cn.zhenglu.doctor.Explanation;
import cn.zhenglu.licence.Problem;
import java.util.List;
import java.util.stream.Collectors;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.diagnostics.FailureAnalyzer;

/** Insecure or broken configuration ends the start with sentences instead of a stack trace. */
final class StartFailure implements FailureAnalyzer {

    @Override
    public FailureAnalysis analyze(Throwable failure) {
        return Explanation.of(failure).map(problems -> analysis(problems, failure)).orElse(null);
    }

    private static FailureAnalysis analysis(List<Problem> problems, Throwable failure) {
        return new FailureAnalysis(
                problems.stream().map(Problem::message).collect(Collectors.joining("\n")),
                problems.stream().map(Problem::remedy).distinct().collect(Collectors.joining("\n")),
                failure);
    }
}
