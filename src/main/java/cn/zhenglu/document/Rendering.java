package cn.zhenglu.document;

import java.awt.image.BufferedImage;
import java.util.List;

/**
 * A page drawn.
 *
 * @param image   RGB, on white
 * @param texts   what can be read on it, in the order of drawing
 * @param skipped what could not be drawn, Chinese sentences; empty when all was
 */
public record Rendering(BufferedImage image, List<ShownText> texts, List<String> skipped) {

    public Rendering {
        texts = List.copyOf(texts);
        skipped = List.copyOf(skipped);
    }
}
