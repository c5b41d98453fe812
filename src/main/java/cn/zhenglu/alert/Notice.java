package cn.zhenglu.alert;

import cn.zhenglu.web.ChinaTime;
import java.time.Instant;
import java.time.format.DateTimeFormatter;

/**
 * What people read.
 *
 * @param recovered whether it is over
 * @param at        when it began, or was over
 * @param link      to the console's page about it
 */
record Notice(boolean recovered, String title, String detail, Instant at, String link) {

    private static final DateTimeFormatter MINUTE = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm").withZone(ChinaTime.ZONE);

    /** One line. */
    String subject() {
        return (recovered ? "【证路恢复】" : "【证路告警】") + title;
    }

    /** Some lines, the subject first. */
    String text() {
        return recovered
                ? subject() + "\n情况已解除，无需处理。\n恢复时间：" + MINUTE.format(at) + "\n查看：" + link
                : subject() + '\n' + detail + "\n发现时间：" + MINUTE.format(at) + "\n查看：" + link;
    }
}
