package cn.zhenglu.licence;

import java.util.List;
import java.util.stream.Collectors;

/** A submission cannot go on until a person has mended something; trying again unchanged would fail again. */
public class NeedsPerson extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final transient List<Problem> problems;

    /** @param problems at least one */
    public NeedsPerson(List<Problem> problems) {
        super(problems.stream().map(Problem::message).collect(Collectors.joining("；")));
        this.problems = List.copyOf(problems);
    }

    /** For a single problem, see {@link Problem}. */
    public NeedsPerson(String code, String field, String message, String remedy) {
        this(List.of(new Problem(code, field, message, remedy)));
    }

    /** All that must be mended. */
    public List<Problem> problems() {
        return problems;
    }
}
