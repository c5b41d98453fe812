package cn.zhenglu.seal.verify;

import java.util.ArrayList;
import java.util.List;

/** Collects the checks of one verification. */
final class Findings {

    private final List<Check> checks = new ArrayList<>();

    void passed(Rule rule, String sentence) {
        add(new Check(rule, Outcome.PASSED, sentence));
    }

    void failed(Rule rule, String sentence) {
        add(new Check(rule, Outcome.FAILED, sentence));
    }

    void notApplicable(Rule rule, String sentence) {
        add(new Check(rule, Outcome.NOT_APPLICABLE, sentence));
    }

    /** Passed or failed, each with its own sentence. */
    void judge(boolean holds, Rule rule, String passed, String failed) {
        add(new Check(rule, holds ? Outcome.PASSED : Outcome.FAILED, holds ? passed : failed));
    }

    void add(Check check) {
        checks.add(check);
    }

    List<Check> checks() {
        return checks;
    }
}
