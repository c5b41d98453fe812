package cn.zhenglu.deadletter;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How dead letters are worked off.
 *
 * @param retryPerSecond most submissions that a retry of many hands over in a second, all nodes together; at least 1
 */
@ConfigurationProperties("zhenglu.dead-letter")
record DeadLetterSettings(@DefaultValue("20") int retryPerSecond) {

    DeadLetterSettings {
        if (retryPerSecond < 1) {
            throw new IllegalArgumentException("zhenglu.dead-letter.retry-per-second 须为正整数");
        }
    }
}
