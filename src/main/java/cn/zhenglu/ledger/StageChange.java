package cn.zhenglu.ledger;

import cn.zhenglu.licence.Stage;
import cn.zhenglu.licence.Standing;
import java.time.Duration;
import java.time.Instant;

/**
 * Published with each step of the history, in its transaction.
 *
 * @param outcome as {@link History.Step#outcome}
 * @param took    how long the work took; {@code null} when it was not work
 */
public record StageChange(String submissionId, Instant at, Stage stage, Standing standing, String outcome, Duration took) {
}
