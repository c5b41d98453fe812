package cn.zhenglu.deadletter;

import cn.zhenglu.ledger.Ledger;
import cn.zhenglu.licence.NeedsPerson;
import cn.zhenglu.licence.Problem;
import cn.zhenglu.licence.Submission;
import java.util.List;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/**
 * The message on {@code zhenglu.dead-letter}.
 *
 * @param submission id, {@code null} when the failure concerns none of ours
 * @param fence      the claim under which it failed, see {@link Submission#fence()}
 * @param problems   what must be mended
 */
record Failure(String submission, long fence, List<Problem> problems) {

    private static final String INTERNAL = "internal.";
    private static final JsonMapper JSON = JsonMapper.builder().build();

    /** @param submission {@code null} when there is none */
    static Failure of(Submission submission, Throwable cause) {
        return submission == null
                ? new Failure(null, 0, problems(cause))
                : new Failure(submission.id(), submission.fence(), problems(cause));
    }

    private static List<Problem> problems(Throwable cause) {
        for (Throwable t = cause; t != null; t = t.getCause()) {
            if (t instanceof NeedsPerson needsPerson) {
                return needsPerson.problems();
            }
        }
        return List.of(new Problem(INTERNAL + cause.getClass().getSimpleName(), null,
                "程序内部错误：" + cause.getClass().getSimpleName() + (cause.getMessage() == null ? "" : "，" + cause.getMessage()),
                "请查看同一时间的服务日志；排除原因后重试，不能排除的请联系维护人员"));
    }

    /** Whether nothing but the log can explain it. */
    boolean isInternal() {
        return problems.get(0).code().startsWith(INTERNAL);
    }

    /** Empty when the message is none of ours. */
    static Optional<Failure> read(String json) {
        try {
            return json == null ? Optional.empty() : Optional.ofNullable(JSON.readValue(json, Failure.class)).filter(Failure::isOurs);
        } catch (JacksonException e) {
            return Optional.empty(); // whoever asked shows the message as it is
        }
    }

    private boolean isOurs() {
        return problems != null && !problems.isEmpty()
                && problems.stream().allMatch(problem -> problem != null && problem.code() != null && problem.message() != null)
                && (submission == null || Ledger.isId(submission));
    }

    String json() {
        return JSON.writeValueAsString(this);
    }
}
