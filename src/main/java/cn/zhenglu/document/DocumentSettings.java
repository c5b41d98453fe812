package cn.zhenglu.document;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Settings under {@code zhenglu.document}.
 *
 * @param previewResolution pixels per millimetre of preview pictures; 5 is about 127 dpi
 * @param watermark         laid over every preview
 */
@ConfigurationProperties("zhenglu.document")
record DocumentSettings(@DefaultValue("5") double previewResolution, @DefaultValue WatermarkSettings watermark) {

    DocumentSettings {
        if (!(previewResolution >= 1 && previewResolution <= 12)) {
            throw new IllegalArgumentException("配置项 zhenglu.document.preview-resolution 的值“" + previewResolution
                    + "”有误：应在 1 至 12 之间（每毫米像素数）");
        }
    }

    /** See {@link Watermark}. */
    record WatermarkSettings(@DefaultValue("仅供预览　{purpose}　{time}") String text, @DefaultValue("30") double angle,
                             @DefaultValue("5") double size, @DefaultValue("24") double gap,
                             @DefaultValue("#8C1C23") String color, @DefaultValue("0.13") double opacity) {
    }
}
