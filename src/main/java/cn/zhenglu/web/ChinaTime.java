package cn.zhenglu.web;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import org.springframework.stereotype.Component;

/** Times as pages show them: China's, wherever the server believes to be. In templates {@code @china.minute(…)}. */
@Component("china")
public final class ChinaTime {

    /** The one time zone of the country. */
    public static final ZoneId ZONE = ZoneId.of("Asia/Shanghai");

    private static final DateTimeFormatter MINUTE = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm").withZone(ZONE);
    private static final DateTimeFormatter SECOND = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss").withZone(ZONE);

    ChinaTime() {
    }

    /** 2026-01-02. */
    public String day(Instant time) {
        return LocalDate.ofInstant(time, ZONE).toString();
    }

    /** 2026-01-02 15:04. */
    public String minute(Instant time) {
        return MINUTE.format(time);
    }

    /** 2026-01-02 15:04:05. */
    public String second(Instant time) {
        return SECOND.format(time);
    }
}
