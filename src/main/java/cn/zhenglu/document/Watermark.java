package cn.zhenglu.document;

import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;

/**
 * A text laid over previews again and again (预览水印), so that a screen shot of a preview is not taken for the licence.
 *
 * @param text    may hold {@code {time}} and {@code {purpose}}, see {@link #of(String, Instant)}; blank for no watermark
 * @param angle   degrees, counter-clockwise, -90 to 90
 * @param size    height of the characters' square, mm
 * @param gap     free space between two texts, along the line and across, mm: the density
 * @param color   {@code #RRGGBB}
 * @param opacity 0 (invisible) to 1
 */
public record Watermark(String text, double angle, double size, double gap, String color, double opacity) {

    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm")
            .withZone(ZoneId.of("Asia/Shanghai"));

    public Watermark {
        require(text != null, "text", text, "不得缺失");
        require(Math.abs(angle) <= 90, "angle", angle, "应在 -90 至 90 度之间");
        require(size >= 2 && size <= 50, "size", size, "应在 2 至 50 毫米之间");
        require(gap >= 2 && gap <= 500, "gap", gap, "应在 2 至 500 毫米之间");
        require(Color.isWritten(color), "color", color, "应写作 #RRGGBB");
        require(opacity > 0 && opacity <= 1, "opacity", opacity, "应大于 0 且不超过 1");
    }

    /**
     * The watermark of one preview.
     *
     * @param purpose who looks or what for; stands for {@code {purpose}}
     * @param time    stands for {@code {time}}, as 2023-05-06 10:03 China time
     */
    public Watermark of(String purpose, Instant time) {
        return new Watermark(text.replace("{time}", TIME.format(time)).replace("{purpose}", purpose), angle, size, gap, color,
                opacity);
    }

    private static void require(boolean met, String key, Object value, String rule) {
        if (!met) {
            throw new IllegalArgumentException("水印设置 " + key + " 的值“" + value + "”有误：" + rule);
        }
    }
}
