package cn.zhenglu.alert;

import java.time.Duration;

/** Durations as people say them in Chinese. */
final class Periods {

    private Periods() {
    }

    /** In the largest unit that holds it whole: 2 天, 36 小时, 90 分钟; seconds are left out. */
    static String of(Duration duration) {
        if (duration.toHours() >= 24 && duration.toHours() % 24 == 0) {
            return duration.toDays() + " 天";
        }
        return duration.toMinutes() >= 60 && duration.toMinutes() % 60 == 0 ? duration.toHours() + " 小时" : duration.toMinutes() + " 分钟";
    }
}
