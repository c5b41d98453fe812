package cn.zhenglu.document;

import java.awt.image.BufferedImage;
import java.util.List;

/**
 * A page drawn.
 *
 * @param image   RGB, on white
 * @param skipped what could not be drawn, Chinese sentences; empty when all was
 */
public record Rendering(BufferedImage image, List<String> skipped) {

    public Rendering {
        skipped = List.copyOf(skipped);
    }
}
