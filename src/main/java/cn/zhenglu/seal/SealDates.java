package cn.zhenglu.seal;

import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;

/** How a seal stands to its dates at some moment. */
enum SealDates {
    VALID,
    NOT_YET_VALID,
    EXPIRED;

    private static final DateTimeFormatter BEIJING =
            DateTimeFormatter.ofPattern("uuuu年M月d日 HH:mm:ss").withZone(ZoneId.of("Asia/Shanghai"));

    static SealDates of(Seal seal, Instant moment) {
        if (moment.isBefore(seal.validFrom())) {
            return NOT_YET_VALID;
        }
        return moment.isAfter(seal.validUntil()) ? EXPIRED : VALID;
    }

    /** What is wrong, in Chinese. */
    String reason(Seal seal) {
        return switch (this) {
            case VALID -> "在有效期内";
            case NOT_YET_VALID -> "尚未生效，有效期自" + BEIJING.format(seal.validFrom()) + "起";
            case EXPIRED -> "已于" + BEIJING.format(seal.validUntil()) + "过期，请向制章机构申请换发并更新 zhenglu.seals";
        };
    }
}
