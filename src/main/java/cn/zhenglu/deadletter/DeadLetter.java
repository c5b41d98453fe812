package cn.zhenglu.deadletter;

import cn.zhenglu.licence.LicenceRecord;
import cn.zhenglu.licence.Problem;
import cn.zhenglu.licence.Stage;
import java.time.Instant;
import java.util.List;

/**
 * One failure.
 *
 * @param submissionId {@code null} for a message that is not ours
 * @param stage        how far the submission had come, {@code null} for a message that is not ours
 * @param code         kind of the first problem
 * @param problems     what must be mended
 * @param group        id of its {@linkplain Groups.Group group}
 * @param origin       where the record came from, {@code null} for a message that is not ours
 * @param record       what was understood, {@code null} for a message that is not ours
 */
public record DeadLetter(long id, String submissionId, Stage stage, String code, List<Problem> problems, Instant raisedAt,
        Standing standing, Instant closedAt, String closedBy, String closeReason, long group, String origin, LicenceRecord record) {

    /** What a person has made of it. */
    public enum Standing {
        /** 待处理. */
        OPEN("待处理"),
        /** 已重试. */
        RETRIED("已重试"),
        /** 已归档. */
        ARCHIVED("已归档");

        private final String label;

        Standing(String label) {
            this.label = label;
        }

        /** The official Chinese name. */
        public String label() {
            return label;
        }
    }

    public DeadLetter {
        problems = List.copyOf(problems);
    }

    /** All reasons in one line. */
    public String reason() {
        return String.join("；", problems.stream().map(Problem::message).toList());
    }
}
