package cn.zhenglu.deadletter;

import cn.zhenglu.licence.NeedsPerson;
import cn.zhenglu.licence.Problem;
import cn.zhenglu.licence.Submission;
import java.util.List;
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

    static Failure read(String json) {
        return JSON.readValue(json, Failure.class);
    }

    String json() {
        return JSON.writeValueAsString(this);
    }
}
